import type { AnalyzerOptions } from "@keyaki/analysis";
import { CommanderError } from "commander";
import { type ExitCode, UsageError } from "./exit.ts";
import { type Io, processIo } from "./io.ts";
import { makeProgram } from "./program.ts";
import { type Analyzer, Run } from "./run.ts";

/** Signals that end a run, and the exit codes shells give them. */
const SIGNALS = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

export interface MainOptions {
  /** Streams and surroundings; the process's own unless given, and then signals end the process. */
  readonly io?: Io;
  /** The analyzer to ask; Keyaki's own unless given. */
  readonly createAnalyzer?: (options: AnalyzerOptions) => Analyzer;
}

/** Runs the command and gives its exit code. Never throws. */
export async function main(argv: readonly string[], options: MainOptions = {}): Promise<number> {
  const io = options.io ?? processIo();
  const run = new Run(io, options.createAnalyzer);
  const unhook = options.io === undefined ? hookSignals(run) : () => undefined;
  let code: ExitCode = 0;
  try {
    const program = makeProgram(run, (given) => {
      code = given;
    });
    if (argv.length === 0) {
      program.outputHelp({ error: true });
      return 2;
    }
    await program.parseAsync([...argv], { from: "user" });
    return code;
  } catch (error) {
    return await fault(error, io);
  } finally {
    await run.end().catch(() => undefined);
    unhook();
  }
}

async function fault(error: unknown, io: Io): Promise<number> {
  // Commander has said what is wrong; help and version are no faults.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof UsageError) {
    await io.stderr.write(`error: ${error.message}\n`);
    return 2;
  }
  const message = error instanceof Error ? error.message : String(error);
  const stack = io.env.KEYAKI_DEBUG === "1" && error instanceof Error ? `${error.stack}\n` : "";
  await io.stderr.write(
    `keyaki: internal error: ${message.split("\n")[0]}\n` +
      "This is a fault of Keyaki; nothing was decided. Please report it with the command and the documents it read;\n" +
      `KEYAKI_DEBUG=1 shows where it happened.\n${stack}`,
  );
  return 3;
}

/** An interrupt leaves nothing behind: threads end with the process. */
function hookSignals(run: Run): () => void {
  const hooks = Object.entries(SIGNALS).map(([signal, code]) => {
    const hook = () => {
      run.stop();
      // A second signal, or a thread that does not end, must not keep the process.
      setTimeout(() => process.exit(code), 500).unref();
      run
        .end()
        .catch(() => undefined)
        .finally(() => process.exit(code));
    };
    process.once(signal, hook);
    return () => process.off(signal, hook);
  });
  return () => {
    for (const unhook of hooks) unhook();
  };
}
