import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { locate, parsePolicy, renderDiagnostic } from "../src/index.ts";

/** Lines and columns the slow way. */
function slowly(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset);
  const lines = before.split(/\r\n|\n|\r(?!\n)/);
  // A CR whose LF comes after the offset has not ended its line.
  const open = before.endsWith("\r") && text[offset] === "\n";
  const tail = open ? before.slice(0, -1).split(/\r\n|\n|\r/) : lines;
  const last = open ? `${tail.at(-1)}\r` : (lines.at(-1) ?? "");
  return { line: tail.length, column: [...last].length + 1 };
}

describe("locate", () => {
  it("agrees with counting", () => {
    const text = fc
      .array(fc.constantFrom("a", "\n", "\r\n", "\r", "😀", "\t", "é"), { maxLength: 30 })
      .map((list) => list.join(""));
    let later = 0;
    fc.assert(
      fc.property(text, fc.nat(), (value, seed) => {
        let offset = seed % (value.length + 1);
        // Not inside a pair.
        if (/[\udc00-\udfff]/.test(value[offset] ?? "")) offset--;
        const place = locate(value, offset);
        if (place.line > 1 && place.column > 1) later++;
        expect(place).toEqual(slowly(value, offset));
      }),
      { numRuns: 2000 },
    );
    expect(later).toBeGreaterThan(200);
  });

  it("gives an offset inside a pair the place of the pair, and one beyond the text its end", () => {
    expect(locate("a😀b", 2)).toEqual({ line: 1, column: 2 });
    expect(locate("a😀b", 99)).toEqual({ line: 1, column: 4 });
    expect(locate("a😀b", -1)).toEqual({ line: 1, column: 1 });
  });

  it("answers many questions about one long line", () => {
    const text = "😀".repeat(500_000);
    let sum = 0;
    for (let offset = 0; offset < text.length; offset += 10) sum += locate(text, offset).column;
    expect(sum).toBe(100_000 + 5 * ((99_999 * 100_000) / 2));
  });
});

describe("renderDiagnostic", () => {
  const render = (text: string, source = "p.json") => {
    const [diagnostic] = parsePolicy(text).diagnostics;
    return renderDiagnostic(source, text, diagnostic!);
  };

  it("shows the place, the line, a caret and a hint", () => {
    const text =
      '{\n\t"Version": "2012-10-17",\n\t"Statement": { "😀": 1, "Effect": "allow", "Action": "*", "Resource": "*" }\n}';
    const [unknown, effect] = parsePolicy(text).diagnostics.filter((diagnostic) => diagnostic.severity === "error");
    expect(renderDiagnostic("p.json", text, effect!)).toBe(
      [
        'p.json:3:35: error[INVALID_EFFECT]: The Effect "allow" is neither Allow nor Deny.',
        '   "Statement": { "😀": 1, "Effect": "allow", "Action": "*", "Resource": "*" }',
        "                                    ^^^^^^^",
        "  hint: write Allow",
      ].join("\n"),
    );
    expect(unknown?.code).toBe("INVALID_POLICY_ELEMENT");
  });

  it("cuts long lines around the place", () => {
    const text = `{${'"Id":"x",'.repeat(1000)}"Versoin":"2012-10-17",${'"Id":"x",'.repeat(1000)}"Id":"x"}`;
    const diagnostic = parsePolicy(text).diagnostics.find(({ code }) => code === "INVALID_POLICY_ELEMENT");
    const [, line, caret] = renderDiagnostic("p.json", text, diagnostic!).split("\n");
    expect(line?.length).toBeLessThan(110);
    expect(line?.slice(caret?.indexOf("^"), (caret?.lastIndexOf("^") ?? 0) + 1)).toBe('"Versoin"');
  });

  it("lets no document and no file name control the terminal", () => {
    const evil = "\u001b[31m\u202e\u0007\u009b\u2028";
    const rendered = render(`{"${evil.replace("\u001b", "").replace("\u0007", "")}x\u001b": 1}`, `${evil}.json`);
    expect(rendered.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    const long = render(`{"${"\u202e".repeat(100_000)}":1}`);
    expect(long.length).toBeLessThan(2000);
  });

  it("shows an error at the end of the text and in an empty text", () => {
    expect(render("")).toBe("p.json:1:1: error[EMPTY_DOCUMENT]: The document is empty.");
    expect(render('{"Version":\n')).toContain("p.json:2:1: error[JSON_SYNTAX_ERROR]");
  });
});
