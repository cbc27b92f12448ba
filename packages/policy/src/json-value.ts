// Trusted: the tree must be the one that the text would be read as.
import type { JsonMember, JsonNode } from "./json.ts";
import { LONE_SURROGATE } from "./json.ts";
import { exceedsBytes, type Limits } from "./limits.ts";

/**
 * What `readJson` makes of `JSON.stringify(value, null, 2)`, from the value, which has no syntax left to read. Every piece is looked for in
 * the text where it must stand, so a value that reads differently twice, and whatever JSON does not say as it is, gives null: then the
 * text is to be read. So it is where something is to be reported.
 */
export function treeOfValue(value: unknown, text: string, limits: Limits): JsonNode | null {
  if (exceedsBytes(text, limits.bytes)) return null;
  const walk = new Walk(text, limits);
  const root = walk.value(value, 0);
  return root !== null && walk.at === text.length ? root : null;
}

class Walk {
  at = 0;
  readonly #text: string;
  readonly #limits: Limits;

  constructor(text: string, limits: Limits) {
    this.#text = text;
    this.#limits = limits;
  }

  value(value: unknown, depth: number): JsonNode | null {
    const start = this.at;
    switch (typeof value) {
      case "string":
        return this.#string(value) ? { is: "string", text: value, start, end: this.at } : null;
      case "number":
        return this.#take(`${value}`) ? { is: "number", text: `${value}`, start, end: this.at } : null;
      case "boolean":
        return this.#take(`${value}`) ? { is: "boolean", text: value ? "true" : "false", start, end: this.at } : null;
      case "object":
        if (value === null) return this.#take("null") ? { is: "null", start, end: this.at } : null;
        if (depth >= this.#limits.depth) return null;
        return Array.isArray(value) ? this.#list(value, depth) : this.#object(value, depth);
      default:
        return null;
    }
  }

  #list(values: readonly unknown[], depth: number): JsonNode | null {
    const start = this.at;
    const items: JsonNode[] = [];
    const isWhole = this.#between("[", "]", values.length, depth, (index) => {
      const item = this.value(values[index], depth + 1);
      if (item !== null) items.push(item);
      return item !== null;
    });
    return isWhole ? { is: "list", items, start, end: this.at } : null;
  }

  #object(value: object, depth: number): JsonNode | null {
    const start = this.at;
    const members: JsonMember[] = [];
    const entries = Object.entries(value);
    const isWhole = this.#between("{", "}", entries.length, depth, (index) => {
      const [name, inner] = entries[index] ?? ["", undefined];
      const begun = this.at;
      if (!this.#string(name)) return false;
      const nameSpan = { start: begun, end: this.at };
      if (!this.#take(": ")) return false;
      const node = this.value(inner, depth + 1);
      if (node === null) return false;
      members.push({ name, nameSpan, value: node, start: begun, end: node.end });
      return true;
    });
    return isWhole ? { is: "object", members, start, end: this.at } : null;
  }

  #between(open: string, close: string, count: number, depth: number, take: (index: number) => boolean): boolean {
    if (count === 0) return this.#take(open + close);
    const line = `\n${"  ".repeat(depth + 1)}`;
    if (!this.#take(open + line)) return false;
    for (let index = 0; index < count; index++) {
      if (index > 0 && !this.#take(`,${line}`)) return false;
      if (!take(index)) return false;
    }
    return this.#take(`${line.slice(0, -2)}${close}`);
  }

  #string(value: string): boolean {
    if (value.length > this.#limits.stringLength) return false;
    const end = this.at + value.length + 1;
    // A text with an escape in it is longer than the string: it never ends right there.
    if (this.#text[this.at] === '"' && this.#text.startsWith(value, this.at + 1) && this.#text[end] === '"') {
      this.at = end + 1;
      return true;
    }
    return !LONE_SURROGATE.test(value) && this.#take(JSON.stringify(value));
  }

  #take(piece: string): boolean {
    if (!this.#text.startsWith(piece, this.at)) return false;
    this.at += piece.length;
    return true;
  }
}
