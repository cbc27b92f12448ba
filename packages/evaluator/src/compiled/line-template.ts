// Trusted: lines of one log mostly differ in their texts alone. A template is a line that was read in full, cut at its texts: a line that
// is the same between them is read from its texts. Every other line is left to be parsed; held to it by the test line-template.
import type { KeyValues } from "@keyaki/semantics";
import { isObject } from "../request-problem.ts";
import type { PreparedRequest } from "./prepared.ts";
import { callerOfTexts, isUsual } from "./quick-caller.ts";
import { type Context, finished, heldBy, instantOf, ownerOf, type QuickReader } from "./quick-request.ts";

/** So many templates are tried on a line. */
const MOST = 8;

/** Reads lines of JSON into requests as `QuickReader` reads what they are parsed to. */
export class LineReader {
  readonly #reader: QuickReader;
  readonly #templates: LineTemplate[] = [];

  constructor(reader: QuickReader) {
    this.#reader = reader;
  }

  /** The request in a line without backslashes and control characters; null where the line has to be parsed. */
  read(line: string): PreparedRequest | null {
    const templates = this.#templates;
    for (let at = 0; at < templates.length; at++) {
      const template = templates[at];
      if (template === undefined || !template.matches(line)) continue;
      if (at > 0) {
        templates.splice(at, 1);
        templates.unshift(template);
      }
      return template.request();
    }
    return null;
  }

  /** Takes a line that was parsed, and has no name twice in an object, as a template for others. */
  learn(line: string, value: unknown): void {
    if (this.#templates.length >= MOST) return;
    const made = LineTemplate.of(line, value, this.#reader);
    if (made !== null) this.#templates.unshift(made);
  }
}

/** One key of the context: its only text, or a list of texts; numbers and truth values are the same in every line of the template. */
type Given =
  | { readonly is: "text" | "set"; readonly hole: number }
  | { readonly is: "time"; readonly hole: number }
  | { readonly is: "constant"; readonly value: string | KeyValues }
  | { readonly is: "list"; readonly items: readonly (number | string)[] };

/** Which hole holds which field. */
interface Plan {
  readonly arn: number;
  readonly id: number | null;
  readonly role: number | null;
  readonly account: number | null;
  readonly action: number;
  readonly resource: number;
  readonly isStar: boolean;
  /** null: missing; `none`: no account owns it. */
  readonly owner: number | null | "none";
  readonly given: readonly Given[];
  readonly clock: number | null;
  readonly context: Context;
}

const TEXT = /"[^"]*"/g;
const NAME_END = /\s*:/y;

class LineTemplate {
  /** What stands around the holes: one more than there are holes. */
  readonly #around: readonly string[];
  readonly #plan: Plan;
  readonly #texts: string[];

  private constructor(around: readonly string[], plan: Plan) {
    this.#around = around;
    this.#plan = plan;
    this.#texts = Array.from({ length: around.length - 1 }, () => "");
  }

  static of(line: string, value: unknown, reader: QuickReader): LineTemplate | null {
    const around: string[] = [];
    const texts: string[] = [];
    let from = 0;
    for (const { 0: token, index } of line.matchAll(TEXT)) {
      NAME_END.lastIndex = index + token.length;
      if (NAME_END.test(line)) continue;
      around.push(line.slice(from, index + 1));
      texts.push(token.slice(1, -1));
      from = index + token.length - 1;
    }
    around.push(line.slice(from));
    const holes = new Holes(value);
    const isSame = holes.texts.length === texts.length && texts.every((text, at) => text === holes.texts[at]);
    const plan = isSame ? planOf(value, holes, reader) : null;
    return plan === null ? null : new LineTemplate(around, plan);
  }

  /** Whether the line is the same around its texts, which are then kept for `request`. */
  matches(line: string): boolean {
    const [around, texts] = [this.#around, this.#texts];
    let at = 0;
    for (let hole = 0; hole < texts.length; hole++) {
      const before = around[hole] ?? "";
      if (!line.startsWith(before, at)) return false;
      const begin = at + before.length;
      at = line.indexOf('"', begin);
      if (at < 0) return false;
      texts[hole] = line.slice(begin, at);
    }
    const last = around[texts.length] ?? "";
    return line.length === at + last.length && line.startsWith(last, at);
  }

  /** The request of the line that matched last. */
  request(): PreparedRequest | null {
    const { arn, id, role, account, action, resource, isStar, owner: owning, given, clock: time, context } = this.#plan;
    const texts = this.#texts;
    const optional = (hole: number | null) => (hole === null ? undefined : texts[hole]);
    const caller = callerOfTexts(texts[arn] ?? "", optional(id), optional(role), optional(account));
    const [asked, on] = [texts[action] ?? "", texts[resource] ?? ""];
    if (caller === null || asked === "" || on === "" || (isStar && on !== "*")) return null;
    const own = caller.parts.account ?? null;
    const owner = ownerOf(on, owning === "none" ? null : optional(owning), own);
    if (owner === undefined) return null;
    let clock = time;
    const values: (string | KeyValues)[] = [];
    for (let at = 0; at < given.length; at++) {
      const each = given[at];
      if (each === undefined) continue;
      if (each.is === "text") values.push(texts[each.hole] ?? "");
      else if (each.is === "time") {
        clock = instantOf(texts[each.hole]);
        if (clock === null) return null;
      } else if (each.is === "constant") values.push(each.value);
      else if (each.is === "list") values.push({ set: true, values: each.items.map((item) => itemOf(item, texts)) });
      else values.push({ set: true, values: [texts[each.hole] ?? ""] });
    }
    return finished(caller, asked, on, owner, clock, values, context);
  }
}

function itemOf(item: number | string, texts: readonly string[]): string {
  return typeof item === "string" ? item : (texts[item] ?? "");
}

/** The texts of a value in their order, each with its number. */
class Holes {
  readonly texts: string[] = [];
  readonly #byOwner = new Map<unknown, Map<string | number, number>>();

  constructor(value: unknown) {
    // A text alone has no owner, and is no request.
    this.#visit(value);
  }

  /** The number of the text that is a field of an object or list; null where the field is no text. */
  of(owner: unknown, field: string | number): number | null {
    return this.#byOwner.get(owner)?.get(field) ?? null;
  }

  #visit(value: unknown): void {
    if (typeof value === "string") this.texts.push(value);
    else if (Array.isArray(value)) value.forEach((each, at) => void this.#field(value, at, each));
    else if (isObject(value)) for (const [name, each] of Object.entries(value)) this.#field(value, name, each);
  }

  #field(owner: unknown, field: string | number, value: unknown): void {
    if (typeof value === "string") {
      const fields = this.#byOwner.get(owner) ?? new Map<string | number, number>();
      this.#byOwner.set(owner, fields.set(field, this.texts.length));
    }
    this.#visit(value);
  }
}

function planOf(value: unknown, holes: Holes, reader: QuickReader): Plan | null {
  const isWrapped = isObject(value) && "request" in value;
  if (isWrapped && (value.policies !== undefined || value.facts !== undefined)) return null;
  const root = isWrapped ? value.request : value;
  if (!isObject(root) || root.unseen !== undefined) return null;
  const { principal, resource } = root;
  if (!isObject(principal) || !isUsual(principal)) return null;
  const isTextOrMissing = (field: string) => principal[field] === undefined || holes.of(principal, field) !== null;
  if (!isTextOrMissing("id") || !isTextOrMissing("role") || !isTextOrMissing("account")) return null;
  const isStar = !isObject(resource);
  const owner = isStar ? null : resource.account === null ? "none" : holes.of(resource, "account");
  if (!isStar && resource.account !== undefined && owner === null) return null;
  const [arn, action] = [holes.of(principal, "arn"), holes.of(root, "action")];
  const on = isStar ? holes.of(root, "resource") : holes.of(resource, "arn");
  const context = contextOf(root.context, holes, reader);
  if (arn === null || action === null || on === null || context === null) return null;
  const of = (field: string) => holes.of(principal, field);
  return {
    ...{ arn, id: of("id"), role: of("role"), account: of("account") },
    ...{ action, resource: on, isStar, owner },
    ...context,
  };
}

function contextOf(json: unknown, holes: Holes, reader: QuickReader): Pick<Plan, "given" | "clock" | "context"> | null {
  const given: Given[] = [];
  let clock: number | null = null;
  let context = reader.empty;
  if (json === undefined) return { given, clock, context };
  if (!isObject(json)) return null;
  for (const [written, value] of Object.entries(json)) {
    const { does, arity, to } = reader.step(context, written);
    const hole = holes.of(json, written);
    const held = does === "value" ? heldBy(value, arity) : null;
    if (does === "time") {
      if (hole === null) clock = instantOf(value);
      else given.push({ is: "time", hole });
      if (hole === null && clock === null) return null;
    } else if (held === null) return null;
    else if (hole !== null) given.push({ is: arity === "multi" ? "set" : "text", hole });
    else if (Array.isArray(value)) {
      given.push({ is: "list", items: value.map((each, at) => holes.of(value, at) ?? String(each)) });
    } else given.push({ is: "constant", value: held });
    context = to;
  }
  return { given, clock, context };
}
