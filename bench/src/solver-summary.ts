import { LATENCY_HEAD, Latencies, latencyLine } from "./latencies.ts";
import { type Answer, isBinding, type PairRecord, type Question } from "./solver-records.ts";

interface Disagreement {
  readonly id: string;
  readonly claim: PairRecord["claims"][number]["claim"];
  readonly key: string;
  readonly what: string;
}

/** The answers that an outcome must not meet. */
const EXCLUDED = { proved: "sat", refuted: "unsat", unknown: null } as const;

/** Claims whose binding answers differ, be it between solvers or from Keyaki's verdict. */
export function disagreementsIn(records: readonly PairRecord[]): Disagreement[] {
  const questions = distinct(records);
  return records.flatMap(({ id, claims }) =>
    claims.flatMap(({ claim, key, outcome }): Disagreement[] => {
      const answers = Object.entries(questions.get(key)?.answers ?? {}).flatMap(([name, given]) =>
        given.filter(isBinding).map((answer) => ({ name, says: answer.says })),
      );
      const differ = new Set(answers.map(({ says }) => says)).size > 1;
      if (!differ && !answers.some(({ says }) => says === EXCLUDED[outcome])) return [];
      return [
        {
          id,
          claim,
          key,
          what: [`Keyaki ${outcome}`, ...answers.map(({ name, says }) => `${name} ${says}`)].join(", "),
        },
      ];
    }),
  );
}

/** Each question once, also where two parts of a run asked it. */
function distinct(records: readonly PairRecord[]): Map<string, Question> {
  return new Map(records.flatMap(({ questions }) => questions).map((question) => [question.key, question]));
}

export function printRecords(records: readonly PairRecord[], solvers: readonly string[]): void {
  const questions = distinct(records);
  const claims = records.flatMap((record) => record.claims);
  const sources = countsOf(records.map(({ source }) => source));
  console.log(
    `${records.length} pairs answered (${sources}), ${claims.length} claims: ${countsOf(claims.map(({ outcome }) => outcome))}`,
  );
  const byKey = new Map(claims.map((claim) => [claim.key, claim]));
  const outcomes = countsOf([...questions.keys()].map((key) => byKey.get(key)?.outcome ?? "not asked"));
  console.log(`${questions.size} distinct questions: ${outcomes}`);
  const lengths = [...questions.values()].map(({ length }) => length).sort((a, b) => a - b);
  const length = (share: number) => lengths[Math.floor((lengths.length - 1) * share)];
  console.log(`characters of a script: median ${length(0.5)}, p90 ${length(0.9)}, greatest ${length(1)}`);
  const asked = formsAsked([...questions.values()], solvers);
  for (const { line, answers } of asked) {
    console.log(`${line}: ${countsOf(answers.map(settledAs))}`);
    for (const error of new Set(answers.flatMap((each) => each.error ?? []))) console.log(`  ${error}`);
  }
  const both = [...questions.values()].filter(({ answers }) => solvers.every((name) => answers[name]?.some(isBinding)));
  const one = [...questions.values()].filter(({ answers }) => solvers.some((name) => answers[name]?.some(isBinding)));
  console.log(
    `decided by all solvers ${both.length}, by at least one ${one.length}; disagreements ${disagreementsIn(records).length}`,
  );
  console.log(LATENCY_HEAD);
  const own = timesOf([...questions.keys()].map((key) => byKey.get(key)?.ms ?? 0));
  console.log(latencyLine("Keyaki", own));
  for (const { line, answers } of asked) {
    const given = timesOf(answers.map(({ ms }) => ms));
    const ratio = (of: "p50" | "p90") => Math.round(given[of] / own[of]);
    console.log(`${latencyLine(line, given)}   ${ratio("p50")} × at the median, ${ratio("p90")} × at p90`);
  }
}

/** The answers of each solver, the narrowed questions and the whole ones apart; what could not be narrowed counts as both. */
function formsAsked(questions: readonly Question[], solvers: readonly string[]) {
  return solvers.flatMap((name) => {
    const answers = questions.flatMap((question) => question.answers[name] ?? []);
    return (["narrowed", "whole"] as const)
      .filter((form) => answers.some((answer) => answer.form === form))
      .map((form) => {
        return {
          line: `${name}, ${form}`,
          answers: answers.filter((each) => each.form === form || each.form === "both"),
        };
      });
  });
}

/** How an answer leaves the question. */
function settledAs(answer: Answer): string {
  const { says } = answer;
  if (isBinding(answer)) return says;
  return says === "sat" ? "sat of a relaxed question" : says === "error" ? "error" : "no answer in time";
}

function timesOf(all: readonly number[]) {
  const latencies = new Latencies();
  for (const ms of all) latencies.add(ms);
  return latencies.summary();
}

/** "sat 4, unsat 2", the most frequent first. */
function countsOf(names: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts]
    .sort((a, b) => b[1] - a[1])
    .map(([name, count]) => `${name} ${count}`)
    .join(", ");
}
