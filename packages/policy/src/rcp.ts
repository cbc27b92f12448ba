// Checked: refuses resource control policies that AWS Organizations refuses; a refusal never makes a verdict.
import type { Diagnostics } from "./diagnostic.ts";
import type { Pattern, Statement } from "./policy.ts";

/**
 * What resource control policies alone demand: everyone as principal, actions of a named service, and no Allow but the
 * one of AWS's own `RCPFullAWSAccess`. AWS page: orgs_manage_policies_rcps_syntax.
 */
export function checkRcpStatement(statement: Statement, diagnostics: Diagnostics): void {
  const { principal, action, resource, conditions, effect, span } = statement;
  if (principal !== null && !principal.negated && !principal.entries.every((entry) => entry.is === "everyone")) {
    diagnostics.add("RCP_SYNTAX_ERROR_PRINCIPAL", principal.span);
  }
  if (effect === "Allow") {
    const full = onlyStar(action.patterns) && resource !== null && !resource.negated && onlyStar(resource.patterns);
    if (!full || conditions.length > 0)
      diagnostics.add("RCP_SYNTAX_ERROR_ALLOW", { start: span.start, end: span.start + 1 });
    return;
  }
  for (const pattern of action.patterns) {
    if (!pattern.written.includes(":"))
      diagnostics.add("RCP_SYNTAX_ERROR_ACTION", pattern.span, { action: pattern.written });
  }
}

function onlyStar(patterns: readonly Pattern[]): boolean {
  return patterns.length === 1 && patterns[0]?.written === "*";
}
