import type { CompareOptions } from "@keyaki/analysis";
import { ASSUMPTIONS, assumption } from "@keyaki/catalog";
import type { PolicyKind } from "@keyaki/policy";
import { UsageError } from "./exit.ts";
import type { QuestionFlags } from "./options.ts";
import type { Run } from "./run.ts";

/** Reads `--assume NAME=VALUE`. */
export function readAssumptions(pairs: readonly string[]): Readonly<Record<string, string>> {
  const pinned: Record<string, string> = {};
  for (const pair of pairs) {
    const [name = "", ...rest] = pair.split("=");
    const value = rest.join("=");
    if (rest.length === 0) throw new UsageError(`--assume takes NAME=VALUE, not "${pair}".`);
    const known = assumption(name);
    if (known === undefined) {
      const names = ASSUMPTIONS.map(({ id }) => id).join(", ");
      throw new UsageError(`there is no assumption "${name}". There are: ${names}.`);
    }
    if (!(known.values as readonly string[]).includes(value)) {
      throw new UsageError(`the assumption ${name} is one of ${known.values.join(", ")}, not "${value}".`);
    }
    if (pinned[name] !== undefined && pinned[name] !== value) {
      throw new UsageError(`the assumption ${name} is given two values.`);
    }
    pinned[name] = value;
  }
  return pinned;
}

/** The options of all questions of a run but their kind; a budget ends the run's questions when it is spent. */
export function questionOptions(flags: QuestionFlags, run: Run): Omit<CompareOptions, "kind"> {
  const assume = readAssumptions(flags.assume);
  if (flags.budget !== undefined) {
    const timer = setTimeout(() => run.stop(), flags.budget);
    timer.unref();
    run.atEnd(() => clearTimeout(timer));
  }
  return {
    assume,
    axioms: flags.axioms,
    universe: flags.universe,
    engine: flags.engine,
    verify: flags.verify === true,
    certificates: flags.proofs === true,
    timeoutMs: flags.timeout,
    signal: run.signal,
    ...(flags.resourceAccount === undefined ? {} : { resourceAccount: flags.resourceAccount }),
  };
}

/** The kind that all documents have, or null when they differ. Certain only if none of them could be of another. */
export function oneKind(
  kinds: readonly {
    readonly kind: PolicyKind;
    readonly certain: boolean;
    readonly alternatives: readonly PolicyKind[];
  }[],
): { readonly kind: PolicyKind; readonly certain: boolean } | null {
  const distinct = [...new Set(kinds.map(({ kind }) => kind))];
  const [only] = distinct;
  if (only === undefined) return { kind: "identity", certain: false };
  if (distinct.length > 1) return null;
  return { kind: only, certain: kinds.every(({ certain, alternatives }) => certain && alternatives.length === 0) };
}
