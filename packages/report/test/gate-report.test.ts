import type { Undo } from "@keyaki/analysis";
import { describe, expect, test } from "vitest";
import { gateExit, gateReport } from "../src/gate-report.ts";
import { gateText } from "../src/gate-text.ts";
import { reportMarkdown } from "../src/report-text.ts";
import {
  allow,
  analysisOf,
  changeOf,
  groupOf,
  inputOf,
  OPTIONS,
  policyOf,
  refTo,
  refuted,
  UNKNOWN,
  widening,
  witnessOf,
} from "./fixtures.ts";

const OLD = policyOf([allow()], "old.json");
const NEW = policyOf([allow({ Action: ["s3:GetObject", "s3:PutObject"] })]);
const NONE = { groups: [], undecided: [] };

function judged(input: Parameters<typeof gateReport>[0]) {
  const report = gateReport(input, OPTIONS);
  const exit = gateExit(report);
  return { report, exit, text: gateText(report, { full: false, exit }) };
}

describe("what a gate says", () => {
  test("of a widening: fail, 1, and every label in its order", () => {
    const { report, exit, text } = judged(inputOf([widening(OLD, NEW), changeOf({ id: "b.json", path: "b.json" })]));
    expect([report.result, exit]).toEqual(["fail", 1]);
    expect(report.summary).toEqual({
      read: 2,
      changed: 2,
      widened: 1,
      narrowed: 0,
      equivalent: 1,
      undecided: 0,
      waived: 0,
    });
    expect(text).toBe(
      [
        "FAIL  1 of 2 changed policies allows something it did not allow before.",
        "",
        "new.json, identity policy",
        "  1  New      s3:PutObject",
        "     On       arn:aws:s3:::box/*",
        '     Because  new.json:2, statement "One": action "s3:PutObject" added',
        "     Example  s3:PutObject on arn:aws:s3:::box/example",
        "              before: refused, nothing allows it. after: allowed by line 2",
        "",
        "Same access: b.json (reformatted).",
        "All 2 changed policies were read whole. AWS action list of 2026-09-26. Nothing assumed.",
        "Level medium (1: writes). Exit 1.",
        "",
      ].join("\n"),
    );
  });

  test("of a proved Undo, and of the condition that is to come back", () => {
    const condition = { StringEquals: { "aws:ResourceTag/team": "payments" } };
    const before = policyOf([allow({ Condition: condition })], "old.json");
    const after = policyOf([allow()]);
    const change = widening(before, after, { when: { conditions: [], unless: [refTo(before)] } });
    const edit = { is: "put-back-condition", old: before.statements[0]!, oldPolicy: before } as const;
    const undo = new Map([["f1", { statement: after.statements[0]!, policy: after, edit }]]);
    const { text } = judged(inputOf([{ ...change, analysis: { ...change.analysis!, undo } }]));
    expect(text).toContain(
      'Undo     line 2: put back "Condition": {"StringEquals": {"aws:ResourceTag/team": "payments"}}',
    );
    expect(text).toContain('When     the resource has no tag "team", or one that is not "payments"');
    expect(text).toContain("before: refused, the condition did not match. after: allowed by line 2");
  });

  test("of an Undo that leaves its statement as it is: nothing, another group's undoes it", () => {
    const change = widening(OLD, NEW);
    const same = { is: "put-back-statement", old: NEW.statements[0]!, oldPolicy: NEW } as const;
    const copy = policyOf([allow({ Action: ["s3:GetObject", "s3:PutObject"] })], "old.json");
    const undoOf = (edit: Undo["edit"]) => new Map([["f1", { statement: NEW.statements[0]!, policy: NEW, edit }]]);
    const said = (edit: Undo["edit"]) =>
      judged(inputOf([{ ...change, analysis: { ...change.analysis!, undo: undoOf(edit) } }])).text;
    expect(said({ ...same, old: copy.statements[0]!, oldPolicy: copy })).not.toContain("Undo");
    expect(said({ ...same, old: OLD.statements[0]!, oldPolicy: OLD })).toContain('Undo     put back statement "One"');
  });

  test("of what AWS does not have yet: pass, 0, shown; and fail where that is asked for", () => {
    const change = widening(OLD, NEW, {
      level: "future",
      actions: [],
      actionCount: 0,
      actionsComplete: [],
      future: ["s3:Put*"],
    });
    const { report, exit, text } = judged(inputOf([change]));
    expect([report.result, exit]).toEqual(["pass", 0]);
    expect(text).toMatch(/^PASS {2}Nothing new today\. 1 of 1 changed policy also reaches/);
    expect(text).toContain("New      s3:Put*");
    expect(judged(inputOf([change], { failOn: "future" })).exit).toBe(1);
  });

  test("of levels below the one that fails: pass; of the one that fails and graver: fail", () => {
    for (const [level, failOn, exit] of [
      ["medium", "high", 0],
      ["high", "high", 1],
      ["critical", "high", 1],
      ["low", "low", 1],
    ] as const) {
      expect(judged(inputOf([widening(OLD, NEW, { level })], { failOn })).exit).toBe(exit);
    }
  });

  test("of new access that could not be described: it fails at every level", () => {
    const analysis = analysisOf({ relation: "more-permissive", verdict: refuted(witnessOf(refTo(NEW))) });
    const { report, exit, text } = judged(inputOf([changeOf({ analysis })], { failOn: "critical" }));
    expect([report.result, exit]).toEqual(["fail", 1]);
    expect(text).toContain("Example  s3:PutObject on arn:aws:s3:::box/example");
  });

  test("of what is undecided: 3, and never a pass unless that is asked for", () => {
    const change = changeOf({ analysis: analysisOf({ relation: "unknown", verdict: UNKNOWN }) });
    const { report, exit, text } = judged(inputOf([change, changeOf({ id: "b", path: "b" })]));
    expect([report.result, exit]).toEqual(["undecided", 3]);
    expect(text).toMatch(
      /^UNDECIDED {2}1 of 2 changed policies could not be decided. The other 1 allows nothing new.\n/,
    );
    expect(text).toContain("Why      it took longer than the time for one question");
    const warned = judged(inputOf([change], { onUnknown: "warn" }));
    expect([warned.report.result, warned.exit, warned.text.startsWith("UNDECIDED")]).toEqual(["undecided", 0, true]);
    const passed = judged(inputOf([change], { onUnknown: "pass" }));
    expect([passed.report.result, passed.exit]).toEqual(["pass", 0]);
    expect(passed.text).toContain("--on-unknown pass");
  });

  test("of actions that are undecided although the rest is future: undecided", () => {
    const group = groupOf(refTo(NEW), { level: "future" });
    const undecided = [
      { actions: ["s3:PutObject"], reason: { code: "relations", variables: ["aws:username"] } as const },
    ];
    const analysis = analysisOf({
      verdict: refuted(group.witness),
      level: "future",
      newAccess: { groups: [group], undecided },
    });
    const { exit, text } = judged(inputOf([changeOf({ analysis })]));
    expect(exit).toBe(3);
    expect(text).toContain("Open     s3:PutObject");
  });

  test("of a widening beside what is undecided: 1 before 3", () => {
    const open = changeOf({ id: "b", path: "b", analysis: analysisOf({ verdict: UNKNOWN, relation: "unknown" }) });
    expect(judged(inputOf([widening(OLD, NEW), open])).exit).toBe(1);
  });

  test("of a document that could not be read: 2, with the rest judged all the same", () => {
    const notAnalysed = [{ id: "bad.json", reason: "it has an error (JSON_SYNTAX_ERROR)" }];
    const { report, exit, text } = judged(inputOf([widening(OLD, NEW)], { notAnalysed }));
    expect([report.result, exit]).toEqual(["fail", 2]);
    expect(text).toContain("Not read: bad.json: it has an error (JSON_SYNTAX_ERROR).");
    expect(text).toContain("Exit 2");
    expect(judged(inputOf([changeOf()], { notAnalysed })).report.result).toBe("undecided");
  });

  test("of nothing: 4; of policies of which none changed: 0 with their number", () => {
    expect(judged(inputOf([])).report.result).toBe("nothing");
    expect(judged(inputOf([])).exit).toBe(4);
    const { exit, text } = judged(inputOf([], { read: 812 }));
    expect(exit).toBe(0);
    expect(text).toMatch(/^PASS {2}No access change: 812 policies read, none changed\.\n/);
  });

  test("of removed access: pass with a note; fail with --fail-on-removed", () => {
    const removed = groupOf(refTo(OLD), { actions: ["sqs:SendMessage"] });
    const analysis = analysisOf({
      relation: "less-permissive",
      allowRelation: "less-permissive",
      removedAccess: { groups: [removed], undecided: [] },
    });
    const { exit, text } = judged(inputOf([changeOf({ analysis })]));
    expect(exit).toBe(0);
    expect(text).toContain("Less access: new.json (sqs:SendMessage gone).");
    const failed = judged(inputOf([changeOf({ analysis })], { failOnRemoved: true }));
    expect([failed.exit, failed.text.startsWith("FAIL")]).toEqual([1, true]);
  });

  test("of a Deny that no longer stops", () => {
    const deny = policyOf([allow({ Sid: "Stop", Effect: "Deny" })], "old.json");
    const witness = witnessOf(refTo(deny), { allowedBy: [], refusedBy: [refTo(deny)], refusal: "explicit" });
    const group = groupOf(refTo(deny), { witness, level: "high" });
    const analysis = analysisOf({
      relation: "more-permissive",
      verdict: refuted(witness),
      level: "high",
      liftedDenials: { groups: [group], undecided: [] },
      newAccess: NONE,
    });
    const { text } = judged(inputOf([changeOf({ before: [deny], after: [], status: "removed", analysis })]));
    expect(text).toContain('Because  old.json:2, statement "Stop": Deny removed');
    expect(text).toContain("before: denied by old.json:2. after: no longer denied, so another policy can allow it");
  });

  test("of 40 actions: the gravest first, the rest counted; all with --full", () => {
    const actions = [...Array.from({ length: 39 }, (_, index) => `s3:Get${index}`), "iam:PassRole"];
    const change = widening(OLD, NEW, { actions, actionsComplete: actions, actionCount: 40, level: "high" });
    expect(judged(inputOf([change])).text).toMatch(/New {6}iam:PassRole, s3:Get0, .* and 32\s+more in 2 services/s);
    const report = gateReport(inputOf([change], { full: true }), OPTIONS);
    expect(gateText(report, { full: true, exit: 1 })).toContain("s3:Get38");
    expect(report.changes[0]!.newAccess[0]!.actionsComplete).toHaveLength(40);
  });

  test("in lines of at most 100 columns, and no control characters from names", () => {
    const nasty = policyOf([allow({ Sid: "One\u001b[31m\u202e", Action: ["s3:GetObject", "s3:PutObject"] })]);
    const { text } = judged(
      inputOf([
        widening(OLD, nasty, { resources: Array.from({ length: 9 }, (_, i) => `arn:aws:s3:::bucket-number-${i}/*`) }),
      ]),
    );
    for (const line of text.split("\n")) expect([...line].length).toBeLessThanOrEqual(100);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that there is none is the point
    expect(text).not.toMatch(/[\u001b\u202e]/);
  });

  test("in Markdown that no name can close", () => {
    const tricky = policyOf([allow({ Sid: "```x", Action: ["s3:GetObject", "s3:PutObject"] })]);
    const { report } = judged(inputOf([widening(OLD, tricky)]));
    const markdown = reportMarkdown(report, { full: false, exit: 1 });
    expect(markdown).toMatch(/^\*\*FAIL\*\* The changed policy allows/);
    expect(markdown).toContain("\n````text\n");
    expect(markdown.endsWith("\n````\n")).toBe(true);
  });
});
