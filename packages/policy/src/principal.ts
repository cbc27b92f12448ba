// Trusted: whom a statement is about.

import { foldAscii } from "./ascii.ts";
import type { ObjectNode, Reading } from "./elements.ts";
import { readStrings, wrongType } from "./elements.ts";
import type { JsonMember } from "./json.ts";
import type { PrincipalEntry, PrincipalList } from "./policy.ts";

const TYPES: ReadonlyMap<string, PrincipalEntry["is"]> = new Map([
  ["AWS", "aws"],
  ["Service", "service"],
  ["Federated", "federated"],
  ["CanonicalUser", "canonical"],
]);

// Accounts, ARNs of IAM and STS principals, and the unique ids that IAM puts in the place of deleted principals.
const AWS_PRINCIPAL = /^(?:\*|\d{12}|arn:[^:]+:(?:iam|sts)::(?:\d{12}|cloudfront):.+|A[A-Z]{3}[A-Z0-9]{12,124})$/s;
const SERVICE = /^[a-z0-9][a-z0-9.-]*\.[a-z0-9.-]+$/;
const FEDERATED =
  /^(?:arn:[^:]+:iam::\d{12}:(?:saml-provider|oidc-provider)\/.+|[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+(?:\/.*)?)$/s;

/**
 * Reads `Principal` or `NotPrincipal`: `"*"`, or an object of `AWS`, `Service`, `Federated` and `CanonicalUser` with one
 * value or a list each. AWS page: reference_policies_elements_principal.
 */
export function readPrincipals(member: JsonMember, negated: boolean, reading: Reading): PrincipalList | null {
  const { value } = member;
  const span = { start: value.start, end: value.end };
  if (value.is === "string") {
    if (value.text === "*") return { negated, entries: [{ is: "everyone", value: "*", span }], span };
    reading.diagnostics.add("INVALID_PRINCIPAL_FORMAT", span, { element: member.name, value: value.text }, "use-map");
    return null;
  }
  if (value.is !== "object") {
    wrongType(reading.diagnostics, value, member.name, '"*" or an object');
    return null;
  }
  const entries = readMap(value, reading);
  if (entries?.length === 0) {
    const params = { element: member.name, effect: negated ? "everything" : "nothing" };
    reading.diagnostics.add("EMPTY_LIST", span, params, "list-or-omit");
  }
  return entries === null ? null : { negated, entries, span };
}

function readMap(node: ObjectNode, reading: Reading): readonly PrincipalEntry[] | null {
  const entries: PrincipalEntry[] = [];
  const seen = new Map<string, string>();
  let whole = true;
  for (const member of node.members) {
    const is = TYPES.get(member.name);
    const earlier = seen.get(foldAscii(member.name));
    if (earlier !== undefined) {
      const code = earlier === member.name ? "DUPLICATE_KEY" : "DUPLICATE_KEYS_WITH_DIFFERENT_CASE";
      reading.diagnostics.add(code, member.nameSpan, { key: member.name, other: earlier, where: "Principal" });
    }
    seen.set(foldAscii(member.name), member.name);
    if (is === undefined) {
      const meant = [...TYPES.keys()].find((name) => foldAscii(name) === foldAscii(member.name));
      const params = { key: member.name, name: meant ?? "" };
      reading.diagnostics.add(
        "INVALID_PRINCIPAL_KEY",
        member.nameSpan,
        params,
        meant === undefined ? null : "spell-element",
      );
    }
    const strings = readStrings(member, reading.diagnostics);
    if (is === undefined || strings === null) {
      whole = false;
      continue;
    }
    for (const string of strings) {
      const span = { start: string.start, end: string.end };
      checkValue(is, string.text, member.name, span, reading);
      entries.push({ is, value: string.text, span });
    }
  }
  return whole ? entries : null;
}

function checkValue(
  is: PrincipalEntry["is"],
  value: string,
  key: string,
  span: PrincipalEntry["span"],
  { diagnostics, version }: Reading,
): void {
  if (value.includes("${") && version === "2012-10-17") {
    diagnostics.add(
      "VARIABLE_UNSUPPORTED_IN_ELEMENT",
      span,
      { element: "Principal", variable: value },
      "variable-places",
    );
  } else if (is === "federated" && value === "*") {
    // AWS's own samples for custom policy checks hold it: the widest reading hides nothing.
    diagnostics.add("ANY_FEDERATED_PROVIDER", span, {});
  } else if (/[*?]/.test(value) && !(is === "aws" && value === "*")) {
    diagnostics.add("UNSUPPORTED_WILDCARD_IN_PRINCIPAL", span, { key, value }, "name-by-condition");
  } else if (!isKnownForm(is, value)) diagnostics.add("UNRECOGNISED_PRINCIPAL", span, { key, value });
}

function isKnownForm(is: PrincipalEntry["is"], value: string): boolean {
  if (is === "aws") return AWS_PRINCIPAL.test(value);
  if (is === "service") return SERVICE.test(value);
  return is === "federated" ? FEDERATED.test(value) : /^[0-9a-fA-F]{64}$/.test(value);
}
