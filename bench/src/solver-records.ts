import { createHash } from "node:crypto";
import { appendFileSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { ClaimName, Verdict } from "@keyaki/analysis";
import type { Opinion } from "../../test/native-solvers.ts";

/** What a solver said of a question. */
export interface Answer {
  readonly says: Opinion | "error";
  /** The question whole, narrowed, or one that narrowing leaves as it is. */
  readonly form: "whole" | "narrowed" | "both";
  /** Something was left open in the script: satisfiable means nothing. */
  readonly relaxed: boolean;
  readonly ms: number;
  readonly error?: string;
}

/** A question that no pair before asked. */
export interface Question {
  readonly key: string;
  readonly length: number;
  /** By solver. */
  readonly answers: Readonly<Record<string, readonly Answer[]>>;
}

/** A pair of policies: what Keyaki says of its claims, and what others say of the questions that were new. */
export interface PairRecord {
  readonly id: string;
  readonly source: string;
  readonly claims: readonly {
    readonly claim: ClaimName;
    readonly key: string;
    readonly outcome: Verdict["outcome"];
    readonly ms: number;
  }[];
  readonly questions: readonly Question[];
}

/** Whether the answer decides the question. */
export function isBinding({ says, relaxed }: Answer): boolean {
  return says === "unsat" || (says === "sat" && !relaxed);
}

/** A script without its comments, which name the sides. */
export function contentOf(script: string): string {
  return script.replace(/^;.*\n/gm, "");
}

export function keyOf(script: string): string {
  return createHash("sha256").update(contentOf(script)).digest("hex").slice(0, 16);
}

/** The pairs that a run has answered, a line each, so that it can be stopped and taken up again; each part writes a file of its own. */
export class Records {
  readonly #folder: string;
  readonly #file: string;
  readonly #pairs = new Set<string>();
  readonly #keys = new Set<string>();

  constructor(run: string, part: number, parts: number) {
    this.#folder = join(import.meta.dirname, "..", "results", run);
    this.#file = join(this.#folder, `${part}-of-${parts}.jsonl`);
    mkdirSync(this.#folder, { recursive: true });
    for (const { id, questions } of this.all()) {
      this.#pairs.add(id);
      for (const { key } of questions) this.#keys.add(key);
    }
  }

  has(id: string): boolean {
    return this.#pairs.has(id);
  }

  /** Whether this is the first time that the question comes up here. */
  isNew(key: string): boolean {
    if (this.#keys.has(key)) return false;
    this.#keys.add(key);
    return true;
  }

  add(record: PairRecord): void {
    appendFileSync(this.#file, `${JSON.stringify(record)}\n`);
  }

  /** Of all parts; a pair that two of them answered counts once. */
  all(): PairRecord[] {
    const records: PairRecord[] = readdirSync(this.#folder)
      .filter((name) => name.endsWith(".jsonl"))
      .sort()
      .flatMap((name) => readFileSync(join(this.#folder, name), "utf8").split("\n"))
      .filter((line) => line.endsWith("}"))
      .map((line) => JSON.parse(line));
    return [...new Map(records.map((record) => [record.id, record])).values()];
  }
}
