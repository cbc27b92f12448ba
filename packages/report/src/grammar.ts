/** `a`, `a and b`, `a, b and c`. */
export function listed(items: readonly string[], last = "and"): string {
  if (items.length <= 1) return items[0] ?? "";
  return `${items.slice(0, -1).join(", ")} ${last} ${items[items.length - 1]}`;
}

/** The first of the items and how many were left out, in words. */
export function folded(items: readonly string[], most: number, last = "and"): string {
  if (items.length <= most + 1) return listed(items, last);
  return `${items.slice(0, most).join(", ")} ${last} ${counted(items.length - most)} more`;
}

/** 22,091: groups of three, whatever the locale. */
export function counted(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ",");
}

const SMALL = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];

/** `two actions`, `one action`, `41 actions`. */
export function many(count: number, noun: string, plural = `${noun}s`): string {
  return `${SMALL[count] ?? counted(count)} ${count === 1 ? noun : plural}`;
}

/** `1 policy`, `3 policies`: in figures. */
export function figures(count: number, noun: string, plural = `${noun}s`): string {
  return `${counted(count)} ${count === 1 ? noun : plural}`;
}
