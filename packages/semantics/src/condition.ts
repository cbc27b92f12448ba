// Trusted: presence, negation, IfExists and set operators, written once for every operator.
// AWS pages: reference_policies_elements_condition_operators,
// reference_policies_condition-single-vs-multi-valued-context-keys.
import { type Condition, parseBool } from "@keyaki/policy";
import { keyView, type View } from "./atom.ts";
import type { Formula } from "./formula.ts";
import { type Accepted, OPERATORS, type OperatorRow } from "./operators.ts";
import type { Rules } from "./rules.ts";
import { EVERY_TEXT, type Family, textsIn, type ValueSet } from "./value-set.ts";

/** When one condition of a statement holds. */
export function conditionMeaning(condition: Condition, rules: Rules): Formula {
  const { build } = rules;
  const { operator } = condition;
  const view = keyView(condition.key);
  const orAbsent = (base: Formula) => (operator.ifExists ? build.any(build.not(rules.present(view)), base) : base);
  const general = orAbsent(
    operator.base === "Null" ? nullMeaning(condition, view, rules) : comparison(condition, view, rules),
  );
  return condition.values.length > 0
    ? general
    : withoutValues(operator, general, orAbsent(noneMatches(operator.set, view, rules)), rules);
}

/**
 * A condition with an empty list. AWS's checks contradict each other on plain operators, and those on ForAllValues, ForAnyValue and
 * IfExists do not say whether negated operators are meant too. AWS page: access-analyzer-reference-policy-checks (empty array condition).
 */
function withoutValues(
  { base, set, ifExists }: Condition["operator"],
  general: Formula,
  noMatch: Formula,
  rules: Rules,
): Formula {
  const { build } = rules;
  const ruled = build.all(rules.assume("empty-value-list", "general"), general);
  if (set === null && !ifExists) {
    return build.any(
      build.all(rules.assume("empty-value-list", "no-match"), noMatch),
      ruled,
      rules.assume("empty-value-list", "ignored"),
    );
  }
  if (OPERATORS.get(base)?.negated === false) return noMatch;
  return build.any(build.all(build.not(rules.assume("empty-value-list", "general")), noMatch), ruled);
}

/** No value of the key matches: only ForAllValues holds then, where there is none. */
function noneMatches(set: Condition["operator"]["set"], view: View, rules: Rules): Formula {
  const { build } = rules;
  if (set !== "ForAllValues") return build.never;
  const holdsSome = rules.arity(view) === "single" ? rules.present(view) : rules.nonEmpty(view);
  return build.any(build.not(holdsSome), countsAsEmpty(view, rules));
}

function comparison(condition: Condition, view: View, rules: Rules): Formula {
  const { operator } = condition;
  const row = OPERATORS.get(operator.base);
  if (row === undefined) throw new RangeError(`no such condition operator: ${operator.base}`);
  const accepted = row.accepts(condition, rules);
  switch (operator.set) {
    case "ForAnyValue":
      return rules.build.all(
        holdsFor(accepted, rules, (each) => someValue(view, matching(row, each, rules), rules)),
        acceptsEmptyString(row, accepted) ? rules.build.not(countsAsEmpty(view, rules)) : rules.build.always,
      );
    case "ForAllValues":
      return everyValue(row, accepted, view, rules);
    case null:
      return plain(row, accepted, view, rules);
  }
}

function holdsFor(accepted: readonly Accepted[], rules: Rules, meaning: (each: Accepted) => Formula): Formula {
  return rules.build.any(...accepted.map((each) => rules.build.all(each.when, meaning(each))));
}

/** The values for which the base operator holds, with the reading of unparsable ones that it depends on. */
interface Matching {
  readonly when: Formula;
  readonly set: ValueSet;
}

function matching(row: OperatorRow, { set, broken }: Accepted, rules: Rules): readonly Matching[] {
  if (!row.negated) return [{ when: rules.build.always, set }];
  const outside: ValueSet = { is: "difference", from: EVERY_TEXT, minus: set };
  if (row.family === null) return [{ when: rules.build.always, set: outside }];
  // A negated operator meets a text that does not parse: AWS does not say whether it holds.
  const parsed: ValueSet = { is: "difference", from: readable(row.family, set), minus: set };
  return [
    { when: rules.assume("negated-unparsable", "no-match"), set: broken ? textsIn([]) : parsed },
    { when: rules.assume("negated-unparsable", "match"), set: outside },
  ];
}

/** The texts that the set's family can read, under the reading of the set. */
function readable(family: Family, set: ValueSet): ValueSet {
  if (set.is === "number") return { is: "parses", family: "number", forms: set.forms };
  if (set.is === "date") return { is: "parses", family: "date", zoneless: set.zoneless, letters: set.letters };
  if (family === "number" || family === "date") throw new RangeError(`no reading of a ${family}`);
  return { is: "parses", family };
}

/** Some value of the key is in the set; a key of one value is a set of one. */
function someValue(view: View, options: readonly Matching[], rules: Rules): Formula {
  const { build } = rules;
  return build.any(...options.map(({ when, set }) => build.all(when, someIn(view, set, rules))));
}

function someIn(view: View, set: ValueSet, rules: Rules): Formula {
  if (rules.arity(view) !== "single") return rules.some(view, set);
  if (set.is !== "difference") return rules.in(view, set);
  const from = set.from === EVERY_TEXT ? rules.present(view) : rules.in(view, set.from);
  return rules.build.all(from, rules.build.not(rules.in(view, set.minus)));
}

/** No value of the key fails. True when the key is absent or empty. */
function everyValue(row: OperatorRow, accepted: readonly Accepted[], view: View, rules: Rules): Formula {
  const { build } = rules;
  const failing = holdsFor(accepted, rules, (each) =>
    build.any(
      ...matching(row, each, rules).map(({ when, set }) => build.all(when, someIn(view, complement(set), rules))),
    ),
  );
  return build.any(build.not(failing), countsAsEmpty(view, rules));
}

/** AWS: ForAllValues is true also for "a null data set, such as an empty string"; whether "" alone is one is open. */
function countsAsEmpty(view: View, rules: Rules): Formula {
  const { build } = rules;
  const emptyString = textsIn([""]);
  return build.all(
    rules.assume("empty-string-set", "empty"),
    someIn(view, emptyString, rules),
    build.not(someIn(view, complement(emptyString), rules)),
  );
}

/** Whether the operator can hold for "", so that it matters whether "" is a value at all. */
function acceptsEmptyString(row: OperatorRow, accepted: readonly Accepted[]): boolean {
  return (
    row.negated ||
    accepted.some(
      ({ set }) =>
        set.is === "globs" &&
        set.globs.some((glob) => glob.tokens.every((token) => token.is === "many" || token.is === "variable")),
    )
  );
}

function complement(set: ValueSet): ValueSet {
  return set.is === "difference" && set.from === EVERY_TEXT
    ? set.minus
    : { is: "difference", from: EVERY_TEXT, minus: set };
}

/** An operator without ForAllValues or ForAnyValue. */
function plain(row: OperatorRow, accepted: readonly Accepted[], view: View, rules: Rules): Formula {
  const { build } = rules;
  if (row.negated && row.family === null && rules.arity(view) === "single") {
    // An absent key is in no set, so this is true without the key.
    return build.not(holdsFor(accepted, rules, (each) => rules.in(view, each.set)));
  }
  const absent = build.not(rules.present(view));
  const matches = holdsFor(accepted, rules, (each) => someValue(view, matching(row, each, rules), rules));
  const arity = rules.arity(view);
  if (arity === "single") return row.negated ? build.any(absent, matches) : matches;
  // On a key of several values AWS documents no meaning; where the arity is unknown, the key may hold one value after all.
  const inside = row.negated
    ? build.all(
        rules.present(view),
        build.not(holdsFor(accepted, rules, (each) => failingNegated(row, each, view, rules))),
      )
    : matches;
  const single = arity === "unknown" ? build.atom({ is: "lone", view }) : build.never;
  const asSet = rules.assume("multivalued-plain", "as-set");
  const holds = build.all(build.any(single, asSet), inside);
  return row.negated ? build.any(absent, holds) : holds;
}

/** Some value of the key makes the negated operator fail. */
function failingNegated(row: OperatorRow, each: Accepted, view: View, rules: Rules): Formula {
  const { build } = rules;
  return build.any(
    ...matching(row, each, rules).map(({ when, set }) => build.all(when, someIn(view, complement(set), rules))),
  );
}

function nullMeaning(condition: Condition, view: View, rules: Rules): Formula {
  const { build } = rules;
  // AWS's validator: ForAllValues:Null is always true, ForAnyValue:Null always false.
  if (condition.operator.set === "ForAllValues") return build.always;
  if (condition.operator.set === "ForAnyValue") return build.never;
  const isNull = build.not(exists(view, rules));
  const wanted = condition.values.map((value) => parseBool(value.pattern.written));
  return build.any(
    wanted.includes(true) ? isNull : build.never,
    wanted.includes(false) ? build.not(isNull) : build.never,
  );
}

/** The key is there and its value is not null: a set is not empty; whether "" alone is null AWS leaves open, for one value as for a set. */
function exists(view: View, rules: Rules): Formula {
  const { build } = rules;
  const arity = rules.arity(view);
  const notEmpty = arity === "single" ? rules.present(view) : rules.nonEmpty(view);
  const lone = arity === "unknown" ? build.atom({ is: "lone", view }) : build.constant(arity === "single");
  const nullValue = build.all(rules.assume("null-empty-string", "null"), lone, someIn(view, textsIn([""]), rules));
  const nullSet = build.all(build.not(lone), countsAsEmpty(view, rules));
  return build.all(notEmpty, build.not(nullValue), build.not(nullSet));
}
