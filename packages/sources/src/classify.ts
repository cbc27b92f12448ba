// Trusted: a policy taken for something else is never judged. When in doubt a file is a policy, and the parser says what is wrong with it.

/**
 * What a JSON file found in a directory is.
 * - `policy`: an object with a `Statement`, or text that cannot be parsed but holds the word;
 * - `wrapped-policy`: JSON that holds a policy document somewhere inside (a template, a plan, the output of an AWS command):
 *   it can grant access, and reading it as a policy would be wrong;
 * - `no-statement`, `not-json`: cannot be a policy document whatever its author meant.
 */
export type DocumentClass = "policy" | "wrapped-policy" | "no-statement" | "not-json";

/** Classifies a file's bytes; any bytes are accepted. A file named by itself is not asked: it must be a policy. */
export function classifyDocument(bytes: Uint8Array): DocumentClass {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    return mayMentionStatement(bytes) ? "policy" : "not-json";
  }
  if (isRecord(value) && Object.entries(value).some(([key, held]) => isStatementEntry(key, held))) return "policy";
  return holdsPolicy(value) ? "wrapped-policy" : "no-statement";
}

/** `Statement` in any case is meant as one if its value could be; the parser then names the misspelling. */
function isStatementEntry(key: string, held: unknown): boolean {
  return key === "Statement" || (key.toLowerCase() === "statement" && typeof held === "object" && held !== null);
}

/** A `Statement` with an `Effect` in it, at any depth, also inside a string that is itself JSON (as many exports keep policies). */
function holdsPolicy(root: unknown): boolean {
  const pending: unknown[] = [root];
  while (pending.length > 0) {
    const value = pending.pop();
    if (typeof value === "string") {
      const parsed = embeddedJson(value);
      if (parsed !== undefined) pending.push(parsed);
    } else if (Array.isArray(value)) {
      for (const held of value) pending.push(held);
    } else if (isRecord(value)) {
      for (const [key, held] of Object.entries(value)) {
        if (key.toLowerCase() === "statement" && statementsOf(held).some(hasEffect)) return true;
        pending.push(held);
      }
    }
  }
  return false;
}

function embeddedJson(text: string): unknown {
  const encoded = /^(?:\s|%20|%0[9ad]|\+)*%(?:7b|5b)/i.test(text);
  if (!(encoded || /^\s*[[{]/.test(text)) || !/statement/i.test(text)) return undefined;
  const plain = encoded ? percentDecoded(text) : text;
  try {
    const value: unknown = JSON.parse(plain);
    // Only an object or a list: a string in a string would let text of n bytes be unwrapped n times.
    return typeof value === "object" && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

/** IAM's API returns policy documents percent-encoded. */
function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function statementsOf(held: unknown): readonly unknown[] {
  return Array.isArray(held) ? held : [held];
}

function hasEffect(statement: unknown): boolean {
  return isRecord(statement) && Object.keys(statement).some((key) => key.toLowerCase() === "effect");
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Text that does not parse: could it become a policy once repaired? Also if the word is escaped, or the text is UTF-16. */
function mayMentionStatement(bytes: Uint8Array): boolean {
  const ascii = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
  return /statement|\\u|\0/i.test(ascii);
}
