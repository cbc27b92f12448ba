// Callers of every kind, made of few names.
import { CALLER_KINDS, type Caller, type CallerKind, type CallerPart, callerRow } from "@keyaki/semantics";

const PARTS: Readonly<Record<CallerPart, readonly string[]>> = {
  id: ["EXAMPLE", "Z9"],
  partition: ["aws", "aws-cn", "aws-x1"],
  account: ["111122223333", "444455556666"],
  path: ["/", "/team/"],
  parent: ["jane", "bo"],
  name: ["app", "jane", "jo"],
  session: ["ci", "xx"],
  service: ["lambda.amazonaws.com", "ec2.amazonaws.com", "x"],
  provider: ["accounts.google.com", "arn:aws:iam::111122223333:saml-provider/corp", "x:y"],
};

function valuesOf(kind: CallerKind, part: CallerPart): readonly string[] {
  if (part === "id") return PARTS.id.map((tail) => (kind === "user" ? "AIDA" : "AROA") + tail);
  if (part === "path" && kind === "service-linked-session") return ["/aws-service-role/x.amazonaws.com/"];
  return PARTS[part];
}

const CANONICAL = "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be";

/** Every combination of the part values above, account by account and name by name; other parts change one at a time. */
export function everyCaller(): Caller[] {
  return CALLER_KINDS.flatMap((kind) => {
    const { parts } = callerRow(kind);
    const plain = Object.fromEntries(parts.map(({ part }) => [part, valuesOf(kind, part)[0] ?? ""]));
    const callers: Caller[] = [{ kind, parts: plain }];
    for (const { part } of parts)
      for (const value of valuesOf(kind, part).slice(1)) callers.push({ kind, parts: { ...plain, [part]: value } });
    const names = parts.some(({ part }) => part === "name") ? PARTS.name : [];
    for (const name of names)
      for (const account of PARTS.account) callers.push({ kind, parts: { ...plain, name, account } });
    if (plain.account !== undefined) callers.push({ kind, parts: plain, canonical: CANONICAL });
    return callers;
  });
}
