// Problems for the tests, from seeds: the same on every machine.
import { ClauseBuilder, type Problem } from "@keyaki/smt";
import type { ClauseQuestion } from "../src/index.ts";

/** A small generator of numbers from 0 to 1 (mulberry32). */
export function random(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Clauses of three literals drawn at random. */
export function threeSat(variables: number, clauses: number, seed: number): Problem {
  const next = random(seed);
  const flat: number[] = [];
  for (let i = 0; i < clauses; i++) {
    for (let k = 0; k < 3; k++) flat.push((1 + Math.floor(next() * variables)) * (next() < 0.5 ? 1 : -1));
    flat.push(0);
  }
  return { variables, clauses: Int32Array.from(flat) };
}

/** A question of up to 12 variables with clauses of 0 to 4 literals (repeated and opposite ones among them), preferences and assumptions. */
export function smallQuestion(seed: number): ClauseQuestion {
  const next = random(seed);
  const variables = 1 + Math.floor(next() * 12);
  const literal = (): number => (1 + Math.floor(next() * variables)) * (next() < 0.5 ? 1 : -1);
  const several = (most: number): number[] => Array.from({ length: Math.floor(next() * (most + 1)) }, literal);
  const flat: number[] = [];
  const clauses = Math.floor(next() * 4.5 * variables);
  for (let i = 0; i < clauses; i++) {
    const size = next() < 0.01 ? 0 : next() < 0.1 ? 1 : 2 + Math.floor(next() * 3);
    for (let k = 0; k < size; k++) flat.push(literal());
    flat.push(0);
  }
  return {
    problem: { variables, clauses: Int32Array.from(flat) },
    ...(next() < 0.8 ? { prefer: Int32Array.from(several(2 * variables)) } : {}),
    ...(next() < 0.6 ? { assumptions: Int32Array.from(several(6)) } : {}),
  };
}

/** `holes + 1` pigeons in as many holes as named: unsatisfiable, and hard for every solver of this kind. */
export function pigeonhole(holes: number): Problem {
  const builder = new ClauseBuilder();
  const pigeons = Array.from({ length: holes + 1 }, () => Array.from({ length: holes }, () => builder.variable()));
  for (const pigeon of pigeons) builder.clauseOf(pigeon);
  for (let hole = 0; hole < holes; hole++) {
    for (let a = 0; a < pigeons.length; a++) {
      for (let b = a + 1; b < pigeons.length; b++) builder.clause(-pigeons[a]![hole]!, -pigeons[b]![hole]!);
    }
  }
  return builder.build();
}
