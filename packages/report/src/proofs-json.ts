import type { Asked, Certificate, Certificates } from "@keyaki/analysis";
import { type Policy, printPolicy } from "@keyaki/policy";
import type { StatementRefJson } from "./json.ts";
import { refJson } from "./place.ts";

/** Everything that is needed to check the answers about two sides again, without the files and without a solver. */
export interface ProofsJson {
  /** How it was asked. */
  readonly asked: {
    readonly kind: string;
    readonly assume: Readonly<Record<string, string>>;
    readonly axioms: boolean;
    readonly universe: string;
    readonly resourceAccount: string | null;
  };
  /** The policies as they were read; of a change LEFT is AFTER. */
  readonly documents: { readonly left: readonly DocumentJson[]; readonly right: readonly DocumentJson[] };
  /** By claim: a certificate of each that is proved, or why there is none. */
  readonly claims: Readonly<Record<string, CertificateJson | { readonly none: string }>>;
}

export interface DocumentJson {
  readonly source: string;
  readonly document: unknown;
}

export interface CertificateJson {
  /** The statements that the proof rests on beside those of which all are needed. */
  readonly statements: readonly StatementRefJson[];
  readonly axioms: readonly string[];
  /** The same statements by the places of their policies and their own; all other Allows and Denies of their kind are not used. */
  readonly left: Certificate["left"];
  readonly right: Certificate["right"];
  readonly readings: Certificate["proof"]["readings"];
}

export function proofsJson(
  left: readonly Policy[],
  right: readonly Policy[],
  asked: Asked,
  certificates: Certificates,
): ProofsJson {
  return {
    asked: {
      kind: asked.kind,
      assume: asked.assume ?? {},
      axioms: asked.axioms ?? true,
      universe: asked.universe ?? "open",
      resourceAccount: asked.resourceAccount ?? null,
    },
    documents: documentsJson(left, right),
    claims: Object.fromEntries(
      Object.entries(certificates).map(([name, made]) => [
        name,
        "none" in made ? made : certificateJson(made, left, right),
      ]),
    ),
  };
}

/** Both sides as documents that mean the same. */
export function documentsJson(left: readonly Policy[], right: readonly Policy[]): ProofsJson["documents"] {
  return { left: left.map(documentJson), right: right.map(documentJson) };
}

function documentJson(policy: Policy): DocumentJson {
  return { source: policy.source, document: JSON.parse(printPolicy(policy)) as unknown };
}

function certificateJson(
  { left, right, axioms, proof }: Certificate,
  ofLeft: readonly Policy[],
  ofRight: readonly Policy[],
): CertificateJson {
  const refs = (places: Certificate["left"], policies: readonly Policy[]) =>
    places.flatMap(([at, index]) => {
      const policy = policies[at];
      const statement = policy?.statements[index];
      return policy === undefined || statement === undefined ? [] : [refJson({ policy, statement })];
    });
  return {
    statements: [...refs(left, ofLeft), ...refs(right, ofRight)],
    axioms,
    left,
    right,
    readings: proof.readings,
  };
}
