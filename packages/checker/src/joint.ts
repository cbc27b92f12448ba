// Trusted: a cell left out of a fact makes a proof of something that does not hold.
import {
  type Atom,
  atomKey,
  CALLER_VIEWS,
  type CallerRow,
  type Formula,
  type Glob,
  globSet,
  type Kleene,
  makeGlob,
  type Rules,
  textsIn,
  type ValueSet,
  type View,
  valueSetKey,
  variablesIn,
} from "@keyaki/semantics";
import { type AskedSet, signaturesOf } from "./cover.ts";
import { type Parse, parsePattern, parseTemplate } from "./parse.ts";
import {
  basesOf,
  globsIn,
  isDependent,
  languageOf,
  readsValues,
  templateOf,
  type ValueAtom,
  variableGlob,
  widened,
} from "./patterns.ts";
import { Unproved } from "./unproved.ts";

/**
 * What follows where a text matches a pattern with variables, or (for an atom that says what it does not match) wherever it is: text and
 * values are looked at together, through all sets that read either. `row`: for callers of one kind.
 */
export function jointFact(
  source: Atom,
  reverse: boolean,
  row: CallerRow | null,
  atoms: readonly Atom[],
  rules: Rules,
): Formula {
  const { build } = rules;
  const form = formOf(source, reverse, rules);
  const variables = form.pattern === null ? [] : variablesIn(globSet([form.pattern]));
  if (row === null && [form.view, ...variables].some((view) => CALLER_VIEWS.has(view))) {
    throw new Unproved("a text that follows from the caller is taken apart for each kind of caller");
  }
  const kind = row === null ? build.always : rules.in("caller:kind", textsIn([row.kind]));
  const template = templateOf(row, form.view);
  if (template === null || variables.some((view) => templateOf(row, view) === null)) {
    throw new Unproved("a caller of this kind has no such key");
  }
  const isDerived = template !== undefined;
  const free = isDerived ? [] : variables.filter((view) => templateOf(row, view) === undefined);
  const cells = colonCases(form.pattern, free).flatMap((withColon) => {
    const parse = isDerived
      ? parseTemplate(form.view, row, atoms)
      : parsePattern(form.pattern ?? ANY, row, atoms, withColon);
    return cellsOf(parse, form, atoms, rules);
  });
  // A key that follows from the caller is made so whatever the source says.
  return build.implies(build.all(isDerived ? build.always : form.when, kind), build.any(...cells));
}

const ANY: Glob = makeGlob([{ is: "many", colon: true }], "none");

/** What a source says of its text. */
interface Form {
  readonly view: View;
  readonly when: Formula;
  /** null: any text. */
  readonly pattern: Glob | null;
  /** Patterns with variables that the text does not match, by key. */
  readonly refused: ReadonlySet<string>;
  readonly known: readonly { readonly set: ValueSet; readonly inside: boolean }[];
}

function formOf(source: Atom, reverse: boolean, rules: Rules): Form {
  const when = rules.build.atom(source);
  const nothing = { refused: new Set<string>(), known: [] };
  if (source.is === "same") {
    const [view, other] = reverse ? [source.right, source.left] : [source.left, source.right];
    return { view, when, pattern: variableGlob(other), ...nothing };
  }
  if (!readsValues(source)) throw new Unproved("an atom that reads no values");
  const { set, view } = source;
  if (set.is === "globs") {
    const [only, ...more] = set.globs;
    if (only === undefined || more.length > 0 || only.fold !== "none") throw new Unproved("no single pattern");
    const values = only.tokens.flatMap((token) =>
      token.is === "variable" && token.fallback !== null ? [hasValue(token.view, rules)] : [],
    );
    return { view, when: rules.build.all(when, ...values), pattern: only, ...nothing };
  }
  if (set.is !== "difference") throw new Unproved("no pattern");
  const minus = constantPart(set.minus);
  return {
    view,
    when,
    pattern: null,
    refused: new Set(globsIn(set.minus).flatMap((glob) => (isDependent(glob) ? [glob.key] : []))),
    known: minus === null ? [] : [{ set: minus, inside: false }],
  };
}

function hasValue(view: View, rules: Rules): Formula {
  return rules.arity(view) === "single" ? rules.present(view) : rules.build.atom({ is: "lone", view });
}

/** The set without its patterns with variables; null for one that is taken apart no further. */
function constantPart(set: ValueSet): ValueSet | null {
  return set.is === "globs" ? globSet(set.globs.filter((glob) => !isDependent(glob))) : null;
}

/** More would take too long, and beyond thirty the bits below would say something else. */
const MOST_OPEN = 10;

/** Every way in which the values of the variables hold a colon or not; one in a part of an ARN holds none. */
function colonCases(pattern: Glob | null, variables: readonly View[]): ReadonlySet<View>[] {
  const inPart = new Set(
    pattern?.tokens.flatMap((token) => (token.is === "variable" && !token.colon ? [token.view] : [])),
  );
  const open = variables.filter((view) => !inPart.has(view));
  if (open.length > MOST_OPEN) throw new Unproved(`${open.length} variables that may hold a colon in one pattern`);
  return Array.from(
    { length: 1 << open.length },
    (_, bits) => new Set(open.filter((_view, at) => ((bits >> at) & 1) === 1)),
  );
}

/** What holds in each cell of a parse. */
function cellsOf(parse: Parse, form: Form, atoms: readonly Atom[], rules: Rules): Formula[] {
  const { build } = rules;
  const reads = readsOf(form.view, atoms, rules);
  const keys = [...parse.keys];
  const sets: AskedSet[] = [];
  const at = new Map<string, number>();
  const ask = (key: string, text: number, globs: readonly Glob[] | null): void => {
    if (globs !== null && !at.has(key)) at.set(key, sets.push({ text, globs }) - 1);
  };
  for (const base of [...reads.map(({ set }) => set), ...form.known.map(({ set }) => set)].flatMap(basesOf)) {
    const constant = base.is === "globs" ? constantPart(base) : base;
    ask(`whole ${valueSetKey(base)}`, 0, constant === null ? null : languageOf(constant));
    for (const glob of globsIn(base)) {
      if (!isDependent(glob)) continue;
      ask(`wide ${glob.key}`, 0, [widened(glob)]);
      ask(`letters ${glob.key}`, 1, [glob]);
    }
  }
  const beside = atoms.filter(
    (atom): atom is ValueAtom =>
      readsValues(atom) && parse.keys.has(atom.view) && basesOf(atom.set).every((set) => languageOf(set) !== null),
  );
  for (const { view, set } of beside) {
    const text = 2 + keys.findIndex(([key]) => key === view);
    for (const base of basesOf(set)) ask(`${view} ${valueSetKey(base)}`, text, languageOf(base));
  }
  const signatures = signaturesOf({
    components: parse.components,
    texts: [parse.whole, parse.lettered, ...keys.map(([, pieces]) => pieces)],
    sets,
    letters: parse.letters,
  });
  if (signatures === null) throw new Unproved("a parse has too many states");
  return [...signatures].flatMap((signature) => {
    const holds = (key: string): boolean | undefined => {
      const index = at.get(key);
      return index === undefined ? undefined : signature[index] === "1";
    };
    const value = (set: ValueSet): Kleene => liesIn(set, holds, form.refused);
    if (form.known.some(({ set, inside }) => value(set) === !inside)) return [];
    const facts = reads.flatMap(({ formula, isSome, set }) => {
      const known = value(set);
      // That one value lies outside says nothing of the other values of a key.
      if (known === null || (isSome && !known)) return [];
      return [known ? formula : build.not(formula)];
    });
    const besideIn = (view: View, set: ValueSet): boolean =>
      set.is === "difference"
        ? besideIn(view, set.from) && !besideIn(view, set.minus)
        : holds(`${view} ${valueSetKey(set)}`) === true;
    for (const atom of beside) {
      const own = build.atom(atom);
      facts.push(besideIn(atom.view, atom.set) ? own : build.not(own));
    }
    return [build.all(...facts)];
  });
}

interface Read {
  readonly formula: Formula;
  readonly isSome: boolean;
  readonly set: ValueSet;
}

/** The atoms on a view, equalities among them, in the order of their keys. */
function readsOf(view: View, atoms: readonly Atom[], rules: Rules): Read[] {
  return [...atoms]
    .sort((a, b) => (atomKey(a) < atomKey(b) ? -1 : 1))
    .flatMap((atom): Read[] => {
      const formula = rules.build.atom(atom);
      if (atom.is === "same") {
        const other = atom.left === view ? atom.right : atom.right === view ? atom.left : null;
        return other === null ? [] : [{ formula, isSome: false, set: globSet([variableGlob(other)]) }];
      }
      return readsValues(atom) && atom.view === view ? [{ formula, isSome: atom.is === "some", set: atom.set }] : [];
    });
}

/** Whether the text lies in a set, as far as a signature tells: true and false are sure. */
function liesIn(set: ValueSet, holds: (key: string) => boolean | undefined, refused: ReadonlySet<string>): Kleene {
  if (set.is === "difference") {
    const [from, minus] = [liesIn(set.from, holds, refused), liesIn(set.minus, holds, refused)];
    if (from === false || minus === true) return false;
    return from === null || minus === null ? null : true;
  }
  const constant = holds(`whole ${valueSetKey(set)}`);
  if (constant === undefined) return null;
  if (constant) return true;
  let value: Kleene = false;
  for (const glob of globsIn(set)) {
    if (!isDependent(glob) || refused.has(glob.key) || holds(`wide ${glob.key}`) === false) continue;
    if (holds(`letters ${glob.key}`) === true) return true;
    value = null;
  }
  return value;
}
