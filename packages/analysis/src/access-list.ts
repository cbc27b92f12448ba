// Checked: names, levels and fingerprints of groups; what is in them is decided elsewhere.
import { type Catalog, classOf, levelOf } from "@keyaki/catalog";
import { canonicalStatement, contentHash } from "@keyaki/policy";
import type { Context } from "./context.ts";
import { type Listing, listGroups, type RawGroup } from "./groups.ts";
import type { Spellings } from "./known-actions.ts";
import type { Found } from "./requests.ts";
import type { AccessGroup, AccessList, Level, UndecidedActions, Witness } from "./verdict.ts";

/** The gravest first. */
const LEVELS: readonly Level[] = ["critical", "high", "medium", "low", "future"];

/** What the groups of a list are about: a lifted denial weighs as a guard that was removed. */
export type ListKind = "access" | "denials";

/** All groups behind a claim, named and weighed. */
export async function listAccess(
  listing: Listing,
  kind: ListKind,
  context: Context,
  spelled: Spellings,
  witness: (found: Found) => Witness,
): Promise<AccessList> {
  let groups: AccessGroup[] = [];
  let undecided: readonly UndecidedActions[] = [];
  for await (const shown of listGroups(listing, context, spelled)) {
    const here = shown.groups.map((group) => named(group, kind, context, witness));
    if (undecided.length === 0) undecided = shown.undecided;
    const known = gravest(groups.map((group) => group.level));
    // Another reading of the patterns adds only what is graver: a mild group must not hide what just that reading allows.
    groups = known === null ? here : [...groups, ...here.filter(({ level }) => isGraver(level, known))];
    if (groups.some(({ level }) => level === "critical")) break;
  }
  return { groups, undecided };
}

function isGraver(level: Level, than: Level): boolean {
  return LEVELS.indexOf(level) < LEVELS.indexOf(than);
}

/** The gravest of some levels, or null of none. */
export function gravest(levels: readonly Level[]): Level | null {
  return LEVELS.find((level) => levels.includes(level)) ?? null;
}

function named(group: RawGroup, kind: ListKind, context: Context, witness: (found: Found) => Witness): AccessGroup {
  const { meaning, actions, resources, negated, unless, found } = group;
  const { policy, statement } = meaning;
  return {
    fingerprint: fingerprintOf(group, kind),
    level: weigh(group, kind, context.catalog),
    actions: actions.actions,
    actionCount: actions.complete.length,
    actionsComplete: actions.complete,
    future: actions.future,
    resources: resources.length > 0 ? resources : ["*"],
    resourcesNegated: negated,
    when: { conditions: statement.conditions, unless },
    grantedBy: [{ policy, statement }],
    witness: witness(found),
  };
}

/** The canonical principal, actions, resources and conditions; not files, lines, Sids or order. */
function fingerprintOf({ meaning, actions, resources, negated, unless }: RawGroup, kind: ListKind): string {
  const { statement } = meaning;
  const asOne = { ...statement, sid: null, action: { ...statement.action, patterns: [] }, resource: null };
  const parts = {
    kind,
    statement: canonicalStatement(asOne),
    actions: [...actions.actions].sort(),
    future: [...actions.future].sort(),
    resources: [...resources].sort(),
    negated,
    unless: unless.map((each) => canonicalStatement({ ...each.statement, sid: null })).sort(),
  };
  return contentHash(JSON.stringify(parts));
}

/** Conditions whose loss weighs: who comes from where, with what proof. */
const GUARDING =
  /^(aws:(multifactorauth|sourceip|vpcsourceip|sourcevpc|sourcevpce|principalorg|sourceorg|principalaccount|sourceaccount|sourcearn)|sts:externalid)/;

function weigh(group: RawGroup, kind: ListKind, catalog: Catalog): Level {
  const { meaning, actions, resources, negated, unless } = group;
  if (actions.complete.length === 0) {
    // A service that the catalog does not know was written by someone: it is there, and the catalog is older.
    return [...actions.actions, ...actions.future].some((pattern) => isOfUnknownService(pattern, catalog))
      ? "medium"
      : "future";
  }
  const everywhere =
    negated || resources.some((pattern) => /^\*+$/.test(pattern) || /^arn:[^:]*:[^:]*:[^:]*:[^:]*:\*+$/.test(pattern));
  const levels = actions.complete.map((name) => actionLevel(name, everywhere, catalog));
  if (everywhere && actions.actions.some((action) => /^\*+(:\*+)?$/.test(action))) levels.push("critical");
  if (reachesAnyone(group)) levels.push("critical");
  else if (meaning.principal !== null) levels.push("high");
  if (kind === "denials") levels.push("high");
  const dropped = unless.flatMap((each) => each.statement.conditions).filter(({ key }) => GUARDING.test(key));
  if (dropped.some(({ key }) => !meaning.statement.conditions.some((own) => own.key === key))) levels.push("high");
  return gravest(levels) ?? "low";
}

function isOfUnknownService(pattern: string, catalog: Catalog): boolean {
  const [prefix] = /^[^:*?]+:/.exec(pattern) ?? [];
  return prefix !== undefined && catalog.actionsWithPrefix(prefix).length === 0;
}

function actionLevel(name: string, everywhere: boolean, catalog: Catalog): Level {
  const action = catalog.action(name);
  // A literal that the catalog does not know was written by someone: it weighs as a write.
  if (action === undefined) return "medium";
  return levelOf(classOf(action.name, action.accessLevel), everywhere && !action.wildcardOnly ? "any" : "named");
}

function reachesAnyone({ meaning }: RawGroup): boolean {
  const list = meaning.statement.principal;
  if (list === null || meaning.statement.effect === "Deny") return false;
  return (
    list.negated || list.entries.some((entry) => entry.is === "everyone" || (entry.is === "aws" && entry.value === "*"))
  );
}
