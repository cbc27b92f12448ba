// Looks for a request that refutes a claim among all that can be made of a few values a part.
import { AXIOMS } from "@keyaki/catalog";
import { atomsOf, callersUnder, type Request } from "@keyaki/semantics";
import { chance } from "../generators/chance.ts";
import { Universe } from "../generators/universe.ts";
import { arity, type ClaimName, type Oracle } from "./oracle.ts";

const ALL_AXIOMS: ReadonlySet<string> = new Set(AXIOMS.map((axiom) => axiom.id));
const NO_AXIOMS: ReadonlySet<string> = new Set();

export interface Refuting {
  readonly request: Request;
  /** Values of the open rules under which it refutes. */
  readonly assumptions: Readonly<Record<string, string>>;
}

export interface Effort {
  /** Universes to look through, each with other values where all together are too many. */
  readonly universes: number;
  readonly requests: number;
  readonly seed: number;
}

/** A request that refutes the claim, or null; `looked` counts the requests judged. */
export function bruteForce(
  oracle: Oracle,
  claim: ClaimName,
  effort: Effort,
): { readonly found: Refuting | null; readonly looked: number } {
  const { kind, axioms, resourceAccount } = oracle.asked;
  const { holds, fails } = oracle.sides(claim);
  if (holds === fails || holds.is === "never" || fails.is === "always") return { found: null, looked: 0 };
  const atoms = atomsOf([holds, fails]);
  const pick = chance(effort.seed);
  let looked = 0;
  for (let round = 0; round < effort.universes; round++) {
    const universe = new Universe(atoms, {
      arity,
      axioms: axioms ? ALL_AXIOMS : NO_AXIOMS,
      most: effort.requests,
      pick,
      callers: callersUnder(kind),
    });
    const [admissible, yes, no] = [universe.admissible(), universe.values(holds), universe.values(fails)];
    looked += universe.size;
    for (let index = 0; index < universe.size; index++) {
      if (yes[index] === 0 || no[index] === 1 || admissible[index] === 0) continue;
      const found = universe.at(index);
      if (resourceAccount !== undefined && found.request.owner !== resourceAccount) continue;
      // The tables only find it; the evaluator itself says that it refutes.
      if (!oracle.isAsked(found.request)) throw new Error(`not a request: ${shown(found)}`);
      if (!oracle.refutes(claim, found.request, found.assumptions)) throw new Error(`no refutation: ${shown(found)}`);
      return { found, looked };
    }
    if (universe.isWhole) break;
  }
  return { found: null, looked };
}

/** A request as one line, for messages. */
export function shown({ request, assumptions }: Refuting): string {
  return JSON.stringify({ ...request, keys: [...request.keys], unseen: [...request.unseen], assumptions });
}
