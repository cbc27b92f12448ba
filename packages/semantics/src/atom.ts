// Trusted: an atom says what one part of a request must be; two atoms with one key must mean the same.
import type { ValueSet } from "./value-set.ts";
import { valueSetKey } from "./value-set.ts";

/**
 * The name of something that a request has, as text:
 * `action`, `resource`, `owner` (the account that owns the resource), `caller:…` (see caller.ts),
 * `key:NAME` (a condition key, lower-cased) or `hole:NAME` (a value that the document leaves open).
 */
export type View = string;

/** The view of a condition key. */
export function keyView(key: string): View {
  return `key:${key}`;
}

/**
 * The smallest conditions on a request.
 * - `in`: the view is present, holds one value, and that value lies in the set.
 * - `present`: the key is there (for a key of several values: also when it is empty).
 * - `some`: the key holds a value that lies in the set.
 * - `lone`: the key, whose arity is not known, holds one value and not a set.
 * - `same`: two views are present and equal.
 * - `assume`: a rule that AWS leaves open has this value.
 * - `unseen`: something that the input does not show, such as what other policies of the caller allow.
 */
export type Atom =
  | { readonly is: "in"; readonly view: View; readonly set: ValueSet }
  | { readonly is: "present"; readonly view: View }
  | { readonly is: "some"; readonly view: View; readonly set: ValueSet }
  | { readonly is: "lone"; readonly view: View }
  | { readonly is: "same"; readonly left: View; readonly right: View }
  | { readonly is: "assume"; readonly name: string; readonly value: string }
  | { readonly is: "unseen"; readonly name: string };

const keys = new WeakMap<Atom, string>();

/** The canonical key of an atom: equal exactly when two atoms are the same condition. */
export function atomKey(atom: Atom): string {
  const known = keys.get(atom);
  if (known !== undefined) return known;
  const made = makeKey(atom);
  keys.set(atom, made);
  return made;
}

function makeKey(atom: Atom): string {
  switch (atom.is) {
    case "in":
    case "some":
      return `${atom.is} ${spelled(atom.view)} ${valueSetKey(atom.set)}`;
    case "present":
    case "lone":
      return `${atom.is} ${atom.view}`;
    case "same":
      return `same ${spelled(atom.left)} ${atom.right}`;
    case "assume":
      return `assume ${atom.name}=${atom.value}`;
    case "unseen":
      return `unseen ${atom.name}`;
  }
}

/** The name with its length: tag keys may hold spaces, so a name alone does not say where it ends. */
function spelled(view: View): string {
  return `${view.length}:${view}`;
}
