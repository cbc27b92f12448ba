import type { Reason } from "@keyaki/analysis";
import { folded } from "./grammar.ts";
import type { ReasonJson } from "./json.ts";

const SOLVER: Readonly<Record<string, string>> = {
  timeout: "it took longer than the time for one question (--timeout gives it more)",
  rlimit: "it took more steps than are given to one question",
  cancelled: "the run was stopped before it was answered (--budget gives it more time)",
  memory: "it needs more memory than there is",
  incomplete: "the conditions together are beyond what can be decided",
  crash: "the deciding process ended twice",
  error: "the deciding process gave an answer that contradicts itself",
};

/** Why a question has no answer: its code, its parameters, and words. */
export function reasonJson(reason: Reason): ReasonJson {
  return { ...reason, words: reasonWords(reason) };
}

/** The same in words, without a full stop. */
export function reasonWords(reason: Reason): string {
  switch (reason.code) {
    case "solver":
      return SOLVER[reason.detail] ?? `it could not be answered (${reason.detail})`;
    case "classes-exhausted":
      return `its patterns are too many and too alike to be told apart within ${reason.states} states`;
    case "unsupported":
      return `${reason.what} is not supported yet`;
    case "relations":
      return `policy variables meet in a way that could neither be met nor excluded: ${folded(reason.variables, 4)}`;
    case "unsampled":
      return `no value was found for ${folded(reason.keys, 4)} that its patterns and its numbers, dates or addresses tell apart`;
    case "invariant":
      return `an internal check failed, which is a fault of Keyaki: ${reason.what}`;
    case "engines-disagree":
      return `the two engines disagree, which is a fault of Keyaki: one proved it (${reason.proved}), one found a request against it (${reason.refuted})`;
    default:
      return otherReason(reason);
  }
}

/** A reason of a later version is shown by its code. */
function otherReason(reason: never): string {
  return `it could not be decided (${String((reason as { readonly code?: unknown }).code)})`;
}
