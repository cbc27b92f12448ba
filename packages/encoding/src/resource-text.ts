// Checked: every witness is judged by the evaluator.

import { type Action, EXAMPLES, fillTemplate } from "@keyaki/catalog";
import { findText, matchesTexts, type TextSet } from "@keyaki/domains";

/** What a text must and must not match. */
export interface TextDemand {
  readonly within: readonly TextSet[];
  readonly without: readonly TextSet[];
}

type Glob = TextSet[number];

/** Filler for wildcards, most wanted first. */
const LETTERS = [..."example"];
const MAX_STATES = 20_000;

export function meets(demand: TextDemand, text: string): boolean {
  return (
    demand.within.every((set) => matchesTexts(set, text)) && !demand.without.some((set) => matchesTexts(set, text))
  );
}

/** Any text that meets the demand, or null where none was found. */
export function anyText(demand: TextDemand): string | null {
  const found = findText(demand, { prefer: LETTERS, maxStates: MAX_STATES });
  return found === "exhausted" ? null : found;
}

/** The ARN of a resource that the action takes and that meets the demand; null where none was found. */
export function realResource(action: Action, demand: TextDemand, account: string): string | null {
  if (action.wildcardOnly) return meets(demand, "*") ? "*" : null;
  const globs = demand.within.flat().slice(0, 24);
  // The plainest type first: an object of a bucket before one behind an access point.
  const types = [...action.resourceTypes].sort((a, b) => a.arnTemplate.length - b.arnTemplate.length);
  for (const type of types) {
    const filled = fillTemplate(type.arnTemplate, { account });
    const shape = templateGlob(type.arnTemplate);
    const candidates = [filled, ...globs.flatMap((glob) => merged(filled, glob))];
    const fitting = candidates.find((text) => matchesTexts([shape], text) && meets(demand, text));
    if (fitting !== undefined) return fitting;
  }
  for (const type of types) {
    const found = anyText({ within: [...demand.within, [templateGlob(type.arnTemplate)]], without: demand.without });
    if (found !== null) return found;
  }
  return null;
}

/** The texts that an ARN template stands for: one character or more for each of its variables. */
export function templateGlob(template: string): Glob {
  const [first = template] = template.split(/,\s*(?=arn:)/);
  const tokens: Glob["tokens"][number][] = [];
  let colons = 0;
  for (const piece of first.split(/(\$?\{[^{}]*\}|\*)/)) {
    if (piece === "") continue;
    if (piece === "*" || /^\$?\{/.test(piece)) {
      const colon = colons >= 5;
      if (!/partition/i.test(piece)) tokens.push({ is: "one", colon }, { is: "many", colon });
      else tokens.push({ is: "text", text: EXAMPLES.partition }, { is: "many", colon: false });
    } else {
      colons += piece.split(":").length - 1;
      tokens.push({ is: "text", text: piece });
    }
  }
  return { tokens, fold: "none" };
}

/** Texts of a pattern that look like the filled template: its parts where the pattern leaves them open. */
function merged(filled: string, glob: Glob): string[] {
  const shape = segmentsOf(filled);
  const wanted = globSegments(glob);
  if (wanted.length === 1 && wanted[0]?.every((token) => token.is === "many")) return [filled];
  if (wanted.length !== shape.length) return [];
  const heads = wanted.slice(0, 5).map((segment, at) => {
    const own = shape[at] ?? "";
    return segment.every((token) => token.is === "many") ? own : fillSegment(segment, own);
  });
  const last = wanted[5] ?? [];
  const own = shape[5] ?? "";
  const tails =
    last.length === 1 && last[0]?.is === "many"
      ? [own]
      : ["example", "", "example/example", own].map((fill) => fillSegment(last, fill));
  return tails.map((tail) => [...heads, tail].join(":"));
}

function segmentsOf(text: string): string[] {
  const parts = text.split(":");
  return parts.length <= 6 ? parts : [...parts.slice(0, 5), parts.slice(5).join(":")];
}

function globSegments(glob: Glob): Glob["tokens"][number][][] {
  const segments: Glob["tokens"][number][][] = [[]];
  for (const token of glob.tokens) {
    if (token.is !== "text") {
      segments.at(-1)?.push(token);
      continue;
    }
    let rest = token.text;
    for (let at = rest.indexOf(":"); at >= 0 && segments.length < 6; at = rest.indexOf(":")) {
      if (at > 0) segments.at(-1)?.push({ is: "text", text: rest.slice(0, at) });
      segments.push([]);
      rest = rest.slice(at + 1);
    }
    if (rest !== "") segments.at(-1)?.push({ is: "text", text: rest });
  }
  return segments;
}

function fillSegment(segment: readonly Glob["tokens"][number][], fill: string): string {
  return segment
    .map((token) => (token.is === "text" ? token.text : token.is === "one" ? "a" : token.is === "many" ? fill : ""))
    .join("");
}
