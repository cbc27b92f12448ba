import { readdirSync, readFileSync } from "node:fs";
import type { Analyzer, ClaimName, CompareOptions, Comparison } from "@keyaki/analysis";
import { type Policy, type PolicyKind, parsePolicyValue } from "@keyaki/policy";

/** A pair of policies and the verdict it must have. */
export interface Pair {
  readonly note: string;
  /** The mistake that it keeps out, by the name in the list of traps. */
  readonly trap?: string;
  readonly page?: string;
  readonly kind: PolicyKind;
  readonly left: unknown;
  readonly right: unknown;
  readonly want: Wanted;
}

interface Wanted {
  /** LEFT against RIGHT. */
  readonly relation: string;
  readonly allowRelation?: string;
  /** Axioms that the proof must rest on, all of them and no others. */
  readonly axioms?: readonly string[];
  readonly withoutAxioms?: string;
  /** Open rules whose value the refutation must name. */
  readonly under?: Readonly<Record<string, string>>;
  /** The relation for each value that an open rule is pinned to. */
  readonly when?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Why the relation is unknown: the class of questions by its name in the README of `@keyaki/analysis`, and the codes of the claims. */
  readonly stays?: string;
  readonly reasons?: Readonly<Partial<Record<ClaimName, string>>>;
  readonly assumptions?: readonly string[];
  readonly assume?: Readonly<Record<string, string>>;
  readonly resourceAccount?: string;
  readonly callerKind?: string;
  readonly resource?: string;
}

const ROOT = new URL("../../corpus/", import.meta.url);

/** The pairs of a folder, by file. */
export function pairFiles(
  folder: "pairs" | "regressions",
): { readonly name: string; readonly pairs: readonly Pair[] }[] {
  return readdirSync(new URL(`${folder}/`, ROOT))
    .filter((name) => name.endsWith(".json"))
    .sort()
    .map((name) => {
      const read = JSON.parse(readFileSync(new URL(`${folder}/${name}`, ROOT), "utf8")) as Pair | Pair[];
      const pairs = (Array.isArray(read) ? read : [read]).map((pair) =>
        typeof pair.want === "string" ? { ...pair, want: { relation: pair.want } } : pair,
      );
      return { name, pairs };
    });
}

/** What the code says of a pair, its own pins and some more taken for granted. */
export function compared(
  analyzer: Analyzer,
  { kind, left, right, want }: Pair,
  around: Pick<CompareOptions, "axioms" | "engine" | "timeoutMs"> & {
    readonly pinned?: Readonly<Record<string, string>>;
  } = {},
): Promise<Comparison> {
  const { pinned, ...options } = around;
  return analyzer.compare(sideOf(left, kind), sideOf(right, kind), {
    kind,
    ...(want.assume === undefined && pinned === undefined ? {} : { assume: { ...want.assume, ...pinned } }),
    ...(want.resourceAccount === undefined ? {} : { resourceAccount: want.resourceAccount }),
    ...options,
  });
}

/** One side of a pair as policies. */
export function sideOf(document: unknown, kind: PolicyKind): Policy[] {
  return (Array.isArray(document) ? document : [document]).map((each) => {
    const { policy, diagnostics } = parsePolicyValue(each, { source: "pair.json", kind });
    if (policy === null) throw new Error(diagnostics.map((diagnostic) => diagnostic.code).join(", "));
    return policy;
  });
}
