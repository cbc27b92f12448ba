import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { containsTexts, disjointTexts, findText, type Glob, matchesTexts, textGlob } from "../src/index.ts";
import { allTexts, globs } from "./globs.ts";

const MANY = { is: "many", colon: true } as const;
const NO_COLON = { is: "many", colon: false } as const;
const set = (...tokens: Glob["tokens"][number][]): Glob[] => [{ tokens, fold: "none" }];
const text = (value: string) => ({ is: "text", text: value }) as const;

describe("findText", () => {
  it("finds a text exactly where there is one", () => {
    const texts = allTexts(["a", "b", ":"], 6);
    const seen = { found: 0, none: 0 };
    const sets = fc.array(fc.array(globs("ab:", fc.constant("none")), { minLength: 1, maxLength: 2 }), {
      maxLength: 2,
    });
    fc.assert(
      fc.property(sets, sets, (within, without) => {
        const fits = (candidate: string) =>
          within.every((s) => matchesTexts(s, candidate)) && !without.some((s) => matchesTexts(s, candidate));
        const found = findText({ within, without });
        if (found === "exhausted") throw new Error("exhausted");
        const known = texts.find(fits);
        if (found === null) {
          if (known !== undefined) throw new Error(`missed ${JSON.stringify(known)}`);
          seen.none++;
        } else {
          if (!fits(found)) throw new Error(`${JSON.stringify(found)} does not fit`);
          if (known !== undefined && known.length < found.length)
            throw new Error(`${JSON.stringify(known)} is shorter`);
          seen.found++;
        }
      }),
      { numRuns: 2500 },
    );
    expect(seen.found).toBeGreaterThan(300);
    expect(seen.none).toBeGreaterThan(100);
  });

  it("uses the preferred characters where any will do", () => {
    const some = set({ is: "one", colon: true }, { is: "one", colon: true });
    expect(findText({ within: [some], without: [] }, { prefer: ["7"] })).toBe("77");
    expect(findText({ within: [some], without: [set(text("7"), MANY)] }, { prefer: ["78"] })).toBe("87");
  });

  it("ends on the globs that defeat sequence solvers", () => {
    const b = (n: number) => Array.from({ length: n }, () => [MANY, text("b")]).flat();
    expect(containsTexts(set(text("a"), ...b(4)), set(text("ab"), ...b(3)))).toBe(true);
    expect(containsTexts(set(text("ab"), ...b(3)), set(text("a"), ...b(4)))).toBe(false);
    expect(containsTexts(set(text("a"), ...b(12)), set(text("ab"), ...b(11)))).toBe(true);
  });

  it("says when the limit came first", () => {
    const within = [set(...[..."abcdefgh"].flatMap((c) => [MANY, text(c)]))];
    expect(findText({ within, without: [] }, { maxStates: 3 })).toBe("exhausted");
    expect(findText({ within, without: [] })).toBe("abcdefgh");
    expect(containsTexts(set(text("a"), MANY), set(NO_COLON, text("ab"), NO_COLON), { maxStates: 1 })).toBe(
      "exhausted",
    );
    expect(disjointTexts(within[0]!, set(MANY, text("x")), { maxStates: 3 })).toBe("exhausted");
  });
});

describe("a search", () => {
  it("goes no further than it may lead to a text", () => {
    // Read from the start, or not even that: more would exhaust the limit.
    const none = (within: Glob[][], without: Glob[][], maxStates: number) =>
      expect(findText({ within, without }, { maxStates })).toBe(null);
    none([set(MANY)], [set(MANY)], 0);
    none([set(text("a"))], [set(MANY)], 0);
    none([set(text("a")), set(text("b"))], [], 1);
    none([set(text("abcd"), MANY), set(text("ab"), MANY)], [set(text("abc"), MANY)], 3);
    none([[], set(MANY)], [], 0);
    // What nobody tells apart is leapt over.
    expect(findText({ within: [set(text("abcdefgh"))], without: [] }, { maxStates: 2 })).toBe("abcdefgh");
    expect(findText({ within: [], without: [] }, { maxStates: 0 })).toBe("");
    expect(findText({ within: [], without: [set()] }, { maxStates: 1 })).toBe("a");
  });

  it("tells all of its sets apart", () => {
    const letters = [..."abcdefghijklmnopqrstuvwxyz0123456789"];
    const within = letters.map((c) => set(MANY, text(c), MANY)).slice(0, 3);
    expect(findText({ within, without: [] })).toBe("abc");
    expect(findText({ within, without: [set(text("a"), MANY)] })).toBe("bac");
    // More sets than a word has bits.
    const others = letters.slice(0, 35).map((c) => set(text(c)));
    expect(findText({ within: [set({ is: "one", colon: true })], without: others })).toBe("9");
    expect(findText({ within: [...letters.map(() => set(MANY)), set(text("x"))], without: [] })).toBe("x");
  });
});

describe("containsTexts and disjointTexts", () => {
  it("need not search where both sides have the same globs", () => {
    const [one, other] = [set(text("a"), MANY)[0]!, set(MANY, text("b"))[0]!];
    expect(containsTexts([other, one], [one, other], { maxStates: 0 })).toBe(true);
    expect(containsTexts([one], [one, other])).toBe(false);
    expect(containsTexts([one, set(MANY)[0]!], [one, other])).toBe(true);
    expect(disjointTexts([one], [other])).toBe(false);
    expect(disjointTexts([one], [textGlob("b")])).toBe(true);
  });

  it("tell colons apart", () => {
    expect(containsTexts(set(text("a:"), MANY), set(text("a:"), NO_COLON))).toBe(true);
    expect(containsTexts(set(text("a:"), NO_COLON), set(text("a:"), MANY))).toBe(false);
    expect(disjointTexts(set(NO_COLON), set(MANY, text(":"), MANY))).toBe(true);
    expect(disjointTexts(set(MANY), set(text(":")))).toBe(false);
  });

  it("read a letter as one unknown text", () => {
    const user = { is: "letter", id: 0 } as const;
    const tag = { is: "letter", id: 1, colon: true } as const;
    expect(containsTexts(set(text("home/"), MANY), set(text("home/"), user))).toBe(true);
    expect(containsTexts(set(text("home/"), user, MANY), set(text("home/"), user, text("/x")))).toBe(true);
    expect(containsTexts(set(text("home/"), { is: "one", colon: true }), set(text("home/"), user))).toBe(false);
    expect(containsTexts(set(text("home/"), user), set(text("home/"), MANY))).toBe(false);
    expect(containsTexts(set(text("home/"), NO_COLON), set(text("home/"), user))).toBe(true);
    expect(containsTexts(set(text("home/"), NO_COLON), set(text("home/"), tag))).toBe(false);
    expect(containsTexts(set(text("home/"), MANY), set(text("home/"), tag))).toBe(true);
    expect(() => findText({ within: [set({ is: "letter", id: 512 })], without: [] })).toThrow(RangeError);
  });

  it("know the empty set", () => {
    expect(containsTexts([], [])).toBe(true);
    expect(containsTexts([], [textGlob("a")])).toBe(false);
    expect(disjointTexts([], [textGlob("a")])).toBe(true);
  });
});
