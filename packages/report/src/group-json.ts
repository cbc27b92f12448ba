import type { AccessGroup, StatementRef, Undo } from "@keyaki/analysis";
import { ACTION_CLASSES, type Catalog, classOf } from "@keyaki/catalog";
import { type Policy, type PrincipalEntry, printOperator } from "@keyaki/policy";
import { becauseGone, becauseOf } from "./because.ts";
import { decidedWords, exampleWords } from "./example-words.ts";
import { counted, figures, folded } from "./grammar.ts";
import type { GroupJson } from "./json.ts";
import { gravestClass, levelWords } from "./level.ts";
import { nounOf } from "./nouns.ts";
import { refJson } from "./place.ts";
import { undoWords } from "./undo-words.ts";
import { type ReportOptions, witnessJson } from "./verdict-json.ts";
import { whenWords } from "./when.ts";

/** The change that a group belongs to. */
export interface GroupContext {
  readonly change: "new" | "lifted" | "removed";
  readonly before: readonly Policy[];
  readonly after: readonly Policy[];
  /** The document that the text speaks of; places in it are told by their line alone. */
  readonly source: string;
  readonly undo: Undo | undefined;
  readonly catalog: Pick<Catalog, "action"> | null;
  /** Lists are not shortened. */
  readonly full: boolean;
}

/** A group of access with its words. */
export function groupJson(group: AccessGroup, context: GroupContext, options: ReportOptions): GroupJson {
  const { change, before, after, source, full } = context;
  const [grant] = group.grantedBy;
  const noun = nounOf(group.actionsComplete.length > 0 ? group.actionsComplete : group.actions);
  const because =
    grant === undefined
      ? null
      : change === "new" && !within(grant, before, after)
        ? becauseOf(grant, before, after)
        : becauseGone(grant, before, after);
  const witness = witnessJson(group.witness, options);
  const callers = grant?.statement.principal ?? null;
  const conditions = [
    ...group.when.conditions,
    ...group.when.unless.flatMap(({ statement }) => statement.conditions),
    ...(because?.conditionsOnly === true ? (because.old?.statement.conditions ?? []) : []),
  ];
  const always = group.when.conditions.length === 0 && group.when.unless.length === 0;
  return {
    fingerprint: group.fingerprint,
    level: group.level,
    actions: group.actions,
    actionCount: group.actionCount,
    ...(full ? { actionsComplete: group.actionsComplete } : {}),
    future: group.future,
    resources: group.resources,
    resourcesNegated: group.resourcesNegated,
    when: always
      ? null
      : {
          conditions: group.when.conditions.map(({ operator, keyWritten, values }) => ({
            operator: printOperator(operator),
            key: keyWritten,
            values: values.map(({ pattern }) => pattern.written),
          })),
          unless: group.when.unless.map(refJson),
        },
    callers: callers === null ? null : { negated: callers.negated, principals: callers.entries.map(principalName) },
    grantedBy: group.grantedBy.map(refJson),
    witness,
    words: {
      new: newWords(group, context),
      who:
        callers === null
          ? null
          : whoWords(
              callers,
              because?.principalsOnly === true ? (because.old?.statement.principal ?? null) : null,
              full,
            ),
      on: grant !== undefined && grant.statement.resource === null ? attachedTo(grant) : onWords(group, noun, full),
      when: whenWords(group.when, { resources: group.resources, principal: callers, noun }),
      because: because?.words ?? null,
      example: exampleWords(
        witness,
        conditions.map(({ keyWritten }) => keyWritten),
        callers !== null,
      ),
      decided: decidedWords(witness, source, { change, conditionFailed: because?.conditionsOnly === true }),
      undo: context.undo === undefined ? null : undoWords(context.undo, source),
      level: levelWords(group, {
        change,
        outside: group.level === "critical" && callers !== null,
        trust: grant?.policy.kind === "trust",
        dropped: droppedKeys(grant, because?.old ?? null),
        catalog: context.catalog,
      }),
    },
  };
}

/** Whether the statement is one of BEFORE: a Deny that no longer stops. */
function within({ policy }: StatementRef, before: readonly Policy[], after: readonly Policy[]): boolean {
  return before.includes(policy) && !after.includes(policy);
}

/** How many actions are named; the rest are counted. */
const NAMED = 8;

function newWords(group: AccessGroup, { full, catalog }: GroupContext): string {
  const { actions, actionCount, actionsComplete, future } = group;
  if (actions.length === 1 && actions[0] === "*") {
    const managing = actionsComplete.filter(
      (name) => classOf(name, catalog?.action(name)?.accessLevel) === "permissions",
    ).length;
    const among = managing === 0 ? "" : `, among them ${counted(managing)} that manage permissions`;
    return `every action of every service (${counted(actionCount)} today${among})`;
  }
  const patterns = actions.some((action) => /[*?]/.test(action));
  const shown = full ? actions.join(", ") : foldedActions(actions, catalog);
  const total = patterns && actionCount > 0 ? ` (${figures(actionCount, "action")} today)` : "";
  const later = future.length > 0 && group.level === "future" ? `; also actions AWS may add: ${folded(future, 4)}` : "";
  return `${shown === "" ? folded(future, 4) : shown}${total}${shown === "" ? "" : later}`;
}

/** The gravest first when there are too many to show. */
function foldedActions(actions: readonly string[], catalog: Pick<Catalog, "action"> | null): string {
  if (actions.length <= NAMED + 1) return actions.join(", ");
  const ranked = actions
    .map((action, index) => ({ action, index, rank: ACTION_CLASSES.indexOf(gravestClass([action], catalog)) }))
    .sort((a, b) => a.rank - b.rank || a.index - b.index);
  const services = new Set(actions.map((action) => action.slice(0, action.indexOf(":"))));
  const among = services.size > 1 ? ` in ${figures(services.size, "service")}` : "";
  const first = ranked.slice(0, NAMED).map(({ action }) => action);
  return `${first.join(", ")} and ${counted(actions.length - NAMED)} more${among}`;
}

function onWords({ resources, resourcesNegated }: AccessGroup, noun: string, full: boolean): string {
  const list = full ? resources.join(", ") : folded(resources, 4);
  if (resourcesNegated) return resources.length === 0 ? `every ${noun}` : `every ${noun} but ${list}`;
  if (resources.includes("*")) return `every ${noun}`;
  return resources.length === 0 ? "the resource that the policy is attached to" : list;
}

/** The resource that a policy without Resource belongs to. */
function attachedTo({ policy }: StatementRef): string {
  return policy.kind === "trust"
    ? "the role that the policy belongs to"
    : "the resource that the policy is attached to";
}

/** Condition keys that the statement had and has no more. */
function droppedKeys(grant: StatementRef | undefined, old: StatementRef | null): readonly string[] {
  if (grant === undefined || old === null) return [];
  const kept = new Set(grant.statement.conditions.map(({ key }) => key));
  return old.statement.conditions.map(({ key }) => key).filter((key) => !kept.has(key));
}

type Principals = NonNullable<StatementRef["statement"]["principal"]>;

/** Whom the statement names, and where it named others already, whom it names beyond them. */
function whoWords(principal: Principals, old: Principals | null, full: boolean): string {
  const had = new Set(old === null || old.negated !== principal.negated ? [] : old.entries.map(principalKey));
  const added = principal.negated ? [] : principal.entries.filter((entry) => !had.has(principalKey(entry)));
  const shown = added.length > 0 ? added : principal.entries;
  const names = [...new Set(shown.map(principalWords))];
  const list = full ? names.join(", ") : folded(names, 4);
  return principal.negated ? `everyone but ${list}` : list;
}

function principalKey({ is, value }: PrincipalEntry): string {
  return `${is} ${value}`;
}

function principalName({ is, value }: PrincipalEntry): string {
  return is === "everyone" ? "*" : value;
}

function principalWords({ is, value }: PrincipalEntry): string {
  if (is === "everyone" || value === "*") return "anyone";
  const account = is === "aws" ? (/^(?:arn:[\w-]+:iam::)?(\d{12})(?::root)?$/.exec(value)?.[1] ?? null) : null;
  if (account !== null) return `whoever account ${account} lets through`;
  if (is === "service") return `the AWS service ${value}`;
  if (is === "federated") return `sessions of ${value}`;
  return value;
}
