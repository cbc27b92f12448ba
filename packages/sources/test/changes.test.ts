import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { pairChanges, pairTrees, type SourceText, type SourceTree } from "../src/index.ts";
import { compareIds } from "../src/names.ts";
import { problemText, readText } from "../src/read-file.ts";

const text = (id: string, content: string): SourceText => readText({ id, path: id }, Buffer.from(content));
const outline = (before: SourceText[], after: SourceText[], key?: (of: SourceText) => string | null) =>
  pairChanges(before, after, key).map((c) => [c.status, c.before?.id ?? null, c.after?.id ?? null]);
const tree = (kind: SourceTree["kind"], texts: SourceText[], ignored: SourceText[] = []): SourceTree => ({
  kind,
  name: "x",
  texts,
  ignored: ignored.map((of) => ({ text: of, reason: "no-statement" })),
  otherFiles: 0,
});

describe("pairChanges", () => {
  test("by id first, then by content", () => {
    const before = [text("same", "1"), text("edited", "2"), text("old-name", "3"), text("gone", "4")];
    const after = [text("new-name", "3"), text("fresh", "5"), text("edited", "2b"), text("same", "1")];
    expect(outline(before, after)).toEqual([
      ["modified", "edited", "edited"],
      ["added", null, "fresh"],
      ["removed", "gone", null],
      ["renamed", "old-name", "new-name"],
      ["unchanged", "same", "same"],
    ]);
  });

  test("two documents that swap their content are both modified", () => {
    expect(outline([text("a", "1"), text("b", "2")], [text("a", "2"), text("b", "1")])).toEqual([
      ["modified", "a", "a"],
      ["modified", "b", "b"],
    ]);
  });

  test("a copy is added, and equal content pairs once", () => {
    expect(outline([text("a", "1")], [text("b", "1"), text("c", "1")])).toEqual([
      ["renamed", "a", "b"],
      ["added", null, "c"],
    ]);
  });

  test("among equal contents the same file name goes together", () => {
    expect(
      outline([text("x/dev.json", "1"), text("x/ops.json", "1")], [text("y/ops.json", "1"), text("z/dev.json", "1")]),
    ).toEqual([
      ["renamed", "x/ops.json", "y/ops.json"],
      ["renamed", "x/dev.json", "z/dev.json"],
    ]);
  });

  test("by the given key after bytes", () => {
    const lower = (of: SourceText) => new TextDecoder().decode(of.bytes ?? new Uint8Array()).toLowerCase();
    const before = [text("a", "P"), text("b", "p")];
    const after = [text("c", "p"), text("d", "P ")];
    expect(outline(before, after, lower)).toEqual([
      ["removed", "a", null],
      ["renamed", "b", "c"],
      ["added", null, "d"],
    ]);
    expect(outline([text("a", "P")], [text("c", "p")], lower)).toEqual([["renamed", "a", "c"]]);
  });

  test("what could not be read is never unchanged or renamed unless its bytes are known to be the same", () => {
    const lost = problemText({ id: "a", path: "a" }, "unreadable", "EACCES");
    const large = problemText({ id: "b", path: "b" }, "too-large", "1", "d1");
    const larger = problemText({ id: "b", path: "b" }, "too-large", "1", "d2");
    expect(outline([lost, large], [lost, larger])).toEqual([
      ["modified", "a", "a"],
      ["modified", "b", "b"],
    ]);
    expect(outline([large], [large])).toEqual([["unchanged", "b", "b"]]);
    expect(outline([large], [{ ...large, id: "c" }])).toEqual([
      ["removed", "b", null],
      ["added", null, "c"],
    ]);
  });

  test("two documents of one side with one id are refused", () => {
    expect(() => pairChanges([text("a", "1"), text("a", "2")], [])).toThrow(/"a"/);
    expect(() => pairChanges([], [text("a", "1"), text("a", "2")])).toThrow(/"a"/);
  });

  test("law: each document is in exactly one change, in any order of the input, and only equal content is called the same", () => {
    const side = fc.uniqueArray(
      fc.tuple(fc.constantFrom("a", "b", "c/a", "c/b", "d"), fc.constantFrom("1", "2", "3")),
      {
        selector: ([id]) => id,
      },
    );
    const seen = new Set<string>();
    fc.assert(
      fc.property(side, side, fc.integer(), (olds, news, seed) => {
        const before = olds.map(([id, content]) => text(id, content));
        const after = news.map(([id, content]) => text(id, content));
        const changes = pairChanges(before, after);
        expect(changes.flatMap((c) => c.before ?? []).sort(byIdOf)).toEqual([...before].sort(byIdOf));
        expect(changes.flatMap((c) => c.after ?? []).sort(byIdOf)).toEqual([...after].sort(byIdOf));
        for (const c of changes) {
          seen.add(c.status);
          const same = c.before !== null && c.after !== null && c.before.digest === c.after.digest;
          expect(same).toBe(c.status === "renamed" || c.status === "unchanged");
        }
        const turned = (texts: SourceText[]) => (seed % 2 === 0 ? [...texts].reverse() : texts);
        expect(pairChanges(turned(before), turned(after))).toEqual(changes);
      }),
    );
    expect([...seen].sort()).toEqual(["added", "modified", "removed", "renamed", "unchanged"]);
  });
});

describe("pairTrees", () => {
  test("two single files are one change whatever they are called", () => {
    const changes = pairTrees(tree("file", [text("old.json", "1")]), tree("file", [text("new.json", "2")]));
    expect(changes).toMatchObject([{ status: "modified", id: "new.json", before: { id: "old.json" } }]);
  });

  test("a policy that stops being one is modified, not removed", () => {
    const changes = pairTrees(
      tree("directory", [text("a", "1")]),
      tree("directory", [], [text("a", "{}"), text("b", "{}")]),
    );
    expect(changes).toMatchObject([{ status: "modified", id: "a" }]);
    expect(pairTrees(tree("directory", [], [text("a", "{}")]), tree("directory", [text("a", "1")]))).toMatchObject([
      { status: "modified", id: "a" },
    ]);
  });
});

describe("compareIds", () => {
  test("is code-point order", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }), (a, b) => {
        const points = (s: string) => Buffer.from(s, "utf8");
        expect(Math.sign(compareIds(a, b))).toBe(Buffer.compare(points(a), points(b)));
      }),
    );
    expect(compareIds("\uff21", "\u{1f333}")).toBeLessThan(0);
  });
});

function byIdOf(a: SourceText, b: SourceText): number {
  return compareIds(a.id, b.id);
}
