export { type Checked, checkProof, readings } from "./check.ts";
export { fieldOf, setsOf } from "./fields.ts";
export { type LeafClauses, leafClauses, leafFormulas, orderedAtoms, restsOf } from "./leaf.ts";
export type { CallerRowProof, Fact, LeafProof, OwnedRow, Proof, ReadingProof, Table, TextRow } from "./proof.ts";
export { type RefutationFault, refutationFault } from "./refutation.ts";
export { signatureOf, textSignatures } from "./signatures.ts";
export { Unproved } from "./unproved.ts";
