import {
  type Asked,
  CLAIM_NAMES,
  type ClaimName,
  refutesClaim,
  relationOf,
  type StatementPlace,
  verifyCertificate,
} from "@keyaki/analysis";
import type { Catalog } from "@keyaki/catalog";
import { readRequest } from "@keyaki/evaluator";
import { type Policy, parsePolicyValue } from "@keyaki/policy";
import {
  type ChangeJson,
  type CheckedAnswer,
  type CompareReport,
  type GateReport,
  type GroupJson,
  gateResult,
  type ProofsJson,
  type VerdictJson,
  type WitnessJson,
} from "@keyaki/report";
import { UsageError } from "./exit.ts";
import { KINDS } from "./options.ts";

/** What was found out about a saved report. */
export interface CheckedReport {
  readonly answers: readonly CheckedAnswer[];
  readonly contradictions: readonly string[];
}

type ClaimWords = Readonly<Record<ClaimName, string>>;

const OF_COMPARE: ClaimWords = {
  leftOnly: "nothing is allowed by LEFT alone",
  rightOnly: "nothing is allowed by RIGHT alone",
  leftLifts: "nothing is denied by RIGHT alone",
  rightLifts: "nothing is denied by LEFT alone",
};

const OF_GATE: ClaimWords = {
  leftOnly: "nothing is newly allowed",
  rightOnly: "nothing is no longer allowed",
  leftLifts: "no denial is lifted",
  rightLifts: "nothing is newly denied",
};

const NO_PROOFS = "the report was made without --proofs";

/** Checks a comparison: its four answers, and that its relation follows from them. */
export function checkComparison(report: CompareReport, catalog: Catalog): CheckedReport {
  const { proofs } = report;
  const judge = proofs === undefined ? null : new Judge(proofs, catalog);
  const place = { about: "the comparison", words: OF_COMPARE, judge };
  const answers = CLAIM_NAMES.map((name) => answerTo(report[name], name, place));
  const { leftOnly, rightOnly, leftLifts, rightLifts } = report;
  const relation = report.alone
    ? relationOf([leftOnly], [rightOnly])
    : relationOf([leftOnly, leftLifts], [rightOnly, rightLifts]);
  const isSo = relation === report.relation && relationOf([leftOnly], [rightOnly]) === report.allowRelation;
  return { answers, contradictions: isSo ? [] : ["its relation does not follow from its four answers"] };
}

/** Checks a gate: every change's verdict, every group's example, and that the result follows from the changes. */
export function checkGate(report: GateReport, catalog: Catalog): CheckedReport {
  const answers = report.changes.flatMap((change) => (hasQuestion(change) ? answersOf(change, catalog) : []));
  const isSo = gateResult(report) === report.result;
  return { answers, contradictions: isSo ? [] : ["its result does not follow from its changes"] };
}

function hasQuestion({ status }: ChangeJson): boolean {
  return status !== "unchanged" && status !== "renamed";
}

function answersOf(change: ChangeJson, catalog: Catalog): CheckedAnswer[] {
  const { verdict, proofs, path } = change;
  const place = { about: path, words: OF_GATE, judge: proofs === undefined ? null : new Judge(proofs, catalog) };
  const groups = (list: readonly GroupJson[], name: ClaimName) =>
    list.map(({ witness }) => byRequest(witness, name, place));
  const examples = [
    ...groups(change.newAccess, "leftOnly"),
    ...groups(change.liftedDenials, "leftLifts"),
    ...groups(change.removedAccess, "rightOnly"),
  ];
  if (verdict.outcome === "proved") {
    return [...(["leftOnly", "leftLifts"] as const).map((name) => answerTo(verdict, name, place)), ...examples];
  }
  if (verdict.outcome === "unknown") return [answerTo(verdict, "leftOnly", place), ...examples];
  // A change refutes one of two claims: the one that its example refutes.
  const [first, second] = (["leftOnly", "leftLifts"] as const).map((name) => answerTo(verdict, name, place));
  return [
    ...(first?.holds === false && second !== undefined ? [second] : first === undefined ? [] : [first]),
    ...examples,
  ];
}

/** Where an answer stands, how its claim is said there, and who judges it. */
interface AnswerPlace {
  readonly about: string;
  readonly words: ClaimWords;
  readonly judge: Judge | null;
}

function answerTo(verdict: VerdictJson, claim: ClaimName, place: AnswerPlace): CheckedAnswer {
  if (verdict.outcome === "refuted") return byRequest(verdict.witness, claim, place);
  const { about, words, judge } = place;
  const answer = { about, claim: words[claim], outcome: verdict.outcome };
  if (verdict.outcome === "unknown") {
    return { ...answer, by: null, holds: null, why: "it is not decided" };
  }
  if (judge === null) return { ...answer, by: null, holds: null, why: NO_PROOFS };
  return { ...answer, ...judge.proof(claim) };
}

function byRequest(witness: WitnessJson | null, claim: ClaimName, { about, words, judge }: AnswerPlace): CheckedAnswer {
  const answer = { about, claim: words[claim], outcome: "refuted" as const };
  if (judge === null) return { ...answer, by: null, holds: null, why: NO_PROOFS };
  if (witness === null) return { ...answer, by: null, holds: false, why: "there is no request" };
  return { ...answer, ...judge.request(witness, claim) };
}

type Judged = Pick<CheckedAnswer, "by" | "holds" | "why">;

/** Judges the answers about two sides of policies that a report carries. */
class Judge {
  readonly #left: readonly Policy[];
  readonly #right: readonly Policy[];
  readonly #asked: Asked;
  readonly #claims: ProofsJson["claims"];
  readonly #catalog: Catalog;

  constructor({ asked, documents, claims }: ProofsJson, catalog: Catalog) {
    const { universe, resourceAccount } = asked;
    const kind = KINDS.find((each) => each === asked.kind);
    if (kind === undefined || (universe !== "open" && universe !== "catalog")) {
      throw new UsageError(`the report asks what this Keyaki does not know: ${asked.kind}, ${universe}.`);
    }
    this.#asked = {
      kind,
      universe,
      assume: asked.assume,
      axioms: asked.axioms,
      ...(resourceAccount === null ? {} : { resourceAccount }),
    };
    const read = ({ source, document }: ProofsJson["documents"]["left"][number]): Policy => {
      const { policy, diagnostics } = parsePolicyValue(document, { source, kind });
      if (policy === null) {
        throw new UsageError(`${source} is no policy in the report (${diagnostics[0]?.code ?? "unreadable"}).`);
      }
      return policy;
    };
    this.#left = documents.left.map(read);
    this.#right = documents.right.map(read);
    this.#claims = claims;
    this.#catalog = catalog;
  }

  proof(name: ClaimName): Judged {
    const made = this.#claims[name];
    if (made === undefined) return { by: null, holds: null, why: "the report has no proof of it" };
    if ("none" in made) return { by: null, holds: null, why: `no proof of it could be made: ${made.none}` };
    const certificate = {
      left: made.left as readonly StatementPlace[],
      right: made.right as readonly StatementPlace[],
      proof: { readings: made.readings },
    };
    const checked = verifyCertificate(this.#left, this.#right, name, this.#asked, this.#catalog, certificate);
    return { by: "proof", holds: checked.holds, why: checked.holds ? null : checked.why };
  }

  request({ request, under }: WitnessJson, name: ClaimName): Judged {
    const read = readRequest(request, { arity: (key) => this.#catalog.conditionKey(key)?.arity ?? "unknown" });
    if (!("request" in read)) return { by: "request", holds: false, why: "its request cannot be read" };
    const holds = refutesClaim(this.#left, this.#right, name, this.#asked, this.#catalog, read.request, under);
    return { by: "request", holds, why: holds ? null : "its request does not refute it" };
  }
}
