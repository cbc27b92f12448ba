// Trusted: what each condition operator accepts. AWS page: reference_policies_elements_condition_operators.
import {
  type AddressBlock,
  type Condition,
  hasSmallLetters,
  isZoneless,
  mapToIpv6,
  type NumberForms,
  parseBase64,
  parseBlock,
  parseBool,
  parseDecimal,
  parseInstant,
  unmapBlock,
} from "@keyaki/policy";
import type { Formula } from "./formula.ts";
import { arnGlob, arnSegments, likeGlob, literalGlob } from "./glob.ts";
import { Remembered, valuesKey } from "./remembered.ts";
import type { Rules } from "./rules.ts";
import { type DateReading, type Family, type Folding, globSet, type Order, type ValueSet } from "./value-set.ts";

/**
 * What an operator accepts under one reading of the rules that AWS leaves open. The `when`s of one operand exclude each other
 * and leave no case out. `broken`: a value of the policy does not parse, which matters to negated operators only.
 */
export interface Accepted {
  readonly when: Formula;
  readonly set: ValueSet;
  readonly broken: boolean;
}

/** One row an operator. */
export interface OperatorRow {
  readonly base: string;
  readonly negated: boolean;
  /** The family that texts must parse under, or null where any text compares. */
  readonly family: Family | null;
  accepts(condition: Condition, rules: Rules): readonly Accepted[];
}

type Accept = OperatorRow["accepts"];

const stringSets = new Remembered<ValueSet>();

/** The texts that match some values, made once for the same values. */
function textsOf(values: Condition["values"], fold: Folding, wildcards: boolean): ValueSet {
  return stringSets.get(`${fold} ${wildcards} ${valuesKey(values)}`, () => {
    const lower = wildcards ? likeGlob : literalGlob;
    return globSet(values.map(({ pattern }) => lower(pattern, fold)));
  });
}

function strings(fold: Folding, wildcards: boolean): Accept {
  return ({ values }, rules) => [always(rules, textsOf(values, fold, wildcards))];
}

const ignoreCase: Accept = ({ values }, rules) => {
  const read = (fold: Folding) => textsOf(values, fold, false);
  return twoReadings(
    rules.assume("ignore-case-folding", "ascii"),
    rules.assume("ignore-case-folding", "unicode"),
    read("ascii"),
    read("unicode"),
  );
};

const CLOCK: ReadonlySet<string> = new Set(["aws:currenttime", "aws:epochtime"]);

function numbers(order: Order): Accept {
  return ({ key, values }, rules) => {
    const texts = values.map((value) => value.pattern.written);
    const read = (forms: NumberForms, when: Formula): Accepted => {
      const parsed = texts.map((text) => parseDecimal(text, forms));
      const known = parsed.filter((value) => value !== null);
      return { when, set: { is: "number", order, values: known, forms }, broken: parsed.includes(null) };
    };
    // The rule is about the request's text as much as about the policy's; only the clock is always written in digits.
    const isPlain = (text: string) => parseDecimal(text, "extended") === null || parseDecimal(text, "decimal") !== null;
    if (CLOCK.has(key) && texts.every(isPlain)) return [read("decimal", rules.build.always)];
    return [
      read("decimal", rules.assume("number-forms", "decimal")),
      read("extended", rules.assume("number-forms", "extended")),
    ];
  };
}

/** Every way to read dates, with the rules that it follows. */
const DATE_READINGS: readonly DateReading[] = (["utc", "unparsable"] as const).flatMap((zoneless) =>
  (["capital", "any"] as const).map((letters) => ({ zoneless, letters })),
);

function dates(order: Order): Accept {
  return ({ key, values }, rules) => {
    const { build } = rules;
    const texts = values.map((value) => value.pattern.written);
    // The rules are about the request's text as much as about the policy's; only the clock always has its zone and capital letters.
    const asksZone = !CLOCK.has(key) || texts.some(isZoneless);
    const asksLetters = !CLOCK.has(key) || texts.some(hasSmallLetters);
    return DATE_READINGS.flatMap(({ zoneless, letters }): Accepted[] => {
      if ((!asksZone && zoneless !== "utc") || (!asksLetters && letters !== "capital")) return [];
      const parsed = texts.map((text) => parseInstant(text, zoneless, letters));
      const known = parsed.filter((value) => value !== null);
      const when = build.all(
        asksZone ? rules.assume("date-without-zone", zoneless) : build.always,
        asksLetters ? rules.assume("date-letters", letters) : build.always,
      );
      return [{ when, set: { is: "date", order, values: known, zoneless, letters }, broken: parsed.includes(null) }];
    });
  };
}

const bools: Accept = ({ values }, rules) => {
  const literal = values.map((value) => parseBool(value.pattern.written));
  const set: ValueSet = { is: "bool", values: [...new Set(literal.filter((value) => value !== null))].sort() };
  const variable = values.filter((value) => value.pattern.parts.some((part) => part.is === "variable"));
  if (variable.length === 0) return [always(rules, set, literal.includes(null))];
  const texts = set.values.map((value) => literalGlobOf(String(value)));
  const substituted = globSet([...texts, ...variable.map((value) => literalGlob(value.pattern, "ascii"))]);
  return [
    { when: rules.assume("bool-variables", "literal"), set, broken: true },
    {
      when: rules.assume("bool-variables", "substituted"),
      set: substituted,
      broken: literal.filter((value) => value === null).length > variable.length,
    },
  ];
};

function literalGlobOf(text: string) {
  return literalGlob({ parts: [{ is: "text", text }], written: text, span: { start: 0, end: 0 } }, "ascii");
}

const binary: Accept = ({ values }, rules) => {
  const parsed = values.map((value) => parseBase64(value.pattern.written));
  const set: ValueSet = { is: "binary", values: [...new Set(parsed.filter((value) => value !== null))].sort() };
  return [always(rules, set, parsed.includes(null))];
};

const addresses: Accept = ({ values }, rules) => {
  const cases: Accepted[] = [];
  for (const noPrefix of ["host", "slash-32"] as const) {
    const parsed = values.map((value) => parseBlock(value.pattern.written, noPrefix));
    const blocks = parsed.filter((block) => block !== null);
    const open = values.some((value) => value.pattern.written.includes(":") && !value.pattern.written.includes("/"));
    if (!open && noPrefix === "slash-32") continue;
    const prefix = open ? rules.assume("ipv6-no-prefix", noPrefix) : rules.build.always;
    for (const mapped of ["separate", "same"] as const) {
      const all = mapped === "same" ? blocks.flatMap(inBothFamilies) : blocks;
      cases.push({
        when: rules.build.all(prefix, rules.assume("mapped-ipv4", mapped)),
        set: { is: "address", blocks: all, mapped },
        broken: parsed.includes(null),
      });
    }
  }
  return cases;
};

/** The block, and the same addresses written in the other family where they can be. */
function inBothFamilies(block: AddressBlock): AddressBlock[] {
  const other = block.family === 4 ? mapToIpv6(block) : unmapBlock(block);
  return other === null ? [block] : [block, other];
}

const arns: Accept = ({ values }, rules) => {
  const segmented = values.map((value) => ({ pattern: value.pattern, segments: arnSegments(value.pattern) }));
  const whole = segmented.filter((value) => value.segments.length === 6).map((value) => arnGlob(value.segments));
  const short = segmented.filter((value) => value.segments.length < 6);
  if (short.length === 0) return [always(rules, globSet(whole))];
  return [
    { when: rules.assume("non-arn-pattern", "nothing"), set: globSet(whole), broken: true },
    {
      when: rules.assume("non-arn-pattern", "glob"),
      set: globSet([...whole, ...short.map((value) => likeGlob(value.pattern))]),
      broken: false,
    },
  ];
};

function always(rules: Rules, set: ValueSet, broken = false): Accepted {
  return { when: rules.build.always, set, broken };
}

function twoReadings(first: Formula, second: Formula, firstSet: ValueSet, secondSet: ValueSet): Accepted[] {
  return [
    { when: first, set: firstSet, broken: false },
    { when: second, set: secondSet, broken: false },
  ];
}

function pair(base: string, negatedBase: string, family: Family | null, accepts: Accept): OperatorRow[] {
  return [
    { base, negated: false, family, accepts },
    { base: negatedBase, negated: true, family, accepts },
  ];
}

function ordered(prefix: "Numeric" | "Date", family: Family, accept: (order: Order) => Accept): OperatorRow[] {
  return [
    ...pair(`${prefix}Equals`, `${prefix}NotEquals`, family, accept("=")),
    { base: `${prefix}LessThan`, negated: false, family, accepts: accept("<") },
    { base: `${prefix}LessThanEquals`, negated: false, family, accepts: accept("<=") },
    { base: `${prefix}GreaterThan`, negated: false, family, accepts: accept(">") },
    { base: `${prefix}GreaterThanEquals`, negated: false, family, accepts: accept(">=") },
  ];
}

/** Every operator of AWS but `Null`, which asks for presence and is in condition.ts. ArnEquals behaves as ArnLike. */
export const OPERATORS: ReadonlyMap<string, OperatorRow> = new Map(
  [
    ...pair("StringEquals", "StringNotEquals", null, strings("none", false)),
    ...pair("StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase", null, ignoreCase),
    ...pair("StringLike", "StringNotLike", null, strings("none", true)),
    ...ordered("Numeric", "number", numbers),
    ...ordered("Date", "date", dates),
    { base: "Bool", negated: false, family: "bool" as const, accepts: bools },
    { base: "BinaryEquals", negated: false, family: "binary" as const, accepts: binary },
    ...pair("IpAddress", "NotIpAddress", "address", addresses),
    ...pair("ArnEquals", "ArnNotEquals", "arn", arns),
    ...pair("ArnLike", "ArnNotLike", "arn", arns),
  ].map((row) => [row.base, row]),
);
