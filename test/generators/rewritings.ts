// Other ways to write the same policy.
import type { Document, Statement } from "./policies.ts";

/** A way to write a policy otherwise that means the same. */
export interface Rewriting {
  readonly named: string;
  /**
   * What is written otherwise: where things stand and how they are punctuated (`places`), how patterns and names are spelled or in which
   * order lists are (`spelling`), or which statements say what the policy says (`statements`).
   */
  readonly changes: "places" | "spelling" | "statements";
  /** The policy's text. */
  write(document: Document): string;
}

type Value = unknown;
type Block = Readonly<Record<string, Readonly<Record<string, Value>>>>;

const LISTS = ["Action", "NotAction", "Resource", "NotResource"] as const;

function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

function listOf(value: Value): readonly Value[] {
  return isList(value) ? value : [value];
}

function written(statements: readonly Statement[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements }, null, 2);
}

function eachStatement(change: (statement: Statement, at: number) => Statement) {
  return ({ Statement }: Document) => written(Statement.map(change));
}

/** The statement with its lists of actions and resources and its lists of condition values changed. */
function withValues(statement: Statement, lists: (of: Value, element: string) => Value, values: (of: Value) => Value) {
  return Object.fromEntries(
    Object.entries(statement).map(([element, value]) => {
      if (LISTS.some((name) => name === element)) return [element, lists(value, element)];
      if (element !== "Condition") return [element, value];
      return [element, mapBlock(value as Block, values)];
    }),
  );
}

function mapBlock(block: Block, values: (of: Value) => Value, key = (name: string) => name) {
  return Object.fromEntries(
    Object.entries(block).map(([operator, keys]) => [
      operator,
      Object.fromEntries(Object.entries(keys).map(([name, of]) => [key(name), values(of)])),
    ]),
  );
}

function turned(of: Value): Value {
  return isList(of) ? [...of].reverse() : of;
}

function swapCase(text: string): string {
  return [...text]
    .map((letter) => (letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase()))
    .join("");
}

/** Every `*` doubled that is a wildcard: not the one of `${*}`, which is a character. */
function doubled(text: string): string {
  return text.replace(/\$\{[^}]*\}|\*/g, (found) => (found === "*" ? "**" : found));
}

/**
 * The first list of more than one action or resource cut in two: what a statement grants, two statements grant together. Resources with
 * variables stay together: under `absent-variable` = `statement-invalid` one without a value voids all that stands in its statement.
 */
function split(statement: Statement): Statement[] {
  for (const element of ["Action", "Resource"]) {
    const [first, ...rest] = listOf(statement[element] ?? []);
    if (first === undefined || rest.length === 0) continue;
    if (element === "Resource" && [first, ...rest].some((text) => String(text).includes("${"))) continue;
    return [first, rest].map((part) => ({ ...statement, [element]: part }));
  }
  return [statement];
}

export const REWRITINGS: readonly Rewriting[] = [
  {
    named: "statements in another order",
    changes: "statements",
    write: ({ Statement }) => written([...Statement].reverse()),
  },
  { named: "statements split", changes: "statements", write: ({ Statement }) => written(Statement.flatMap(split)) },
  {
    named: "a statement twice",
    changes: "statements",
    write: ({ Statement }) => written([...Statement, ...Statement.slice(0, 1)]),
  },
  {
    named: "one value instead of a list of one, and a list of one instead of one value",
    changes: "places",
    write: eachStatement((statement) => {
      const other = (of: Value): Value => (isList(of) ? (of.length === 1 ? of[0] : of) : [of]);
      return withValues(statement, other, other);
    }),
  },
  {
    named: "lists in another order",
    changes: "spelling",
    write: eachStatement((statement) => withValues(statement, turned, turned)),
  },
  {
    named: "elements, operators and keys in another order",
    changes: "spelling",
    write: eachStatement((statement) => {
      const reversed = (of: object) => Object.fromEntries(Object.entries(of).reverse());
      const { Condition } = statement;
      if (Condition === undefined) return reversed(statement);
      const block = Object.entries(Condition as Block).map(([operator, keys]) => [operator, reversed(keys)] as const);
      return reversed({ ...statement, Condition: reversed(Object.fromEntries(block)) });
    }),
  },
  {
    named: "statements with names",
    changes: "places",
    write: eachStatement((statement, at) => ({ Sid: `Name${at}`, ...statement })),
  },
  {
    named: "letters of actions and keys in the other case",
    changes: "spelling",
    write: eachStatement((statement) => {
      const lists = (of: Value, element: string) =>
        element.endsWith("Action") ? listOf(of).map((text) => swapCase(String(text))) : of;
      const changed = withValues(statement, lists, (of) => of);
      const { Condition } = changed;
      return Condition === undefined
        ? changed
        : { ...changed, Condition: mapBlock(Condition as Block, (of) => of, swapCase) };
    }),
  },
  {
    named: "every * twice",
    changes: "spelling",
    write: eachStatement((statement) =>
      withValues(
        statement,
        (of) => listOf(of).map((text) => doubled(String(text))),
        (of) => of,
      ),
    ),
  },
  { named: "without white space", changes: "places", write: (document) => JSON.stringify(document) },
  {
    named: "with much white space",
    changes: "places",
    write: (document) => `\n ${JSON.stringify(document, null, "\t\t")}\r\n`,
  },
];
