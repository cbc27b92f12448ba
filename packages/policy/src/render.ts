// Checked: how a diagnostic looks; nothing is decided here.

import { describeDiagnostic, printable } from "./describe.ts";
import type { Diagnostic } from "./diagnostic.ts";
import { lineAt, locate } from "./locate.ts";

/** Columns of the source line that are shown, at most, and how many of them stand before the caret. */
const WIDTH = 100;
const BEFORE = 40;

/**
 * A diagnostic as lines of text, without a line break at the end: `file:line:column: error[CODE]: message`, the source
 * line (cut around the place when it is long), a caret under the place, and a hint where there is one. Whatever the file,
 * it cannot control a terminal.
 */
export function renderDiagnostic(source: string, text: string, diagnostic: Diagnostic): string {
  const { span, severity, code } = diagnostic;
  const { line, column } = locate(text, span.start);
  const { message, hint } = describeDiagnostic(diagnostic);
  const lines = [`${printable(source)}:${line}:${column}: ${severity}[${code}]: ${message}`];
  const excerpt = excerptAt(text, diagnostic);
  if (excerpt !== null) lines.push(...excerpt);
  if (hint !== null) lines.push(`  hint: ${hint}`);
  return lines.join("\n");
}

function excerptAt(text: string, { span }: Diagnostic): readonly string[] | null {
  const { start, end } = lineAt(text, span.start);
  if (start === end) return null;
  const at = Math.min(span.start, end);
  // Twice the width in UTF-16 units always holds the width in code points.
  const before = [...text.slice(Math.max(start, at - 2 * WIDTH), at)];
  const after = [...text.slice(at, Math.min(end, at + 2 * WIDTH))];
  const marked = [...text.slice(at, Math.min(end, span.end, at + 2 * WIDTH))].length;
  const left = before.length <= BEFORE || before.length + after.length <= WIDTH ? before : before.slice(-BEFORE);
  const right = after.slice(0, WIDTH - left.length);
  const cutLeft = left.length < before.length || at - 2 * WIDTH > start ? "…" : "";
  const cutRight = right.length < after.length || at + 2 * WIDTH < end ? "…" : "";
  const shown = `${cutLeft}${left.map(harmless).join("")}${right.map(harmless).join("")}${cutRight}`;
  const indent = " ".repeat(cutLeft.length + left.length);
  const carets = "^".repeat(Math.max(1, Math.min(marked, right.length)));
  return [`  ${shown}`.trimEnd(), `  ${indent}${carets}`];
}

/** One column for one code point, so that the caret stays under its place. */
function harmless(character: string): string {
  if (character === "\t") return " ";
  return /^[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Surrogate}]$/u.test(character) ? "\ufffd" : character;
}
