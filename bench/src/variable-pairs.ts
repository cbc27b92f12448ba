import { existsSync } from "node:fs";
import { join } from "node:path";
import { type PolicyKind, parsePolicyValue } from "@keyaki/policy";
import { rowsIn } from "./data/rows.ts";
import { managedChanges, usesVariables } from "./managed-policies.ts";

/** Two documents to compare. */
export interface DocumentPair {
  readonly name: string;
  readonly kind: PolicyKind;
  readonly left: unknown;
  readonly right: unknown;
}

interface Row {
  readonly id: string;
  readonly policyType?: PolicyKind;
  readonly document?: unknown;
}

const FILES = ["managed-latest", "iam-user-guide", "tool-test-policies", "quacky-singles", "cfn-policies", "tf-corpus"];

/** Longer policies are left out: of one with a thousand statements full of variables a single claim takes minutes. */
const MOST_TEXT = 20_000;

/** A policy variable of AWS, with its default if it has one. */
const VARIABLE = /\$\{[a-z0-9-]+:[^}]+\}/g;

/** Real policies with variables, each text once: the newest versions that the project's package knows, and those recorded in the folder. */
export function policiesWithVariables(folder: string | undefined): Omit<DocumentPair, "left">[] {
  const newest = new Map(
    managedChanges().map(({ name, to, after }) => [name, { id: `${name} ${to}`, document: after }]),
  );
  const files = folder === undefined ? [] : FILES.map((file) => join(folder, `${file}.jsonl.gz`)).filter(existsSync);
  const rows: Row[] = [...newest.values(), ...files.flatMap((file) => rowsIn<Row>(file))];
  const found = new Map<string, Omit<DocumentPair, "left">>();
  for (const { id, document, policyType: kind = "identity" } of rows) {
    const text = JSON.stringify(document) ?? "";
    if (!usesVariables(document) || text.match(VARIABLE) === null || text.length > MOST_TEXT) continue;
    const isRead = parsePolicyValue(document, { kind }).policy !== null;
    if (isRead) found.set(text, { name: id, kind, right: document });
  }
  return [...found.values()];
}

/** A policy beside itself, and beside itself with a statement left out or a variable made another text, everywhere that it stands. */
export function variantsOf({ name, kind, right }: Omit<DocumentPair, "left">): DocumentPair[] {
  const pair = (what: string, left: unknown): DocumentPair => ({ name: `${name}: ${what}`, kind, left, right });
  const text = JSON.stringify(right);
  const variables = [...new Set(text.match(VARIABLE))];
  const instead = (variable: string, other: string) => JSON.parse(text.replaceAll(variable, other));
  const statements = [right].flatMap((document) => (document as { Statement: unknown }).Statement);
  return [
    pair("itself", right),
    ...statements.map((_, at) =>
      pair(`without statement ${at}`, { ...Object(right), Statement: statements.filter((_, other) => other !== at) }),
    ),
    ...variables.flatMap((variable) => [
      pair(`${variable} as *`, instead(variable, "*")),
      pair(`${variable} as a constant`, instead(variable, "111122223333")),
      pair(`${variable} as another variable`, instead(variable, OTHER)),
    ]),
  ];
}

const OTHER = `$${"{aws:PrincipalTag/other}"}`;
