import { ACTION_CLASSES, type ActionClass, type Catalog, classOf, type Level } from "@keyaki/catalog";

/** Levels, gravest first. */
export const LEVELS: readonly Level[] = ["critical", "high", "medium", "low", "future"];

/** Whether a level is as grave as the one that fails, or graver. */
export function reaches(level: Level, failOn: Level): boolean {
  return LEVELS.indexOf(level) <= LEVELS.indexOf(failOn);
}

const DOES: Readonly<Record<ActionClass, string>> = {
  escalation: "can gain further rights",
  permissions: "manages permissions",
  guard: "turns off a guard",
  credentials: "reads or mints credentials",
  data: "reads data",
  destroy: "deletes",
  write: "writes",
  read: "reads",
  list: "lists",
};

/** What an action's class means for its level. */
export function gravestClass(actions: readonly string[], catalog: Pick<Catalog, "action"> | null): ActionClass {
  let gravest = ACTION_CLASSES.length - 1;
  for (const action of actions) {
    const index = ACTION_CLASSES.indexOf(classOf(action, catalog?.action(action)?.accessLevel));
    if (index >= 0 && index < gravest) gravest = index;
  }
  return ACTION_CLASSES[gravest] ?? "list";
}

/** What a group's level is told from, besides the group. */
export interface LevelFacts {
  readonly change: "new" | "lifted" | "removed";
  /** Callers from outside gain. */
  readonly outside: boolean;
  /** It is a trust policy: the access is the use of its role. */
  readonly trust: boolean;
  /** Condition keys that the granting statement no longer has, in lower case. */
  readonly dropped: readonly string[];
  readonly catalog: Pick<Catalog, "action"> | null;
}

/** Conditions whose loss makes a level high whatever the actions. */
const GUARDS: readonly (readonly [RegExp, string])[] = [
  [/^aws:multifactorauth/, "MFA"],
  [/^aws:(sourceip|sourcevpc|sourcevpce|vpcsourceip)$/, "the network"],
  [/^aws:(principalorg|sourceorg|resourceorg)/, "the organization"],
  [/^sts:externalid$/, "the external ID"],
];

/** What makes a group's level, in words. */
export function levelWords(
  group: {
    readonly level: Level;
    readonly actions: readonly string[];
    readonly actionsComplete: readonly string[];
    readonly resources: readonly string[];
    readonly resourcesNegated: boolean;
  },
  { change, outside, trust, dropped, catalog }: LevelFacts,
): string {
  if (group.level === "future") return "only what AWS does not have yet";
  if (group.level === "critical") {
    if (outside) return "callers from outside";
    return group.actions.includes("*") ? "administrator" : "what an administrator can do";
  }
  if (change === "lifted") return "a denial is lifted";
  if (trust) return "new callers of the role";
  const names = group.actionsComplete.length > 0 ? group.actionsComplete : group.actions;
  const gravest = gravestClass(names, catalog);
  const grave = ["escalation", "permissions", "guard", "credentials"].includes(gravest);
  const guard = GUARDS.find(([key]) => dropped.some((each) => key.test(each)));
  if (group.level === "high" && !grave && guard !== undefined) return `a condition on ${guard[1]} was dropped`;
  const every = group.resources.includes("*") || group.resourcesNegated;
  const secrets = gravest === "credentials" && names.every((name) => /^secretsmanager:get/i.test(name));
  return `${secrets ? "reads secrets" : DOES[gravest]}${every ? " on every resource" : ""}`;
}
