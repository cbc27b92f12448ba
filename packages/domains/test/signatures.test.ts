import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hasMember, memberIndices, membersKey, membersOf } from "../src/index.ts";
import { SignatureTable } from "../src/signatures.ts";

describe("sets of indices", () => {
  it("hold what they were given, in any word", () => {
    const indices = [0, 5, 31, 32, 63, 64, 69];
    const members = membersOf(70, indices);
    expect(members).toHaveLength(3);
    expect(memberIndices(members)).toEqual(indices);
    expect(Array.from({ length: 70 }, (_, i) => i).filter((i) => hasMember(members, i))).toEqual(indices);
    expect([0, 1, 32, 33, 64, 65].map((width) => membersOf(width, []).length)).toEqual([1, 1, 1, 2, 2, 3]);
  });

  it("are told apart by their keys", () => {
    expect(membersKey(membersOf(32, [0, 2]))).toBe("5");
    expect(membersKey(membersOf(32, [31]))).toBe((2 ** 31).toString(36));
    expect(membersKey(membersOf(40, [0, 2, 33]))).toBe("5.2");
    expect(membersKey(membersOf(40, []))).toBe("0.0");
  });
});

describe("SignatureTable", () => {
  it("numbers sets in the order in which they come, and keeps copies", () => {
    const table = new SignatureTable(40);
    expect(table.size).toBe(1);
    expect(table.intern(membersOf(40, []))).toBe(0);
    const given = membersOf(40, [3, 33]);
    expect(table.intern(given)).toBe(1);
    given[0] = 0;
    expect(table.intern(membersOf(40, [33]))).toBe(2);
    expect(table.intern(membersOf(40, [3, 33]))).toBe(1);
    expect(memberIndices(table.members(1))).toEqual([3, 33]);
    expect(table.size).toBe(3);
    expect(new SignatureTable(0).members(0)).toHaveLength(1);
    expect(new SignatureTable(32).members(0)).toHaveLength(1);
    expect(new SignatureTable(33).members(0)).toHaveLength(2);
  });

  it("unites and compares as sets do", () => {
    const sets = fc.array(fc.array(fc.nat(69), { maxLength: 4 }), { minLength: 2, maxLength: 12 });
    fc.assert(
      fc.property(sets, (family) => {
        const table = new SignatureTable(70);
        const ids = family.map((indices) => table.intern(membersOf(70, indices)));
        const of = (...indices: readonly number[][]) => [...new Set(indices.flat())].sort((a, b) => a - b);
        // Twice, since unions are remembered.
        for (const _ of [1, 2]) {
          for (const [i, a] of family.entries()) {
            for (const [j, b] of family.entries()) {
              const [one, other] = [ids[i]!, ids[j]!];
              expect(memberIndices(table.members(table.union(one, other)))).toEqual(of(a, b));
              expect(table.within(one, other)).toBe(a.every((index) => b.includes(index)));
            }
          }
        }
        expect(memberIndices(table.members(table.unionAll(ids[0]!, ids.slice(1))))).toEqual(of(...family));
        expect(table.unionAll(ids[0]!, [])).toBe(ids[0]);
        const keys = Array.from({ length: table.size }, (_, id) => membersKey(table.members(id)));
        expect(new Set(keys).size).toBe(table.size);
      }),
      { numRuns: 60 },
    );
  });

  it("finds each of several sets with the same hash", () => {
    // The hash of the first word goes into that of the second by exclusive or, so these come out alike.
    const sets = Array.from({ length: 6 }, (_, first) => {
      const hash = Math.imul(first, 0x9e3779b1);
      return new Uint32Array([first, hash ^ (hash >>> 15)]);
    });
    const table = new SignatureTable(64);
    const ids = sets.map((set) => table.intern(set));
    expect(new Set(ids).size).toBe(sets.length);
    expect(sets.map((set) => table.intern(set))).toEqual(ids);
    expect(ids.map((id) => table.members(id))).toEqual(sets);
    expect(table.size).toBe(sets.length);
  });

  it("spreads sets well enough to find each", () => {
    const table = new SignatureTable(64);
    const ids = Array.from({ length: 3000 }, (_, i) => table.intern(new Uint32Array([i % 50, Math.floor(i / 50)])));
    expect(new Set(ids).size).toBe(3000);
    expect(ids.map((id) => [...table.members(id)])).toEqual(
      Array.from({ length: 3000 }, (_, i) => [i % 50, Math.floor(i / 50)]),
    );
    for (let i = 0; i < 3000; i++) expect(table.intern(new Uint32Array([i % 50, Math.floor(i / 50)]))).toBe(ids[i]);
  });
});
