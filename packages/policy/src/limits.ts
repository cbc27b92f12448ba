// Checked: a limit that is too small refuses a document aloud, and one that is too large costs time; neither changes a verdict.

/** What a document may measure before it is refused. Beyond a limit is a diagnostic, never a truncation. */
export interface Limits {
  /** The document, in bytes of UTF-8. */
  readonly bytes: number;
  /** Nesting of objects and lists; the document itself is 1. */
  readonly depth: number;
  /** Entries of the `Statement` list. */
  readonly statements: number;
  /** One string, in UTF-16 units after unescaping. */
  readonly stringLength: number;
}

/** 2 MiB a document, 64 levels, 100,000 statements, 1 MiB a string. */
export const DEFAULT_LIMITS: Limits = {
  bytes: 2 * 1024 * 1024,
  depth: 64,
  statements: 100_000,
  stringLength: 1024 * 1024,
};

/** Whether the text takes more than `limit` bytes as UTF-8; counts only where the length leaves it open. */
export function exceedsBytes(text: string, limit: number): boolean {
  if (text.length > limit) return true;
  if (text.length * 3 <= limit) return false;
  let bytes = text.length;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    // A surrogate pair is two units and four bytes: one more byte for each half.
    if (unit >= 0x80) bytes += unit < 0x800 || (unit >= 0xd800 && unit <= 0xdfff) ? 1 : 2;
  }
  return bytes > limit;
}
