import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { jsonSchemas, reportSchema } from "../src/schemas/reports.ts";

const EXPECTED = join(import.meta.dirname, "../../../test/golden/expected");
const saved = readdirSync(EXPECTED).filter((file) => file.endsWith(".json"));

describe("the schemas of reports", () => {
  test.each(saved)("%s is valid, and is not without its verdict", (file) => {
    for (const line of records(readFileSync(join(EXPECTED, file), "utf8"))) {
      const report = JSON.parse(line);
      expect(reportSchema.safeParse(report).error).toBeUndefined();
      const { relation: _, result: __, decision: ___, ...rest } = report;
      expect(reportSchema.safeParse(rest).success).toBe(false);
    }
  });

  test("all kinds of report are among them", () => {
    const queries = saved.flatMap((file) =>
      records(readFileSync(join(EXPECTED, file), "utf8")).map((line) => JSON.parse(line).query),
    );
    expect([...new Set(queries)].sort()).toEqual(["compare", "evaluate", "gate", "verify"]);
  });

  test("unknown fields pass, unknown kinds of report do not", () => {
    const [line] = records(readFileSync(join(EXPECTED, saved[0]!), "utf8"));
    const report = JSON.parse(line!);
    expect(reportSchema.safeParse({ ...report, later: true }).success).toBe(true);
    expect(reportSchema.safeParse({ ...report, formatVersion: "1.12" }).success).toBe(true);
    expect(reportSchema.safeParse({ ...report, formatVersion: "2.0" }).success).toBe(false);
    expect(reportSchema.safeParse({ ...report, query: "dance" }).success).toBe(false);
  });

  test("as JSON Schema each is of draft 2020-12 and names what must be there", () => {
    const schemas = jsonSchemas() as Record<string, { $schema: string; required: string[] }>;
    expect(Object.keys(schemas)).toEqual([
      "compare.schema.json",
      "gate.schema.json",
      "evaluate.schema.json",
      "verify.schema.json",
    ]);
    for (const schema of Object.values(schemas)) {
      expect(schema.$schema).toContain("2020-12");
      expect(schema.required).toEqual(expect.arrayContaining(["formatVersion", "tool", "query"]));
    }
  });
});

/** One report, or one a line. */
function records(text: string): readonly string[] {
  return text.startsWith("{\n") ? [text] : text.trim().split("\n");
}
