import { describe, expect, test } from "vitest";
import { askSolver, hasSolver, NATIVE_SOLVERS, type NativeSolver } from "./native-solvers.ts";

describe.each(Object.keys(NATIVE_SOLVERS) as NativeSolver[])("%s", (name) => {
  test("gives second opinions on strings", async ({ skip }) => {
    skip(!hasSolver(name), `${name} is not installed`);
    const script = (wanted: string) => `(set-logic QF_S)(declare-const x String)
      (assert (str.in_re x (re.++ (str.to_re "a") (re.* (str.to_re "b")))))(assert (str.prefixof "${wanted}" x))(check-sat)`;
    expect(await askSolver(name, script("abb"))).toBe("sat");
    expect(await askSolver(name, script("b"))).toBe("unsat");
  });

  test("refuses a script with a fault", async ({ skip }) => {
    skip(!hasSolver(name), `${name} is not installed`);
    await expect(askSolver(name, "(set-logic QF_S)(assert nobody)(check-sat)")).rejects.toThrow("nobody");
  });
});
