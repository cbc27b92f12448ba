// Checked: a class changes the level and the words of a finding, never whether there is one.
import { asciiLowerCase } from "./ascii.ts";
import type { AccessLevel } from "./catalog.ts";
import { CLASS_ROWS } from "./class-rows.ts";
import type { Page } from "./page.ts";

/** What an action lets somebody do, gravest first. */
export type ActionClass =
  /** Gain another principal's rights, or more of one's own. */
  | "escalation"
  /** Say who may do what: policies, shares, assignments. */
  | "permissions"
  /** Take away a limit or a watch: boundaries, blocks, organization policies, logging, detection. */
  | "guard"
  /** Read or mint secrets, tokens, keys. */
  | "credentials"
  /** Read content. */
  | "data"
  /** Delete or make unusable for good. */
  | "destroy"
  | "write"
  | "read"
  | "list";

/** How grave new access is. `future` is for actions or resources that AWS does not have yet. */
export type Level = "critical" | "high" | "medium" | "low" | "future";

/** One reviewed fact: this action, or every action of this pattern, belongs to this class. */
export interface ClassRow {
  /** An action in AWS's spelling, or a pattern with `*`. */
  readonly action: string;
  readonly class: "escalation" | "permissions" | "guard" | "credentials" | "data" | "destroy";
  readonly why: string;
  /** An AWS page or a public catalogue entry. */
  readonly source: Page;
}

/** The classes, gravest first. */
export const ACTION_CLASSES: readonly ActionClass[] = [
  "escalation",
  "permissions",
  "guard",
  "credentials",
  "data",
  "destroy",
  "write",
  "read",
  "list",
];

const LITERALS = new Map<string, ClassRow[]>();
const PATTERNS: { readonly test: RegExp; readonly row: ClassRow }[] = [];
for (const row of CLASS_ROWS) {
  const action = asciiLowerCase(row.action);
  if (action.includes("*")) PATTERNS.push({ test: pattern(action), row });
  else LITERALS.set(action, [...(LITERALS.get(action) ?? []), row]);
}

/** The reviewed rows about an action, gravest class first; empty when its access level alone decides. */
export function classRows(action: string): readonly ClassRow[] {
  const name = asciiLowerCase(action);
  const rows = [...(LITERALS.get(name) ?? []), ...PATTERNS.filter(({ test }) => test.test(name)).map(({ row }) => row)];
  return rows.sort((a, b) => ACTION_CLASSES.indexOf(a.class) - ACTION_CLASSES.indexOf(b.class));
}

/**
 * The class of an action: the gravest of the reviewed rows about it, else what AWS's access level says, where a write
 * whose name deletes or terminates counts as `destroy`.
 *
 * @param accessLevel from the catalog; left out for an action it does not know, which then counts as a write.
 */
export function classOf(action: string, accessLevel?: AccessLevel): ActionClass {
  const [row] = classRows(action);
  if (row) return row.class;
  switch (accessLevel) {
    case "Permissions management":
      return "permissions";
    case "Read":
      return "read";
    case "List":
      return "list";
    case "Tagging":
      return "write";
    default:
      return DESTROYS.test(action) ? "destroy" : "write";
  }
}

const DESTROYS = /:(Admin|Batch|Bulk|Force)?(Delete|Terminate|Purge|Destroy)/i;

/**
 * How grave it is that somebody inside gains an action of this class. Anyone or outsiders who gain, and administrators,
 * are `critical` whatever the action: that is decided by who asks.
 *
 * @param resources whether the gain is on named resources or on any; reading data is graver on any. Left out: on any.
 */
export function levelOf(actionClass: ActionClass, resources: "named" | "any" = "any"): Level {
  switch (actionClass) {
    case "escalation":
    case "permissions":
    case "guard":
    case "credentials":
      return "high";
    case "data":
      return resources === "any" ? "high" : "medium";
    case "destroy":
    case "write":
      return "medium";
    case "read":
    case "list":
      return "low";
  }
}

function pattern(glob: string): RegExp {
  const source = glob.split("*").map((part) => part.replace(/[.?+^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${source.join(".*")}$`);
}
