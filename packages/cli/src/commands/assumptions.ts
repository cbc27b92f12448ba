import { ASSUMPTIONS, AXIOMS, pageAddress } from "@keyaki/catalog";
import { type ExitCode, UsageError } from "../exit.ts";
import type { ReportFlags } from "../options.ts";
import { writeFacts } from "../plain.ts";
import type { Run } from "../run.ts";

/** How far a rule is known, in words. */
const EVIDENCE: Readonly<Record<string, string>> = {
  D: "AWS documents it",
  O: "not documented, observed",
  K: "general knowledge",
  "?": "AWS is silent or contradicts itself",
};

/** `keyaki assumptions`: rules that AWS leaves open, and facts about requests, with their pages. */
export async function assumptionsCommand(name: string | undefined, flags: ReportFlags, run: Run): Promise<ExitCode> {
  const open = ASSUMPTIONS.filter(({ id }) => name === undefined || id === name);
  const facts = AXIOMS.filter(({ id }) => name === undefined || id === name);
  if (open.length + facts.length === 0) throw new UsageError(`there is no assumption or axiom "${name}".`);
  const json = {
    assumptions: open.map(({ id, values, default: taken, text, meaning, page, tag }) => {
      return { id, values, default: taken, text, meaning, page: pageAddress(page), tag };
    }),
    axioms: facts.map(({ id, text, page, tag }) => ({ id, text, page: pageAddress(page), tag })),
  };
  const text = [
    ...(open.length > 0 && name === undefined
      ? ["Rules that AWS leaves open. A verdict holds for every value unless --assume NAME=VALUE pins one.", ""]
      : []),
    ...open.flatMap(({ id, values, default: taken, text: question, meaning, page, tag }) => [
      `${id}  (${EVIDENCE[tag] ?? tag})`,
      `  ${question}`,
      ...values.map(
        (value) => `    ${value}${value === taken ? " (an evaluation takes this)" : ""}: ${meaning[value]}`,
      ),
      `  ${pageAddress(page)}`,
      "",
    ]),
    ...(facts.length > 0 && name === undefined
      ? ["Facts about requests that proofs may use; each proof names those it needed. --no-axioms uses none.", ""]
      : []),
    ...facts.flatMap(({ id, text: fact, page, tag }) => [
      `${id}  (${EVIDENCE[tag] ?? tag})`,
      `  ${fact}`,
      `  ${pageAddress(page)}`,
      "",
    ]),
  ];
  await writeFacts("assumptions", null, json, `${text.join("\n").trimEnd()}\n`, flags, run);
  return 0;
}
