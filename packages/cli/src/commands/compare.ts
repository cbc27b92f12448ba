import type { CompareOptions, Comparison } from "@keyaki/analysis";
import { type Catalog, loadCatalog } from "@keyaki/catalog";
import type { Policy, PolicyKind } from "@keyaki/policy";
import { compareExit, compareReport, proofsJson } from "@keyaki/report";
import { readTree, type SourceTree } from "@keyaki/sources";
import { emitScripts } from "../emit-scripts.ts";
import { type ExitCode, UsageError, worst } from "../exit.ts";
import type { QuestionFlags, ReadFlags, ReportFlags } from "../options.ts";
import { formatted, targetsOf, writeOutputs } from "../outputs.ts";
import { Progress } from "../progress.ts";
import { oneKind, questionOptions } from "../question.ts";
import { Reader, type ReadPolicy, treeOptions } from "../reading.ts";
import { faultsOf, saveReproducer, shortMessage } from "../reproducer.ts";
import type { Run } from "../run.ts";
import { warnOfUnknownActions } from "../unknown-actions.ts";
import { VERSION } from "../version.ts";
import { writerOf } from "../writer.ts";

export interface CompareFlags extends ReportFlags, ReadFlags, QuestionFlags {
  readonly alone?: true;
  readonly expect?: string;
  readonly emitSmt2?: string;
}

const RELATIONS = ["equivalent", "more-permissive", "less-permissive", "incomparable", "unknown"];

/** `keyaki compare`: LEFT against RIGHT. */
export async function compareCommand(
  leftPath: string,
  rightPath: string,
  flags: CompareFlags,
  run: Run,
): Promise<ExitCode> {
  const targets = targetsOf(flags.output, run);
  const expected = expectedOf(flags.expect, RELATIONS, "relation");
  const question = questionOptions(flags, run);
  if (leftPath === "-" && rightPath === "-") throw new UsageError("only one side can be standard input.");
  const reader = new Reader(run, flags);
  const options = treeOptions(flags, run);
  const trees = { left: await readTree(leftPath, options), right: await readTree(rightPath, options) };
  const empty = [trees.left, trees.right].filter((tree) => tree.texts.length === 0);
  for (const tree of empty) await run.note(`error: no policy was found in ${tree.name}.`);
  if (empty.length > 0) return 4;
  const left = await readSide(trees.left, reader);
  const right = await readSide(trees.right, reader);
  const unread = reader.notAnalysed.length > 0;
  const kind = agreedKind([...left, ...right], unread);
  const catalog = await loadCatalog();
  const policies = { left: left.map(({ policy }) => policy), right: right.map(({ policy }) => policy) };
  if (flags.quiet !== true) await warnOfUnknownActions([...policies.left, ...policies.right], catalog, run);
  const comparison = unread ? null : await ask(policies, { ...question, kind: kind.kind }, flags, catalog, run);
  const report = compareReport(
    comparison,
    {
      left: trees.left.texts.map(({ path }) => path),
      right: trees.right.texts.map(({ path }) => path),
      kind: kind.kind,
      kindCertain: kind.certain,
      alone: flags.alone === true,
      expected,
      notAnalysed: reader.notAnalysed,
      ...(comparison?.certificates === undefined
        ? {}
        : {
            proofs: proofsJson(
              policies.left,
              policies.right,
              { ...question, kind: kind.kind },
              comparison.certificates,
            ),
          }),
    },
    {
      tool: { version: VERSION, catalog },
      write: writerOf(catalog),
      stats: flags.stats !== false,
      spent: reader.spent(),
    },
  );
  const exit = worst([...(unread ? ([2] as const) : []), compareExit(report)]);
  await writeOutputs(targets, flags, run, (format) =>
    formatted(report, format, { full: false, exit, stats: flags.stats === "shown" }),
  );
  return exit;
}

/** The values of `--expect`, checked. */
export function expectedOf(given: string | undefined, values: readonly string[], what: string): readonly string[] {
  if (given === undefined) return [];
  const wanted = given.split(",").map((each) => each.trim());
  for (const each of wanted) {
    if (!values.includes(each)) {
      throw new UsageError(`--expect takes a ${what} (${values.join(", ")}), not "${each}".`);
    }
  }
  return wanted;
}

async function readSide(tree: SourceTree, reader: Reader): Promise<readonly ReadPolicy[]> {
  const read: ReadPolicy[] = [];
  for (const text of tree.texts) {
    const one = await reader.read(text);
    if (one !== null) read.push(one);
  }
  return read;
}

function agreedKind(
  read: readonly ReadPolicy[],
  unread: boolean,
): { readonly kind: PolicyKind; readonly certain: boolean } {
  const kind = oneKind(read.map((each) => each.kind));
  if (kind !== null) return kind;
  if (unread) return { kind: "identity", certain: false };
  const kinds = [...new Set(read.map((each) => each.kind.kind))].join(" and ");
  throw new UsageError(`the documents are of several kinds (${kinds}); --kind says what all of them are.`);
}

async function ask(
  { left, right }: { readonly left: readonly Policy[]; readonly right: readonly Policy[] },
  question: CompareOptions,
  flags: CompareFlags,
  catalog: Catalog,
  run: Run,
): Promise<Comparison> {
  const analyzer = await run.analyzer({
    catalog,
    ...(flags.workers === undefined ? {} : { workers: flags.workers }),
  });
  if (flags.emitSmt2 !== undefined) await emitScripts(analyzer, { left, right }, question, flags.emitSmt2, run);
  const progress = new Progress(run, 1, "comparing", flags.quiet === true);
  let comparison: Comparison;
  try {
    comparison = await analyzer.compare(left, right, question);
  } catch (error) {
    await saveReproducer(left, right, question, [{ code: "invariant", what: shortMessage(error) }], run);
    throw error;
  } finally {
    progress.end();
  }
  const { leftOnly, rightOnly, leftLifts, rightLifts } = comparison;
  const faults = faultsOf([leftOnly, rightOnly, leftLifts, rightLifts]);
  if (faults.length > 0) await saveReproducer(left, right, question, faults, run);
  return comparison;
}
