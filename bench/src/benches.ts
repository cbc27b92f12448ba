/** A measurement that `pnpm bench NAME` runs: `src/NAME.ts`. */
export interface Bench {
  readonly shows: string;
  /** What it is told when all benches run; null: it is not among those, since it takes long or asks for other data. */
  readonly inAll: readonly string[] | null;
}

/** In the order in which all of them run. */
export const BENCHES: Readonly<Record<string, Bench>> = {
  questions: { shows: "one warm question, by what settles it, as a ratio to the equal pair", inAll: [] },
  "real-questions": {
    shows: "a claim on a real change, its list of new access, and all changes in turn and in threads",
    inAll: [],
  },
  threads: { shows: "what answering questions in threads costs, and what goes over to them", inAll: null },
  principals: { shows: "10,000 principals against three questions of forbidden access", inAll: [] },
  "managed-changes": {
    shows: "every change of an AWS managed policy: outcomes, times by engine, unknowns, witnesses confirmed again",
    inAll: [],
  },
  engines: { shows: "classes against the theory of strings in the same Z3, on changes of managed policies", inAll: [] },
  "native-solvers": { shows: "claims of managed changes as SMT-LIB, against native cvc5 and Z3", inAll: [] },
  "cold-start": { shows: "one compare of the bundled command in a fresh process, against node alone", inAll: [] },
  decisions: {
    shows: "concrete decisions a second, beside the prepared core of iam-simulate",
    inAll: ["--rounds", "5"],
  },
  memory: { shows: "memory of a warm process with two workers, and whether it grows over many questions", inAll: [] },
  "request-lines": { shows: "keyaki evaluate on long files of JSON lines, parsing included", inAll: [] },
  growth: { shows: "time when statements, patterns, values, keys or overlapping globs double, with plots", inAll: [] },
  "other-solvers": {
    shows: "claims of 500 real changes, asked of cvc5 and native Z3 as well; can be stopped and taken up again",
    inAll: null,
  },
  unknowns: { shows: "what stays unknown with policy variables, by reason", inAll: null },
  "data/managed-reorders": { shows: "recorded: one policy written differently", inAll: null },
  "data/org-policy-changes": { shows: "recorded: changes of guardrails", inAll: null },
  "data/aa-custom-checks": { shows: "recorded: AWS's samples of its own checks", inAll: null },
  "data/derived-changes": { shows: "recorded: changes with a known answer", inAll: null },
  "data/string-model-pairs": { shows: "recorded: pairs with the answers of a string model", inAll: null },
};
