// Trusted: where an ARN is cut decides which part a wildcard is confined to.

/** The six parts of an ARN. The sixth takes the rest, so it may hold colons; wildcards and variables stay as written. */
export interface Arn {
  readonly prefix: string;
  readonly partition: string;
  readonly service: string;
  readonly region: string;
  readonly account: string;
  readonly resource: string;
}

/**
 * Cuts a text at its first five colons; null when it has fewer. Nothing is said about the parts themselves: the prefix
 * need not be `arn`. AWS page: reference-arns.
 */
export function splitArn(text: string): Arn | null {
  const cuts: number[] = [];
  for (let at = text.indexOf(":"); at >= 0 && cuts.length < 5; at = text.indexOf(":", at + 1)) cuts.push(at);
  const [a, b, c, d, e] = cuts;
  if (a === undefined || b === undefined || c === undefined || d === undefined || e === undefined) return null;
  return {
    prefix: text.slice(0, a),
    partition: text.slice(a + 1, b),
    service: text.slice(b + 1, c),
    region: text.slice(c + 1, d),
    account: text.slice(d + 1, e),
    resource: text.slice(e + 1),
  };
}
