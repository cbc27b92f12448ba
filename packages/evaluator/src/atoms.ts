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
  variablesIn,
} from "@keyaki/semantics";
import { accepts, type Substitution } from "./match.ts";

/** How open rules are read: the listed default unless pinned. */
export interface Reading {
  readonly assumptions: PinnedAssumptions;
}

/** Values of atoms on one request. What the request does not say of unseen policies is null: not known. */
export function atomReader(request: Request, reading: Reading): (atom: Atom) => Kleene {
  const substitute: Substitution = (view) => {
    const held = readView(request, view);
    const [value] = held?.values ?? [];
    // A variable needs one value: a set never stands for one, not even a set of one value.
    return held === null || held.set || value === undefined ? null : value;
  };
  return (atom) => {
    if (request.clock === null && asksForTime(atom)) return null;
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
function asksForTime(atom: Atom): boolean {
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
