// Trusted: an axiom rules requests out; one that says too much turns "refuted" into "proved" in silence (soundness rule 3).
import { AXIOMS, type AxiomId } from "@keyaki/catalog";
import { type Atom, keyView } from "./atom.ts";
import { CALLER_VIEWS, isNeverAnonymous } from "./caller.ts";
import type { Formula } from "./formula.ts";
import { callerIs } from "./principal.ts";
import type { Rules } from "./rules.ts";
import { EVERY_TEXT, type GlobToken, globSet, makeGlob, textsIn, type ValueSet } from "./value-set.ts";

/** An axiom as far as it speaks about the keys of a question. */
export interface AxiomInstance {
  readonly id: AxiomId;
  readonly holds: Formula;
}

const VPC = keyView("aws:sourcevpc");
const VPCE = keyView("aws:sourcevpce");
const ORG = keyView("aws:principalorgid");
const PATHS = keyView("aws:principalorgpaths");
const MFA = keyView("aws:multifactorauthpresent");
const MFA_AGE = keyView("aws:multifactorauthage");
const VIA = keyView("aws:calledvia");
const VIA_ENDS = [keyView("aws:calledviafirst"), keyView("aws:calledvialast")] as const;

/** The axioms that relate keys which the atoms read. Each is valid for every admissible request; none introduces a key. */
export function axiomInstances(atoms: readonly Atom[], rules: Rules): AxiomInstance[] {
  const views = new Set(atoms.flatMap((atom) => ("view" in atom ? [atom.view] : [])));
  return AXIOMS.flatMap(({ id }) => {
    const holds = instance(id, views, atoms, rules);
    return holds === null || holds.is === "always" ? [] : [{ id, holds }];
  });
}

function instance(id: AxiomId, views: ReadonlySet<string>, atoms: readonly Atom[], rules: Rules): Formula | null {
  const { build } = rules;
  switch (id) {
    case "vpc-with-vpce":
      return views.has(VPC) && views.has(VPCE) ? build.iff(rules.present(VPC), rules.present(VPCE)) : null;
    case "orgpaths-with-orgid":
      return views.has(PATHS) && views.has(ORG) ? build.implies(rules.present(PATHS), rules.present(ORG)) : null;
    case "orgpaths-in-orgid":
      return views.has(PATHS) ? pathsInOrganization(atoms, views.has(ORG), rules) : null;
    case "mfa-age-with-mfa":
      return views.has(MFA_AGE) && views.has(MFA)
        ? build.implies(rules.present(MFA_AGE), rules.in(MFA, { is: "bool", values: [true] }))
        : null;
    case "calledvia-first-last":
      return views.has(VIA) && VIA_ENDS.some((end) => views.has(end)) ? endsOfCalledVia(atoms, rules) : null;
    case "anonymous-keys":
      return anonymousKeys(views, rules);
    case "securetransport-present":
      return presentWhereRead("aws:securetransport", views, rules);
    case "requestedregion-present":
      return presentWhereRead("aws:requestedregion", views, rules);
    case "currenttime-present":
    case "epochtime-present":
      // The clock is a base component: both keys are always there, asserted or not.
      return null;
  }
}

/** Asked only where something of the caller is read: elsewhere the caller can be one who has the keys. */
function anonymousKeys(views: ReadonlySet<string>, rules: Rules): Formula | null {
  const { build } = rules;
  const absent = [...views].filter((view) => view.startsWith("key:") && isNeverAnonymous(view.slice(4)));
  if (absent.length === 0 || ![...views].some((view) => CALLER_VIEWS.has(view))) return null;
  return build.implies(
    callerIs(rules, ["anonymous"]),
    build.all(...absent.map((view) => build.not(rules.present(view)))),
  );
}

function presentWhereRead(key: string, views: ReadonlySet<string>, rules: Rules): Formula | null {
  return views.has(keyView(key)) ? rules.present(keyView(key)) : null;
}

/**
 * Every path begins with the id of one organization and a slash, and ids hold no slash: one instance for each id that is written
 * somewhere. The caller's organization is spoken of only where its key is read.
 */
function pathsInOrganization(atoms: readonly Atom[], readsId: boolean, rules: Rules): Formula {
  const { build } = rules;
  const ids = new Set<string>();
  for (const text of literalBeginnings(atoms, ORG)) if (!text.includes("/")) ids.add(text);
  for (const text of literalBeginnings(atoms, PATHS)) {
    const slash = text.indexOf("/");
    if (slash > 0) ids.add(text.slice(0, slash));
  }
  const holds = [...ids].sort().map((id) => {
    const under = globSet([
      makeGlob(
        [
          { is: "text", text: `${id}/` },
          { is: "many", colon: true },
        ],
        "none",
      ),
    ]);
    const isUnder = rules.some(PATHS, under);
    const isOutside = rules.some(PATHS, outside(under));
    const isOrganization = rules.in(ORG, textsIn([id]));
    if (!readsId) return build.implies(isUnder, build.not(isOutside));
    return build.all(
      // Only where there is an id: that one comes with every path is an axiom of its own.
      build.implies(build.all(rules.present(ORG), isUnder), build.all(isOrganization, build.not(isOutside))),
      build.implies(isOrganization, build.not(isOutside)),
    );
  });
  const anywhere: GlobToken = { is: "many", colon: true };
  const paths = globSet([makeGlob([anywhere, { is: "text", text: "/" }, anywhere], "none")]);
  const shapeless = rules.some(PATHS, outside(paths));
  return build.all(...holds, build.not(readsId ? build.all(rules.present(ORG), shapeless) : shapeless));
}

function outside(set: ValueSet): ValueSet {
  return { is: "difference", from: EVERY_TEXT, minus: set };
}

/** The first and last service of a chain are among the chain: one instance for each set that is asked of either. */
function endsOfCalledVia(atoms: readonly Atom[], rules: Rules): Formula {
  const { build } = rules;
  const sets = atoms.flatMap((atom) =>
    (atom.is === "in" || atom.is === "some") && (atom.view === VIA || VIA_ENDS.some((end) => end === atom.view))
      ? [atom.set]
      : [],
  );
  const chained = build.implies(rules.nonEmpty(VIA), build.all(...VIA_ENDS.map((end) => rules.present(end))));
  // Only where the chain is present: AWS does not say that the ends never come without it.
  const among = VIA_ENDS.flatMap((end) =>
    sets.map((set) => build.implies(build.all(rules.nonEmpty(VIA), rules.in(end, set)), rules.some(VIA, set))),
  );
  return build.all(chained, ...among);
}

function literalBeginnings(atoms: readonly Atom[], view: string): string[] {
  const texts: string[] = [];
  const collect = (set: ValueSet): void => {
    if (set.is === "difference") {
      collect(set.from);
      collect(set.minus);
    } else if (set.is === "globs") {
      for (const glob of set.globs) {
        const [first] = glob.tokens;
        if (first?.is === "text" && glob.fold === "none") texts.push(first.text);
      }
    }
  };
  for (const atom of atoms) if ((atom.is === "in" || atom.is === "some") && atom.view === view) collect(atom.set);
  return texts;
}
