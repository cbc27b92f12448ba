// Trusted: a value that a component's domain leaves out is a request that is never looked at.
import { ANY_VALUE, type Domain, repeated } from "@keyaki/domains";
import type { PartDomain } from "@keyaki/semantics";

/** One character that is no colon. */
export const NOT_COLON: Domain = {
  is: "class",
  ranges: [
    [0, 0x39],
    [0x3b, 0x10ffff],
  ],
};
/** One character. */
export const CHARACTER: Domain = { is: "class", ranges: [[0, 0x10ffff]] };
/** Any number of characters that are no colon. */
export const SEGMENT: Domain = repeated(NOT_COLON, 0, null);
export const COLON: Domain = { is: "literal", text: ":" };
/** Any text with a colon. */
export const WITH_COLON: Domain = { is: "sequence", of: [SEGMENT, COLON, ANY_VALUE] };

const ofParts = new Map<PartDomain, Domain>();

/** What a part of the caller may be: one object for each, so that its automaton is built once. */
export function domainOfPart(part: PartDomain): Domain {
  const known = ofParts.get(part) ?? makeDomain(part);
  ofParts.set(part, known);
  return known;
}

function makeDomain(part: PartDomain): Domain {
  const ranges = part.chars.map(([from, to]): [number, number] => [from.charCodeAt(0), to.charCodeAt(0)]);
  const literal = (text: string): Domain => ({ is: "literal", text });
  const written: Domain = {
    is: "sequence",
    of: [literal(part.before), repeated({ is: "class", ranges }, part.least, part.most), literal(part.after)],
  };
  return part.or === null ? written : { is: "choice", of: [literal(part.or), written] };
}
