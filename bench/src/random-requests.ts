import type { Part, Pattern, Policy, Statement } from "@keyaki/policy";
import { CALLER_VIEWS, type Caller, foldAscii, type KeyValues, keyView, type Request } from "@keyaki/semantics";

const ACCOUNTS = ["111122223333", "444455556666"];
const FILLS = ["", "x", "a/b", "us-east-1", "111122223333", "prod"];

/** A reproducible stream of numbers from 0 up to 1 (mulberry32). */
export function numbersFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/**
 * Requests near what some policies ask for: actions, resources, callers and keys that match their patterns or nearly do.
 * Many are decided differently by two policies that differ only a little.
 */
export class RandomRequests {
  readonly #next: () => number;
  readonly #statements: readonly Statement[];
  readonly #actions: readonly Pattern[];
  readonly #resources: readonly Pattern[];
  readonly #keys: ReadonlyMap<string, readonly Pattern[]>;
  readonly #accounts: readonly string[];
  readonly #set: (key: string) => boolean;

  constructor(policies: readonly Policy[], isSet: (key: string) => boolean, seed: number) {
    this.#next = numbersFrom(seed);
    this.#set = isSet;
    this.#statements = policies.flatMap((policy) => policy.statements);
    this.#actions = this.#statements.flatMap((statement) => statement.action.patterns);
    this.#resources = this.#statements.flatMap((statement) => statement.resource?.patterns ?? []);
    const keys = new Map<string, Pattern[]>();
    for (const { key, values } of this.#statements.flatMap((statement) => statement.conditions)) {
      keys.set(key, [...(keys.get(key) ?? []), ...values.map((value) => value.pattern)]);
    }
    for (const { parts } of [...this.#resources, ...[...keys.values()].flat()]) {
      for (const part of parts) if (part.is === "variable" && !keys.has(part.key)) keys.set(part.key, []);
    }
    this.#keys = keys;
    const written = [...JSON.stringify(policies.map((policy) => policy.text)).matchAll(/\d{12}/g)].map(([id]) => id);
    this.#accounts = [...new Set([...written, ...ACCOUNTS])];
  }

  next(): Request {
    const statement = this.#one(this.#statements);
    const near = this.#next() < 0.8 && statement !== undefined ? statement : null;
    const action = this.#fill(this.#one(near?.action.patterns ?? this.#actions) ?? null, "s3:GetObject");
    const resource = this.#fill(this.#one(near?.resource?.patterns ?? this.#resources) ?? null, "*");
    const account = /^[^:]*:[^:]*:[^:]*:[^:]*:(\d{12}):/.exec(resource)?.[1];
    const keys = this.#someKeys(near);
    const owner = account ?? this.#one(this.#accounts) ?? null;
    for (const key of ["aws:resourceaccount", "s3:resourceaccount"]) {
      if (keys.has(key) && owner !== null) keys.set(key, { set: false, values: [owner] });
    }
    return {
      caller: this.#caller(),
      action: action.includes(":") ? action : `s3:${action}`,
      resource,
      owner,
      clock: Date.UTC(2026, 0, 1) + Math.floor(this.#next() * 1e11),
      keys,
      unseen: new Map(UNSEEN.map((name) => [name, this.#next() < 0.5])),
    };
  }

  #someKeys(near: Statement | null): Map<string, KeyValues> {
    const keys = new Map<string, KeyValues>([
      ["aws:securetransport", { set: false, values: ["true"] }],
      ["aws:requestedregion", { set: false, values: ["us-east-1"] }],
    ]);
    const wanted = new Set(near?.conditions.map((condition) => condition.key));
    for (const [key, patterns] of this.#keys) {
      if (CALLER_VIEWS.has(keyView(key)) || key === "aws:currenttime" || key === "aws:epochtime") continue;
      const isAsked = wanted.has(key);
      if (this.#next() < (isAsked ? 0.2 : 0.5)) {
        if (key !== "aws:securetransport" && key !== "aws:requestedregion") keys.delete(key);
        continue;
      }
      const own = near?.conditions.filter((each) => each.key === key).flatMap((each) => each.values) ?? [];
      const values = own.length > 0 && this.#next() < 0.7 ? own.map((value) => value.pattern) : patterns;
      const value = () => this.#fill(this.#one(values) ?? null, "value");
      const isSet = this.#set(key);
      keys.set(key, { set: isSet, values: isSet && this.#next() < 0.4 ? [value(), value()] : [value()] });
    }
    return keys;
  }

  #caller(): Caller {
    const arns = [...(this.#keys.get("aws:principalarn") ?? [])];
    const principals = this.#statements.flatMap((statement) => statement.principal?.entries ?? []);
    const texts = principals.flatMap((entry) => ("value" in entry ? [entry.value] : []));
    const text = this.#next() < 0.5 ? this.#fill(this.#one(arns) ?? null, "") : (this.#one(texts) ?? "");
    const found = /^arn:(aws[a-z-]*):(?:iam|sts)::(\d{12}):(user|role|assumed-role|root)(?:\/(.*))?$/.exec(text);
    const account = found?.[2] ?? this.#one(this.#accounts) ?? "111122223333";
    const pieces = (found?.[4] ?? "app").split("/").filter((piece) => piece !== "");
    const name = clean(pieces.at(-1) ?? "app") || "app";
    const path = pieces.length > 1 ? `/${pieces.slice(0, -1).map(clean).join("/")}/` : "/";
    const partition = found?.[1] ?? "aws";
    const pick = this.#next();
    if (found?.[3] === "root" || pick < 0.1) return { kind: "root", parts: { partition, account } };
    if (found?.[3] === "user" || (found === null && pick < 0.4)) {
      return { kind: "user", parts: { partition, account, path, name, id: "AIDAEXAMPLEID" } };
    }
    return {
      kind: "session",
      parts: { partition, account, path, name, session: "session", id: "AROAEXAMPLEID" },
    };
  }

  /** A text that the pattern matches, or nearly. */
  #fill(pattern: Pattern | null, otherwise: string): string {
    if (pattern === null || pattern.parts.length === 0) return otherwise;
    const text = pattern.parts.map((part) => this.#piece(part)).join("");
    if (this.#next() < 0.85) return text;
    const at = Math.floor(this.#next() * (text.length + 1));
    return this.#next() < 0.5
      ? `${text.slice(0, at)}z${text.slice(at)}`
      : text.slice(0, at) + text.slice(at + 1) || "z";
  }

  #piece(part: Part): string {
    switch (part.is) {
      case "text":
        return this.#next() < 0.03 ? foldAscii(part.text) : part.text;
      case "one":
        return "b";
      case "many":
        return this.#one(FILLS) ?? "";
      default:
        return this.#one(["app", "value", "111122223333"]) ?? "";
    }
  }

  #one<T>(list: readonly T[]): T | undefined {
    return list[Math.floor(this.#next() * list.length)];
  }
}

/** What the decision around a resource policy leaves unseen. */
const UNSEEN = ["identity-allows", "boundary-attached", "boundary-allows", "session-policy", "session-allows"];

function clean(piece: string): string {
  return piece.replaceAll(/[^A-Za-z0-9+=,.@_-]/g, "x");
}
