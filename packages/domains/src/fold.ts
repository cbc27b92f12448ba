// Trusted: a wrong case variant makes a string look outside a set that holds it.

/** How the text of a pattern is compared: exactly, with A–Z as a–z, or by Unicode simple case folding. */
export type Fold = "none" | "ascii" | "unicode";

// biome-ignore lint/suspicious/noControlCharactersInRegex: every ASCII character
const IS_ASCII = /^[\u0000-\u007f]*$/;
const KELVIN = 0x212a;
const LONG_S = 0x17f;
const KELVIN_CLASS: readonly number[] = [75, 107, KELVIN];
const LONG_S_CLASS: readonly number[] = [83, 115, LONG_S];

/** Classes of more than one code point beyond ASCII, by member; built on first use (about 20 ms, once a process). */
let classes: Map<number, readonly number[]> | undefined;

/**
 * All code points equal to one code point under a fold, ascending, the code point itself among them.
 * Unicode folding is simple case folding (CaseFolding.txt, statuses C and S) as the runtime's Unicode version has it:
 * `k`, `K` and U+212A are one class, `s`, `S` and U+017F another. The Turkic letters U+0130 and U+0131 stand alone, and
 * nothing folds to more than one code point: `ß` is not `ss`.
 */
export function foldVariants(point: number, fold: Fold): readonly number[] {
  if (fold === "none") return [point];
  if (point < 0x80) {
    const lower = point | 0x20;
    if (lower < 97 || lower > 122) return [point];
    if (fold === "unicode" && lower === 107) return KELVIN_CLASS;
    if (fold === "unicode" && lower === 115) return LONG_S_CLASS;
    return [lower - 32, lower];
  }
  if (fold === "ascii") return [point];
  if (point === KELVIN) return KELVIN_CLASS;
  if (point === LONG_S) return LONG_S_CLASS;
  classes ??= buildClasses();
  return classes.get(point) ?? [point];
}

/** Whether other code points are equal to one under a fold. */
export function hasVariants(point: number, fold: Fold): boolean {
  if (fold === "none") return false;
  if (point < 0x80) return (point | 0x20) >= 97 && (point | 0x20) <= 122;
  return foldVariants(point, fold).length > 1;
}

/** The member that stands for a code point's class: lower case for ASCII letters, else the least of the class. */
export function foldPoint(point: number, fold: Fold): number {
  if (fold === "none") return point;
  if (point < 0x80) return point >= 65 && point <= 90 ? point + 32 : point;
  if (fold === "ascii") return point;
  if (point === KELVIN) return 107;
  if (point === LONG_S) return 115;
  classes ??= buildClasses();
  const found = classes.get(point);
  return found === undefined ? point : found[0]!;
}

/** A text with each code point replaced by the one that stands for its class: equal results mean equal under the fold. */
export function foldText(text: string, fold: Fold): string {
  if (fold === "none") return text;
  if (IS_ASCII.test(text)) return text.toLowerCase();
  let out = "";
  for (const character of text) out += String.fromCodePoint(foldPoint(character.codePointAt(0)!, fold));
  return out;
}

/** Whether two texts are equal under a fold. */
export function equalsFolded(a: string, b: string, fold: Fold): boolean {
  return a === b || (fold !== "none" && foldText(a, fold) === foldText(b, fold));
}

/**
 * Case mappings propose pairs, and the regular expression engine decides each: `/iu` compares by simple case folding,
 * while the mappings alone would join dotless i (U+0131) to `I` and know nothing of U+FB05 and U+FB06.
 */
function buildClasses(): Map<number, readonly number[]> {
  const parent = new Map<number, number>();
  const root = (point: number): number => {
    let at = point;
    for (let up = parent.get(at); up !== undefined; up = parent.get(at)) at = up;
    return at;
  };
  const propose = (a: number, b: number): void => {
    const [ra, rb] = [root(a), root(b)];
    if (ra === rb || !equalBySimpleFolding(a, b)) return;
    if (ra < rb) parent.set(rb, ra);
    else parent.set(ra, rb);
  };
  const byUpper = new Map<string, number>();
  const members: number[] = [];
  // No code point beyond U+1FFFF has case.
  for (let point = 0x80; point < 0x20000; point++) {
    if (point >= 0xd800 && point <= 0xdfff) continue;
    const text = String.fromCodePoint(point);
    const upper = text.toUpperCase();
    const lower = text.toLowerCase();
    if (upper === text && lower === text) continue;
    members.push(point);
    for (const other of [upper, lower]) {
      const mapped = other.codePointAt(0)!;
      if (other === String.fromCodePoint(mapped)) propose(point, mapped);
    }
    const twin = byUpper.get(upper);
    if (twin === undefined) byUpper.set(upper, point);
    else propose(point, twin);
  }
  const groups = new Map<number, number[]>();
  for (const point of new Set([...members, ...parent.keys(), ...parent.values()])) {
    const top = root(point);
    const group = groups.get(top);
    if (group === undefined) groups.set(top, [point]);
    else group.push(point);
  }
  const found = new Map<number, readonly number[]>();
  for (const group of groups.values()) {
    group.sort((a, b) => a - b);
    if (group.length > 1) for (const point of group) found.set(point, group);
  }
  return found;
}

function equalBySimpleFolding(a: number, b: number): boolean {
  return new RegExp(`^\\u{${a.toString(16)}}$`, "iu").test(String.fromCodePoint(b));
}
