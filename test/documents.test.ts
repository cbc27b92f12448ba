import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { describe, expect, test } from "vitest";

const root = dirname(import.meta.dirname);

describe.each(markdownBelow(root).map((file) => relative(root, file)))("%s", (file) => {
  const text = readFileSync(join(root, file), "utf8");

  test("every link leads somewhere", () => {
    const targets = [...withoutCode(text).matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1] ?? "");
    const broken = targets.filter((target) => {
      if (/^(https:|mailto:)/.test(target)) return false;
      const [path = "", anchor] = target.split("#");
      const leads = path === "" ? join(root, file) : join(root, dirname(file), decodeURIComponent(path));
      if (!existsSync(leads)) return true;
      return anchor !== undefined && leads.endsWith(".md") && !headings(leads).includes(anchor);
    });
    expect(broken).toEqual([]);
  });

  test("names no place of one machine", () => {
    expect(text.match(/(?:file:\/\/|\/home\/|\/Users\/|localhost)\S*/g) ?? []).toEqual([]);
  });
});

test("every law has a row in the table of laws, and every row a law", () => {
  const laws = readdirSync(join(root, "test/laws")).flatMap((name) => /^(.*)\.test\.ts$/.exec(name)?.[1] ?? []);
  const [, table = ""] = /\n## Laws\n([\s\S]*?)\n## /.exec(readFileSync(join(root, "test/README.md"), "utf8")) ?? [];
  const rows = [...table.matchAll(/^\| `([^`]+)` .*\|$/gm)];
  expect(rows.map(([, law]) => law).sort()).toEqual(laws.sort());
  for (const [row, law] of rows) {
    const cells = row
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim());
    expect(
      cells.filter((cell) => cell === ""),
      law,
    ).toEqual([]);
  }
});

/** The anchors of a document's headings, as GitHub makes them. */
function headings(file: string): string[] {
  const lines = withoutCode(readFileSync(file, "utf8")).split("\n");
  const titles = lines.flatMap((line) => /^#+ (.*)$/.exec(line)?.[1] ?? []);
  return titles.map((title) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );
}

function withoutCode(text: string): string {
  return text.replace(/^```[\s\S]*?^```/gm, "");
}

function markdownBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return ["node_modules", "dist", ".git"].includes(entry.name) ? [] : markdownBelow(path);
    return entry.name.endsWith(".md") ? [path] : [];
  });
}
