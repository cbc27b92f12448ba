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

/** What makes a group's level, in words. */
export function levelWords(
  group: {
    readonly level: Level;
    readonly actions: readonly string[];
    readonly actionsComplete: readonly string[];
    readonly resources: readonly string[];
    readonly resourcesNegated: boolean;
  },
  outside: boolean,
  catalog: Pick<Catalog, "action"> | null,
): string {
  if (group.level === "future") return "only what AWS does not have yet";
  if (group.level === "critical") {
    if (outside) return "callers from outside";
    return group.actions.includes("*") ? "administrator" : "what an administrator can do";
  }
  const names = group.actionsComplete.length > 0 ? group.actionsComplete : group.actions;
  const gravest = gravestClass(names, catalog);
  const every = group.resources.includes("*") || group.resourcesNegated;
  const secrets = gravest === "credentials" && names.every((name) => /^secretsmanager:get/i.test(name));
  return `${secrets ? "reads secrets" : DOES[gravest]}${every ? " on every resource" : ""}`;
}
