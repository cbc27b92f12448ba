// Trusted: a value read wrongly here is a policy read wrongly; duplicate keys are kept, for the reader to refuse.
import type { JSONScanner } from "jsonc-parser";
import { createScanner } from "jsonc-parser";
import type { DiagnosticCode, Diagnostics } from "./diagnostic.ts";
import { exceedsBytes, type Limits } from "./limits.ts";
import type { Span } from "./policy.ts";

/** One member of an object, in the order of the text. */
export interface JsonMember extends Span {
  readonly name: string;
  readonly nameSpan: Span;
  readonly value: JsonNode;
}

/** A JSON value with its place. Numbers are known by their text: they have no size limit and no rounding. */
export type JsonNode =
  | (Span & { readonly is: "string"; readonly text: string })
  | (Span & { readonly is: "number"; readonly text: string })
  | (Span & { readonly is: "boolean"; readonly text: "true" | "false" })
  | (Span & { readonly is: "null" })
  | (Span & { readonly is: "list"; readonly items: readonly JsonNode[] })
  | (Span & { readonly is: "object"; readonly members: readonly JsonMember[] });

export interface JsonOptions {
  readonly limits: Limits;
  /** `//` and block comments are white space. */
  readonly allowComments: boolean;
}

// jsonc-parser declares these as const enums, which isolated modules cannot read.
const OPEN_BRACE = 1;
const CLOSE_BRACE = 2;
const OPEN_BRACKET = 3;
const CLOSE_BRACKET = 4;
const COMMA = 5;
const COLON = 6;
const NULL = 7;
const TRUE = 8;
const FALSE = 9;
const STRING = 10;
const NUMBER = 11;
const LINE_COMMENT = 12;
const BLOCK_COMMENT = 13;
const LINE_BREAK = 14;
const WHITE_SPACE = 15;
const END = 17;

const BACKSLASH = 0x5c;

const UNTERMINATED_COMMENT = 1;
const UNTERMINATED_STRING = 2;
const UNTERMINATED_NUMBER = 3;
const CONTROL_CHARACTER = 6;

/** Half of a surrogate pair without the other half: not a character, so no request can hold it. */
export const LONE_SURROGATE: RegExp = /\p{Surrogate}/u;

/** Faults after which reading goes on, at most; the document is refused anyway. */
const MOST_FAULTS = 20;

type Open =
  | { readonly is: "list"; readonly start: number; readonly items: JsonNode[] }
  | { readonly is: "object"; readonly start: number; readonly members: JsonMember[]; name: string; nameSpan: Span };

/** What may stand next; a `first` may also be the closing bracket. */
type Expect = "value" | "first-value" | "first-name" | "name" | "colon" | "comma";

const EXPECTED: Readonly<Record<Expect, string>> = {
  value: "a value",
  "first-value": 'a value or "]"',
  "first-name": 'a name in double quotes or "}"',
  name: "a name in double quotes",
  colon: '":"',
  comma: '"," or the end of the list or object',
};

/**
 * Reads a JSON text (RFC 8259) into a tree with places; null when it is not JSON. The nesting is kept on a list and not
 * on the call stack, so no document can overflow it. Trailing commas, comments, missing commas and bad escapes are
 * reported and stepped over, so that several faults show at once.
 */
export function readJson(text: string, options: JsonOptions, diagnostics: Diagnostics): JsonNode | null {
  if (exceedsBytes(text, options.limits.bytes)) {
    diagnostics.add("DOCUMENT_TOO_LARGE", { start: 0, end: 0 }, { limit: options.limits.bytes }, "raise-limit");
    return null;
  }
  return new JsonReader(text, options, diagnostics).read();
}

class JsonReader {
  private readonly text: string;
  private readonly options: JsonOptions;
  private readonly diagnostics: Diagnostics;
  private readonly scanner: JSONScanner;
  private readonly open: Open[] = [];
  private root: JsonNode | null = null;
  private expect: Expect = "value";
  private faults = 0;
  private start = 0;
  private end = 0;
  private comma = 0;

  constructor(text: string, options: JsonOptions, diagnostics: Diagnostics) {
    this.text = text;
    this.options = options;
    this.diagnostics = diagnostics;
    this.scanner = createScanner(text, false);
    if (text.charCodeAt(0) === 0xfeff) {
      diagnostics.add("BYTE_ORDER_MARK", { start: 0, end: 1 });
      this.faults++;
      this.scanner.setPosition(1);
    }
  }

  read(): JsonNode | null {
    while (this.faults < MOST_FAULTS) {
      const token = this.next();
      if (token === null) return null;
      if (this.root !== null) {
        if (token === END) break;
        this.add("JSON_TEXT_AFTER_END");
        return null;
      }
      if (!this.take(token)) return null;
    }
    return this.faults === 0 ? this.root : null;
  }

  /** The next token that is neither white space nor a comment; null when a comment has no end. */
  private next(): number | null {
    for (;;) {
      const token: number = this.scanner.scan();
      if (token === WHITE_SPACE || token === LINE_BREAK) continue;
      this.start = this.scanner.getTokenOffset();
      this.end = this.scanner.getPosition();
      if (token !== LINE_COMMENT && token !== BLOCK_COMMENT) return token;
      const fault: number = this.scanner.getTokenError();
      if (fault === UNTERMINATED_COMMENT) {
        this.add("JSON_UNTERMINATED", { what: "comment" });
        return null;
      }
      if (!this.options.allowComments) {
        this.add("JSON_COMMENT", {}, "accept-comments");
        if (this.faults >= MOST_FAULTS) return null;
      }
    }
  }

  /** Takes one token; false when reading cannot go on. */
  private take(token: number): boolean {
    switch (this.expect) {
      case "first-value":
        if (token === CLOSE_BRACKET) return this.close(token);
        return this.takeValue(token);
      case "value":
        // Only a list expects a value after a comma: an object expects one after a colon.
        if (token === CLOSE_BRACKET && this.open.at(-1)?.is === "list") return this.trailingComma(token);
        return this.takeValue(token);
      case "first-name":
        return token === CLOSE_BRACE ? this.close(token) : this.takeName(token);
      case "name":
        return token === CLOSE_BRACE ? this.trailingComma(token) : this.takeName(token);
      case "colon":
        if (token !== COLON) return this.unexpected(token);
        this.expect = "value";
        return true;
      case "comma":
        return this.takeSeparator(token);
    }
  }

  private takeSeparator(token: number): boolean {
    const inList = this.open.at(-1)?.is === "list";
    if (token === (inList ? CLOSE_BRACKET : CLOSE_BRACE)) return this.close(token);
    if (token === COMMA) {
      this.comma = this.start;
      this.expect = inList ? "value" : "name";
      return true;
    }
    if (token !== STRING && !(inList && (token === OPEN_BRACE || token === OPEN_BRACKET)))
      return this.unexpected(token);
    // A forgotten comma: say so, and read on as if it were there.
    this.unexpected(token);
    return inList ? this.takeValue(token) : this.takeName(token);
  }

  private takeName(token: number): boolean {
    const top = this.open.at(-1);
    if (token !== STRING || top?.is !== "object") return this.unexpected(token);
    if (!this.checkString()) return false;
    top.name = this.scanner.getTokenValue();
    top.nameSpan = { start: this.start, end: this.end };
    this.expect = "colon";
    return true;
  }

  private takeValue(token: number): boolean {
    const { start, end } = this;
    switch (token) {
      case STRING:
        if (!this.checkString()) return false;
        return this.attach({ is: "string", text: this.scanner.getTokenValue(), start, end });
      case NUMBER: {
        const fault: number = this.scanner.getTokenError();
        if (fault === UNTERMINATED_NUMBER) this.add("JSON_INVALID_NUMBER");
        return this.attach({ is: "number", text: this.text.slice(start, end), start, end });
      }
      case TRUE:
        return this.attach({ is: "boolean", text: "true", start, end });
      case FALSE:
        return this.attach({ is: "boolean", text: "false", start, end });
      case NULL:
        return this.attach({ is: "null", start, end });
      case OPEN_BRACKET:
      case OPEN_BRACE:
        return this.begin(token);
      default:
        return this.unexpected(token);
    }
  }

  private begin(token: number): boolean {
    const { start, end } = this;
    const { depth } = this.options.limits;
    if (this.open.length >= depth) {
      this.diagnostics.add("NESTING_TOO_DEEP", { start, end }, { limit: depth }, "raise-limit");
      return false;
    }
    if (token === OPEN_BRACKET) this.open.push({ is: "list", start, items: [] });
    else this.open.push({ is: "object", start, members: [], name: "", nameSpan: { start, end: start } });
    this.expect = token === OPEN_BRACKET ? "first-value" : "first-name";
    return true;
  }

  private close(token: number): boolean {
    const top = this.open.at(-1);
    if (top === undefined || token !== (top.is === "list" ? CLOSE_BRACKET : CLOSE_BRACE)) return this.unexpected(token);
    this.open.pop();
    const { start } = top;
    const { end } = this;
    if (top.is === "list") return this.attach({ is: "list", items: top.items, start, end });
    return this.attach({ is: "object", members: top.members, start, end });
  }

  private attach(node: JsonNode): boolean {
    const top = this.open.at(-1);
    if (top === undefined) this.root = node;
    else if (top.is === "list") top.items.push(node);
    else {
      const { name, nameSpan } = top;
      top.members.push({ name, nameSpan, value: node, start: nameSpan.start, end: node.end });
    }
    this.expect = "comma";
    return true;
  }

  private trailingComma(token: number): boolean {
    this.faults++;
    this.diagnostics.add("JSON_TRAILING_COMMA", { start: this.comma, end: this.comma + 1 });
    return this.close(token);
  }

  /** Reports what is wrong with the string just scanned; false when it has no end. */
  private checkString(): boolean {
    const fault: number = this.scanner.getTokenError();
    const { stringLength } = this.options.limits;
    if (fault === UNTERMINATED_STRING) {
      this.add("JSON_UNTERMINATED", { what: "string" });
      return false;
    }
    if (this.end - this.start - 2 > stringLength && this.scanner.getTokenValue().length > stringLength) {
      this.add("STRING_TOO_LONG", { limit: stringLength }, "raise-limit");
      return false;
    }
    if (fault !== 0) this.findBadCharacter(fault);
    else if (this.scanner.getTokenValue().length < this.end - this.start - 2) this.findLoneSurrogate();
    return true;
  }

  /** A string with escapes may hold half a character; the text itself has been looked at before. */
  private findLoneSurrogate(): void {
    const value = this.scanner.getTokenValue();
    const index = value.search(LONE_SURROGATE);
    if (index < 0) return;
    const start = offsetsInString(this.text, { start: this.start, end: this.end })(index);
    const unit = value.charCodeAt(index).toString(16);
    this.faults++;
    this.diagnostics.add("LONE_SURROGATE", { start, end: Math.min(start + 6, this.end) }, { found: `\\u${unit}` });
  }

  private findBadCharacter(fault: number): void {
    const control = fault === CONTROL_CHARACTER;
    for (let at = this.start + 1; at < this.end; at++) {
      const unit = this.text.charCodeAt(at);
      if (control) {
        if (unit >= 0x20) continue;
        this.addAt("JSON_CONTROL_CHARACTER", at, at + 1, `U+${unit.toString(16).toUpperCase().padStart(4, "0")}`);
        return;
      }
      if (unit !== BACKSLASH) continue;
      const sequence = /^\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/.exec(this.text.slice(at, at + 6));
      if (sequence === null) {
        const length =
          this.text[at + 1] === "u" ? (/^[0-9a-fA-F]*/.exec(this.text.slice(at + 2, at + 6))?.[0].length ?? 0) : 0;
        const end = at + 2 + length;
        this.addAt("JSON_INVALID_ESCAPE", at, end, this.text.slice(at, end));
        return;
      }
      at += sequence[0].length - 1;
    }
  }

  private addAt(code: DiagnosticCode, start: number, end: number, found: string): void {
    this.faults++;
    this.diagnostics.add(code, { start, end }, { found });
  }

  private unexpected(token: number): false {
    if (token === END) {
      if (this.open.length === 0) this.add("EMPTY_DOCUMENT");
      else this.add("JSON_SYNTAX_ERROR", { expected: EXPECTED[this.expect], found: "the end of the text" });
      return false;
    }
    this.add("JSON_SYNTAX_ERROR", { expected: EXPECTED[this.expect], found: this.text.slice(this.start, this.end) });
    return false;
  }

  private add(
    code: Parameters<Diagnostics["add"]>[0],
    params: Parameters<Diagnostics["add"]>[2] = {},
    hint: Parameters<Diagnostics["add"]>[3] = null,
  ): void {
    this.faults++;
    this.diagnostics.add(code, { start: this.start, end: this.end }, params, hint);
  }
}

/**
 * Turns ascending UTF-16 offsets into a string's value into offsets into the text, stepping over escapes. One function
 * serves one string: it goes on from where it stands, so that many offsets cost no more than one walk.
 */
export function offsetsInString(text: string, node: Span): (index: number) => number {
  let at = node.start + 1;
  let seen = 0;
  return (index) => {
    for (; seen < index && at < node.end - 1; seen++) {
      if (text.charCodeAt(at) !== BACKSLASH) at += 1;
      else at += text.charCodeAt(at + 1) === 0x75 ? 6 : 2;
    }
    return Math.min(at, Math.max(node.start, node.end - 1));
  };
}
