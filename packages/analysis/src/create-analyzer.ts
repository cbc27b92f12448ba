// Checked: wiring only; what is decided is decided elsewhere.
import { type Catalog, loadCatalog } from "@keyaki/catalog";
import type { Policy } from "@keyaki/policy";
import { policySetMeaning } from "@keyaki/semantics";
import type { Solver } from "@keyaki/solver";
import type { Analyzer, Certificates, CompareOptions } from "./analyzer.ts";
import { analyzeChange } from "./change.ts";
import { claimsOf, pinnedOwner } from "./claim.ts";
import { CLAIM_NAMES, type ClaimName } from "./claims-of-policies.ts";
import { bothClaims, decideClaim, type FourVerdicts, fourVerdicts, relationOf, type Sides } from "./compare.ts";
import { type Context, createContext, type QuestionOptions } from "./context.ts";
import { forbiddenAccess } from "./forbidden.ts";
import { Spellings } from "./known-actions.ts";
import { Pace } from "./pace.ts";
import { CATALOG_COMPLETE, withinUniverse } from "./universe.ts";
import type { Verdict } from "./verdict.ts";

export interface AnalyzerOptions {
  /** AWS's facts; the packaged ones unless given. */
  readonly catalog?: Catalog;
  /** Solver threads; the number of processors, at most 8, unless given. */
  readonly workers?: number;
  /** A solver to use instead of own worker threads. It is closed with the analyzer. */
  readonly solver?: () => Promise<Solver>;
}

/** Z3's resource units for each millisecond of a question's time: on hard problems they end before the clock, the same way every time. */
const UNITS_PER_MS = 150;
const DEFAULT_TIMEOUT_MS = 10_000;
const MOST_UNITS = 0xffff_ffff;
const MAX_STATES = 200_000;
const LISTED_STATES = 20_000;

/** An analyzer with its own solver threads and catalog; both are loaded when the first question needs them. */
export function createAnalyzer(options: AnalyzerOptions = {}): Analyzer {
  let solver: Promise<Solver> | undefined;
  const makeSolver =
    options.solver ??
    (async () => {
      const { createSolver } = await import("@keyaki/solver");
      return createSolver(options.workers === undefined ? {} : { workers: options.workers });
    });
  const getSolver = () => (solver ??= makeSolver());

  async function contextFor(asked: CompareOptions): Promise<Context> {
    const catalog = options.catalog ?? (await loadCatalog());
    const timeoutMs = asked.timeoutMs ?? DEFAULT_TIMEOUT_MS;
    const question: QuestionOptions = {
      assume: asked.assume ?? {},
      axioms: asked.axioms ?? true,
      engine: asked.engine ?? "auto",
      verify: asked.verify ?? false,
      effort: {
        rlimit: Math.min(MOST_UNITS, Math.ceil(timeoutMs * UNITS_PER_MS)),
        timeoutMs,
        ...(asked.signal === undefined ? {} : { signal: asked.signal }),
      },
      maxStates: MAX_STATES,
      listedStates: LISTED_STATES,
    };
    return createContext(catalog, question, getSolver);
  }

  function sidesOf(left: readonly Policy[], right: readonly Policy[], asked: CompareOptions, context: Context): Sides {
    const universe = asked.universe ?? "open";
    return {
      left: policySetMeaning(left, asked.kind, context.rules),
      right: policySetMeaning(right, asked.kind, context.rules),
      within: context.rules.build.all(
        pinnedOwner(asked.resourceAccount, context.rules),
        withinUniverse(universe, context.catalog, context.rules),
      ),
      assumed: universe === "catalog" ? [CATALOG_COMPLETE] : [],
      spelled: new Spellings([...left, ...right]),
    };
  }

  async function decide(
    left: readonly Policy[],
    right: readonly Policy[],
    name: ClaimName,
    asked: CompareOptions,
  ): Promise<Verdict> {
    const context = await contextFor(asked);
    const sides = context.spent.time("meaning", () => sidesOf(left, right, asked, context));
    const isLeft = name.startsWith("left");
    const [wider, narrower] = isLeft ? [sides.left, sides.right] : [sides.right, sides.left];
    const directed = context.spent.time("meaning", () => claimsOf(wider, narrower, sides.within, context.rules));
    return decideClaim(name.endsWith("Only") ? directed.only : directed.lifts, wider, narrower, sides, context);
  }

  return {
    decide,
    forbidden: (sets, forbidden, asked) =>
      forbiddenAccess(sets, forbidden, (policies, question) =>
        decide(policies, [...policies, question], "leftOnly", asked),
      ),
    async compare(left, right, asked) {
      const context = await contextFor(asked);
      const { sides, claims } = context.spent.time("meaning", () => {
        const made = sidesOf(left, right, asked, context);
        return { sides: made, claims: bothClaims(made, context) };
      });
      const verdicts = await fourVerdicts(sides, claims, context);
      const certificates = await certificatesOf(left, right, CLAIM_NAMES, verdicts, asked, context);
      return {
        relation: relationOf([verdicts.leftOnly, verdicts.leftLifts], [verdicts.rightOnly, verdicts.rightLifts]),
        allowRelation: relationOf([verdicts.leftOnly], [verdicts.rightOnly]),
        ...verdicts,
        ...certificates,
        stats: context.spent.stats(),
      };
    },
    async change(before, after, asked) {
      const context = await contextFor(asked);
      const sides = context.spent.time("meaning", () => sidesOf(after, before, asked, context));
      const { verdicts, ...analysis } = await analyzeChange(sides, context);
      const names = ["leftOnly", "leftLifts"] as const;
      const certificates = await certificatesOf(after, before, names, verdicts, asked, context);
      return { ...analysis, ...certificates, stats: context.spent.stats() };
    },
    async scripts(left, right, asked) {
      const { emitComparison } = await import("./emit.ts");
      return emitComparison(left, right, asked, options.catalog ?? (await loadCatalog()));
    },
    async close() {
      await (await solver)?.close();
    },
  };
}

/** Certificates of the claims that are proved, where they are asked for. */
async function certificatesOf(
  left: readonly Policy[],
  right: readonly Policy[],
  names: readonly ClaimName[],
  verdicts: FourVerdicts,
  asked: CompareOptions,
  { catalog, options }: Context,
): Promise<{ certificates?: Certificates }> {
  if (asked.certificates !== true) return {};
  const { certify } = await import("./certificate.ts");
  const proved = names.filter((name) => verdicts[name].outcome === "proved");
  const { limits } = new Pace(options);
  return {
    certificates: Object.fromEntries(proved.map((name) => [name, certify(left, right, name, asked, catalog, limits)])),
  };
}
