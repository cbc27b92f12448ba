// Trusted: an error here gives a key another key's arity.
import { asciiLowerCase } from "./ascii.ts";
import type { ConditionKey } from "./condition-key.ts";

/**
 * Looks a condition key up among keys with fixed names and families with one open place (`aws:ResourceTag/${TagKey}`,
 * `events:metadata/${MetadataKey}/matcher`, `${Domain}` in the middle). Letter case does not matter; the open part must
 * not be empty.
 */
export interface KeyTable {
  readonly keys: readonly ConditionKey[];
  find(key: string): ConditionKey | undefined;
}

/** The table over some rows. When two rows have one name (letter case aside), the first wins. */
export function keyTable(keys: readonly ConditionKey[]): KeyTable {
  const fixed = new Map<string, ConditionKey>();
  const families: Family[] = [];
  for (const key of keys) {
    const family = key.family === undefined ? undefined : familyOf(key.family);
    if (family) families.push({ ...family, key });
    const lower = asciiLowerCase(key.name);
    if (!fixed.has(lower)) fixed.set(lower, key);
  }
  // The most specific family first: `metadata/${Key}/matcher` before `metadata/${Key}`.
  families.sort((a, b) => b.before.length + b.after.length - (a.before.length + a.after.length));
  const byPrefix = new Map<string, Family[]>();
  for (const family of families) {
    const prefix = prefixOf(family.before);
    const row = byPrefix.get(prefix);
    if (row) row.push(family);
    else byPrefix.set(prefix, [family]);
  }
  const anywhere = byPrefix.get("") ?? [];
  return {
    keys,
    find(key) {
      const lower = asciiLowerCase(key);
      const exact = fixed.get(lower);
      if (exact) return exact;
      const candidates = byPrefix.get(prefixOf(lower)) ?? [];
      const family = [...candidates, ...anywhere].find((candidate) => belongs(candidate, lower));
      return family && member(family, key);
    },
  };
}

interface Family {
  readonly key: ConditionKey;
  readonly before: string;
  readonly after: string;
}

function familyOf(pattern: string): { before: string; after: string } | undefined {
  const open = pattern.indexOf("${");
  const close = pattern.indexOf("}", open);
  if (open < 0 || close < 0) return undefined;
  return { before: asciiLowerCase(pattern.slice(0, open)), after: asciiLowerCase(pattern.slice(close + 1)) };
}

const prefixOf = (text: string): string => (text.includes(":") ? text.slice(0, text.indexOf(":")) : "");

function belongs({ before, after }: Family, lower: string): boolean {
  return lower.length > before.length + after.length && lower.startsWith(before) && lower.endsWith(after);
}

function member({ key, before, after }: Family, asked: string): ConditionKey {
  const pattern = key.family ?? key.name;
  const open = asked.slice(before.length, asked.length - after.length);
  return { ...key, name: pattern.slice(0, before.length) + open + pattern.slice(pattern.length - after.length) };
}
