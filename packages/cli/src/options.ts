import { type Command, InvalidArgumentError, Option } from "commander";

export const FORMATS = ["text", "json", "markdown"] as const;
export type Format = (typeof FORMATS)[number];

/** Formats of `evaluate` alone: a decision a line and nothing that explains it, for many requests. */
export const BRIEF_FORMATS = ["jsonl", "csv"] as const;
export type BriefFormat = (typeof BRIEF_FORMATS)[number];

export const KINDS = ["identity", "resource", "trust", "scp", "rcp", "boundary", "session", "endpoint"] as const;
export type Kind = (typeof KINDS)[number];

/** One report to write; null is standard output. */
export interface Output {
  format: Format | BriefFormat | null;
  file: string | null;
}

/** Flags of every verb that reports. */
export interface ReportFlags {
  readonly output: readonly Output[];
  readonly quiet?: true;
  /** `shown`: in the text, too. */
  readonly stats: boolean | "shown";
  readonly color?: boolean;
}

/** Flags of every verb that reads policies. */
export interface ReadFlags {
  readonly allowComments?: true;
  readonly maxBytes?: number;
  readonly maxDepth?: number;
  readonly maxStatements?: number;
  readonly maxString?: number;
  readonly maxFiles?: number;
}

/** Flags of every verb that asks a question. */
export interface QuestionFlags {
  readonly kind?: Kind;
  readonly resourceAccount?: string;
  readonly assume: readonly string[];
  readonly axioms: boolean;
  readonly universe: "open" | "catalog";
  readonly engine: "auto" | "propositional" | "strings";
  readonly verify?: true;
  readonly proofs?: true;
  readonly timeout: number;
  readonly budget?: number;
  readonly workers?: number;
}

/** A whole number of at least `least`. */
export function whole(least: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d{1,15}$/.test(text) || value < least)
      throw new InvalidArgumentError(`It must be a whole number from ${least} on.`);
    return value;
  };
}

/** Adds --format, --output and what goes with them. A file belongs to the format before it. `brief`: with the formats of many decisions. */
export function reportFlags(command: Command, brief: readonly BriefFormat[] = []): Command {
  const outputs: Output[] = [];
  const names = [...FORMATS, ...brief];
  const format = new Option(
    "--format <format>",
    `${names.slice(0, -1).join(", ")} or ${names.at(-1)}; repeatable with --output`,
  )
    .choices(names)
    .default(outputs, "text");
  // A file belongs to the format before it, so both options fill one list.
  const known = format.parseArg as (value: string, previous: unknown) => string;
  format.argParser((value: string) => {
    known(value, undefined);
    outputs.push({ format: value as Format | BriefFormat, file: null });
    return outputs;
  });
  const output = new Option("--output <file>", "where the report of the --format before it goes")
    .argParser((file: string) => {
      const last = outputs.at(-1);
      if (last !== undefined && last.file === null) last.file = file;
      else outputs.push({ format: null, file });
      return outputs;
    })
    .default(outputs, "standard output");
  return command
    .addOption(format)
    .addOption(output)
    .option("--quiet", "no progress and no warnings")
    .option("--no-stats", "leave out what differs from run to run")
    .option("--color", "colours, also where there is no terminal")
    .option("--no-color", "no colours");
}

/** `--stats`; true, unless `--no-stats` is given, says that only the JSON has them. */
export function statsOption(): Option {
  return new Option("--stats", "say where the time went and which engine answered").preset("shown");
}

/** Adds --allow-comments and the limits. */
export function readFlags(command: Command): Command {
  return command
    .option("--allow-comments", "accept // and /* */ comments in policies, and *.jsonc files")
    .option("--max-bytes <n>", "largest document, in bytes (2097152)", whole(1))
    .option("--max-depth <n>", "deepest nesting (64)", whole(1))
    .option("--max-statements <n>", "most statements of a policy (100000)", whole(1))
    .option("--max-string <n>", "longest string (1048576)", whole(1))
    .option("--max-files <n>", "most files in one place (100000)", whole(1));
}

/** Adds what decides how a question is asked. */
export function questionFlags(command: Command): Command {
  return command
    .addOption(
      new Option("--kind <kind>", `what the policies are: ${KINDS.join(", ")} (told from the document)`).choices([
        ...KINDS,
      ]),
    )
    .option("--resource-account <id>", "account of the resource (same and cross account are both asked)", account)
    .addOption(assumeOption())
    .option("--no-axioms", "use no documented facts about requests")
    .addOption(
      new Option(
        "--universe <universe>",
        "open: also what AWS does not have yet; catalog: only what it has on the list's day",
      )
        .choices(["open", "catalog"])
        .default("open"),
    )
    .addOption(
      new Option(
        "--engine <engine>",
        "auto: classes, and the theory of strings where these cannot tell; propositional or strings: one of them alone",
      )
        .choices(["auto", "propositional", "strings"])
        .default("auto"),
    )
    .option("--verify", "ask both engines: a verdict on which they disagree is none")
    .option("--proofs", "put a proof of every answer into the JSON report, for keyaki verify")
    .option("--timeout <ms>", "time for one question", whole(1), 10_000)
    .option("--budget <ms>", "time for the whole run", whole(1))
    .addOption(statsOption())
    .option("--workers <n>", "threads (the processors, at most 8)", whole(1));
}

/** `--assume NAME=VALUE`, repeatable. */
export function assumeOption(): Option {
  return new Option(
    "--assume <name=value>",
    "pin a rule that AWS leaves open; repeatable (keyaki assumptions lists them)",
  )
    .argParser((value: string, previous: readonly string[]) => [...previous, value])
    .default([] as readonly string[], "every value");
}

function account(text: string): string {
  if (!/^\d{12}$/.test(text)) throw new InvalidArgumentError("It must be twelve digits.");
  return text;
}
