// Concrete decisions: Keyaki's compiled ones beside the prepared core of iam-simulate, in one process and one run, on policies of three
// sizes. Before anything is timed both sides must decide every request alike.
import { loadCatalog } from "@keyaki/catalog";
import { compileDecision, decideRequest, prepareRequest } from "@keyaki/evaluator";
import {
  type Asked,
  type DecisionCase,
  decisionCases,
  decisionOf,
  managedDocuments,
  patternsOf,
} from "./decision-cases.ts";
import type { Figure } from "./figures.ts";
import { type PreparedPeer, preparePeer } from "./iam-simulate.ts";
import { readPolicy } from "./managed-policies.ts";
import { machineLine, numberOption, report } from "./run.ts";

const REQUESTS = numberOption("requests") ?? 10_000;
const ROUNDS = numberOption("rounds") ?? 9;
const PLAIN = { assumptions: {} };

/** Decisions a second: the median of all rounds, and how they spread. */
interface Rate {
  readonly median: number;
  readonly least: number;
  readonly greatest: number;
}

/** What issue 4 asks of each case: decisions a second, times iam-simulate, and decisions a second with reasons. */
const TARGETS: readonly { readonly word: number; readonly ratio: number; readonly explain?: number }[] = [
  { word: 3_000_000, ratio: 20 },
  { word: 500_000, ratio: 300 },
  { word: 500_000, ratio: 300, explain: 100_000 },
];

const catalog = await loadCatalog();
console.log(machineLine());
const cases = [];
for (const each of decisionCases(catalog, REQUESTS)) cases.push(await measured(each));
const { typical, policies, largest } = preparingTimes();
report("decisions", [...cases.flatMap(figuresOf), ...preparingFigures()], {
  requests: REQUESTS,
});

function figuresOf({ name, word, settle, explain, peer, ratio, differing }: Measured, at: number): Figure[] {
  const target = TARGETS[at];
  const rate = (what: string, { median, least, greatest }: Rate, atLeast?: number): Figure => ({
    what: `${name}, ${what}`,
    reached: median,
    unit: "a second",
    spread: `${whole(least)} to ${whole(greatest)}`,
    ...(atLeast === undefined ? {} : { target: { atLeast } }),
  });
  const times: Figure[] =
    ratio === null || peer === null
      ? []
      : [
          { ...rate("iam-simulate", peer), spread: `${differing} of ${REQUESTS} decided otherwise` },
          {
            what: `${name}, ratio`,
            reached: ratio.median,
            unit: "×",
            spread: `${whole(ratio.least)} to ${whole(ratio.greatest)}`,
            ...(target === undefined ? {} : { target: { atLeast: target.ratio } }),
          },
        ];
  return [
    rate("decision", word, target?.word),
    rate("with the layer", settle),
    rate("with reasons", explain, target?.explain),
    ...times,
  ];
}

function preparingFigures(): Figure[] {
  const spread = ({ least, greatest }: Rate) => `${least.toFixed(2)} to ${greatest.toFixed(2)} ms`;
  return [
    {
      what: `preparing ${policies} managed policies, the median`,
      reached: typical.median,
      unit: "ms",
      spread: spread(typical),
      target: { atMost: 1 },
    },
    {
      what: `preparing the largest (${largest.name}, ${largest.patterns} patterns)`,
      reached: largest.median,
      unit: "ms",
      spread: spread(largest),
      target: { atMost: 30 },
    },
  ];
}

type Measured = Awaited<ReturnType<typeof measured>>;

async function measured({ name, document, requests }: DecisionCase) {
  const decision = decisionOf(readPolicy(document, name), catalog);
  const compiled = compileDecision(decision, PLAIN);
  const prepared = requests.map(({ request }) => prepareRequest(request));
  const peer = await preparePeer(document, requests);
  const words = prepared.map((request) => compiled.word(request));
  const differing = peer === null ? null : differences(name, words, requests, peer);
  const patterns = patternsOf(document);
  requests.forEach(({ request }, at) => {
    // The plain path takes long on many patterns.
    if (at % 20 > 0 && patterns > 1000) return;
    const plain = decideRequest(decision, request, PLAIN);
    if (plain.decision !== words[at]) throw new Error(`${name}: decided ${words[at]}, plainly ${plain.decision}`);
  });

  let allowed = 0;
  const asked = {
    word: (at: number) => {
      const request = prepared[at];
      if (request !== undefined && compiled.word(request) === "Allowed") allowed++;
    },
    settle: (at: number) => {
      const request = prepared[at];
      if (request !== undefined) compiled.settle(request);
    },
    explain: (at: number) => {
      const request = prepared[at];
      if (request !== undefined) compiled.explain(request);
    },
  };
  const rates = { word: [] as number[], settle: [] as number[], explain: [] as number[], peer: [] as number[] };
  const ratios: number[] = [];
  // One side after the other in each round: what disturbs one disturbs both.
  for (let round = 0; round <= ROUNDS; round++) {
    const word = perSecond(asked.word, prepared.length, 300);
    const settle = perSecond(asked.settle, prepared.length, 150);
    const explain = perSecond(asked.explain, prepared.length, 150);
    const other = peer === null ? null : perSecond((at) => void peer.decide(at), prepared.length, 300);
    // The first round warms up.
    if (round === 0) continue;
    rates.word.push(word);
    rates.settle.push(settle);
    rates.explain.push(explain);
    if (other === null) continue;
    rates.peer.push(other);
    ratios.push(word / other);
  }
  if (allowed === 0) throw new Error(`${name}: nothing was allowed`);
  return {
    name,
    patterns,
    refused: words.filter((word) => word !== "Allowed").length / words.length,
    differing,
    word: rateOf(rates.word),
    settle: rateOf(rates.settle),
    explain: rateOf(rates.explain),
    peer: peer === null ? null : rateOf(rates.peer),
    ratio: peer === null ? null : rateOf(ratios),
  };
}

/** Calls a second of processor time, over about `milliseconds` of it. */
function perSecond(call: (at: number) => void, length: number, milliseconds: number): number {
  const before = process.cpuUsage();
  let [calls, at, chunk, spent] = [0, 0, 16, 0];
  while (spent < milliseconds) {
    for (let index = 0; index < chunk; index++) {
      call(at);
      at = at + 1 === length ? 0 : at + 1;
    }
    calls += chunk;
    const { user, system } = process.cpuUsage(before);
    // The clock is looked at seldom: asking it takes longer than a decision.
    if ((user + system) / 1000 - spent < 10) chunk *= 2;
    spent = (user + system) / 1000;
  }
  return (calls / spent) * 1000;
}

function rateOf(values: readonly number[]): Rate {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
  return { median: at(0.5), least: at(0), greatest: at(1) };
}

/**
 * How many requests the peer decides otherwise. Known is one reason: an action of AWS KMS needs the key's policy, which is not given here,
 * and the peer asks for it only where the resource is a key. Any other difference ends the run.
 */
function differences(name: string, words: readonly string[], requests: readonly Asked[], peer: PreparedPeer): number {
  const differing = requests.flatMap(({ json }, at) => {
    const other = peer.decide(at);
    return other === words[at] ? [] : [{ json, said: `${words[at]}, the peer ${other}` }];
  });
  for (const { json, said } of differing) console.log(`${name}: ${json.action} is ${said}`);
  const unexplained = differing.find(({ json }) => !json.action.startsWith("kms:"));
  if (unexplained !== undefined) throw new Error(`not explained: ${JSON.stringify(unexplained)}`);
  return differing.length;
}

/** Milliseconds from a policy's JSON to the first decision, each time with nothing known of it. */
function preparingTimes() {
  const documents = [...managedDocuments()].map(([name, document]) => ({ name, text: JSON.stringify(document) }));
  const [first] = decisionCases(catalog, 2);
  const request = first?.requests[0]?.request;
  if (request === undefined) throw new Error("no request to decide");
  const prepare = (text: string): number => {
    const before = process.cpuUsage();
    const decision = decisionOf(readPolicy(JSON.parse(text), "policy"), catalog);
    compileDecision(decision, PLAIN).word(prepareRequest(request));
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  };
  const sample = documents.filter((_, at) => at % 7 === 0);
  for (const { text } of sample) prepare(text);
  const typical = rateOf(sample.map(({ text }) => prepare(text)));
  const sizes = documents.map(({ text }) => patternsOf(JSON.parse(text)));
  const patterns = Math.max(...sizes);
  const largest = documents[sizes.indexOf(patterns)];
  if (largest === undefined) throw new Error("no managed policy");
  const times = rateOf(Array.from({ length: 15 }, () => prepare(largest.text)));
  return { typical, policies: sample.length, largest: { name: largest.name, patterns, ...times } };
}

function whole(value: number): string {
  return Math.round(value).toLocaleString("en-US");
}
