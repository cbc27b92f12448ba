import { readdirSync, readFileSync } from "node:fs";
import { createAnalyzer } from "@keyaki/analysis";
import { type Policy, type PolicyKind, parsePolicyValue } from "@keyaki/policy";
import { afterAll, describe, expect, test } from "vitest";

/** A pair of policies and the verdict it must have; the data is in corpus/pairs and corpus/regressions. */
interface Pair {
  readonly note: string;
  readonly kind: PolicyKind;
  readonly left: unknown;
  readonly right: unknown;
  readonly want: {
    /** LEFT against RIGHT. */
    readonly relation: string;
    readonly allowRelation?: string;
    /** Axioms that the proof must rest on, all of them and no others. */
    readonly axioms?: readonly string[];
    readonly withoutAxioms?: string;
    /** Open rules whose value the refutation must name. */
    readonly under?: Readonly<Record<string, string>>;
    readonly assumptions?: readonly string[];
    readonly assume?: Readonly<Record<string, string>>;
    readonly resourceAccount?: string;
    readonly callerKind?: string;
    readonly resource?: string;
  };
}

const analyzer = createAnalyzer({ workers: 1 });
afterAll(() => analyzer.close());

function parsed(document: unknown, kind: PolicyKind): Policy[] {
  return (Array.isArray(document) ? document : [document]).map((each) => {
    const { policy, diagnostics } = parsePolicyValue(each, { source: "pair.json", kind });
    if (policy === null) throw new Error(diagnostics.map((diagnostic) => diagnostic.code).join(", "));
    return policy;
  });
}

const root = new URL("../../corpus/", import.meta.url);
for (const folder of ["pairs", "regressions"]) {
  const files = readdirSync(new URL(`${folder}/`, root))
    .filter((name) => name.endsWith(".json"))
    .sort();
  describe.each(files)(`${folder}/%s`, (file) => {
    const read = JSON.parse(readFileSync(new URL(`${folder}/${file}`, root), "utf8")) as Pair | Pair[];
    const pairs = (Array.isArray(read) ? read : [read]).map((pair) =>
      typeof pair.want === "string" ? { ...pair, want: { relation: pair.want } } : pair,
    );
    test.each(pairs.map((pair) => [pair.note, pair] as const))("%s", async (_, { kind, left, right, want }) => {
      const options = {
        kind,
        ...(want.assume === undefined ? {} : { assume: want.assume }),
        ...(want.resourceAccount === undefined ? {} : { resourceAccount: want.resourceAccount }),
      };
      const [first, second] = [parsed(left, kind), parsed(right, kind)];
      const found = await analyzer.compare(first, second, options);
      expect(found.relation).toBe(want.relation);
      if (want.allowRelation !== undefined) expect(found.allowRelation).toBe(want.allowRelation);
      const verdicts = [found.leftOnly, found.rightOnly, found.leftLifts, found.rightLifts];
      const witnesses = verdicts.flatMap((verdict) => (verdict.outcome === "refuted" ? [verdict.witness] : []));
      if (want.axioms !== undefined) {
        expect([...new Set(verdicts.flatMap((verdict) => verdict.axioms))].sort()).toEqual([...want.axioms].sort());
      }
      if (want.under !== undefined) expect(witnesses.map((witness) => witness.under)).toContainEqual(want.under);
      if (want.assumptions !== undefined)
        expect(verdicts.flatMap((verdict) => verdict.assumptions)).toEqual(
          expect.arrayContaining([...want.assumptions]),
        );
      if (want.callerKind !== undefined)
        expect(witnesses.map((witness) => witness.request.caller.kind)).toContain(want.callerKind);
      if (want.resource !== undefined)
        expect(witnesses.map((witness) => witness.request.resource)).toContain(want.resource);
      if (want.withoutAxioms !== undefined) {
        const bare = await analyzer.compare(first, second, { ...options, axioms: false });
        expect(bare.relation).toBe(want.withoutAxioms);
      }
    });
  });
}
