// In vitest's place inside the bundle: collects the tests of a file instead of running them.
import { chai, JestAsymmetricMatchers, JestChaiExpect, JestExtend } from "@vitest/expect";

export interface Collected {
  readonly name: string;
  readonly run: () => unknown;
}

type Body = (...values: never[]) => unknown;

export const collected: Collected[] = [];
const path: string[] = [];

function under(name: string, body: () => void): void {
  path.push(name);
  body();
  path.pop();
}

function each(add: (name: string, body: () => unknown) => void) {
  return (rows: readonly unknown[]) => (name: string, first: unknown, second?: unknown) => {
    const body = bodyOf(first, second);
    for (const [at, row] of rows.entries()) {
      const values = (Array.isArray(row) ? row : [row]) as never[];
      add(`${name} [${typeof values[0] === "string" ? values[0] : at}]`, () => body(...values));
    }
  };
}

/** A test may have options before its body or after it, of which none matters here. */
function bodyOf(first: unknown, second: unknown): Body {
  return (typeof first === "function" ? first : second) as Body;
}

function addTest(name: string, first: unknown, second?: unknown): void {
  const run = bodyOf(first, second);
  collected.push({ name: [...path, name].join(" > "), run });
}

export const describe: unknown = Object.assign(under, {
  each: each(under as never),
  skipIf: (skips: boolean) => (skips ? () => undefined : under),
});
export const test: unknown = Object.assign(addTest, { each: each(addTest) });
export const it: unknown = Object.assign(addTest.bind(null), { each: each(addTest) });
export function afterAll(): void {}

for (const plugin of [JestExtend, JestChaiExpect, JestAsymmetricMatchers]) chai.use(plugin);
export const expect: unknown = chai.expect;
