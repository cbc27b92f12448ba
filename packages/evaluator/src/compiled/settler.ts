// Checked: names the layer that settles a decision made elsewhere, as settle.ts does for one request; an error here names the wrong layer,
// never a wrong decision. Held to it by the law evaluator-compiled-agrees-with-formula.
import type { Decision, Formula, LayerName } from "@keyaki/semantics";
import type { DecisionWord } from "../decide.ts";
import type { Test } from "./atom-tests.ts";
import type { PreparedRequest } from "./prepared.ts";
import type { Program } from "./program.ts";

interface Layered {
  readonly layer: LayerName;
  readonly test: Test;
}

export class Settler {
  readonly #free: Test;
  readonly #barred: Test;
  readonly #denials: readonly Layered[];
  readonly #limits: readonly Layered[];
  /** Layers with an Allow that applies, in the order in which they are named. */
  readonly #grants: readonly Layered[];
  readonly #allows: Readonly<Record<"identity" | "resource" | "boundaries" | "session", Test>>;

  constructor(decision: Decision, program: Program) {
    const layered = (layer: LayerName, formula: Formula): Layered => ({ layer, test: program.test(formula) });
    this.#free = program.test(decision.free);
    this.#barred = program.test(decision.barred);
    this.#denials = decision.denials.map(({ layer, denies }) => layered(layer, denies));
    this.#limits = decision.limits.map(({ layer, passes }) => layered(layer, passes));
    this.#grants = (["identity", "resource"] as const).map((layer) => {
      const statements = decision.layers.flatMap((each) => (each.layer === layer ? each.statements : []));
      const granting = statements.filter(({ statement }) => statement.effect === "Allow");
      return { layer, test: program.testAny(granting.map(({ applies }) => applies)) };
    });
    const allows = (name: LayerName) =>
      program.test(decision.layers.find(({ layer }) => layer === name)?.allows ?? decision.granted);
    this.#allows = {
      identity: allows("identity"),
      resource: allows("resource"),
      boundaries: allows("boundaries"),
      session: allows("session"),
    };
  }

  layerOf(word: DecisionWord, request: PreparedRequest): LayerName | null {
    if (word === "Undetermined" || this.#free(request) === 1) return null;
    if (word === "ExplicitlyDenied") return first(this.#denials, request, 1);
    if (word === "Allowed") return first(this.#grants, request, 1);
    if (this.#barred(request) === 1) return null;
    return first(this.#limits, request, 0) ?? this.#ungranted(request);
  }

  #ungranted(request: PreparedRequest): LayerName {
    const allows = this.#allows;
    if (!hasPoliciesOfItsOwn(request)) return "resource";
    const byIdentity = allows.identity(request) === 1;
    if (!byIdentity && allows.resource(request) !== 1) return "identity";
    if (allows.boundaries(request) !== 1) return "boundaries";
    if (allows.session(request) !== 1) return "session";
    return byIdentity ? "resource" : "identity";
  }
}

function hasPoliciesOfItsOwn({ caller }: PreparedRequest): boolean {
  return caller.parts.account !== undefined && caller.kind !== "root";
}

/** The first layer whose test has the value. */
function first(layers: readonly Layered[], request: PreparedRequest, wanted: 0 | 1): LayerName | null {
  for (let at = 0; at < layers.length; at++) {
    const each = layers[at];
    if (each !== undefined && each.test(request) === wanted) return each.layer;
  }
  return null;
}
