// Trusted: a cell left out of a fact makes a verdict "proved" that is not.
import { hasMember, type Members, type Glob as TextGlob, type TextSet, type TuplePartition } from "@keyaki/domains";
import {
  type Atom,
  atomsOf,
  CALLER_VIEWS,
  type CallerRow,
  type Formula,
  type Glob,
  globSet,
  type Kleene,
  type Rules,
  textsIn,
  type ValueSet,
  type View,
  valueSetKey,
  variablesIn,
} from "@keyaki/semantics";
import { readsValues, type ValueAtom } from "../choice.ts";
import type { Limits } from "../limits.ts";
import { baseSets, textSetOf } from "../membership.ts";
import {
  mayHoldColon,
  type Parse,
  type ParseOptions,
  parsePattern,
  parseTemplate,
  partitionParse,
  templateOf,
} from "./parse.ts";
import { canStand, globsIn, isDependent, isRelation, variableGlob, widened } from "./relation.ts";

/** What is known of a text by the leaf that a residual belongs to: its class among some sets. */
export interface KnownText {
  readonly view: View;
  readonly sets: readonly ValueSet[];
  has(set: ValueSet): boolean;
}

/** Beyond these counts no fact is made: leaving one out can only turn a proof into a candidate. */
const MOST_STATES = 20_000;
const MOST_CELLS = 200;
const MOST_COLON_CASES = 4;

/** One way to take a text apart, and when it is taken so. */
interface Source {
  readonly view: View;
  /** What must hold for the text to be of this form. */
  readonly when: Formula;
  readonly pattern: Glob | null;
  /** Patterns with variables that the text is known not to match, by key. */
  readonly refused: ReadonlySet<string>;
  /** Sets that the text lies in, or not, by what the source says. */
  readonly known: readonly { readonly set: ValueSet; readonly inside: boolean }[];
}

/**
 * What follows where a pattern with variables is matched, or a key is made of the caller's parts: the text and the variables' values are
 * looked at together, through all sets that read either of them. Facts that hold in every request that the leaf is about.
 */
export function jointFacts(
  residual: Formula,
  rows: readonly CallerRow[],
  text: KnownText | null,
  rules: Rules,
  { check }: Limits = {},
): Formula[] {
  const atoms = atomsOf([residual]);
  const relations = atoms.filter(isRelation);
  if (relations.length === 0) return [];
  const reader = new JointReader(atoms, text, rules, check);
  const facts: Formula[] = [];
  for (const source of relations.flatMap((atom) => sourcesOf(atom, rules))) {
    const views = [source.view, ...(source.pattern === null ? [] : variablesIn(globSet([source.pattern])))];
    if (!views.some((view) => CALLER_VIEWS.has(view))) facts.push(reader.fact(source, null));
    else for (const row of rows) facts.push(reader.fact(source, row));
  }
  const derived = new Set(relations.flatMap(viewsOf).filter((view) => CALLER_VIEWS.has(view)));
  for (const view of derived) for (const row of rows) facts.push(reader.templateFact(view, row));
  return [...new Set(facts)];
}

function viewsOf(atom: Atom): View[] {
  return atom.is === "same" ? [atom.left, atom.right] : "view" in atom ? [atom.view] : [];
}

/** The ways to take a text apart that an atom gives where it holds. */
function sourcesOf(atom: Atom, rules: Rules): Source[] {
  const none = { refused: new Set<string>(), known: [] };
  const when = rules.build.atom(atom);
  if (atom.is === "same") {
    return [
      { view: atom.left, when, pattern: variableGlob(atom.right), ...none },
      { view: atom.right, when, pattern: variableGlob(atom.left), ...none },
    ];
  }
  if (!readsValues(atom)) return [];
  const { set, view } = atom;
  if (set.is === "globs") {
    const [only] = set.globs;
    if (set.globs.length !== 1 || only === undefined || only.fold !== "none") return [];
    const spare = only.tokens.flatMap((token) =>
      token.is === "variable" && token.fallback !== null ? [canStand(token.view, rules)] : [],
    );
    return [{ view, when: rules.build.all(when, ...spare), pattern: only, ...none }];
  }
  if (set.is !== "difference" || globsIn(set.from).some(isDependent)) return [];
  return [
    {
      view,
      when,
      pattern: null,
      refused: new Set(globsIn(set.minus).flatMap((glob) => (isDependent(glob) ? [glob.key] : []))),
      known: [
        { set: set.from, inside: true },
        { set: withoutDependent(set.minus), inside: false },
      ],
    },
  ];
}

function withoutDependent(set: ValueSet): ValueSet {
  return set.is === "globs" ? globSet(set.globs.filter((glob) => !isDependent(glob))) : set;
}

/** An atom on the text that is taken apart, as far as the cells can say something of it. */
interface Read {
  readonly formula: Formula;
  /** Several values: that one of them lies outside says nothing of the others. */
  readonly isSome: boolean;
  readonly set: ValueSet;
}

const partitions = new WeakMap<Rules, Map<string, TuplePartition>>();

class JointReader {
  readonly #atoms: readonly Atom[];
  readonly #text: KnownText | null;
  readonly #rules: Rules;
  readonly #check: Limits["check"];

  constructor(atoms: readonly Atom[], text: KnownText | null, rules: Rules, check: Limits["check"]) {
    this.#atoms = atoms;
    this.#text = text;
    this.#rules = rules;
    this.#check = check;
  }

  /** What holds where the source's pattern is matched, by callers of one kind (null: it reads nothing of the caller). */
  fact(source: Source, row: CallerRow | null): Formula {
    const { build } = this.#rules;
    const nothing = build.always;
    const { pattern, view } = source;
    // A text that follows from the caller is taken apart as it is made.
    if (templateOf(row, view) !== undefined) return nothing;
    const variables = pattern === null ? [] : variablesIn(globSet([pattern]));
    if (variables.some((each) => templateOf(row, each) === null)) return nothing;
    const callerViews = row === null ? [] : this.#callerViews(row);
    const cases = colonCases(pattern, variables, row);
    if (cases === null) return nothing;
    const cells: Formula[] = [];
    for (const withColon of cases) {
      const options: ParseOptions = { row, callerViews, withColon };
      const parse = parsePattern(pattern ?? ANYTHING, options);
      const found = this.#cells(parse, source);
      if (found === null) return nothing;
      cells.push(...found);
    }
    if (cells.length > MOST_CELLS) return nothing;
    return build.implies(build.all(source.when, this.#kindIs(row)), build.any(...cells));
  }

  /** What holds of a key that is made of the caller's parts. */
  templateFact(view: View, row: CallerRow): Formula {
    const { build } = this.#rules;
    const template = templateOf(row, view);
    if (template === undefined || template === null) return build.always;
    const callerViews = this.#callerViews(row);
    const variables = [...new Set(this.#readsOf(view).flatMap(({ set }) => variablesIn(set)))];
    const parse = parseTemplate(view, variables, {
      row,
      callerViews,
      withColon: new Set(variables.filter((each) => mayHoldColon(row, each))),
    });
    if (parse === null) return build.always;
    const source: Source = { view, when: build.always, pattern: null, refused: new Set(), known: [] };
    const cells = this.#cells(parse, source);
    return cells === null || cells.length > MOST_CELLS
      ? build.always
      : build.implies(this.#kindIs(row), build.any(...cells));
  }

  #kindIs(row: CallerRow | null): Formula {
    return row === null ? this.#rules.build.always : this.#rules.in("caller:kind", textsIn([row.kind]));
  }

  #callerViews(row: CallerRow): View[] {
    const read = this.#atoms.flatMap((atom) =>
      readsValues(atom) &&
      !isRelation(atom) &&
      atom.view !== "caller:kind" &&
      (templateOf(row, atom.view) ?? null) !== null
        ? [atom.view]
        : [],
    );
    return [...new Set(read)];
  }

  /** The atoms on a view, those that relate it to others among them. */
  #readsOf(view: View): Read[] {
    const { build } = this.#rules;
    return this.#atoms.flatMap((atom): Read[] => {
      if (atom.is === "same") {
        const other = atom.left === view ? atom.right : atom.right === view ? atom.left : null;
        return other === null
          ? []
          : [{ formula: build.atom(atom), isSome: false, set: globSet([variableGlob(other)]) }];
      }
      if (!readsValues(atom) || atom.view !== view) return [];
      return [{ formula: build.atom(atom), isSome: atom.is === "some", set: atom.set }];
    });
  }

  /** The classes of a parse, made once for the same sets: one question asks the same for many classes of resources. */
  #partition(
    parse: Parse,
    { whole, lettered }: Sets,
    beside: readonly { readonly view: View; readonly base: ValueSet }[],
  ): TuplePartition {
    const key = [
      parse.key,
      ...whole.map((each) => each.key),
      ...lettered.map((each) => each.key),
      ...beside.map(({ view, base }) => `${view} ${valueSetKey(base)}`),
    ].join("\n");
    const check = this.#check;
    // Each is small, but there may be very many.
    check?.();
    const known = partitions.get(this.#rules) ?? new Map<string, TuplePartition>();
    partitions.set(this.#rules, known);
    const made =
      known.get(key) ??
      partitionParse(
        parse,
        whole.map((each) => each.language),
        lettered.map((each) => each.language),
        beside.map(({ view, base }) => ({ view, set: textSetOf(base) ?? [] })),
        { maxStates: MOST_STATES, ...(check === undefined ? {} : { check }) },
      );
    known.set(key, made);
    return made;
  }

  /** What holds in each class of the parse; null where the classes are too many. */
  #cells(parse: Parse, source: Source): Formula[] | null {
    const reads = this.#readsOf(source.view);
    const text = this.#text?.view === source.view ? this.#text : null;
    const sets = new Sets(
      [...reads.map(({ set }) => set), ...(text?.sets ?? []), ...source.known.map(({ set }) => set)],
      parse,
    );
    const beside = this.#atoms.filter(
      (atom): atom is ValueAtom =>
        readsValues(atom) && parse.views.has(atom.view) && baseSets(atom.set).every((set) => textSetOf(set) !== null),
    );
    const sidePairs = [
      ...new Map(
        beside.flatMap(({ view, set }) =>
          baseSets(set).map((base) => [`${valueSetKey(base)} ${view}`, { view, base }] as const),
        ),
      ).values(),
    ];
    const partition = this.#partition(parse, sets, sidePairs);
    if (partition.is === "exhausted") return null;
    const { build } = this.#rules;
    const offset = sets.whole.length + sets.lettered.length;
    const inBeside = (members: Members, view: View, set: ValueSet): boolean => {
      if (set.is === "difference") return inBeside(members, view, set.from) && !inBeside(members, view, set.minus);
      return hasMember(
        members,
        offset + sidePairs.findIndex((each) => each.view === view && valueSetKey(each.base) === valueSetKey(set)),
      );
    };
    const found = new Map<number, Formula>();
    for (const { members } of partition.cells) {
      const value = (set: ValueSet): Kleene => sets.value(members, set, source.refused);
      if (text?.sets.some((set) => value(set) === !text.has(set)) === true) continue;
      if (source.known.some(({ set, inside }) => value(set) === !inside)) continue;
      const facts = reads.flatMap(({ formula, isSome, set }) => {
        const holds = value(set);
        if (holds === null || (isSome && !holds)) return [];
        return [holds ? formula : build.not(formula)];
      });
      for (const atom of beside) {
        const holds = build.atom(atom);
        facts.push(inBeside(members, atom.view, atom.set) ? holds : build.not(holds));
      }
      const all = build.all(...facts);
      found.set(all.id, all);
    }
    return [...found.values()];
  }
}

const ANYTHING: Glob = { tokens: [{ is: "many", colon: true }], fold: "none", key: "" };

/**
 * Which of a pattern's variables hold a colon: every case. One whose key is made of the caller's parts is not looked into: where it may
 * hold one it counts as if it did, which says less. Null where the cases are too many: a fact without one of them would not hold.
 */
function colonCases(
  pattern: Glob | null,
  variables: readonly View[],
  row: CallerRow | null,
): ReadonlySet<View>[] | null {
  const inSegment = new Set(
    pattern?.tokens.flatMap((token) => (token.is === "variable" && !token.colon ? [token.view] : [])) ?? [],
  );
  const open = variables.filter((view) => !inSegment.has(view));
  const derived = open.filter((view) => templateOf(row, view) !== undefined && mayHoldColon(row, view));
  const free = open.filter((view) => templateOf(row, view) === undefined);
  if (2 ** free.length > MOST_COLON_CASES) return null;
  return Array.from(
    { length: 1 << free.length },
    (_, bits) => new Set([...derived, ...free.filter((_view, at) => ((bits >> at) & 1) === 1)]),
  );
}

/** The sets that are asked of a text, as languages that the text or its lettered form is read through. */
class Sets {
  readonly whole: { readonly key: string; readonly language: TextSet }[] = [];
  readonly lettered: { readonly key: string; readonly language: TextSet }[] = [];
  readonly #parse: Parse;
  readonly #wholeAt = new Map<string, number>();
  readonly #letteredAt = new Map<string, number>();

  constructor(sets: readonly ValueSet[], parse: Parse) {
    this.#parse = parse;
    for (const set of sets.flatMap(baseSets)) {
      if (set.is === "globs") for (const glob of set.globs) if (isDependent(glob)) this.#addDependent(glob);
      this.#addWhole(this.#constantKey(set), textSetOf(withoutDependent(set)));
    }
  }

  #constantKey(set: ValueSet): string {
    return `set ${valueSetKey(set)}`;
  }

  #addWhole(key: string, language: TextSet | null): void {
    if (language === null || this.#wholeAt.has(key)) return;
    this.#wholeAt.set(key, this.whole.push({ key, language }) - 1);
  }

  #addDependent(glob: Glob): void {
    this.#addWhole(`wide ${glob.key}`, textSetOf(globSet([widened(glob)])));
    const lettered = this.#withLetters(glob);
    if (lettered === null || this.#letteredAt.has(glob.key)) return;
    this.#letteredAt.set(glob.key, this.lettered.push({ key: glob.key, language: [lettered] }) - 1);
  }

  /** The pattern with letters; null where it reads a variable that the parse does not know, or that cannot stand where it does. */
  #withLetters({ tokens, fold }: Glob): TextGlob | null {
    const made: TextGlob["tokens"][number][] = [];
    for (const token of tokens) {
      if (token.is !== "variable") {
        made.push(token);
        continue;
      }
      const letter = this.#parse.letters.get(token.view);
      if (letter === undefined || (letter.colon && !token.colon)) return null;
      made.push({ is: "letter", id: letter.id, colon: letter.colon });
    }
    return { tokens: made, fold };
  }

  /** Whether the texts of a class lie in a set; null: some may and some may not. */
  value(members: Members, set: ValueSet, refused: ReadonlySet<string>): Kleene {
    if (set.is === "difference") {
      const from = this.value(members, set.from, refused);
      const minus = this.value(members, set.minus, refused);
      if (from === false || minus === true) return false;
      return from === null || minus === null ? null : true;
    }
    const at = this.#wholeAt.get(this.#constantKey(set));
    if (at === undefined) return null;
    if (hasMember(members, at)) return true;
    let value: Kleene = false;
    if (set.is !== "globs") return value;
    for (const glob of set.globs) {
      if (!isDependent(glob)) continue;
      const one = this.#dependent(members, glob, refused);
      if (one === true) return true;
      if (one === null) value = null;
    }
    return value;
  }

  #dependent(members: Members, glob: Glob, refused: ReadonlySet<string>): Kleene {
    const wide = this.#wholeAt.get(`wide ${glob.key}`);
    if (refused.has(glob.key) || (wide !== undefined && !hasMember(members, wide))) return false;
    const lettered = this.#letteredAt.get(glob.key);
    return lettered !== undefined && hasMember(members, this.whole.length + lettered) ? true : null;
  }
}
