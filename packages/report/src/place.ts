import type { StatementRef } from "@keyaki/analysis";
import { locate } from "@keyaki/policy";
import type { StatementRefJson } from "./json.ts";

/** A statement's place in the contract's form. */
export function refJson({ policy, statement }: StatementRef): StatementRefJson {
  const { line, column } = locate(policy.text, statement.span.start);
  const { index, sid, effect } = statement;
  return { source: policy.source, index, sid, effect, line, column };
}

/** `path:line`. */
export function placeOf(ref: StatementRefJson): string {
  return `${ref.source}:${ref.line}`;
}

/** `statement "Sid"`, or its number where it has none. */
export function nameOf(ref: Pick<StatementRefJson, "sid" | "index">): string {
  return ref.sid === null || ref.sid === "" ? `statement ${ref.index + 1}` : `statement "${ref.sid}"`;
}

/** `line 14` inside the file that is spoken of, else `path:14`. */
export function shortPlace(ref: StatementRefJson, source: string): string {
  return ref.source === source ? `line ${ref.line}` : placeOf(ref);
}
