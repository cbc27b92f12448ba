import type { Undo } from "@keyaki/analysis";
import { canonicalStatement, locate, type Pattern, type Policy, printPolicy, type Statement } from "@keyaki/policy";
import { listed } from "./grammar.ts";
import { nameOf, placeOf, refJson, shortPlace } from "./place.ts";

/** A condition longer than this is pointed to and not repeated. */
const LONGEST = 160;

/**
 * The edit after which nothing new is allowed, in words; it was proved before it came here, together with those of the other
 * groups. Null for an edit that leaves the statement as it is: another group's edit undoes this one too.
 */
export function undoWords({ statement, policy, edit }: Undo, source: string): string | null {
  const ref = refJson({ policy, statement });
  const place = shortPlace(ref, source);
  switch (edit.is) {
    case "remove-statement":
      return `${place}: remove ${nameOf(ref)}`;
    case "remove-actions":
      return `${valuesPlace(policy, statement.action.patterns, edit.values, place)}: remove ${quoted(edit.values)}`;
    case "remove-resources": {
      const patterns = statement.resource?.patterns ?? [];
      return `${valuesPlace(policy, patterns, edit.values, place)}: remove ${quoted(edit.values)}`;
    }
    case "put-back-condition": {
      const condition = conditionText(edit.oldPolicy, edit.old);
      const old = refJson({ policy: edit.oldPolicy, statement: edit.old });
      return condition !== null && condition.length <= LONGEST
        ? `${place}: put back "Condition": ${condition}`
        : `${place}: put back the Condition of ${nameOf(old)} before (${placeOf(old)})`;
    }
    case "put-back-statement": {
      if (edit.old !== statement && canonicalStatement(edit.old) === canonicalStatement(statement)) return null;
      const old = refJson({ policy: edit.oldPolicy, statement: edit.old });
      return `put back ${nameOf(old)} as it was before (${placeOf(old)})`;
    }
  }
}

function quoted(values: readonly string[]): string {
  return listed(values.map((value) => `"${value}"`));
}

/** The line of the first value that is to go, when all are in the text of the statement. */
function valuesPlace(policy: Policy, patterns: readonly Pattern[], values: readonly string[], place: string): string {
  const spans = patterns.filter((pattern) => values.includes(pattern.written)).map((pattern) => pattern.span.start);
  if (spans.length === 0 || !/line \d+$|:\d+$/.test(place)) return place;
  return place.replace(/\d+$/, String(locate(policy.text, Math.min(...spans)).line));
}

/** The Condition element on one line, as JSON; null when it cannot be printed. */
function conditionText(policy: Policy, statement: Statement): string | null {
  try {
    const document: unknown = JSON.parse(printPolicy({ ...policy, statements: [statement] }));
    const [printed] = (document as { readonly Statement: readonly { readonly Condition?: unknown }[] }).Statement;
    if (printed?.Condition === undefined) return null;
    return JSON.stringify(printed.Condition)
      .replace(/":(?=["{[])/g, '": ')
      .replace(/,(?=")/g, ", ");
  } catch {
    return null;
  }
}
