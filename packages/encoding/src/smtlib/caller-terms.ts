// Trusted: how the keys that follow from the caller are made of its parts. It reads the same rows as the evaluator and makes no classes.
import {
  CALLER_ROWS,
  type Caller,
  type CallerKind,
  type CallerPart,
  callerRow,
  type PartDomain,
  type Template,
  type View,
} from "@keyaki/semantics";
import {
  atMost,
  equal,
  inRegular,
  int,
  plus,
  range,
  repeat,
  sequence,
  star,
  type Term,
  union,
  word,
} from "@keyaki/smt";
import { exampleCaller } from "../caller-choices.ts";
import { any, every, YES } from "./connectives.ts";
import type { ModelValues } from "./model-values.ts";
import type { Piece } from "./piecewise.ts";
import type { Sink } from "./sink.ts";

const KIND = "caller kind";
const DEFAULT_KIND = CALLER_ROWS.findIndex(({ kind }) => kind === "session");

/** What a view holds for callers of some kinds. */
export interface Derived {
  readonly when: Term;
  readonly pieces: readonly Piece[];
}

/** Who calls: a kind, numbered in the order of the rows, and its parts. */
export class CallerTerms {
  readonly #sink: Sink;

  constructor(sink: Sink) {
    this.#sink = sink;
  }

  /** "The caller is of one of these kinds." */
  isOneOf(kinds: readonly CallerKind[]): Term {
    if (kinds.length === CALLER_ROWS.length) return YES;
    const kind = this.#sink.constant(KIND, "Int", (made) =>
      every(atMost(int(0), made), atMost(made, int(CALLER_ROWS.length - 1))),
    );
    return any(...kinds.map((each) => equal(kind, int(CALLER_ROWS.findIndex((row) => row.kind === each)))));
  }

  /** What the view holds, by kind of caller; kinds with the same text stand together. */
  derived(view: View): Derived[] {
    const groups = new Map<string, { readonly kinds: CallerKind[]; readonly pieces: readonly Piece[] }>();
    for (const row of CALLER_ROWS) {
      const template = row.views[view];
      if (template === null || template === undefined) continue;
      const domains = new Map(row.parts.map((each) => [each.part, each.domain]));
      const key = JSON.stringify(
        template.map((piece) => (typeof piece === "string" ? piece : nameOf(piece.part, domains))),
      );
      const group = groups.get(key) ?? { kinds: [], pieces: this.#pieces(template, domains) };
      group.kinds.push(row.kind);
      groups.set(key, group);
    }
    return [...groups.values()].map(({ kinds, pieces }) => ({ when: this.isOneOf(kinds), pieces }));
  }

  /** The caller is of a kind that says nothing of the view. */
  leavesFree(view: View): Term {
    return this.isOneOf(CALLER_ROWS.filter((row) => row.views[view] === undefined).map((row) => row.kind));
  }

  /** The caller of a model; what it leaves open reads well. */
  read(model: ModelValues): Caller {
    const at = Number(model.integer(KIND) ?? DEFAULT_KIND);
    const row = CALLER_ROWS[at] ?? callerRow("session");
    const domains = new Map(row.parts.map((each) => [each.part, each.domain]));
    const { parts } = exampleCaller(row);
    return {
      kind: row.kind,
      parts: Object.fromEntries(
        row.parts.map(({ part }) => [part, model.text(nameOf(part, domains)) ?? parts[part] ?? ""]),
      ),
    };
  }

  #pieces(template: Template, domains: ReadonlyMap<CallerPart, PartDomain>): Piece[] {
    return template.map((piece) =>
      typeof piece === "string"
        ? piece
        : { term: this.#part(piece.part, domains), domain: domains.get(piece.part) ?? null },
    );
  }

  /** A part of the caller; kinds whose parts have different domains have different constants, of which one kind needs one. */
  #part(part: CallerPart, domains: ReadonlyMap<CallerPart, PartDomain>): Term {
    const domain = domains.get(part);
    if (domain === undefined) throw new RangeError(`a caller without ${part}`);
    return this.#sink.constant(nameOf(part, domains), "String", (made) => inRegular(made, wordsOf(domain)));
  }
}

function nameOf(part: CallerPart, domains: ReadonlyMap<CallerPart, PartDomain>): string {
  const domain = domains.get(part);
  const around = domain === undefined ? "" : ` ${domain.before}*${domain.after} ${domain.least}`;
  return `caller ${part}${around}`;
}

function wordsOf({ before, chars, least, most, after, or }: PartDomain): Term {
  const one = union(...chars.map(([from, to]) => range(from, to)));
  const body =
    most !== null
      ? repeat(one, least, most)
      : least === 0
        ? star(one)
        : least === 1
          ? plus(one)
          : sequence(repeat(one, least, least), star(one));
  const written = sequence(...(before === "" ? [] : [word(before)]), body, ...(after === "" ? [] : [word(after)]));
  return or === null ? written : union(word(or), written);
}
