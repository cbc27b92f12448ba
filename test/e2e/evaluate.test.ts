import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { inFolder, keyaki } from "./run.ts";

const POLICY = {
  Version: "2012-10-17",
  Statement: {
    Sid: "Read",
    Effect: "Allow",
    Action: "s3:GetObject",
    Resource: "*",
    Condition: { IpAddress: { "aws:SourceIp": "203.0.113.0/24" } },
  },
};
const REQUEST = {
  principal: { arn: "arn:aws:iam::111122223333:user/mai" },
  action: "s3:GetObject",
  resource: { arn: "arn:aws:s3:::box/a" },
  context: { "aws:SourceIp": "203.0.113.7" },
};
const OUTSIDE = { ...REQUEST, context: { "aws:SourceIp": "198.51.100.1" } };

function withFiles<T>(use: (policy: string, request: string) => Promise<T>): Promise<T> {
  const files = { "policy.json": JSON.stringify(POLICY), "request.json": JSON.stringify(REQUEST) };
  return inFolder(files, (folder) => use(join(folder, "policy.json"), join(folder, "request.json")));
}

describe("one request", () => {
  test("is decided, with the statement that decides it", async () => {
    await withFiles(async (policy, request) => {
      const { code, stdout } = await keyaki(["evaluate", request, "--policies", policy]);
      expect(code).toBe(0);
      expect(stdout).toMatch(/^YES {2}Allowed by the identity policies\.\n/);
      expect(stdout.replace(/\s+/g, " ")).toContain(`statement "Read" (${policy}:1) allows it`);
    });
  });

  test("is refused with the condition that does not hold, what it wants and what it has", async () => {
    await withFiles(async (policy) => {
      const { code, stdout } = await keyaki(["evaluate", "-", "--policies", policy], JSON.stringify(OUTSIDE));
      expect(code).toBe(0);
      expect(stdout).toMatch(/^NO {3}Refused: the identity policies do not allow it/);
      expect(stdout.replace(/\s+/g, " ")).toContain(
        'IpAddress aws:SourceIp wants "203.0.113.0/24", the request has "198.51.100.1"',
      );
    });
  });

  test("has another answer than expected: 1", async () => {
    await withFiles(async (policy, request) => {
      const args = ["evaluate", request, "--policies", policy, "--expect"];
      expect((await keyaki([...args, "Allowed"])).code).toBe(0);
      expect((await keyaki([...args, "ExplicitlyDenied,ImplicitlyDenied"])).code).toBe(1);
    });
  });

  test("is not decided when a layer, a fact or a name would be lost: 2", async () => {
    const deny = { Version: "2012-10-17", Statement: { Effect: "Deny", Action: "*", Resource: "*" } };
    const policies = { identity: [POLICY], scps: [[deny]] };
    const records = [
      JSON.stringify({ request: REQUEST, policies: { identity: [POLICY], scp: [[deny]] } }),
      JSON.stringify({ request: REQUEST, policies, facts: { managementAcount: true } }),
      JSON.stringify({ request: REQUEST, policies }).replace('"scps":', '"scps":[],"scps":'),
      JSON.stringify({ request: REQUEST, policies }),
    ];
    const { code, stdout, stderr } = await keyaki(["evaluate", "-"], records.join("\n"));
    expect(code).toBe(2);
    expect(stdout).toMatch(/^NO {3}Line 4: Denied explicitly by the service control policies\./);
    expect(stderr.match(/^-:\d.*error\[\w+\]/gm)).toEqual([
      "-:1: error[UNKNOWN_FIELD]",
      "-:2: error[UNKNOWN_FIELD]",
      expect.stringMatching(/^-:3:\d+: error\[DUPLICATE_KEY\]$/),
    ]);
  });

  test("that waits for what nobody says is undetermined: 3", async () => {
    const clock = { ...POLICY.Statement, Condition: { DateLessThan: { "aws:CurrentTime": "2030-01-01T00:00:00Z" } } };
    const record = { request: REQUEST, policies: { identity: [{ ...POLICY, Statement: clock }] } };
    const { code, stdout } = await keyaki(["evaluate", "-"], JSON.stringify(record));
    expect(code).toBe(3);
    expect(stdout).toMatch(/^UNDECIDED {2}Undetermined\.\n/);
    expect(stdout).toContain("aws:currenttime");
  });

  test.each([
    ["not JSON", "{", "JSON_SYNTAX_ERROR"],
    ["no action", JSON.stringify({ ...REQUEST, action: undefined }), "$.action is missing"],
    [
      "a contradiction",
      JSON.stringify({ ...REQUEST, context: { "aws:PrincipalAccount": "444455556666" } }),
      "CONTRADICTION",
    ],
    [
      "two spellings",
      JSON.stringify({ ...REQUEST, context: { "aws:SourceIp": "1.1.1.1", "AWS:sourceip": "1.1.1.1" } }),
      "DUPLICATE_KEY",
    ],
    ["a byte order mark", `\ufeff${JSON.stringify(REQUEST)}`, "byte order mark"],
    ["a list", "[]", "must be an object"],
    ["empty", "", "holds no request|Not JSON"],
  ])("%s: 2", async (_, stdin, said) => {
    await withFiles(async (policy) => {
      const { code, stderr } = await keyaki(["evaluate", "-", "--policies", policy], stdin);
      expect(code).toBe(2);
      expect(stderr).toMatch(new RegExp(said.replace(/[$]/g, "\\$&")));
    });
  });

  test("without policies: 2", async () => {
    const { code, stderr } = await keyaki(["evaluate", "-"], JSON.stringify(REQUEST));
    expect([code, stderr]).toEqual([2, expect.stringContaining("there are no policies")]);
  });
});

describe("JSON lines", () => {
  test("give a decision a line; a bad line is told by its number and the run goes on", async () => {
    const layers = { identity: [POLICY] };
    const lines = [
      JSON.stringify({ request: REQUEST, policies: layers }),
      "{ broken",
      "",
      JSON.stringify({ request: OUTSIDE, policies: layers }),
      JSON.stringify({ request: REQUEST, policies: { identity: [{ Statement: [{ Effect: "Maybe" }] }] } }),
      JSON.stringify({ request: REQUEST, policies: { identity: { unknown: "not exported" } } }),
    ];
    const { code, stdout, stderr } = await keyaki(["evaluate", "-", "--format", "json"], lines.join("\n"));
    expect(code).toBe(2);
    expect(stderr).toMatch(/^-:2: error\[JSON_SYNTAX_ERROR\]/m);
    expect(stderr).toMatch(/^-:5: in policies\.identity\[0\]:\n.*INVALID_EFFECT/m);
    const reports = stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(reports.map(({ line, decision }) => [line, decision])).toEqual([
      [1, "Allowed"],
      [4, "ImplicitlyDenied"],
      [6, "Undetermined"],
    ]);
  });

  const told = (line: number, decision: string) => ({ line, decision, decidedBy: "identity" });

  test("are decided alike in every format; briefly they are a line each", async () => {
    await withFiles(async (policy) => {
      const stdin = [REQUEST, "{", OUTSIDE, { request: REQUEST, facts: { serviceLinkedRole: true } }]
        .map((each) => (typeof each === "string" ? each : JSON.stringify(each)))
        .join("\r\n");
      const run = (format: string) => keyaki(["evaluate", "-", "--policies", policy, "--format", format], stdin);
      const [whole, lines, table] = [await run("json"), await run("jsonl"), await run("csv")];
      const wanted = [told(1, "Allowed"), told(3, "ImplicitlyDenied"), told(4, "Allowed")];
      const parsed = (text: string) =>
        text
          .trim()
          .split("\n")
          .map((line) => JSON.parse(line));
      expect(parsed(lines.stdout)).toEqual(wanted);
      expect(parsed(whole.stdout)).toMatchObject(wanted);
      expect(table.stdout).toBe(
        "line,decision,decidedBy\n1,Allowed,identity\n3,ImplicitlyDenied,identity\n4,Allowed,identity\n",
      );
      for (const { code, stderr } of [whole, lines, table]) {
        expect(code).toBe(2);
        expect(stderr).toMatch(/^-:2: error\[JSON_SYNTAX_ERROR\]/m);
      }
    });
  });

  test("of one request the brief formats have no number", async () => {
    await withFiles(async (policy, request) => {
      const run = (format: string) => keyaki(["evaluate", request, "--policies", policy, "--format", format]);
      expect((await run("jsonl")).stdout).toBe('{"decision":"Allowed","decidedBy":"identity"}\n');
      expect((await run("csv")).stdout).toBe("line,decision,decidedBy\n,Allowed,identity\n");
    });
  });

  test("may be more bytes than a document; a line may not, and the run goes on", async () => {
    const long = { ...REQUEST, context: { "aws:PrincipalTag/note": "x".repeat(600) } };
    const lines = Array.from({ length: 9000 }, (_, at) => JSON.stringify(at % 3000 === 1 ? long : REQUEST));
    const files = { "policy.json": JSON.stringify(POLICY), "requests.jsonl": lines.join("\n") };
    await inFolder(files, async (folder) => {
      const [policy, requests] = [join(folder, "policy.json"), join(folder, "requests.jsonl")];
      const args = ["evaluate", requests, "--policies", policy, "--format", "csv", "--output", join(folder, "out.csv")];
      const { code, stderr } = await keyaki([...args, "--max-bytes", "500"]);
      expect(code).toBe(2);
      expect(
        stderr
          .trim()
          .split("\n")
          .map((line) => /:(\d+): error\[TOO_LARGE\]/.exec(line)?.[1]),
      ).toEqual(["2", "3002", "6002"]);
      const rows = readFileSync(join(folder, "out.csv"), "utf8").trim().split("\n");
      expect(rows.length).toBe(1 + 9000 - 3);
      expect(rows.at(-1)).toBe("9000,Allowed,identity");
      expect((await keyaki([...args, "--max-bytes", "1000000"])).code).toBe(0);
    });
  });

  test("with a name twice, also behind escaped quotes, are told with the column", async () => {
    await withFiles(async (policy) => {
      const note = { ...REQUEST, context: { ...REQUEST.context, 'tag:"a\\"': 'b"\\' } };
      const twice = JSON.stringify(note).replace('"action":', '"action":"s3:PutObject","action":');
      const stdin = [JSON.stringify(note), twice].join("\n");
      const { code, stdout, stderr } = await keyaki(
        ["evaluate", "-", "--policies", policy, "--format", "jsonl"],
        stdin,
      );
      expect(code).toBe(2);
      expect(stderr).toMatch(new RegExp(`^-:2:${twice.lastIndexOf('"action"') + 1}: error\\[DUPLICATE_KEY\\]`, "m"));
      expect(stdout).toBe('{"line":1,"decision":"Allowed","decidedBy":"identity"}\n');
    });
  });

  test("that are no UTF-8 end the run where they are", async () => {
    const bytes = [Buffer.from(`${JSON.stringify(REQUEST)}\n`), Buffer.from([0x22, 0xff, 0x22, 0x0a])];
    const files = { "policy.json": JSON.stringify(POLICY), "requests.jsonl": Buffer.concat(bytes) };
    await inFolder(files, async (folder) => {
      const args = ["evaluate", join(folder, "requests.jsonl"), "--policies", join(folder, "policy.json")];
      const { code, stderr } = await keyaki([...args, "--format", "csv"]);
      expect([code, stderr]).toEqual([2, expect.stringContaining("is not UTF-8")]);
    });
  });

  test("of a long file are shared by threads, and come out as from one", async () => {
    const lines = Array.from({ length: 24_000 }, (_, at) => {
      if (at % 5000 === 4000) return "{ broken";
      if (at % 7000 === 6000)
        return JSON.stringify({ ...REQUEST, context: { "aws:PrincipalTag/note": "x".repeat(2000) } });
      return JSON.stringify({
        ...(at % 3 === 0 ? OUTSIDE : REQUEST),
        note: `${at} ${"é".repeat(at % 2)}${"-".repeat(90)}`,
      });
    });
    const tail = Buffer.concat([Buffer.from(lines.join("\n")), Buffer.from([0x0a, 0x22, 0xff, 0x22])]);
    const files = { "policy.json": JSON.stringify(POLICY), "lines.jsonl": lines.join("\n"), "odd.jsonl": tail };
    await inFolder(files, async (folder) => {
      const run = (file: string, workers: string) => {
        const args = ["evaluate", join(folder, file), "--policies", join(folder, "policy.json"), "--max-bytes", "1500"];
        return keyaki([...args, "--format", "jsonl", "--workers", workers]);
      };
      const [one, two] = [await run("lines.jsonl", "1"), await run("lines.jsonl", "2")];
      expect([two.code, two.stderr]).toEqual([one.code, one.stderr]);
      expect(two.stdout === one.stdout).toBe(true);
      expect(one.code).toBe(2);
      expect(one.stderr.match(/error\[JSON_SYNTAX_ERROR\]/g)?.length).toBe(4);
      expect(one.stderr.match(/error\[TOO_LARGE\]/g)?.length).toBe(3);
      expect(one.stdout.split("\n").length).toBe(24_000 - 7 + 1);
      const odd = await run("odd.jsonl", "2");
      expect([odd.code, odd.stderr]).toEqual([2, expect.stringContaining("is not UTF-8")]);
    });
  });

  test("are a format of evaluate alone", async () => {
    await withFiles(async (policy) => {
      for (const format of ["csv", "jsonl"])
        expect((await keyaki(["compare", policy, policy, "--format", format])).code).toBe(2);
    });
  });
});
