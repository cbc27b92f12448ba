import type { AccessGroup, Analyzer } from "@keyaki/analysis";
import type { Catalog } from "@keyaki/catalog";
import type { Policy } from "@keyaki/policy";
import { foldAscii, type Request } from "@keyaki/semantics";
import { ConcreteSide } from "./confirm-witness.ts";
import { LATENCY_HEAD, Latencies, latencyLine } from "./latencies.ts";
import { sampleOf } from "./managed-policies.ts";

/** Resources and contexts that are tried for one change. */
const MOST_RESOURCES = 8;
const MOST_CONTEXTS = 3;
/** Actions that are held against the lists, a spread over those that the policies could name. */
const MOST_ACTIONS = 100;

/**
 * Runs `change` and holds its list of new access against concrete evaluation: every known action that sampled requests newly
 * reach must be listed, and every listed action must be newly reachable by some request of its group.
 */
export class ListChecks {
  readonly #analyzer: Analyzer;
  readonly #catalog: Catalog;
  readonly #latencies = new Latencies();
  readonly #missing: string[] = [];
  readonly #unreached: string[] = [];
  #groups = 0;
  #undecided = 0;
  #listed = 0;
  #undo = 0;

  constructor(analyzer: Analyzer, catalog: Catalog) {
    this.#analyzer = analyzer;
    this.#catalog = catalog;
  }

  get faults(): number {
    return this.#missing.length;
  }

  async check(name: string, before: readonly Policy[], after: readonly Policy[]): Promise<void> {
    const started = performance.now();
    const analysis = await this.#analyzer.change(before, after, { kind: "identity" });
    this.#latencies.add(performance.now() - started);
    const { groups, undecided } = analysis.newAccess;
    this.#groups += groups.length;
    this.#undecided += undecided.length;
    this.#undo += analysis.undo.size;
    const old = new ConcreteSide(before, "identity", this.#catalog);
    const now = new ConcreteSide(after, "identity", this.#catalog);
    const gives = (request: Request) => now.allows(request) === true && old.allows(request) === false;
    const listed = new Set(groups.flatMap((group) => group.actionsComplete.map(foldAscii)));
    this.#listed += listed.size;
    const resources = sampleResources(after, before);
    const contexts = groups.slice(0, MOST_CONTEXTS).map((group) => group.witness.request);
    if (undecided.length === 0) this.#findMissing(name, [...contexts, PLAIN], resources, listed, nearTo(after), gives);
    for (const group of groups) this.#findUnreached(name, group, resources, gives);
  }

  #findMissing(
    name: string,
    contexts: readonly Request[],
    resources: readonly string[],
    listed: ReadonlySet<string>,
    isNear: (action: string) => boolean,
    gives: (request: Request) => boolean,
  ): void {
    const open = this.#catalog.actionNames.filter((action) => !listed.has(foldAscii(action)) && isNear(action));
    for (const action of sampleOf(open, MOST_ACTIONS)) {
      const at = contexts.flatMap((context) => resources.map((resource) => requestAt(context, action, resource)));
      const found = at.find(gives);
      if (found !== undefined) this.#missing.push(`${name}: ${action} on ${found.resource} is new and not listed`);
    }
  }

  #findUnreached(
    name: string,
    group: AccessGroup,
    resources: readonly string[],
    gives: (request: Request) => boolean,
  ): void {
    const { request } = group.witness;
    for (const action of sampleOf(group.actionsComplete, MOST_ACTIONS)) {
      const tried = [request.resource, ...group.resources.map(fill), ...resources];
      if (tried.some((resource) => gives(requestAt(request, action, resource)))) continue;
      this.#unreached.push(`${name}: ${action} is listed and no sampled request reaches it`);
    }
  }

  result(): Record<string, unknown> {
    return {
      change: this.#latencies.summary(),
      groups: this.#groups,
      listed: this.#listed,
      undecided: this.#undecided,
      undo: this.#undo,
      missing: this.#missing,
      unreached: this.#unreached,
    };
  }

  print(print: (line?: string) => void): void {
    print();
    print(LATENCY_HEAD);
    print(latencyLine("change, with lists", this.#latencies.summary()));
    print(
      `groups of new access: ${this.#groups}, ${this.#listed} actions; undecided parts ${this.#undecided}; undo ${this.#undo}`,
    );
    print(`newly reachable by concrete evaluation and not listed: ${this.#missing.length}`);
    for (const each of this.#missing.slice(0, 20)) print(`  ${each}`);
    print(`listed and not reached by a sampled request: ${this.#unreached.length}`);
    for (const each of this.#unreached.slice(0, 20)) print(`  ${each}`);
  }
}

/** Whether an action is of a service that the policies name, or they name all. */
function nearTo(policies: readonly Policy[]): (action: string) => boolean {
  const lists = policies.flatMap((policy) => policy.statements.map((statement) => statement.action));
  const services = new Set(
    lists.flatMap((list) => list.patterns.map(({ written }) => foldAscii(written.split(":")[0] ?? ""))),
  );
  const all = lists.some((list) => list.negated) || [...services].some((service) => /[*?]/.test(service));
  return (action) => all || services.has(foldAscii(action.split(":")[0] ?? ""));
}

const ACCOUNT = "111122223333";

/** A request without condition keys but those that every request carries. */
const PLAIN: Request = {
  caller: {
    kind: "session",
    parts: { partition: "aws", account: ACCOUNT, path: "/", name: "app", session: "session", id: "AROAEXAMPLEID" },
  },
  action: "s3:GetObject",
  resource: "*",
  owner: ACCOUNT,
  clock: Date.UTC(2026, 0, 1),
  keys: new Map([
    ["aws:securetransport", { set: false, values: ["true"] }],
    ["aws:requestedregion", { set: false, values: ["us-east-1"] }],
  ]),
  unseen: new Map(),
};

function requestAt(request: Request, action: string, resource: string): Request {
  const account = /^[^:]*:[^:]*:[^:]*:[^:]*:(\d{12}):/.exec(resource)?.[1];
  return { ...request, action, resource, owner: account ?? request.owner };
}

/** Texts of both sides' resource patterns: plainly filled, so that many lie in one pattern and not in another. */
function sampleResources(...sides: (readonly Policy[])[]): string[] {
  const patterns = sides
    .flat()
    .flatMap((policy) =>
      policy.statements.flatMap((statement) => statement.resource?.patterns.map((each) => each.written) ?? []),
    );
  const distinct = [...new Set(patterns)];
  return [...new Set(["*", "arn:aws:example:us-east-1:111122223333:thing/x", ...distinct.map(fill)])].slice(
    0,
    MOST_RESOURCES,
  );
}

function fill(pattern: string): string {
  return pattern
    .replaceAll(/\$\{[^}]*\}/g, "app")
    .replaceAll("?", "a")
    .replaceAll("*", "x1");
}
