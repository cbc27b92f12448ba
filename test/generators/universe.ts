// All requests that can be made of a few values for each part which some formulas read, and the formulas' values on every one of them.
import { atomReader, faultsOf } from "@keyaki/evaluator";
import {
  type Atom,
  type Caller,
  callerRow,
  type Formula,
  fold,
  isNeverAnonymous,
  OWNER_VIEWS,
  type Request,
} from "@keyaki/semantics";
import {
  AXIOM_KEYS,
  type Dimension,
  type DimensionOptions,
  type Draft,
  dimensionNames,
  dimensionsOf,
} from "./dimensions.ts";

export interface UniverseOptions extends DimensionOptions {
  /** The axioms that must hold. */
  readonly axioms: ReadonlySet<string>;
  /** Requests at most: values are left out until they fit. */
  readonly most: number;
  /** A number below `length`, by chance: which value to leave out. */
  readonly pick: (length: number) => number;
}

const DEFAULT_CALLER: Caller = {
  kind: "session",
  parts: { id: "AROAEXAMPLE", partition: "aws", account: "111122223333", path: "/", name: "app", session: "ci" },
};

export class Universe {
  readonly size: number;
  /** No value was left out. */
  readonly isWhole: boolean;
  readonly #dimensions: readonly Dimension[];
  readonly #strides: readonly number[];
  readonly #options: UniverseOptions;
  readonly #columns = new Map<Atom, Uint8Array>();
  readonly #memo = new Map<number, Uint8Array>();

  constructor(atoms: readonly Atom[], options: UniverseOptions) {
    this.#options = options;
    const dimensions = dimensionsOf(atoms, options);
    let size = dimensions.reduce((product, { values }) => product * values.length, 1);
    this.isWhole = size <= options.most;
    while (size > options.most) {
      const longest = dimensions.reduce((a, b) => (b.values.length > a.values.length ? b : a));
      longest.values.splice(options.pick(longest.values.length), 1);
      size = dimensions.reduce((product, { values }) => product * values.length, 1);
    }
    this.#dimensions = dimensions;
    let stride = 1;
    this.#strides = dimensions.map(({ values }) => {
      const own = stride;
      stride *= values.length;
      return own;
    });
    this.size = size;
  }

  /** The request of that number, and the values of the open rules it stands with. */
  at(index: number): { readonly request: Request; readonly assumptions: Readonly<Record<string, string>> } {
    const digits = this.#dimensions.map(
      ({ values }, at) => Math.floor(index / (this.#strides[at] ?? 1)) % values.length,
    );
    return this.#make(digits);
  }

  #make(digits: readonly number[]): {
    readonly request: Request;
    readonly assumptions: Readonly<Record<string, string>>;
  } {
    const draft: Draft = {
      caller: DEFAULT_CALLER,
      action: "s3:GetObject",
      resource: "*",
      owner: "111122223333",
      clock: null,
      keys: new Map([
        ["aws:securetransport", { set: false, values: ["true"] }],
        ["aws:requestedregion", { set: false, values: ["us-east-1"] }],
      ]),
      unseen: new Map(),
      assumptions: {},
    };
    for (const [at, { values }] of this.#dimensions.entries()) values[digits[at] ?? 0]?.(draft);
    const { assumptions, ...request } = draft;
    const written = /^[^:]*:[^:]*:[^:]*:[^:]*:(\d{12}):/.exec(request.resource)?.[1];
    if (written !== undefined) request.owner = written;
    const { views } = callerRow(request.caller.kind);
    for (const [key, held] of request.keys) {
      if (views[`key:${key}`] !== undefined) request.keys.delete(key);
      if (!OWNER_VIEWS.has(`key:${key}`)) continue;
      if (request.owner === null) request.keys.delete(key);
      else request.keys.set(key, { ...held, values: [request.owner] });
    }
    return { request, assumptions };
  }

  /** For every request: is it one that AWS could receive, as far as axioms and who can ask for what go? */
  admissible(): Uint8Array {
    const matters = (name: string) =>
      ["action", "caller"].includes(name) || AXIOM_KEYS.has(name.slice(4)) || isNeverAnonymous(name.slice(4));
    return this.#table(
      this.#dimensions.flatMap(({ name }, at) => (matters(name) ? [at] : [])),
      ({ request }) => faultsOf(request, this.#options.axioms).length === 0,
    );
  }

  /** For every request: does the formula hold? Unseen policies are dimensions, so it always does or does not. */
  values(formula: Formula): Uint8Array {
    return fold<Uint8Array>(
      formula,
      {
        atom: (atom) => this.#column(atom),
        not: (value) => value.map((bit) => 1 - bit),
        all: (values) => this.#together(values, 1),
        any: (values) => this.#together(values, 0),
      },
      this.#memo,
    );
  }

  #together(values: readonly Uint8Array[], neutral: 0 | 1): Uint8Array {
    const made = new Uint8Array(this.size).fill(neutral);
    for (const value of values) {
      if (neutral === 1) for (let i = 0; i < made.length; i++) made[i] = (made[i] ?? 0) & (value[i] ?? 0);
      else for (let i = 0; i < made.length; i++) made[i] = (made[i] ?? 0) | (value[i] ?? 0);
    }
    return made;
  }

  #column(atom: Atom): Uint8Array {
    const known = this.#columns.get(atom);
    if (known !== undefined) return known;
    const names = new Set(dimensionNames(atom));
    const read = this.#dimensions.flatMap(({ name }, at) => (names.has(name) ? [at] : []));
    const made = this.#table(read, ({ request, assumptions }) => {
      const value = atomReader(request, { assumptions })(atom);
      if (value === null) throw new RangeError(`an atom without a value: ${JSON.stringify(atom)}`);
      return value;
    });
    this.#columns.set(atom, made);
    return made;
  }

  /** The value for every request of what depends on some dimensions only. */
  #table(read: readonly number[], of: (made: ReturnType<Universe["at"]>) => boolean): Uint8Array {
    const sizes = read.map((at) => this.#dimensions[at]?.values.length ?? 1);
    const count = sizes.reduce((product, size) => product * size, 1);
    const small = new Uint8Array(count);
    for (let index = 0; index < count; index++) {
      const digits = this.#dimensions.map(() => 0);
      let rest = index;
      read.forEach((at, i) => {
        const size = sizes[i] ?? 1;
        digits[at] = rest % size;
        rest = Math.floor(rest / size);
      });
      small[index] = of(this.#make(digits)) ? 1 : 0;
    }
    const column = new Uint8Array(this.size);
    for (let index = 0; index < this.size; index++) {
      let place = 0;
      let factor = 1;
      for (let i = 0; i < read.length; i++) {
        const size = sizes[i] ?? 1;
        place += (Math.floor(index / (this.#strides[read[i] ?? 0] ?? 1)) % size) * factor;
        factor *= size;
      }
      column[index] = small[place] ?? 0;
    }
    return column;
  }
}
