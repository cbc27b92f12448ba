import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Analyzer, type Comparison, createAnalyzer } from "@keyaki/analysis";
import { afterAll, describe, expect, test } from "vitest";
import { pairFiles, sideOf } from "../../../test/pairs/pair-file.ts";
import { createThreadedAnalyzer, type ThreadedOptions } from "../src/index.ts";
import { policy } from "./fixtures/policies.ts";

const KIND = { kind: "identity" } as const;
const NARROW = [policy("narrow", { Action: "s3:Get*" })];
const scratch = mkdtempSync(join(tmpdir(), "batch-test-"));
afterAll(() => rmSync(scratch, { recursive: true }));

async function using(options: ThreadedOptions, run: (analyzer: Analyzer) => Promise<void>): Promise<void> {
  const analyzer = createThreadedAnalyzer(options);
  try {
    await run(analyzer);
  } finally {
    await analyzer.close();
  }
}

/** A question that is answered "more-permissive" unless the worker does something else about the name. */
function ask(analyzer: Analyzer, name: string): Promise<Comparison> {
  return analyzer.compare([policy(name, { Action: "s3:*" })], NARROW, KIND);
}

function endOf({ relation, leftOnly }: Comparison): unknown {
  return leftOnly.outcome === "unknown" && leftOnly.reason.code === "solver" ? leftOnly.reason.detail : relation;
}

/** Many small questions with one of this name among them. */
async function around(analyzer: Analyzer, name: string): Promise<unknown[]> {
  const names = Array.from({ length: 40 }, (_, at) => (at === 20 ? name : `small ${at}`));
  return (await Promise.all(names.map((each) => ask(analyzer, each)))).map(endOf);
}

describe("threads that die", () => {
  const workerFile = new URL("./fixtures/dying-worker.ts", import.meta.url);

  test.each([
    ["exit", "crash"],
    ["throw", "crash"],
    ["fail", "crash"],
    ["exhaust", "memory"],
  ])(
    "%s: the question is unknown, its neighbours are answered",
    (how, ending) =>
      using({ threads: 1, heapMb: 200, workerFile }, async (analyzer) => {
        const ends = await around(analyzer, how);
        expect(ends.map((each, at) => [at, each])).toEqual(
          ends.map((_, at) => [at, at === 20 ? ending : "more-permissive"]),
        );
      }),
    60_000,
  );

  test("once: the others are answered by two threads", () =>
    using({ threads: 2, workerFile }, async (analyzer) => {
      const ends = await around(analyzer, `exit once ${join(scratch, "died")}`);
      expect(ends.filter((each) => each === "crash")).toHaveLength(1);
      expect(ends.filter((each) => each === "more-permissive")).toHaveLength(39);
    }));

  test("of each kind of question; scripts, which have no unknown, are refused", () =>
    using({ threads: 1, workerFile }, async (analyzer) => {
      const dying = [policy("exit", { Action: "s3:*" })];
      const reason = { code: "solver", detail: "crash" };
      const change = await analyzer.change(dying, NARROW, KIND);
      expect(change).toMatchObject({ relation: "unknown", level: null, verdict: { outcome: "unknown", reason } });
      expect(await analyzer.decide(dying, NARROW, "leftOnly", KIND)).toMatchObject({ outcome: "unknown", reason });
      const denied = policy("denied", { Effect: "Deny", Action: "s3:*" });
      const verdicts = await analyzer.forbidden([dying, NARROW], [denied], KIND);
      expect(verdicts).toMatchObject([[{ outcome: "unknown", reason }], [{ outcome: "refuted" }]]);
      await expect(analyzer.scripts(dying, NARROW, KIND)).rejects.toThrow("the thread died (crash)");
    }));

  test("a thread that cannot start makes its questions unknown, not a wait for ever", () =>
    using({ threads: 2, workerFile: new URL("./fixtures/broken-worker.ts", import.meta.url) }, async (analyzer) => {
      const ends = await around(analyzer, "small");
      expect(ends).toEqual(ends.map(() => "crash"));
    }));
});

test("a question that cannot be sent fails alone, as it would without threads", () =>
  using({ threads: 1 }, async (analyzer) => {
    const unreadable = { ...NARROW[0]!, statements: null } as never;
    const odd = { ...KIND, assume: { "short-arn": (() => "") as never } };
    await ask(analyzer, "small");
    // In one message with others, behind the one that is sent at once.
    const asked = Array.from({ length: 24 }, (_, at) => {
      if (at === 4) return analyzer.compare([unreadable], NARROW, KIND);
      if (at === 14) return analyzer.compare(NARROW, NARROW, odd);
      return ask(analyzer, "small");
    });
    const ends = await Promise.allSettled(asked);
    const told = ends.map((each) => (each.status === "fulfilled" ? endOf(each.value) : each.reason.name));
    expect([told[4], told[14]]).toEqual(["TypeError", "DataCloneError"]);
    expect(told.filter((each) => each === "more-permissive")).toHaveLength(22);
  }));

describe("questions that nobody wants to know any more", () => {
  // Strings work on this until their time is over.
  const [endless] = pairFiles("pairs").flatMap(({ pairs }) =>
    pairs.filter(({ want }) => want.stays === "arn-in-a-resource"),
  );
  const { kind, left, right } = endless!;
  const askEndless = (analyzer: Analyzer, signal?: AbortSignal) =>
    analyzer.compare(sideOf(left, kind), sideOf(right, kind), {
      kind,
      engine: "strings",
      timeoutMs: 300_000,
      ...(signal && { signal }),
    });

  test(
    "aborted under way: the answers of an analyzer, and the thread is free",
    () =>
      using({ threads: 1 }, async (analyzer) => {
        await ask(analyzer, "small");
        const abort = new AbortController();
        // The two go in one message, behind the one that is sent at once.
        const before = ask(analyzer, "small");
        const asked = [askEndless(analyzer, abort.signal), askEndless(analyzer, abort.signal)];
        const others = [ask(analyzer, "small"), ask(analyzer, "small")];
        const here = createAnalyzer({ workers: 1 });
        const other = askEndless(here, abort.signal);
        setTimeout(() => abort.abort(), 1500);
        const ends = (await Promise.all([...asked, other])).map(({ relation, leftOnly, rightOnly }) =>
          [relation, leftOnly, rightOnly].map((each) =>
            JSON.stringify(each, (key, value) => (key === "stats" ? undefined : value)),
          ),
        );
        await here.close();
        expect(ends[0]!.join()).toContain('"detail":"cancelled"');
        expect(ends[0]).toEqual(ends[2]);
        expect(ends[1]!.join()).toContain('"detail":"cancelled"');
        const rest = await Promise.all([before, ...others, ask(analyzer, "small")]);
        expect(rest.map(endOf)).toEqual(rest.map(() => "more-permissive"));
      }),
    60_000,
  );

  test("close answers what is under way and what waits, and what comes after", async () => {
    const analyzer = createThreadedAnalyzer({ threads: 1 });
    await ask(analyzer, "small");
    const asked = [askEndless(analyzer), ask(analyzer, "waiting"), ask(analyzer, "waiting")];
    setTimeout(() => void analyzer.close(), 500);
    expect((await Promise.all(asked)).map(endOf)).toEqual(["cancelled", "cancelled", "cancelled"]);
    expect(endOf(await ask(analyzer, "later"))).toBe("cancelled");
    await analyzer.close();
  });

  test(
    "the clock of a question is its own, also behind others",
    () =>
      using({ threads: 1 }, async (analyzer) => {
        const options = { kind, engine: "strings", timeoutMs: 600 } as const;
        const slow = analyzer.compare(sideOf(left, kind), sideOf(right, kind), options);
        const others = await Promise.all(["one", "two", "three"].map((name) => ask(analyzer, name)));
        expect(others.map(endOf)).toEqual(others.map(() => "more-permissive"));
        expect((await slow).relation).toBe("unknown");
      }),
    60_000,
  );
});

describe("the process", () => {
  test.each(["close", "idle"])(
    "ends by itself: %s",
    async (mode) => {
      const program = fileURLToPath(new URL("./fixtures/ask.ts", import.meta.url));
      const child = spawn(process.execPath, ["--import", "tsx", "--conditions=source", program, mode], {
        cwd: fileURLToPath(new URL("..", import.meta.url)),
        stdio: ["ignore", "pipe", "pipe"],
      });
      let out = "";
      child.stdout.on("data", (data) => (out += data));
      child.stderr.on("data", (data) => (out += data));
      const code = await new Promise((resolve) => child.on("exit", resolve));
      expect({ code, out }).toEqual({ code: 0, out: "more-permissive less-permissive\n" });
    },
    40_000,
  );
});
