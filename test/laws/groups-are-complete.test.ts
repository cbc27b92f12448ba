import { type AccessGroup, createAnalyzer, type Undo } from "@keyaki/analysis";
import { DEFAULT_ASSUMPTIONS } from "@keyaki/catalog";
import type { Policy } from "@keyaki/policy";
import { foldAscii, type Request } from "@keyaki/semantics";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { type PolicyPair, pairOf, policiesOf } from "../generators/policies.ts";
import { bruteForce, shown } from "./brute-force.ts";
import { type Asked, type ClaimName, catalog, Oracle, optionsOf } from "./oracle.ts";
import { hold, tell } from "./runs.ts";

const FORCE = { universes: 10, requests: 1_500 };
const analyzer = createAnalyzer({ workers: 1 });
afterAll(() => analyzer.close());

/** Pairs without policy variables, whose lists are exact. */
const plainPair: fc.Arbitrary<PolicyPair> = fc
  .oneof(pairOf("identity"), pairOf("identity"), pairOf("resource"), pairOf("scp"))
  .filter(({ left, right }) => !/\$\{(aws|acme)/.test(JSON.stringify([left, right])));

/** Known actions near the patterns of the policies, which lists may name. */
function actionsNear(policies: readonly Policy[]): string[] {
  const names = new Set<string>();
  for (const { statements } of policies) {
    for (const { action } of statements) {
      for (const { written } of action.patterns) {
        const known = catalog.action(written)?.name;
        if (known !== undefined) names.add(known);
        const start = written.split(/[*?]/)[0] ?? "";
        for (const name of catalog.actionsWithPrefix(start).slice(0, 3)) names.add(name);
      }
    }
  }
  return [
    ...names,
    "s3:GetObject",
    "s3:PutObject",
    "kms:Decrypt",
    "sts:AssumeRole",
    "ec2:RunInstances",
    "sqs:SendMessage",
  ];
}

/** The oracle's claim with the action fixed: found by trying the refuting requests of a universe whose policies name it alone. */
function onlyFor(policies: readonly Policy[], name: string): Policy[] {
  return policies.map((policy) => ({
    ...policy,
    statements: policy.statements.filter(
      ({ action }) =>
        isNamed(
          action.patterns.map((each) => each.written),
          name,
        ) !== action.negated,
    ),
  }));
}

function isNamed(patterns: readonly string[], name: string): boolean {
  return patterns.some((written) => {
    const prefix = written.includes(":") ? written.slice(0, written.indexOf(":")) : written;
    // A wildcard within a service prefix matches nothing by default.
    if (/[*?]/.test(prefix) && !/^\*+$/.test(prefix)) return false;
    const expression = [...foldAscii(written)]
      .map((letter) => (letter === "*" ? ".*" : letter === "?" ? "." : letter.replace(/[^a-z0-9]/g, "\\$&")))
      .join("");
    return new RegExp(`^${expression}$`, "s").test(foldAscii(name));
  });
}

/** Policies in which every statement that names the action names it and nothing else, so that requests of it are judged alike. */
function withAction(policies: readonly Policy[], name: string): Policy[] {
  const pattern = { parts: [{ is: "text" as const, text: name }], written: name, span: { start: 0, end: 0 } };
  return onlyFor(policies, name).map((policy) => ({
    ...policy,
    statements: policy.statements.map((statement) => ({
      ...statement,
      action: { ...statement.action, negated: false, patterns: [pattern] },
    })),
  }));
}

function edited(policies: readonly Policy[], undo: readonly Undo[]): Policy[] {
  return policies.map((policy) => {
    const statements = [...policy.statements];
    for (const { edit, policy: of, statement } of undo) {
      if (of !== policy) continue;
      const at = statements.findIndex((each) => each.index === statement.index);
      const here = statements[at];
      const less = (list: typeof statement.action, values: readonly string[]) => ({
        ...list,
        patterns: list.patterns.filter((pattern) => !values.includes(pattern.written)),
      });
      if (edit.is === "remove-statement") {
        if (at >= 0) statements.splice(at, 1);
      } else if (edit.is === "put-back-statement") {
        if (at >= 0 && edit.old.effect === statement.effect && statement !== edit.old) statements[at] = edit.old;
        else statements.push(edit.old);
      } else if (here === undefined) continue;
      else if (edit.is === "put-back-condition") statements[at] = { ...here, conditions: edit.old.conditions };
      else if (edit.is === "remove-actions") statements[at] = { ...here, action: less(here.action, edit.values) };
      else if (here.resource !== null) statements[at] = { ...here, resource: less(here.resource, edit.values) };
    }
    return { ...policy, statements };
  });
}

test("groups name exactly the known actions with new access, each with a witness, and the undo leaves nothing new", async () => {
  const seen = { groups: 0, listed: 0, unlisted: 0, missed: 0, undone: 0, none: 0 };
  await hold(
    fc.asyncProperty(plainPair, fc.nat(), async ({ kind, left, right }, seed) => {
      const before = policiesOf(left, kind, "policy.json");
      const after = policiesOf(right, kind, "policy.json");
      const asked: Asked = { kind, assume: { ...DEFAULT_ASSUMPTIONS }, axioms: true };
      const oracle = new Oracle(after, before, asked);
      const change = await analyzer.change(before, after, optionsOf(asked));
      if (change.newAccess.undecided.length > 0) return;
      const check = (groups: readonly AccessGroup[], claim: ClaimName) => {
        for (const { witness, actionsComplete, actionCount } of groups) {
          seen.groups++;
          expect(actionCount).toBe(actionsComplete.length);
          expect(oracle.isAsked(witness.request)).toBe(true);
          expect(oracle.refutes(claim, witness.request, { ...DEFAULT_ASSUMPTIONS, ...witness.under })).toBe(true);
        }
      };
      check(change.newAccess.groups, "leftOnly");
      check(change.liftedDenials.groups, "leftLifts");
      check(change.removedAccess.groups, "rightOnly");
      const listed = new Set(change.newAccess.groups.flatMap((group) => group.actionsComplete.map(foldAscii)));
      const lifted = new Set(change.liftedDenials.groups.flatMap((group) => group.actionsComplete.map(foldAscii)));
      if (change.newAccess.groups.length === 0) seen.none++;
      // Deny-only limits are read with the default that their service attaches, which names every action.
      const names = kind === "scp" ? [] : [...[...listed].slice(0, 4), ...actionsNear([...before, ...after])];
      for (const name of names.slice(0, 14)) {
        const alone = new Oracle(withAction(after, name), withAction(before, name), asked);
        const { found } = bruteForce(alone, "leftOnly", { ...FORCE, seed });
        const isListed = listed.has(foldAscii(name));
        if (found !== null) {
          const request: Request = { ...found.request, action: name };
          expect(
            oracle.refutes("leftOnly", request, found.assumptions),
            "the reduced policies judge as the whole ones",
          ).toBe(true);
          // What other policies allow and this one no longer stops is listed with the denial that was lifted.
          const isLifted = kind === "resource" && lifted.has(foldAscii(name));
          if (!isListed && !isLifted)
            throw new Error(`new access to ${name} is in no group: ${shown({ ...found, request })}`);
          seen.listed++;
        } else if (isListed) {
          // Brute force misses some; the solver's road decides: is there new access to this action alone?
          seen.missed++;
          const verdict = (await analyzer.compare(withAction(after, name), withAction(before, name), optionsOf(asked)))
            .leftOnly;
          expect(verdict.outcome, `${name} is listed`).toBe("refuted");
        } else seen.unlisted++;
      }
      if (change.undo.size === 0) return;
      const repaired = new Oracle(edited(after, [...change.undo.values()]), before, asked);
      for (const claim of ["leftOnly", "leftLifts"] as const) {
        const { found } = bruteForce(repaired, claim, { ...FORCE, seed });
        if (found !== null) throw new Error(`after the undo there is still ${claim}: ${shown(found)}`);
      }
      seen.undone++;
    }),
    20,
  );
  tell(seen);
  expect(Math.min(seen.groups, seen.listed, seen.unlisted, seen.undone)).toBeGreaterThan(1);
  expect(seen.none).toBeGreaterThan(0);
  expect(seen.missed).toBeLessThanOrEqual(seen.listed);
}, 3_600_000);
