// Trusted: negation, conjunction and disjunction of tests, in Kleene's three values.
import type { Costed, Test } from "./atom-tests.ts";

/** A test that is always 1, or always 0. */
export function constantTest(value: boolean): Costed {
  return { test: () => (value ? 1 : 0), certain: true, cost: 0 };
}

export function negation({ test, certain, cost }: Costed): Costed {
  if (certain) return { test: (request) => (test(request) === 0 ? 1 : 0), certain, cost };
  return {
    test: (request) => {
      const value = test(request);
      return value === 2 ? 2 : value === 0 ? 1 : 0;
    },
    certain,
    cost,
  };
}

/** A conjunction (`stop` 0) or disjunction (`stop` 1); quick parts are asked first, and none once the value is certain. */
export function junction(stop: 0 | 1, parts: readonly Costed[]): Costed {
  const sorted = [...parts].sort((a, b) => a.cost - b.cost);
  const certain = sorted.every((part) => part.certain);
  const cost = sorted.reduce((sum, part) => sum + part.cost, 1);
  const tests = sorted.map(({ test }) => test);
  return { test: certain ? certainJunction(stop, tests) : openJunction(stop, tests), certain, cost };
}

function certainJunction(stop: 0 | 1, tests: readonly Test[]): Test {
  const other = stop === 0 ? 1 : 0;
  const [first, second, third] = tests;
  if (first === undefined) return () => other;
  if (second === undefined) return first;
  if (third === undefined) return (request) => (first(request) === stop ? stop : second(request));
  if (tests.length === 3) {
    return (request) => (first(request) === stop || second(request) === stop ? stop : third(request));
  }
  const rest = tests.slice(2);
  return (request) => {
    if (first(request) === stop || second(request) === stop) return stop;
    for (let at = 0; at < rest.length; at++) if (rest[at]?.(request) === stop) return stop;
    return other;
  };
}

function openJunction(stop: 0 | 1, tests: readonly Test[]): Test {
  const other = stop === 0 ? 1 : 0;
  return (request) => {
    let value: 0 | 1 | 2 = other;
    for (let at = 0; at < tests.length; at++) {
      const each = tests[at]?.(request);
      if (each === stop) return stop;
      if (each === 2) value = 2;
    }
    return value;
  };
}

/** Counts decisions, so that what is remembered within one is not taken for the next. */
export interface Epoch {
  now: number;
}

/** Asks a part that several others share once in a decision. */
export function once({ test, certain, cost }: Costed, epoch: Epoch): Costed {
  let asked = -1;
  let value: 0 | 1 | 2 = 0;
  const remembering: Test = (request) => {
    if (asked !== epoch.now) {
      value = test(request);
      asked = epoch.now;
    }
    return value;
  };
  return { test: remembering, certain, cost };
}
