import { once } from "node:events";

/** A stream that text is written to. */
export interface TextSink {
  write(text: string): void | Promise<void>;
  readonly isTTY: boolean;
}

/** What a run of the command touches besides files. */
export interface Io {
  readonly stdout: TextSink;
  readonly stderr: TextSink;
  readonly stdin: AsyncIterable<Uint8Array | string>;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
}

/** The process's own streams. A reader that goes away (`| head`) ends the writing and changes no exit code. */
export function processIo(): Io {
  return {
    stdout: sinkOf(process.stdout),
    stderr: sinkOf(process.stderr),
    stdin: process.stdin,
    env: process.env,
    cwd: process.cwd(),
  };
}

function sinkOf(stream: NodeJS.WriteStream): TextSink {
  let gone = false;
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE" && error.code !== "ERR_STREAM_DESTROYED") throw error;
    gone = true;
  });
  return {
    isTTY: stream.isTTY === true,
    async write(text) {
      if (gone || stream.destroyed) return;
      if (!stream.write(text)) {
        const ended = new AbortController();
        // Without the second the run would wait for ever for a reader that went away.
        await Promise.race([
          once(stream, "drain", { signal: ended.signal }).catch(() => undefined),
          once(stream, "close", { signal: ended.signal }).catch(() => undefined),
        ]);
        ended.abort();
      }
    },
  };
}

/** Flag, then NO_COLOR, then FORCE_COLOR, then whether it is a terminal. */
export function wantsColour(flag: boolean | undefined, env: Io["env"], isTTY: boolean): boolean {
  if (flag !== undefined) return flag;
  if (env.NO_COLOR !== undefined && env.NO_COLOR !== "") return false;
  if (env.FORCE_COLOR !== undefined && env.FORCE_COLOR !== "") return env.FORCE_COLOR !== "0";
  return isTTY && env.TERM !== "dumb";
}
