// Checked: the shape of what is sent; what is in it is written and read by policy-text.ts and places.ts.
import type { ClaimName, CompareOptions } from "@keyaki/analysis";
import type { Policy } from "@keyaki/policy";
import { type SentPolicy, writePolicy } from "./policy-text.ts";

/** A method of the analyzer. */
export type Asking =
  | { readonly is: "compare" | "change" | "scripts" }
  | { readonly is: "decide"; readonly claim: ClaimName };

/** A call of an analyzer's method. */
export interface Question {
  readonly asking: Asking;
  readonly left: readonly Policy[];
  readonly right: readonly Policy[];
  readonly options: CompareOptions;
}

/** The same with places in the message's policies for policies. */
export interface SentQuestion {
  readonly asking: Asking;
  readonly left: readonly number[];
  readonly right: readonly number[];
  readonly options: Omit<CompareOptions, "signal">;
}

/** A message to a thread. Policies that several questions share are sent once. */
export interface Message {
  readonly policies: readonly SentPolicy[];
  readonly questions: readonly SentQuestion[];
  /** Shared with the caller: [0] questions taken up so far; [1 + n] not 0: nobody wants to know the answer to the n-th. */
  readonly flags: Int32Array;
}

/** What comes back for a question: an answer with places for policies, or what its asking threw. */
export type SentAnswer =
  | { readonly answer: unknown }
  | { readonly thrown: { readonly name: string; readonly message: string; readonly stack?: string } };

/** Puts questions into a message, and keeps the policies that its answers will name. */
export function messageOf(questions: readonly Question[]): {
  readonly message: Message;
  readonly policies: readonly Policy[];
} {
  const places = new Map<Policy, number>();
  const placeOf = (policy: Policy): number => {
    const place = places.get(policy) ?? places.size;
    places.set(policy, place);
    return place;
  };
  const sent = questions.map(({ asking, left, right, options: { signal: _, ...options } }): SentQuestion => {
    return { asking, left: left.map(placeOf), right: right.map(placeOf), options };
  });
  const flags = new Int32Array(new SharedArrayBuffer(4 * (1 + questions.length)));
  const policies = [...places.keys()];
  return { message: { policies: policies.map(writePolicy), questions: sent, flags }, policies };
}
