// Checked: places and words of faults that the pattern reader found; whether there are any is its part.
import type { Reading } from "./elements.ts";
import type { JsonNode } from "./json.ts";
import { offsetsInString } from "./json.ts";
import type { PatternFault } from "./pattern.ts";

/** Reports the faults of a pattern at their places inside the JSON string that held it. */
export function reportFaults(faults: readonly PatternFault[], node: JsonNode, { text, diagnostics }: Reading): void {
  const offset = offsetsInString(text, node);
  for (const { code, start, end, variable, hint } of faults) {
    const span = { start: offset(start), end: offset(end) };
    diagnostics.add(code, span, { variable }, hint);
  }
}
