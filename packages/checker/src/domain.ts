// Trusted: a value that a domain leaves out is a request that a proof need not explain.
import type { PartDomain } from "@keyaki/semantics";

type Range = readonly [from: number, to: number];

/** What one component of a text may be, as an automaton: state 0 is the start. */
export interface Domain {
  readonly states: readonly {
    readonly edges: readonly { readonly ranges: readonly Range[]; readonly to: number }[];
    readonly accepts: boolean;
  }[];
}

const COLON = 0x3a;
// No text of a policy or of a request holds half of a surrogate pair.
const CHARACTERS: readonly Range[] = [
  [0, 0xd7ff],
  [0xe000, 0x10ffff],
];
const NOT_COLON: readonly Range[] = [
  [0, COLON - 1],
  [COLON + 1, 0xd7ff],
  [0xe000, 0x10ffff],
];
const DIGITS: readonly Range[] = [[0x30, 0x39]];
const NO_DIGIT: readonly Range[] = [
  [0, 0x2f],
  [COLON + 1, 0xd7ff],
  [0xe000, 0x10ffff],
];
const ONLY_COLON: readonly Range[] = [[COLON, COLON]];

/** A domain in the making. */
class Draft {
  readonly states: { edges: { ranges: readonly Range[]; to: number }[]; accepts: boolean }[] = [];

  state(accepts = false): number {
    return this.states.push({ edges: [], accepts }) - 1;
  }

  edge(from: number, ranges: readonly Range[], to: number): void {
    this.states[from]?.edges.push({ ranges, to });
  }

  /** Reads a text, and gives the state after it. */
  text(from: number, text: string): number {
    let at = from;
    for (const character of text) {
      const next = this.state();
      const point = character.codePointAt(0) ?? 0;
      this.edge(at, [[point, point]], next);
      at = next;
    }
    return at;
  }

  accept(state: number): void {
    const found = this.states[state];
    if (found !== undefined) found.accepts = true;
  }
}

function made(build: (draft: Draft, start: number) => void): Domain {
  const draft = new Draft();
  build(draft, draft.state());
  return draft;
}

function loop(ranges: readonly Range[]): Domain {
  return made((draft, start) => {
    draft.edge(start, ranges, start);
    draft.accept(start);
  });
}

/** Any text. */
export const ANYTHING: Domain = loop(CHARACTERS);
/** Any text without a colon. */
export const SEGMENT: Domain = loop(NOT_COLON);
/** One character. */
export const CHARACTER: Domain = one(CHARACTERS);
/** One character that is no colon. */
export const NO_COLON: Domain = one(NOT_COLON);
/** Any text with a colon; actions are such texts. */
export const WITH_COLON: Domain = withColon(NOT_COLON);
/** Twelve digits. */
export const ACCOUNT: Domain = made((draft, start) => {
  let at = start;
  for (let count = 0; count < 12; count++) {
    const next = draft.state();
    draft.edge(at, DIGITS, next);
    at = next;
  }
  draft.accept(at);
});
/** An ARN up to the colon before its account. */
export const ARN_HEAD: Domain = made((draft, start) => {
  let at = start;
  for (let segment = 0; segment < 4; segment++) {
    draft.edge(at, NOT_COLON, at);
    const next = draft.state();
    draft.edge(at, ONLY_COLON, next);
    at = next;
  }
  draft.accept(at);
});
/** A colon and anything. */
export const ARN_TAIL: Domain = made((draft, start) => {
  const rest = draft.state(true);
  draft.edge(start, ONLY_COLON, rest);
  draft.edge(rest, CHARACTERS, rest);
});
/** Every text that names no account of twelve digits where an ARN does. */
export const WITHOUT_ACCOUNT: Domain = made((draft, start) => {
  draft.accept(start);
  let at = start;
  for (let segment = 0; segment < 4; segment++) {
    draft.edge(at, NOT_COLON, at);
    const next = draft.state(true);
    draft.edge(at, ONLY_COLON, next);
    at = next;
  }
  const free = draft.state(true);
  draft.edge(free, CHARACTERS, free);
  const other = draft.state(true);
  draft.edge(other, NOT_COLON, other);
  draft.edge(other, ONLY_COLON, free);
  // Exactly twelve digits and then a colon is the one way that leads nowhere.
  for (let digits = 0; digits <= 12; digits++) {
    draft.edge(at, NO_DIGIT, other);
    if (digits < 12) draft.edge(at, ONLY_COLON, free);
    const next = digits < 12 ? draft.state(true) : other;
    draft.edge(at, DIGITS, next);
    at = next;
  }
});

function one(ranges: readonly Range[]): Domain {
  return made((draft, start) => {
    const end = draft.state(true);
    draft.edge(start, ranges, end);
  });
}

function withColon(before: readonly Range[]): Domain {
  return made((draft, start) => {
    const rest = draft.state(true);
    draft.edge(start, before, start);
    draft.edge(start, ONLY_COLON, rest);
    draft.edge(rest, CHARACTERS, rest);
  });
}

const parts = new WeakMap<PartDomain, Domain>();

/** What a part of the caller may be. */
export function partDomain(part: PartDomain): Domain {
  const known = parts.get(part) ?? makePart(part);
  parts.set(part, known);
  return known;
}

function makePart({ before, chars, least, most, after, or }: PartDomain): Domain {
  return made((draft, start) => {
    if (or !== null) draft.accept(draft.text(start, or));
    const ranges = chars.map(([from, to]): Range => [from.codePointAt(0) ?? 0, to.codePointAt(0) ?? 0]);
    let at = draft.text(start, before);
    for (let count = 0; ; count++) {
      if (count >= least) draft.accept(draft.text(at, after));
      // What is left out here is left out in every count: the last state reads on without end.
      if (most === null ? count > least : count === most) break;
      const next = draft.state();
      draft.edge(at, ranges, next);
      at = next;
    }
    if (most === null) draft.edge(at, ranges, at);
  });
}

/** Whether some value of a domain holds the character. */
export function mayRead({ states }: Domain, point: number): boolean {
  return states.some(({ edges }) =>
    edges.some(({ ranges }) => ranges.some(([from, to]) => from <= point && point <= to)),
  );
}
