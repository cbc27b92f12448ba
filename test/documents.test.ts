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
