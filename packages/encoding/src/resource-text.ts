// Checked: every witness is judged by the evaluator.

import { type Action, EXAMPLES, fillTemplate } from "@keyaki/catalog";
import { findText, matchesTexts, type TextSet } from "@keyaki/domains";

/** What a text must and must not match. */
export interface TextDemand {
  readonly within: readonly TextSet[];
  readonly without: readonly TextSet[];
  /** The part in which values of one request stand in the place of variables: another request may ask for something else. */
  readonly dependent: string;
}

/** Texts that were found for one demand; null where there is none. */
export type FoundTexts = Map<string, string | null>;

export function remembered(found: FoundTexts, key: string, find: () => string | null): string | null {
  const known = found.get(key);
  if (known !== undefined) return known;
  const made = find();
  found.set(key, made);
  return made;
}

type Glob = TextSet[number];

/** Filler for wildcards, most wanted first. */
export const LETTERS: readonly string[] = [..."example"];
const MAX_STATES = 20_000;

export function meets(demand: Omit<TextDemand, "dependent">, text: string): boolean {
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
export function realResource(action: Action, demand: TextDemand, account: string, found: FoundTexts): string | null {
  if (action.wildcardOnly) return meets(demand, "*") ? "*" : null;
  // The plainest type first: an object of a bucket before one behind an access point.
  const templates = action.resourceTypes.map((type) => type.arnTemplate).sort((a, b) => a.length - b.length);
  for (const template of templates) {
    const text = remembered(found, `${account} ${template}`, () => plainText(template, demand, account));
    if (text !== null) return text;
  }
  for (const template of templates) {
    const text = remembered(found, template, () =>
      anyText({ ...demand, within: [...demand.within, [templateGlob(template)]] }),
    );
    if (text !== null) return text;
  }
  return null;
}

/** The template filled with values that read well, as far as the demand lets them stand. */
function plainText(template: string, demand: TextDemand, account: string): string | null {
  const filled = fillTemplate(template, { account });
  const shape = templateGlob(template);
  const globs = demand.within.flat().slice(0, 24);
  const candidates = [filled, ...globs.flatMap((glob) => merged(filled, glob))];
  return candidates.find((text) => matchesTexts([shape], text) && meets(demand, text)) ?? null;
}

/** Whether the action takes a resource with this ARN. */
export function isResourceOf(action: Action, resource: string): boolean {
  if (action.wildcardOnly) return resource === "*";
  return action.resourceTypes.some((type) => matchesTexts([templateGlob(type.arnTemplate)], resource));
}

const templates = new Map<string, Glob>();

/** The texts that an ARN template stands for: one character or more for each of its variables. */
export function templateGlob(template: string): Glob {
  const known = templates.get(template);
  if (known !== undefined) return known;
  const made = readTemplate(template);
  templates.set(template, made);
  return made;
}

function readTemplate(template: string): Glob {
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

/** With more wildcards than this a filled pattern does not read well, and grows long. */
const MOST_FILLED = 4;

function fillSegment(segment: readonly Glob["tokens"][number][], fill: string): string {
  let filled = 0;
  return segment
    .map((token) => {
      if (token.is === "text") return token.text;
      if (token.is === "one") return "a";
      return token.is === "many" && ++filled <= MOST_FILLED ? fill : "";
    })
    .join("");
}
