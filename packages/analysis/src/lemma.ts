// Trusted: a lemma must hold in every request, or it hides some.
import { isRelation, readsValues, type Selection } from "@keyaki/encoding";
import { atomReader } from "@keyaki/evaluator";
import {
  type Atom,
  EVERY_TEXT,
  type Formula,
  type Request,
  type Rules,
  readView,
  textsIn,
  type View,
  variablesIn,
} from "@keyaki/semantics";

/**
 * What a refused request teaches: wherever the views that a relation reads hold just these values, the relation is what it was here.
 * Null when every relation came out as the model wanted it.
 */
export function lemmaFrom(request: Request, selection: Selection, rules: Rules): Formula | null {
  const { build } = rules;
  const read = atomReader(request, { assumptions: {} });
  const facts: Formula[] = [];
  for (const [atom, wanted] of selection.truths) {
    if (!isRelation(atom)) continue;
    const actual = read(atom);
    if (actual === null || actual === wanted) continue;
    const holds = build.atom(atom);
    facts.push(
      build.implies(
        build.all(...viewsOf(atom).map((view) => pinned(view, request, rules))),
        actual ? holds : build.not(holds),
      ),
    );
  }
  return facts.length === 0 ? null : build.all(...facts);
}

function viewsOf(atom: Atom): View[] {
  if (atom.is === "same") return [atom.left, atom.right];
  return readsValues(atom) ? [atom.view, ...variablesIn(atom.set)] : [];
}

/** "The view holds what it holds here." */
function pinned(view: View, request: Request, rules: Rules): Formula {
  const { build } = rules;
  const held = readView(request, view);
  if (held === null) return build.not(rules.present(view));
  const arity = rules.arity(view);
  if (arity === "single") return rules.in(view, textsIn(held.values));
  const lone = build.atom({ is: "lone", view });
  return build.all(
    // One value and a set of that value are two requests: only the first can stand for a variable.
    arity === "unknown" ? (held.set ? build.not(lone) : lone) : build.always,
    ...held.values.map((value) => rules.some(view, textsIn([value]))),
    build.not(rules.some(view, { is: "difference", from: EVERY_TEXT, minus: textsIn(held.values) })),
  );
}
