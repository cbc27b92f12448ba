// Trusted: the evaluator and the samples of every class are judged by this, so it shares no code with the partition.
import { foldPoint } from "./fold.ts";
import { type Glob, letterSymbol, symbolKind, type TextSet, wildcardMatches } from "./glob.ts";

/** One step of a glob: a symbol to read, or a wildcard. */
type Step = number | { readonly is: "one" | "many"; readonly colon: boolean };

/** Room for one match at a time, kept since a decision makes many. */
let buffers: [Uint8Array, Uint8Array] = [new Uint8Array(256), new Uint8Array(256)];

const compiled = new WeakMap<Glob, readonly Step[]>();

function stepsOf(glob: Glob): readonly Step[] {
  const known = compiled.get(glob);
  if (known !== undefined) return known;
  const steps: Step[] = [];
  for (const token of glob.tokens) {
    if (token.is === "text") {
      for (const character of token.text) steps.push(foldPoint(character.codePointAt(0)!, glob.fold));
    } else if (token.is === "letter") steps.push(letterSymbol(token.id, token.colon === true));
    else steps.push(token);
  }
  compiled.set(glob, steps);
  return steps;
}

/**
 * Whether a text is in the set a glob describes. Takes time proportional to the product of both lengths at worst: all
 * ways to match are followed at once, so no pattern makes it back up.
 */
export function matchesGlob(glob: Glob, text: string): boolean {
  const only = glob.tokens[0];
  if (glob.fold === "none" && only?.is === "text") {
    if (glob.tokens.length === 1) return only.text === text;
    if (!text.startsWith(only.text)) return false;
    const [, rest] = glob.tokens;
    if (rest?.is === "many" && rest.colon && glob.tokens.length === 2) return true;
  }
  if (glob.fold === "none" && !holdsInOrder(glob, text)) return false;
  const steps = stepsOf(glob);
  if (buffers[0].length <= steps.length)
    buffers = [new Uint8Array(2 * steps.length + 2), new Uint8Array(2 * steps.length + 2)];
  let [live, next] = buffers;
  // live[i]: some way to match has consumed the text so far and stands before step i; none does outside of `low` to `high`.
  let low = 0;
  let high = 0;
  live[0] = 1;
  ({ low, high } = passMany(steps, live, low, high));
  for (let at = 0; at < text.length; ) {
    const point = text.codePointAt(at)!;
    at += point > 0xffff ? 2 : 1;
    const symbol = foldPoint(point, glob.fold);
    const kind = symbolKind(point);
    const end = Math.min(high + 1, steps.length);
    next.fill(0, low, end + 1);
    let [least, most] = [-1, -1];
    for (let i = low; i <= high && i < steps.length; i++) {
      if (live[i] === 0) continue;
      const step = steps[i]!;
      let to = i + 1;
      if (typeof step === "number") {
        if (step !== symbol) continue;
      } else if (!wildcardMatches(step.is, step.colon, kind)) continue;
      else if (step.is === "many") to = i;
      next[to] = 1;
      if (least < 0) least = to;
      most = Math.max(most, to);
    }
    if (least < 0) return false;
    ({ low, high } = passMany(steps, next, least, most));
    [live, next] = [next, live];
  }
  return high === steps.length && live[high] === 1;
}

/** Whether the glob's texts come in the text one after the other: told at once, and most texts fall out here. */
function holdsInOrder({ tokens }: Glob, text: string): boolean {
  let from = 0;
  for (const token of tokens) {
    if (token.is !== "text") continue;
    const at = text.indexOf(token.text, from);
    if (at < 0) return false;
    from = at + token.text.length;
  }
  return true;
}

/** `many` may match nothing; what stands before the last `many` that matches anything can come to no more than what stands there. */
function passMany(steps: readonly Step[], live: Uint8Array, from: number, to: number): { low: number; high: number } {
  let [low, high] = [from, to];
  for (let i = low; i <= high && i < steps.length; i++) {
    const step = steps[i]!;
    if (live[i] !== 1 || typeof step === "number" || step.is !== "many") continue;
    if (i === high) live[++high] = 1;
    else live[i + 1] = 1;
    if (step.colon) low = i;
  }
  return { low, high };
}

/** Whether a text is in one of the globs of a set. */
export function matchesTexts(set: TextSet, text: string): boolean {
  return set.some((glob) => matchesGlob(glob, text));
}
