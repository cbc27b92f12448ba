// Trusted: two documents with one key are taken for the same policy without being compared.
import { canonicalPolicy, contentHash, parsePolicy } from "@keyaki/policy";
import type { SourceText } from "./source.ts";

/**
 * A content key that sees through layout, order and whatever else the canonical form does not hold; null for what is no valid policy.
 * The kind is told from the document, so a document moved to where it is used as another kind must be compared.
 */
export function policyKey(text: SourceText): string | null {
  if (text.bytes === null || text.problem !== undefined) return null;
  const { policy } = parsePolicy(text.bytes, { source: text.path });
  return policy === null ? null : contentHash(canonicalPolicy(policy));
}
