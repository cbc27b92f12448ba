// Trusted: a disjunction of parts that each ask for an action is asked only of those that can hold for the request's action.
import { foldAscii, type Glob } from "@keyaki/semantics";
import { beginningOf } from "./action-sets.ts";
import type { Costed, Test, Truth } from "./atom-tests.ts";
import type { PreparedRequest } from "./prepared.ts";
import { type Part, textsAsked } from "./specialise.ts";
import { lastNotAfter } from "./text-set.ts";

/** A part that holds only for actions that some patterns match. */
export interface Guarded {
  readonly guard: readonly Glob[];
  readonly whole: Costed;
  /** What is left to ask where a pattern of the guard matches. */
  readonly rest: Costed;
}

/** The patterns of which an action must match one where a part is to be anything but false; null where it need not. */
export function guardOf(part: Part): readonly Glob[] | null {
  if (part.is === "atom") {
    const asked = textsAsked(part);
    return asked?.view === "action" && asked.globs.every(({ fold }) => fold === "ascii") ? asked.globs : null;
  }
  if (part.is === "all") {
    const [fewest] = part.of
      .map(guardOf)
      .filter((each) => each !== null)
      .sort((a, b) => a.length - b.length);
    return fewest ?? null;
  }
  if (part.is !== "any") return null;
  const guards = part.of.map(guardOf);
  return guards.includes(null) ? null : guards.flatMap((guard) => guard ?? []);
}

/** A disjunction of guarded parts. */
export function indexed(parts: readonly Guarded[]): Costed {
  const literals = new Map<string, Test[]>();
  const services = new Map<string, Map<string, Test[]>>();
  const everywhere: Test[] = [];
  for (const { guard, whole, rest } of parts) {
    for (const glob of guard) {
      const beginning = beginningOf(glob);
      const [first] = glob.tokens;
      const text = first?.is === "text" ? foldAscii(first.text) : "";
      if (first?.is === "text" && glob.tokens.length === 1) push(literals, text, rest.test);
      else if (beginning !== null) push(serviceOf(services, beginning), beginning, rest.test);
      // A wildcard within the name: what stands before it leads here, and the part looks at the whole.
      else if (text.includes(":")) push(serviceOf(services, text), text, whole.test);
      else everywhere.push(whole.test);
    }
  }
  const chains = new Map([...services].map(([service, texts]) => [service, chainsOf(texts)]));
  const certain = parts.every(({ whole }) => whole.certain);
  const ask = certain ? askCertain : askOpen;
  const test: Test = (request) => {
    let value: Truth = 0;
    const equal = literals.get(request.action);
    if (equal !== undefined) value = ask(equal, request, value);
    if (value === 1) return 1;
    const begun = chains.get(request.service);
    if (begun !== undefined) {
      const { action } = request;
      for (let at = lastNotAfter(begun.texts, action); at >= 0; at = begun.shorter[at] ?? -1) {
        if (!action.startsWith(begun.texts[at] ?? "")) continue;
        value = ask(begun.tests[at] ?? [], request, value);
        if (value === 1) return 1;
      }
    }
    return everywhere.length === 0 ? value : ask(everywhere, request, value);
  };
  return { test, certain, cost: 10 };
}

function askCertain(tests: readonly Test[], request: PreparedRequest, _before: Truth): Truth {
  for (let at = 0; at < tests.length; at++) if (tests[at]?.(request) === 1) return 1;
  return 0;
}

function askOpen(tests: readonly Test[], request: PreparedRequest, before: Truth): Truth {
  let value = before;
  for (let at = 0; at < tests.length; at++) {
    const each = tests[at]?.(request);
    if (each === 1) return 1;
    if (each === 2) value = 2;
  }
  return value;
}

/** Beginnings of one service's actions, sorted, with what each asks. */
interface Chains {
  readonly texts: readonly string[];
  /** The longest other beginning that begins this one; -1: none. All that begin an action are on one such way. */
  readonly shorter: readonly number[];
  readonly tests: readonly (readonly Test[])[];
}

function chainsOf(byText: ReadonlyMap<string, readonly Test[]>): Chains {
  const texts = [...byText.keys()].sort();
  const shorter: number[] = [];
  const open: number[] = [];
  texts.forEach((text, at) => {
    while (open.length > 0 && !text.startsWith(texts[open.at(-1) ?? 0] ?? "")) open.pop();
    shorter.push(open.at(-1) ?? -1);
    open.push(at);
  });
  return { texts, shorter, tests: texts.map((text) => byText.get(text) ?? []) };
}

function serviceOf(services: Map<string, Map<string, Test[]>>, text: string): Map<string, Test[]> {
  const service = text.slice(0, text.indexOf(":"));
  const known = services.get(service);
  if (known !== undefined) return known;
  const made = new Map<string, Test[]>();
  services.set(service, made);
  return made;
}

function push(tests: Map<string, Test[]>, text: string, test: Test): void {
  const known = tests.get(text);
  if (known === undefined) tests.set(text, [test]);
  else known.push(test);
}
