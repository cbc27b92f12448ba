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
  }
  const steps = stepsOf(glob);
  // live[i]: some way to match has consumed the text so far and stands before step i.
  const size = steps.length + 1;
  if (buffers[0].length < size) buffers = [new Uint8Array(2 * size), new Uint8Array(2 * size)];
  let [live, next] = buffers;
  live.fill(0, 0, size);
  live[0] = 1;
  passMany(steps, live);
  for (let at = 0; at < text.length; ) {
    const point = text.codePointAt(at)!;
    at += point > 0xffff ? 2 : 1;
    const symbol = foldPoint(point, glob.fold);
    const kind = symbolKind(point);
    let some = false;
    next.fill(0, 0, size);
    for (let i = 0; i < steps.length; i++) {
      if (live[i] === 0) continue;
      const step = steps[i]!;
      if (typeof step === "number") {
        if (step !== symbol) continue;
        next[i + 1] = 1;
      } else if (wildcardMatches(step.is, step.colon, kind)) next[step.is === "one" ? i + 1 : i] = 1;
      else continue;
      some = true;
    }
    if (!some) return false;
    passMany(steps, next);
    [live, next] = [next, live];
  }
  return live[steps.length] === 1;
}

/** `many` may match nothing. */
function passMany(steps: readonly Step[], live: Uint8Array): void {
  for (let i = 0; i < steps.length; i++) {
    const step = steps[i]!;
    if (live[i] === 1 && typeof step !== "number" && step.is === "many") live[i + 1] = 1;
  }
}

/** Whether a text is in one of the globs of a set. */
export function matchesTexts(set: TextSet, text: string): boolean {
  return set.some((glob) => matchesGlob(glob, text));
}
