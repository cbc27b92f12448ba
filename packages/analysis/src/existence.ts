// Trusted: three outcomes and never two.
import type { Found } from "./requests.ts";
import type { Engine, Reason } from "./verdict.ts";

/** Whether there is a request that refutes a claim. */
export type Existence =
  | { readonly is: "none"; readonly axioms: readonly string[]; readonly engine: Engine }
  | { readonly is: "some"; readonly found: Found; readonly engine: Engine }
  | { readonly is: "unknown"; readonly reason: Reason; readonly engine: Engine };
