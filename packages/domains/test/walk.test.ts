import { describe, expect, it } from "vitest";
import { type Glob, type GlobToken, memberIndices, type TextSet } from "../src/index.ts";
import { compileTexts, type Program } from "../src/program.ts";
import { type Limits, Walk, WORK_PER_CHECK, WORK_PER_STATE } from "../src/walk.ts";

/** "*" and "?" match any character, "+" and "!" any but ":"; "#" is a letter, "$" one that may hold ":". */
function set(pattern: string, fold: Glob["fold"] = "none"): TextSet {
  const tokens = (pattern.match(/[*+?!$#]|[^*+?!$#]+/gu) ?? []).map((c): GlobToken => {
    if (c === "*" || c === "+") return { is: "many", colon: c === "*" };
    if (c === "?" || c === "!") return { is: "one", colon: c === "?" };
    if (c === "$" || c === "#") return { is: "letter", id: 1, ...(c === "$" ? { colon: true } : {}) };
    return { is: "text", text: c };
  });
  return [{ tokens, fold }];
}

interface Asked {
  readonly limits?: Limits;
  readonly prefer?: readonly string[];
  /** Whether what is between two texts may be leapt over. */
  readonly passes?: boolean;
  /** Ends the walk. */
  readonly until?: (text: string) => boolean;
  readonly hopeless?: (base: number, program: Program) => boolean;
}

/** Every arrival as `text: members`, with "…" where more than one text takes that step. */
function walked(sets: readonly TextSet[], { limits, prefer, passes = true, until, hopeless }: Asked = {}) {
  const program = compileTexts(sets);
  const walk = new Walk(program, limits, prefer);
  const arrivals: string[] = [];
  const end = walk.run({
    arrive(signature, from, symbol, many) {
      const text = walk.textOf(from, symbol);
      arrivals.push(`${text}:${memberIndices(program.signatures.members(signature))}${many ? "…" : ""}`);
      return until?.(text) ?? false;
    },
    hopeless: (base, _live, count) => hopeless?.(base, program) ?? count === 0,
    passes: () => passes,
  });
  const single = Array.from({ length: walk.states }, (_, state) => state)
    .filter((state) => walk.isSingle(state))
    .map((state) => walk.textOf(state, -1));
  return { end, arrivals, states: walk.states, single };
}

describe("a walk", () => {
  it("leaps where all wait for the same text, and reports what is between where it must", () => {
    const leapt = walked([set("abcd")]);
    expect(leapt).toEqual({ end: "done", arrivals: [":", "a:", "abcd:0"], states: 2, single: ["", "abc"] });
    const told = walked([set("abcd")], { passes: false });
    expect(told.arrivals).toEqual([":", "a:", "b:…", "aa:…", "ab:", "aba:…", "abc:", "abca:…", "abcd:0"]);
    expect(told.states).toBe(4);
  });

  it("leaps as far as several globs go together", () => {
    expect(walked([set("abcd"), set("abce")])).toMatchObject({
      arrivals: [":", "a:", "abcd:0", "abce:1"],
      states: 2,
      single: ["", "abc"],
    });
    // One ends on the way: it is reported.
    expect(walked([set("abcd"), set("abcdefg")])).toMatchObject({
      arrivals: [":", "a:", "abcd:0", "abcdefg:1"],
      single: ["", "abc", "abcdef"],
    });
    // A wildcard stops the leap, and so does another place in the same text.
    expect(walked([set("abc?d")]).arrivals).toEqual([":", "a:", "abc:", "abca:…", "abcad:0"]);
    expect(walked([set("abcd"), set("axcd")])).toMatchObject({
      arrivals: [":", "a:", "ab:", "ax:", "abcd:0", "axcd:1"],
      single: ["", "a", "abc", "axc"],
    });
    expect(walked([set("xabc"), set("?abd")]).arrivals).toEqual([":", "a:…", "x:", "aabd:1", "xabc:0", "xabd:1"]);
  });

  it("counts what folds in a leap as more than one text", () => {
    const folded = walked([set("1a2b3", "ascii")]);
    expect(folded.arrivals).toEqual([":", "1:", "1a2b3:0"]);
    expect(folded.single).toEqual([""]);
    expect(walked([set("1234", "ascii")]).single).toEqual(["", "123"]);
    expect(walked([set("A1", "ascii")]).arrivals).toEqual([":", "A:…", "A1:0"]);
    // Marked symbols, whose variants are tried one by one, are not leapt over.
    expect(walked([set("1ab", "ascii"), set("1a\u0130", "unicode")]).arrivals).toEqual([
      ":",
      "1:",
      "1A:",
      "1a:",
      "1AB:0",
      "1Ab:0",
      "1A\u0130:1",
    ]);
  });

  it("spells what folds as the pattern does", () => {
    expect(walked([set("ABcD", "ascii")]).arrivals).toEqual([":", "A:…", "ABcD:0…"]);
    expect(walked([set("?Kb", "unicode")]).arrivals).toEqual([":", "a:…", "aKb:0…"]);
  });

  it("tries one character for all that nobody expects, and the colon where that tells", () => {
    expect(walked([set("?a")]).arrivals).toEqual([":", "a:…", "aa:0"]);
    expect(walked([set("!a")]).arrivals).toEqual([":", "::", "a:…", "aa:0"]);
    expect(walked([set("!a"), set(":")]).arrivals).toEqual([":", "::1", "a:…", "aa:0"]);
    expect(walked([set("?"), set("a"), set("b")]).arrivals).toEqual([":", "a:0,1", "b:0,2", "c:0…"]);
    expect(walked([set("+b")], { limits: { maxStates: 10 } }).arrivals).toEqual([":", "::", "a:…", "b:0"]);
  });

  it("uses preferred characters first, and never a colon or a letter among them", () => {
    expect(walked([set("?")], { prefer: [":\udc00", "9x"] }).arrivals).toEqual([":", "9:0…"]);
    expect(walked([set("?"), set("9")], { prefer: ["9x"] }).arrivals).toEqual([":", "9:0,1", "x:0…"]);
    expect(walked([set("?", "ascii"), set("k", "ascii")], { prefer: ["Kx"] }).arrivals).toEqual([
      ":",
      "k:0,1…",
      "x:0…",
    ]);
  });

  it("finds a character beyond letters and digits when all of these are expected", () => {
    const expected = [..."abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"];
    const last = (more: readonly string[], fold: Glob["fold"] = "none") =>
      walked([set("?"), ...[...expected, ...more].map((c) => set(c, fold))]).arrivals.filter((a) => a.endsWith(":0…"));
    expect(last([])).toEqual(["\u00c0:0…"]);
    expect(last(["\u00c0", "\u00c1"])).toEqual(["\u00c2:0…"]);
    // U+00E0 folds to U+00C0.
    expect(last(["\u00e0"], "unicode")).toEqual(["\u00c1:0…"]);
  });

  it("tries a letter of each kind that nobody expects", () => {
    expect(walked([set("#"), set("*a")]).arrivals).toEqual([":", "a:1", "b:…", "\udc01:0", "aa:1", "ab:…", "a\udc01:"]);
  });

  it("tries no letter where nothing would be live after it", () => {
    expect(walked([set("#$a")]).arrivals).toEqual([":", "\udc01:", "\udc01\ude01a:0"]);
    expect(walked([set("#"), set("$")]).arrivals).toEqual([":", "\udc01:0", "\ude01:1"]);
  });

  it("stops where the visitor wants it to", () => {
    expect(walked([set("ab")], { until: () => true })).toMatchObject({ end: "stopped", arrivals: [":"], states: 0 });
    expect(walked([set("?b")], { until: (text) => text === "a" })).toMatchObject({ end: "stopped", states: 1 });
    expect(walked([set("ab")], { hopeless: () => true })).toMatchObject({ end: "done", arrivals: [":"], states: 0 });
    expect(walked([])).toMatchObject({ end: "done", arrivals: [":"], states: 0 });
  });

  it("does not read on in a set that is settled", () => {
    expect(walked([[...set("a*"), ...set("?b")]]).arrivals).toEqual([":", "a:0", "b:…", "bb:0"]);
    const { arrivals } = walked([[...set("a*b"), ...set("*")]]);
    expect(arrivals).toEqual([":0"]);
  });

  it("keeps a state once, however it is reached", () => {
    expect(walked([set("?*b?")]).states).toBe(3);
    const two = walked([set("?x?")]);
    expect(two).toMatchObject({ arrivals: [":", "a:…", "ax:", "axa:0…"], states: 3, single: [""] });
    // Two states with the same hash, of which the first is met again.
    expect(walked([set("bb"), set("?ab")]).states).toBe(3);
    // Two ways into one state.
    expect(walked([[...set("ac"), ...set("bc")], set("?d")]).single).toEqual(["", "a", "b"]);
    expect(walked([[...set("ad"), ...set("bd")]]).single).toEqual(["", "a", "b"]);
  });

  it("is exhausted one state after its limit", () => {
    const sets = [set("*a*b*c*d")];
    const { states, end } = walked(sets);
    expect([states, end]).toEqual([4, "done"]);
    expect(walked(sets, { limits: { maxStates: 4 } }).end).toBe("done");
    const short = walked(sets, { limits: { maxStates: 3 } });
    expect([short.end, short.states]).toEqual(["exhausted", 4]);
  });

  it("is exhausted by work as well as by states", () => {
    const wide = Array.from({ length: 2 * WORK_PER_STATE }, (_, i) => set(`*${String.fromCodePoint(0x4e00 + i)}x`));
    expect(walked(wide, { limits: { maxStates: 1 } })).toMatchObject({ end: "exhausted", states: 1 });
    expect(walked(wide.slice(0, 5), { limits: { maxStates: 10 } }).end).toBe("done");
  });

  it("asks its caller once in a while", () => {
    let checks = 0;
    const check = () => {
      checks++;
    };
    walked([set("*a*b*c")], { limits: { check } });
    expect(checks).toBe(0);
    const wide = Array.from({ length: 120 }, (_, i) => set(`*${String.fromCodePoint(0x4e00 + i)}x`));
    walked(wide, { limits: { check } });
    // Each of 121 states looks at some 122 positions for each of 122 symbols: every fourth is late enough.
    expect(122 * 122 * 4).toBeGreaterThan(WORK_PER_CHECK);
    expect(checks).toBe(30);
    const stop = () => {
      throw new Error("enough");
    };
    expect(() => walked(wide, { limits: { check: stop } })).toThrow("enough");
  });
});
