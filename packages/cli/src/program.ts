import { Command, Option } from "commander";
import type { ExitCode } from "./exit.ts";
import {
  assumeOption,
  BRIEF_FORMATS,
  KINDS,
  questionFlags,
  readFlags,
  reportFlags,
  statsOption,
  whole,
} from "./options.ts";
import type { Run } from "./run.ts";
import { VERSION } from "./version.ts";

/** What a verb gets: its arguments and the run. Commands are imported when their verb is used, so that --help loads none. */
type Done = (code: ExitCode) => void;

/** The whole command. `done` is told the exit code of the verb that ran. */
export function makeProgram(run: Run, done: Done): Command {
  const { io } = run;
  const program = new Command("keyaki")
    .description(
      "Proves that a change of an AWS IAM policy gives no new access, or shows a request that it newly allows.",
    )
    .version(VERSION, "-V, --version")
    .helpOption("-h, --help", "show help")
    .exitOverride()
    .showHelpAfterError("(keyaki --help shows how)")
    .configureOutput({
      writeOut: (text) => void io.stdout.write(text),
      writeErr: (text) => void io.stderr.write(text),
      getOutHelpWidth: () => 100,
      getErrHelpWidth: () => 100,
    });
  example(program, "keyaki gate corpus/examples/widened/before corpus/examples/widened/after");
  compare(program, run, done);
  gate(program, run, done);
  evaluate(program, run, done);
  catalog(program, run, done);
  assumptions(program, run, done);
  render(program, run, done);
  verify(program, run, done);
  completion(program, run, done);
  return program;
}

/** The line that the help of a verb ends with; it runs as it stands in the repository's root. */
function example(command: Command, line: string): Command {
  return command.addHelpText("after", `\nExample:\n  ${line}`);
}

function compare(program: Command, run: Run, done: Done): void {
  const command = program
    .command("compare")
    .description("say whether LEFT allows and denies more, less or the same as RIGHT")
    .argument("<left>", "a policy, a directory of one principal's policies, or - for standard input")
    .argument("<right>", "the same")
    .option("--alone", "compare what is allowed alone, explicit denials apart")
    .option("--expect <relation,...>", "exit 1 unless the relation is one of these")
    .option("--emit-smt2 <dir>", "write the four questions as SMT-LIB, for another solver");
  example(
    readFlags(questionFlags(reportFlags(command))),
    "keyaki compare corpus/examples/same/before corpus/examples/same/after",
  ).action(async (left, right, flags) => {
    const { compareCommand } = await import("./commands/compare.ts");
    done(await compareCommand(left, right, flags, run));
  });
}

function gate(program: Command, run: Run, done: Done): void {
  const command = program
    .command("gate")
    .description("judge a change: does AFTER allow something that BEFORE did not?")
    .argument("[paths...]", "BEFORE and AFTER: two files or two directories; with --git, the paths to judge")
    .option("--git <range>", "compare BASE with the working tree, BASE..HEAD, or BASE...HEAD")
    .option("--together", "judge each side as the policies of one principal")
    .addOption(
      new Option("--fail-on <level>", "the least level that fails")
        .choices(["critical", "high", "medium", "low", "future"])
        .default("low"),
    )
    .option("--fail-on-removed", "fail when access is removed, too")
    .addOption(
      new Option("--on-unknown <what>", "what an undecided change does: fail (exit 3), warn or pass (exit 0)")
        .choices(["fail", "warn", "pass"])
        .default("fail"),
    )
    .option("--full", "shorten no list");
  example(
    readFlags(questionFlags(reportFlags(command))),
    "keyaki gate corpus/examples/widened/before corpus/examples/widened/after",
  ).action(async (paths, flags) => {
    const { gateCommand } = await import("./commands/gate.ts");
    done(await gateCommand(paths, flags, run));
  });
}

const REQUEST_EXAMPLE = `echo '${JSON.stringify({
  principal: { arn: "arn:aws:iam::111122223333:user/mai" },
  action: "s3:DeleteObject",
  resource: { arn: "arn:aws:s3:::orchard-invoices/1.pdf" },
})}' |
    keyaki evaluate - --policies corpus/examples/widened/after/invoice-batch.json`;

function evaluate(program: Command, run: Run, done: Done): void {
  const command = program
    .command("evaluate")
    .description("decide one request, or JSON lines of requests, and say why")
    .argument("<request>", "a request, { request, policies }, JSON lines of these, or - for standard input")
    .option("--policies <file...>", "the policies of the decision: identity, and one of the resource")
    .addOption(new Option("--kind <kind>", `what the policies are: ${KINDS.join(", ")}`).choices([...KINDS]))
    .option("--expect <decision,...>", "exit 1 unless the decision is one of these")
    .option("--workers <n>", "threads for many lines in a brief format (the processors, at most 8)", whole(1))
    .addOption(assumeOption());
  example(readFlags(reportFlags(command, BRIEF_FORMATS)), REQUEST_EXAMPLE).action(async (request, flags) => {
    const { evaluateCommand } = await import("./commands/evaluate.ts");
    done(await evaluateCommand(request, flags, run));
  });
}

function catalog(program: Command, run: Run, done: Done): void {
  const command = program
    .command("catalog")
    .description("show which list of AWS actions is used, or what it says about one thing")
    .argument("[name]", "an action, a condition key or a service prefix");
  example(reportFlags(command), "keyaki catalog s3:GetObject").action(async (name, flags) => {
    const { catalogCommand } = await import("./commands/catalog.ts");
    done(await catalogCommand(name, flags, run));
  });
}

function assumptions(program: Command, run: Run, done: Done): void {
  const command = program
    .command("assumptions")
    .description("list the rules that AWS leaves open and the facts about requests, with AWS's pages")
    .argument("[name]", "only this one");
  example(reportFlags(command), "keyaki assumptions resource-wildcard").action(async (name, flags) => {
    const { assumptionsCommand } = await import("./commands/assumptions.ts");
    done(await assumptionsCommand(name, flags, run));
  });
}

function render(program: Command, run: Run, done: Done): void {
  const command = program
    .command("render")
    .description("show a saved JSON report again; the exit code is the report's")
    .argument("<result>", "a report of --format json, or - for standard input")
    .option("--full", "shorten no list")
    .addOption(statsOption());
  const line = "keyaki gate corpus/examples/same/before corpus/examples/same/after --format json | keyaki render -";
  example(reportFlags(command), line).action(async (result, flags) => {
    const { renderCommand } = await import("./commands/render.ts");
    done(await renderCommand(result, flags, run));
  });
}

function verify(program: Command, run: Run, done: Done): void {
  const command = program
    .command("verify")
    .description(
      "check the answers of a saved report again, without a solver: proofs step by step, requests one by one",
    )
    .argument("<result>", "a report of --format json --proofs, or - for standard input")
    .option("--files", "check too that the files named still hold the same policies");
  const line =
    "keyaki compare corpus/examples/same/before corpus/examples/same/after --proofs --format json | keyaki verify -";
  example(reportFlags(command), line).action(async (result, flags) => {
    const { verifyCommand } = await import("./commands/verify.ts");
    done(await verifyCommand(result, flags, run));
  });
}

function completion(program: Command, run: Run, done: Done): void {
  const command = program
    .command("completion")
    .description("print a completion script for a shell")
    .argument("<shell>", "bash, zsh or fish");
  example(command, "keyaki completion bash").action(async (shell) => {
    const { completionCommand } = await import("./commands/completion.ts");
    done(await completionCommand(shell, program, run));
  });
}
