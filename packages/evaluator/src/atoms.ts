// Trusted: what an atom is worth on a concrete request.
import {
  type Atom,
  CLOCK_VIEWS,
  type Formula,
  type Kleene,
  kleene,
  type PinnedAssumptions,
  type Request,
  readView,
  type ValueSet,
  variablesIn,
} from "@keyaki/semantics";
import { accepts, type Substitution } from "./match.ts";

/** How open rules are read: the listed default unless pinned. */
export interface Reading {
  readonly assumptions: PinnedAssumptions;
}

const SUBSTITUTED = "substituted-wildcards";

/** What variables stand for in this request. */
export function substitutionIn(request: Request): Substitution {
  return (view) => {
    const held = readView(request, view);
    const [value] = held?.values ?? [];
    // A variable needs one value: a set never stands for one, not even a set of one value.
    return held === null || held.set || value === undefined ? null : value;
  };
}

/**
 * A text with `*` or `?` stands for a variable: what it matches is not told where `substituted-wildcards` makes them wildcards. Which
 * operators have wildcards at all an atom does not say, so that this is asked of StringEquals too.
 */
function putsInWildcards(atom: Atom, request: Request): boolean {
  const substitute = substitutionIn(request);
  const isWild = (text: string | null) => text !== null && /[*?]/.test(text);
  if (atom.is === "same") return isWild(substitute(atom.left)) || isWild(substitute(atom.right));
  if (atom.is !== "in" && atom.is !== "some") return false;
  return variablesOf(atom.set).some(({ view, fallback }) => isWild(substitute(view) ?? fallback));
}

function variablesOf(set: ValueSet): { readonly view: string; readonly fallback: string | null }[] {
  if (set.is === "difference") return [...variablesOf(set.from), ...variablesOf(set.minus)];
  if (set.is !== "globs") return [];
  return set.globs.flatMap(({ tokens }) => tokens.flatMap((token) => (token.is === "variable" ? [token] : [])));
}

/** What the value of an atom waits for where it is not known. */
export function waitsFor(atom: Atom, request: Request, reading: Reading): string[] {
  if (atom.is === "unseen" || atom.is === "assume") return [atom.name];
  if (reading.assumptions[SUBSTITUTED] === "wildcard" && putsInWildcards(atom, request)) return [SUBSTITUTED];
  if (!("view" in atom)) return [];
  return [atom.view.startsWith("key:") ? atom.view.slice(4) : atom.view];
}

/** The open rules that an atom reads. */
export function rulesReadBy(atom: Atom): string[] {
  if (atom.is === "assume") return [atom.name];
  const hasVariable = atom.is === "same" || ("set" in atom && variablesIn(atom.set).length > 0);
  return hasVariable ? [SUBSTITUTED] : [];
}

/** Whether the atom can be unknown because a text stands in it that may hold wildcards, which `substituted-wildcards` makes count. */
export function isOpen(atom: Atom, reading: Reading): boolean {
  return atom.is !== "assume" && reading.assumptions[SUBSTITUTED] === "wildcard" && rulesReadBy(atom).length > 0;
}

/** Values of atoms on one request. What the request does not say of unseen policies is null: not known. */
export function atomReader(request: Request, reading: Reading): (atom: Atom) => Kleene {
  const substitute = substitutionIn(request);
  return (atom) => {
    if (request.clock === null && asksForTime(atom)) return null;
    if (reading.assumptions[SUBSTITUTED] === "wildcard" && putsInWildcards(atom, request)) {
      // As ordinary characters they match themselves, and so they do as wildcards; whether they match more is not decided here.
      return atom.is === "same" && substitute(atom.left) === substitute(atom.right) ? true : null;
    }
    switch (atom.is) {
      case "in": {
        const held = readView(request, atom.view);
        const [value] = held?.values ?? [];
        return value !== undefined && held?.values.length === 1 && accepts(atom.set, value, substitute);
      }
      case "some": {
        const held = readView(request, atom.view);
        return held?.values.some((value) => accepts(atom.set, value, substitute)) ?? false;
      }
      case "present":
        return readView(request, atom.view) !== null || CLOCK_VIEWS.has(atom.view);
      case "lone": {
        const held = readView(request, atom.view);
        return held !== null && !held.set;
      }
      case "same": {
        const left = substitute(atom.left);
        return left !== null && left === substitute(atom.right);
      }
      case "assume":
        return reading.assumptions[atom.name] === atom.value;
      case "unseen":
        return request.unseen.get(atom.name) ?? null;
    }
  };
}

/** Nothing may say what time it is: what the clock decides then stays open. */
export function asksForTime(atom: Atom): boolean {
  switch (atom.is) {
    case "in":
    case "some":
      return CLOCK_VIEWS.has(atom.view) || variablesIn(atom.set).some((view) => CLOCK_VIEWS.has(view));
    case "same":
      return CLOCK_VIEWS.has(atom.left) || CLOCK_VIEWS.has(atom.right);
    default:
      return false;
  }
}

/** The value of a formula on a request, or null when it depends on policies that the request leaves unseen. */
export function evaluate(formula: Formula, request: Request, reading: Reading): Kleene {
  return kleene(formula, atomReader(request, reading));
}
