import type { Catalog } from "@keyaki/catalog";
import {
  Decider,
  type EvaluateOptions,
  LineReader,
  type PreparedRequest,
  prepareRequest,
  QuickReader,
  readLayers,
  readRequest,
} from "@keyaki/evaluator";
import { printable, renderDiagnostic } from "@keyaki/policy";
import { problemWords } from "@keyaki/report";
import type { Layers } from "@keyaki/semantics";
import type { JsonRecord } from "./json-records.ts";

/** What every record of a run is decided under. */
export interface Setting {
  readonly source: string;
  /** The layers of `--policies`; null: each record has its own. */
  readonly given: Layers | null;
  readonly catalog: Catalog;
  readonly assumptions: Readonly<Record<string, string>>;
}

interface Faults {
  readonly faults: readonly string[];
}

/** A request, and what decides it. */
export interface Ready {
  readonly request: PreparedRequest;
  readonly decider: Decider;
}

interface Facts {
  readonly managementAccount: boolean;
  readonly serviceLinkedRole: boolean;
}

/** So many sets of policies are kept compiled, where records bring their own. */
const KEPT = 64;
const NO_FACTS: Facts = { managementAccount: false, serviceLinkedRole: false };

/** Reads records, each into a request and what decides it. Layers are compiled once for all records that have the same. */
export class RequestJudge {
  readonly #setting: Setting;
  readonly #options: EvaluateOptions;
  readonly #reader: QuickReader;
  readonly #lines: LineReader | null;
  /** What decides requests without facts under the policies of `--policies`. */
  readonly #plain: Decider | undefined;
  readonly #deciders = new Map<string, Decider>();

  constructor(setting: Setting) {
    const { catalog, assumptions } = setting;
    const keys = { arity: (key: string) => catalog.conditionKey(key)?.arity ?? ("unknown" as const) };
    const rcpActions = catalog.services.map(({ prefix }) => prefix).filter((prefix) => catalog.underRcp(prefix));
    this.#setting = setting;
    this.#options = { keys, assumptions, rcpActions };
    this.#reader = new QuickReader(keys);
    const { given } = setting;
    this.#lines = given === null ? null : new LineReader(this.#reader);
    this.#plain = given === null ? undefined : new Decider(given, { ...this.#options, ...NO_FACTS });
    if (this.#plain !== undefined) this.#deciders.set(keyOf(undefined, NO_FACTS), this.#plain);
  }

  /** Reads requests straight from lines; null where records bring policies, which no template has. */
  get lines(): LineReader | null {
    return this.#lines;
  }

  read(record: JsonRecord): Ready | Faults {
    if (record.request !== undefined && this.#plain !== undefined)
      return { request: record.request, decider: this.#plain };
    const broken = this.#faultOf(record);
    if (broken !== null) return { faults: [broken] };
    const { request: requestJson, policies, facts } = partsOf(record.value);
    const request = this.#requestOf(requestJson, record);
    const checked = facts === undefined ? NO_FACTS : factsOf(facts, this.#at(record));
    if (!("faults" in request) && !("faults" in checked)) {
      const known = this.#deciders.get(keyOf(policies, checked));
      if (known !== undefined) return { request, decider: known };
    }
    const layers = this.#layersOf(policies, record);
    if ("faults" in request || "faults" in layers || "faults" in checked) {
      return { faults: [request, layers, checked].flatMap((each) => ("faults" in each ? each.faults : [])) };
    }
    const decider = new Decider(layers.layers, { ...this.#options, ...checked });
    const [oldest] = this.#deciders.keys();
    if (this.#deciders.size >= KEPT && oldest !== undefined) this.#deciders.delete(oldest);
    this.#deciders.set(keyOf(policies, checked), decider);
    return { request, decider };
  }

  #at({ line }: JsonRecord): string {
    return line === null ? this.#setting.source : `${this.#setting.source}:${line}`;
  }

  /** What is wrong with a record before anything is read from it. */
  #faultOf(record: JsonRecord): string | null {
    if (record.refused !== undefined) return `${this.#at(record)}: error[TOO_LARGE]: ${record.refused}`;
    if (record.fault !== null) {
      return `${this.#at(record)}: error[JSON_SYNTAX_ERROR]: Not JSON: ${printable(record.fault)}`;
    }
    if (record.repeated === undefined) return null;
    const { name, line, column } = record.repeated;
    const place = `${this.#setting.source}:${record.line ?? line}:${column}`;
    const words = `The name ${printable(JSON.stringify(name))} appears more than once in an object.`;
    return `${place}: error[DUPLICATE_KEY]: ${words}`;
  }

  #requestOf(json: unknown, record: JsonRecord): PreparedRequest | Faults {
    const quick = this.#reader.read(json);
    if (quick !== null) return quick;
    const read = readRequest(json, this.#options.keys ?? { arity: () => "unknown" });
    if ("request" in read) return prepareRequest(read.request);
    const at = this.#at(record);
    const words = read.problems.map(
      (problem) => `${at}: error[${problem.code}]: ${printable(problem.path)} ${problemWords(problem)}`,
    );
    return { faults: words };
  }

  #layersOf(json: unknown, record: JsonRecord): { readonly layers: Layers } | Faults {
    const { given } = this.#setting;
    const at = this.#at(record);
    if (json === undefined) {
      if (given !== null) return { layers: given };
      return {
        faults: [`${at}: error[MISSING]: there are no policies: give "policies" in the record, or --policies FILE`],
      };
    }
    if (given !== null) {
      return { faults: [`${at}: error[CONTRADICTION]: the record has policies of its own, and --policies is given`] };
    }
    const read = readLayers(json);
    if ("layers" in read) return read;
    const problems = read.problems.map(
      (problem) =>
        `${at}: error[${problem.code}]: ${printable(`policies${problem.path.slice(1)}`)} ${problemWords(problem)}`,
    );
    const policies = read.policies.flatMap(({ path, diagnostics, text }) =>
      diagnostics
        .filter(({ severity }) => severity === "error")
        .map((each) => `${at}: in policies${path.slice(1)}:\n${renderDiagnostic(path, text, each)}`),
    );
    return { faults: [...problems, ...policies] };
  }
}

/** Equal for records that are decided under the same. */
function keyOf(policies: unknown, { managementAccount, serviceLinkedRole }: Facts): string {
  const facts = `${managementAccount ? "m" : ""}${serviceLinkedRole ? "l" : ""}`;
  return policies === undefined ? facts : `${facts} ${JSON.stringify(policies)}`;
}
/** `{ request, policies, facts }`, or a request by itself. */
function partsOf(value: unknown): { readonly request: unknown; readonly policies: unknown; readonly facts: unknown } {
  if (typeof value === "object" && value !== null && "request" in value) {
    const { request, policies, facts } = value as Readonly<Record<string, unknown>>;
    return { request, policies, facts };
  }
  return { request: value, policies: undefined, facts: undefined };
}

function factsOf(
  json: unknown,
  at: string,
):
  | { readonly managementAccount: boolean; readonly serviceLinkedRole: boolean }
  | { readonly faults: readonly string[] } {
  const facts = { managementAccount: false, serviceLinkedRole: false };
  if (json === undefined || json === null) return facts;
  if (typeof json !== "object" || Array.isArray(json))
    return { faults: [`${at}: error[WRONG_TYPE]: facts must be an object`] };
  const names = ["managementAccount", "serviceLinkedRole"] as const;
  const odd = Object.keys(json).find((name) => !names.some((known) => known === name));
  if (odd !== undefined) {
    const words = problemWords({ code: "UNKNOWN_FIELD", params: { known: names.join(", ") } });
    return { faults: [`${at}: error[UNKNOWN_FIELD]: facts[${printable(JSON.stringify(odd))}] ${words}`] };
  }
  for (const name of names) {
    const value = (json as Readonly<Record<string, unknown>>)[name];
    if (value === undefined) continue;
    if (typeof value !== "boolean")
      return { faults: [`${at}: error[WRONG_TYPE]: facts.${name} must be true or false`] };
    facts[name] = value;
  }
  return facts;
}
