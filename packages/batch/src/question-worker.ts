// Checked: wiring only; the analyzer answers. Runs in a thread; the pool loads it by its file name.
import { createAnalyzer } from "@keyaki/analysis";
import type { Policy } from "@keyaki/policy";
import { FlagSignals } from "./flag-signals.ts";
import type { Message, SentAnswer, SentQuestion } from "./message.ts";
import { Departure } from "./places.ts";
import { readPolicy } from "./policy-text.ts";

// Z3 has a thread of its own below this one, started where it is needed: the clock can end it there.
const analyzer = createAnalyzer({ workers: 1 });

/** Answers the questions one after the other. */
export default async function work({ policies, questions, flags }: Message): Promise<readonly SentAnswer[]> {
  const read = policies.map(readPolicy);
  const departure = new Departure(read);
  const signals = new FlagSignals(flags);
  const answers: SentAnswer[] = [];
  try {
    for (const question of questions) {
      const signal = signals.at(answers.length + 1);
      Atomics.store(flags, 0, answers.length + 1);
      answers.push(await answered(question, read, signal, departure));
    }
  } finally {
    signals.close();
  }
  return answers;
}

async function answered(
  question: SentQuestion,
  policies: readonly Policy[],
  signal: AbortSignal,
  departure: Departure,
): Promise<SentAnswer> {
  try {
    return { answer: departure.placed(await ask(question, policies, signal)) };
  } catch (error) {
    const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
    return { thrown: { name, message, ...(stack === undefined ? {} : { stack }) } };
  }
}

function ask(question: SentQuestion, policies: readonly Policy[], signal: AbortSignal): Promise<unknown> {
  const at = (place: number): Policy => {
    const policy = policies[place];
    if (policy === undefined) throw new RangeError(`no policy was sent for place ${place}`);
    return policy;
  };
  const [left, right] = [question.left.map(at), question.right.map(at)];
  const options = { ...question.options, signal };
  const { asking } = question;
  return asking.is === "decide"
    ? analyzer.decide(left, right, asking.claim, options)
    : analyzer[asking.is](left, right, options);
}
