import type { Catalog } from "@keyaki/catalog";
import { locate, type Policy, printable } from "@keyaki/policy";
import type { Run } from "./run.ts";

/** Warns of actions written by name that the list of AWS actions does not have. They count as real all the same. */
export async function warnOfUnknownActions(policies: readonly Policy[], catalog: Catalog, run: Run): Promise<void> {
  const told = new Set<string>();
  for (const policy of policies) {
    for (const { action } of policy.statements) {
      for (const { written, parts, span } of action.patterns) {
        if (parts.some((part) => part.is !== "text") || !written.includes(":")) continue;
        if (catalog.action(written) !== undefined) continue;
        const { line, column } = locate(policy.text, span.start);
        const place = `${policy.source}:${line}:${column}`;
        const what = `${printable(written)} is not in the action list of ${catalog.date}. Written by name, it counts as real.`;
        if (told.has(place + what)) continue;
        told.add(place + what);
        await run.note(`${place}: warning[UNKNOWN_ACTION]: ${what}`);
      }
    }
  }
}
