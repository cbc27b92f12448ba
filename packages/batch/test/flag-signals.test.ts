import { expect, test } from "vitest";
import { FlagSignals } from "../src/flag-signals.ts";

test("a signal is aborted as soon as its flag is set, and its listeners are told before long, once", async () => {
  const flags = new Int32Array(new SharedArrayBuffer(12));
  const signals = new FlagSignals(flags);
  try {
    const [first, second] = [signals.at(1), signals.at(2)];
    const told: Event[] = [];
    first.addEventListener("abort", (event) => told.push(event));
    const abort = new Promise<void>((settle) =>
      second.addEventListener("abort", (event) => settle(void told.push(event))),
    );
    expect([first.aborted, second.aborted]).toEqual([false, false]);
    Atomics.store(flags, 2, 1);
    // No timer has run.
    expect([first.aborted, second.aborted, told.length]).toEqual([false, true, 0]);
    await abort;
    await new Promise((settle) => setTimeout(settle, 60));
    expect([first.aborted, second.aborted, told.length]).toEqual([false, true, 1]);
    expect(() => second.throwIfAborted()).toThrow();
  } finally {
    signals.close();
  }
});
