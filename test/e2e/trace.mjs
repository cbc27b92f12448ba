// A loader that writes the address of every module that is loaded into the file that TRACE names.
import { appendFileSync } from "node:fs";

export async function load(url, context, next) {
  appendFileSync(process.env.TRACE, `${url}\n`);
  return next(url, context);
}
