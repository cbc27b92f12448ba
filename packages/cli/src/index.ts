export type { ExitCode } from "./exit.ts";
export type { Io, TextSink } from "./io.ts";
export { type MainOptions, main } from "./main.ts";
