// Trusted: a kind or class of caller that is missing is a request that is never looked at.
import { partitionTuples, type View as TupleView } from "@keyaki/domains";
import {
  type Atom,
  CALLER_ROWS,
  type Caller,
  type CallerPart,
  type CallerRow,
  type Formula,
  kleene,
  type PartDomain,
  Remembered,
  type View,
} from "@keyaki/semantics";
import { askedKey, type Choice, ReadSets, readsValues } from "./choice.ts";
import { domainOfPart } from "./component-domains.ts";
import type { Limits } from "./limits.ts";
import { isMember } from "./membership.ts";
import { Undecidable } from "./undecidable.ts";

/** Values that read well, tried first as samples. AWS's documentation uses these accounts. */
const EXAMPLES: Readonly<Record<CallerPart, readonly string[]>> = {
  id: ["AROAIOSFODNN7EXAMPLE", "AIDACKCEVSQ6C2EXAMPLE"],
  partition: ["aws", "aws-cn", "aws-us-gov"],
  account: ["111122223333", "444455556666", "123456789012"],
  path: ["/"],
  parent: ["example-user"],
  name: ["example", "example-role", "example-user"],
  session: ["example-session"],
  service: ["lambda.amazonaws.com", "ec2.amazonaws.com"],
  provider: ["accounts.google.com", "arn:aws:iam::111122223333:saml-provider/example"],
};

/** The kinds of caller for which the formula is not false whatever else the request holds. */
export function possibleCallers(formula: Formula): readonly CallerRow[] {
  return CALLER_ROWS.filter(
    ({ kind }) =>
      kleene(formula, (atom) =>
        readsValues(atom) && atom.view === "caller:kind" ? isMember(atom.set, kind) : null,
      ) !== false,
  );
}

/** Choices that are kept for other questions. */
const MOST_CHOICES = 5_000;
const remembered = new Remembered<readonly Choice<Caller>[]>(MOST_CHOICES, (_key, made) => 1 + made.length);

/** The choices of who calls, among these kinds. Views that a kind leaves free are not told apart here. */
export function callerChoices(
  rows: readonly CallerRow[],
  atoms: readonly Atom[],
  limits: Limits,
): readonly Choice<Caller>[] {
  const key = `${limits.maxStates} ${rows.map(({ kind }) => kind).join(" ")} ${askedKey(atoms)}`;
  return remembered.get(key, () => makeChoices(rows, atoms, limits));
}

function makeChoices(rows: readonly CallerRow[], atoms: readonly Atom[], limits: Limits): Choice<Caller>[] {
  const choices = rows.flatMap((row) => kindChoices(row, atoms, limits));
  // Callers of the usual partition first: the least model is the one that is shown.
  const isUsual = ({ value }: Choice<Caller>) => (value?.parts.partition ?? "aws") === "aws";
  return [...choices.filter(isUsual), ...choices.filter((choice) => !isUsual(choice))];
}

function kindChoices(row: CallerRow, atoms: readonly Atom[], limits: Limits): Choice<Caller>[] {
  const read = new ReadSets(atoms, (view) => (isDerived(row, view) ? view : null));
  const views = [...new Set(read.list.map((each) => each.view))];
  // Parts that nothing reads take part in no class.
  const parts = row.parts.filter(({ part }) => views.some((view) => readsPart(row, view, part)));
  const partition = partitionTuples(
    {
      components: parts.map((each) => domainOfPart(each.domain)),
      views: views.map((view) => tupleView(row, parts, view)),
      atoms: read.list.map(({ view, language }) => ({ view: views.indexOf(view), set: language })),
      examples: examplesOf(parts),
    },
    limits,
  );
  const plain = exampleCaller(row).parts;
  if (partition.is === "exhausted") throw new Undecidable({ code: "classes-exhausted", states: partition.states });
  return partition.cells.map(({ members, sample }) => ({
    value: {
      kind: row.kind,
      parts: { ...plain, ...Object.fromEntries(parts.map(({ part }, at) => [part, sample[at] ?? ""])) },
    },
    has: (atom) => {
      if (!("view" in atom) || !isDerived(row, atom.view)) return false;
      return atom.is === "present" || (readsValues(atom) && read.has(members, atom.view, atom.set));
    },
  }));
}

function isDerived(row: CallerRow, view: View): boolean {
  const template = row.views[view];
  return template !== null && template !== undefined;
}

/** Whether a kind of caller says nothing of the view: it is then absent or any text. */
export function leavesFree(row: CallerRow, view: View): boolean {
  return row.views[view] === undefined;
}

type Parts = CallerRow["parts"];

function readsPart(row: CallerRow, view: View, part: CallerPart): boolean {
  return row.views[view]?.some((piece) => typeof piece !== "string" && piece.part === part) ?? false;
}

function tupleView(row: CallerRow, parts: Parts, view: View): TupleView {
  const template = row.views[view] ?? [];
  return template.map((piece) =>
    typeof piece === "string"
      ? { is: "text", text: piece }
      : { is: "component", index: parts.findIndex((each) => each.part === piece.part) },
  );
}

/** A caller of a kind whose parts read well. */
export function exampleCaller(row: CallerRow): Caller {
  return {
    kind: row.kind,
    parts: Object.fromEntries(row.parts.map(({ part, domain }) => [part, exampleOf(part, domain)])),
  };
}

/** The first example that begins as the part must. */
function exampleOf(part: CallerPart, { before, after, or }: PartDomain): string {
  const fits = (text: string) => text === or || (text.startsWith(before) && text.length > before.length + after.length);
  return EXAMPLES[part].find(fits) ?? `${before}example${after}`;
}

function examplesOf(parts: Parts): string[][] {
  const first = parts.map(({ part, domain }) => exampleOf(part, domain));
  const tuples = [first];
  parts.forEach(({ part }, at) => {
    for (const value of EXAMPLES[part]) tuples.push(first.map((other, index) => (index === at ? value : other)));
  });
  return tuples;
}
