// Runs in a worker thread, which shared-lines.ts starts by this file's name.
import { parentPort, workerData } from "node:worker_threads";
import { loadCatalog } from "@keyaki/catalog";
import { UsageError } from "./exit.ts";
import { LineDecider, type LineSetting } from "./line-decider.ts";
import { RequestJudge } from "./request-judge.ts";
import type { LineReply, LineTask } from "./shared-lines.ts";

const setting = workerData as LineSetting;
const judge = new RequestJudge({ ...setting, catalog: await loadCatalog() });
const lines = new LineDecider(judge, setting);

parentPort?.on("message", ({ bytes, firstLine }: LineTask) => {
  parentPort?.postMessage(told(Buffer.from(bytes.buffer), firstLine));
});

function told(bytes: Buffer, firstLine: number): LineReply {
  try {
    return lines.told({ is: "lines", bytes, firstLine }, null);
  } catch (error) {
    if (error instanceof UsageError) return { usage: error.message };
    throw error;
  }
}
