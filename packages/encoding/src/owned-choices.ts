// Trusted: a class of resources that is missing is a request that is never looked at.
import {
  ANY_VALUE,
  type Domain,
  type Limits,
  partitionTuples,
  repeated,
  type View as TupleView,
  viewText,
} from "@keyaki/domains";
import { type Atom, OWNER_VIEWS, Remembered, type View } from "@keyaki/semantics";
import { askedKey, type Choice, ReadSets, readsValues } from "./choice.ts";
import { COLON, NOT_COLON, SEGMENT } from "./component-domains.ts";
import { Undecidable } from "./undecidable.ts";

/** The resource and the account that owns it. */
export interface Owned {
  readonly resource: string;
  readonly owner: string;
}

const DIGIT: Domain = { is: "class", ranges: [[0x30, 0x39]] };
const NO_DIGIT: Domain = {
  is: "class",
  ranges: [
    [0, 0x2f],
    [0x3b, 0x10ffff],
  ],
};
const ACCOUNT = repeated(DIGIT, 12);

function sequence(...of: Domain[]): Domain {
  return { is: "sequence", of };
}

function choice(...of: Domain[]): Domain {
  return { is: "choice", of };
}

const HEAD = sequence(SEGMENT, COLON, SEGMENT, COLON, SEGMENT, COLON, SEGMENT, COLON);
/** A part that is not twelve digits. */
const NO_ACCOUNT = choice(
  repeated(NOT_COLON, 0, 11),
  repeated(NOT_COLON, 13, null),
  ...Array.from({ length: 12 }, (_, at) => sequence(repeated(DIGIT, at), NO_DIGIT, repeated(NOT_COLON, 11 - at))),
);
const UNOWNED = choice(
  sequence(SEGMENT, repeated(sequence(COLON, SEGMENT), 0, 4)),
  sequence(HEAD, NO_ACCOUNT, COLON, ANY_VALUE),
);

/** Choices that are kept for other questions. */
const MOST_CHOICES = 5_000;
const remembered = new Remembered<readonly Choice<Owned>[]>(MOST_CHOICES, (_key, made) => 1 + made.length);

/** The choices of the resource together with its owner: the account in an ARN is the owner; a resource without one is anybody's. */
export function ownedChoices(atoms: readonly Atom[], limits: Limits): readonly Choice<Owned>[] {
  return remembered.get(`${limits.maxStates} ${askedKey(atoms)}`, () => makeChoices(atoms, limits));
}

function makeChoices(atoms: readonly Atom[], limits: Limits): Choice<Owned>[] {
  const viewOf = (view: View): View => (OWNER_VIEWS.has(view) ? "owner" : "resource");
  const read = new ReadSets(atoms, viewOf);
  return SHAPES.flatMap((shape) => {
    const partition = partitionTuples(
      {
        components: shape.components,
        views: [shape.resource, shape.owner],
        atoms: read.list.map(({ view, language }) => ({ view: view === "owner" ? 1 : 0, set: language })),
        examples: shape.examples,
      },
      limits,
    );
    if (partition.is === "exhausted") throw new Undecidable({ code: "classes-exhausted", states: partition.states });
    return partition.cells.map(
      ({ members, sample }): Choice<Owned> => ({
        value: { resource: viewText(shape.resource, sample), owner: viewText(shape.owner, sample) },
        has: (atom) => atom.is === "present" || (readsValues(atom) && read.has(members, viewOf(atom.view), atom.set)),
      }),
    );
  });
}

const part = (index: number) => ({ is: "component", index }) as const;

const SHAPES: readonly {
  readonly components: readonly Domain[];
  readonly resource: TupleView;
  readonly owner: TupleView;
  readonly examples: readonly (readonly string[])[];
}[] = [
  {
    components: [HEAD, ACCOUNT, sequence(COLON, ANY_VALUE)],
    resource: [part(0), part(1), part(2)],
    owner: [part(1)],
    examples: [["arn:aws:sqs:us-east-1:", "111122223333", ":example"]],
  },
  {
    components: [UNOWNED, ACCOUNT],
    resource: [part(0)],
    owner: [part(1)],
    examples: [
      ["arn:aws:s3:::example-bucket", "111122223333"],
      ["*", "111122223333"],
    ],
  },
];
