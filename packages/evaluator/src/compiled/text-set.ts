// Trusted: whether a text lies in a union of patterns.
import { foldAscii, type Glob } from "@keyaki/semantics";
import { beginsInsideCharacter, globTest, type SetTest, type Variable } from "./glob-steps.ts";

/** Tests a union of patterns; `variable` reads what their variables stand for. */
export function globsTest(globs: readonly Glob[], variable: (view: string) => Variable): SetTest {
  const plain = foldedTest(
    globs.filter(({ fold }) => fold === "none"),
    variable,
  );
  const ascii = foldedTest(
    globs.filter(({ fold }) => fold === "ascii"),
    variable,
  );
  const others = globs.filter(({ fold }) => fold === "unicode").map((glob) => globTest(glob, variable));
  const folded: SetTest | null = ascii === null ? null : (text, request) => ascii(foldAscii(text), request);
  return anyOf([...(plain === null ? [] : [plain]), ...(folded === null ? [] : [folded]), ...others]);
}

/** The same for patterns that all fold alike, of texts whose letters are folded already; null: there is no pattern. */
export function foldedTest(globs: readonly Glob[], variable: (view: string) => Variable): SetTest | null {
  const { literals, beginnings, endings, others, everything } = sorted(globs);
  if (everything) return () => true;
  const tests: SetTest[] = [];
  if (literals.length > 0) tests.push(equalTest(literals));
  if (beginnings.length > 0) tests.push(beginningTest(beginnings));
  for (const ending of endings) tests.push((text) => text.endsWith(ending));
  for (const glob of others) tests.push(globTest(glob, variable));
  return tests.length === 0 ? null : anyOf(tests);
}

interface Sorted {
  readonly literals: readonly string[];
  readonly beginnings: readonly string[];
  readonly endings: readonly string[];
  readonly others: readonly Glob[];
  /** Some pattern takes every text. */
  readonly everything: boolean;
}

/** Patterns by their form. */
function sorted(globs: readonly Glob[]): Sorted {
  const literals: string[] = [];
  const beginnings: string[] = [];
  const endings: string[] = [];
  const others: Glob[] = [];
  let everything = false;
  for (const glob of globs) {
    const [first, second, third] = glob.tokens;
    const text = (of: string) => (glob.fold === "ascii" ? foldAscii(of) : of);
    if (first === undefined) literals.push("");
    else if (third !== undefined) others.push(glob);
    else if (first.is === "text" && second === undefined) literals.push(text(first.text));
    else if (first.is === "text" && second?.is === "many" && second.colon) beginnings.push(text(first.text));
    else if (first.is === "many" && first.colon && second === undefined) everything = true;
    else if (first.is === "many" && first.colon && second?.is === "text" && !beginsInsideCharacter(second.text)) {
      endings.push(text(second.text));
    } else others.push(glob);
  }
  return { literals, beginnings, endings, others, everything };
}

const FEW = 3;

function equalTest(literals: readonly string[]): SetTest {
  const [first, second, third] = literals;
  if (literals.length === 1) return (text) => text === first;
  if (literals.length === 2) return (text) => text === first || text === second;
  if (literals.length === FEW) return (text) => text === first || text === second || text === third;
  const known = new Set(literals);
  return (text) => known.has(text);
}

function beginningTest(beginnings: readonly string[]): SetTest {
  const all = shortest(beginnings);
  const [first = "", second = ""] = all;
  if (all.length === 1) return (text) => text.startsWith(first);
  if (all.length === 2) return (text) => text.startsWith(first) || text.startsWith(second);
  const shared = sharedBeginning(all);
  return (text) => {
    if (!text.startsWith(shared)) return false;
    const at = lastNotAfter(all, text);
    return at >= 0 && text.startsWith(all[at] ?? "");
  };
}

/** The texts that none of the others begins, sorted by code units. */
export function shortest(texts: readonly string[]): string[] {
  const kept: string[] = [];
  for (const text of [...new Set(texts)].sort()) {
    // Between a text and its beginning there are only texts that begin so too.
    const last = kept.at(-1);
    if (last === undefined || !text.startsWith(last)) kept.push(text);
  }
  return kept;
}

function sharedBeginning(sortedTexts: readonly string[]): string {
  const first = sortedTexts[0] ?? "";
  const last = sortedTexts.at(-1) ?? "";
  let length = 0;
  while (length < first.length && first[length] === last[length]) length++;
  return first.slice(0, length);
}

/** The last of some sorted texts that does not stand after a text; -1: all do. A text that begins it can only be this one or shorter. */
export function lastNotAfter(sortedTexts: readonly string[], text: string): number {
  let low = 0;
  let high = sortedTexts.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sortedTexts[middle] ?? "") <= text) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function anyOf(tests: readonly SetTest[]): SetTest {
  const [first, second] = tests;
  if (first === undefined) return () => false;
  if (second === undefined) return first;
  if (tests.length === 2) return (text, request) => first(text, request) || second(text, request);
  return (text, request) => {
    for (let index = 0; index < tests.length; index++) if (tests[index]?.(text, request) === true) return true;
    return false;
  };
}
