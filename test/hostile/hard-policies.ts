// Pairs of policies that are hard by their size or by their patterns: RIGHT lacks the first of LEFT's many parts.
type Statement = Readonly<Record<string, unknown>>;

/** Two policies as JSON. */
export interface HardPair {
  readonly left: string;
  readonly right: string;
}

const policy = (statements: readonly Statement[]) => JSON.stringify({ Version: "2012-10-17", Statement: statements });
const allow = (parts: Statement): Statement => ({ Effect: "Allow", Action: "s3:GetObject", Resource: "*", ...parts });

/** One statement for each part. */
export function apart(parts: readonly Statement[]): HardPair {
  return { left: policy(parts.map(allow)), right: policy(parts.slice(1).map(allow)) };
}

/** One statement for all values. */
export function together(values: readonly string[], of: (values: readonly string[]) => Statement): HardPair {
  return { left: policy([allow(of(values))]), right: policy([allow(of(values.slice(1)))]) };
}

/** Two statements that differ. */
export function either(left: Statement, right: Statement): HardPair {
  return { left: policy([allow(left)]), right: policy([allow(right)]) };
}

/** A condition on a tag of the caller. */
export function tagged(operator: string, values: string | readonly string[]): Statement {
  return { Condition: { [operator]: { "aws:PrincipalTag/team": values } } };
}

export function many(count: number, of: (at: number) => string): string[] {
  return Array.from({ length: count }, (_, at) => of(at));
}

/** Patterns that overlap in every way: `*ab*cd*`, two letters and two letters of eight. */
export function overlapping(count: number): string[] {
  let state = 7;
  const letters = () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return "abcdefgh"[(state >> 8) % 8];
  };
  return many(count, () => `*${letters()}${letters()}*${letters()}${letters()}*`);
}

/** `b*b*…*b` with so many stars. */
export function stars(count: number): string {
  return Array.from({ length: count + 1 }, () => "b").join("*");
}
