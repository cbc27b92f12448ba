// What is said of equal values and of patterns with variables. That it holds in every request is a law (test/laws); here is that it is
// said at all, since a fact left out is a proof that is not found.
import { atomsOf, CALLER_ROWS, type CallerKind, type Formula, type Rules, type ValueSet } from "@keyaki/semantics";
import { expect, test } from "vitest";
import { readsValues } from "../src/choice.ts";
import { relationFacts } from "../src/relations/facts.ts";
import { instancesOf } from "../src/relations/instances.ts";
import { jointFacts, type KnownText } from "../src/relations/joint.ts";
import { literalsOf, substituted } from "../src/relations/relation.ts";
import { glob, rulesOf, said, setText, texts } from "./notation.ts";

type Asked = (rules: Rules) => readonly Formula[];

const some = ({ build }: Rules, view: string, set: ValueSet) => build.atom({ is: "some", view, set });
const inside = ({ build }: Rules, view: string, set: ValueSet) => build.atom({ is: "in", view, set });
const same = ({ build }: Rules, left: string, right: string) => build.atom({ is: "same", left, right });
const but = (from: ValueSet, minus: ValueSet): ValueSet => ({ is: "difference", from, minus });
const folded = (...written: readonly string[]): ValueSet => {
  return { is: "globs", globs: written.map((each) => glob(each, "ascii")) };
};

const GENERAL: readonly (readonly [string, Asked, readonly string[]])[] = [
  [
    "a value that is written",
    (r) => [r.in("key:v", texts("a/$x")), r.in("key:x", texts("b", "c*")), r.in("key:v", texts("a/b"))],
    [
      "(key:v [a/*] | not key:v [a/$x])",
      "(not key:v [a/$x] | present key:x)",
      "((key:v [a/$x] & key:v [a/b]) | (not key:v [a/$x] & not key:v [a/b]) | not key:x [b])",
    ],
  ],
  [
    "a default",
    (r) => [r.in("key:v", texts("a/$x'd'")), r.in("key:x", texts("b"))],
    [
      "(key:v [a/*] | not key:v [a/$x'd'])",
      "((key:v [a/$x'd'] & key:v [a/d]) | (not key:v [a/$x'd'] & not key:v [a/d]) | present key:x)",
      "((key:v [a/$x'd'] & key:v [a/b]) | (not key:v [a/$x'd'] & not key:v [a/b]) | not key:x [b])",
    ],
  ],
  [
    "a variable in a part of an ARN",
    (r) => [r.in("key:v", texts("a/{$x}")), r.in("key:x", texts("b", "b:c"))],
    [
      "(key:v [a/{*}] | not key:v [a/{$x}])",
      "(not key:v [a/{$x}] | present key:x)",
      "((key:v [a/b] & key:v [a/{$x}]) | (not key:v [a/b] & not key:v [a/{$x}]) | not key:x [b])",
      "(not key:v [a/{$x}] | not key:x [b:c])",
    ],
  ],
  [
    "a key that may hold a set",
    (r) => [r.in("key:v", texts("a/$unknownx")), some(r, "key:unknownx", texts("b"))],
    [
      "(key:v [a/*] | not key:v [a/$unknownx])",
      "(lone key:unknownx | not key:v [a/$unknownx])",
      "((key:v [a/$unknownx] & key:v [a/b]) | (not key:v [a/$unknownx] & not key:v [a/b]) | not (key:unknownx has [b] & lone key:unknownx))",
    ],
  ],
  [
    "two variables with texts and defaults",
    (r) => [r.in("key:v", texts("$x/$y'd'")), r.in("key:x", texts("b", "c")), r.in("key:y", texts("e"))],
    [
      "(key:v [*/*] | not key:v [$x/$y'd'])",
      "(not key:v [$x/$y'd'] | present key:x)",
      "((key:v [$x/$y'd'] & key:v [b/d]) | (not key:v [$x/$y'd'] & not key:v [b/d]) | not (key:x [b] & not present key:y))",
      "((key:v [$x/$y'd'] & key:v [b/e]) | (not key:v [$x/$y'd'] & not key:v [b/e]) | not (key:x [b] & key:y [e]))",
      "((key:v [$x/$y'd'] & key:v [c/d]) | (not key:v [$x/$y'd'] & not key:v [c/d]) | not (key:x [c] & not present key:y))",
      "((key:v [$x/$y'd'] & key:v [c/e]) | (not key:v [$x/$y'd'] & not key:v [c/e]) | not (key:x [c] & key:y [e]))",
    ],
  ],
  [
    "some value without others",
    (r) => [some(r, "key:multiv", but(texts("a*"), texts("a$x"))), r.in("key:x", texts("b"))],
    [
      "(key:multiv has [a*] but [a$x] | not key:multiv has [a*] but [a*])",
      "((key:multiv has [a*] but [a$x] & key:multiv has [a*] but [ab]) | (not key:multiv has [a*] but [a$x] & not key:multiv has [a*] but [ab]) | not key:x [b])",
      "((key:multiv has [a*] but [] & key:multiv has [a*] but [a$x]) | (not key:multiv has [a*] but [] & not key:multiv has [a*] but [a$x]) | present key:x)",
    ],
  ],
  [
    "a pattern within another",
    (r) => [r.in("key:v", texts("a/$x/b")), r.in("key:v", texts("a/$x*"))],
    [
      "(key:v [a/*/b] | not key:v [a/$x/b])",
      "(not key:v [a/$x/b] | present key:x)",
      "(key:v [a/*] | not key:v [a/$x*])",
      "(not key:v [a/$x*] | present key:x)",
      "(key:v [a/$x*] | not key:v [a/$x/b])",
    ],
  ],
  [
    "patterns that fold",
    (r) => [
      inside(r, "key:v", folded("A/$x")),
      inside(r, "key:v", texts("A/$x*")),
      inside(r, "key:v", folded("a/*$x")),
    ],
    [
      "(key:v [A/*~] | not key:v [A/$x~])",
      "(not key:v [A/$x~] | present key:x)",
      "(key:v [A/*] | not key:v [A/$x*])",
      "(not key:v [A/$x*] | present key:x)",
      "(key:v [A/*~] | not key:v [a/*$x~])",
      "(not key:v [a/*$x~] | present key:x)",
      "(key:v [a/*$x~] | not key:v [A/$x~])",
    ],
  ],
  [
    "patterns that read the same before their wildcards",
    (r) => [
      r.in("key:v", texts("a/$x/*b")),
      r.in("key:v", texts("a/$x/*")),
      r.in("key:v", texts("*/$x/*")),
      r.in("key:v", texts("b/$x/*")),
      r.in("key:v", texts("a/$y/*")),
    ],
    [
      "(key:v [a/*/*b] | not key:v [a/$x/*b])",
      "(not key:v [a/$x/*b] | present key:x)",
      "(key:v [a/*/*] | not key:v [a/$x/*])",
      "(not key:v [a/$x/*] | present key:x)",
      "(key:v [*/*/*] | not key:v [*/$x/*])",
      "(not key:v [*/$x/*] | present key:x)",
      "(key:v [b/*/*] | not key:v [b/$x/*])",
      "(not key:v [b/$x/*] | present key:x)",
      "(key:v [a/*/*] | not key:v [a/$y/*])",
      "(not key:v [a/$y/*] | present key:y)",
      "(key:v [a/$x/*] | not key:v [a/$x/*b])",
      "(key:v [*/$x/*] | not key:v [a/$x/*b])",
      "(key:v [*/$x/*] | not key:v [a/$x/*])",
      "(key:v [*/$x/*] | not key:v [b/$x/*])",
    ],
  ],
  [
    "patterns of other views and readings",
    (r) => [r.in("key:v", texts("a/$x")), r.in("key:w", texts("a/$x*")), some(r, "key:multiv", texts("a/$x"))],
    [
      "(key:v [a/*] | not key:v [a/$x])",
      "(not key:v [a/$x] | present key:x)",
      "(key:w [a/*] | not key:w [a/$x*])",
      "(not key:w [a/$x*] | present key:x)",
      "(key:multiv has [a/*] | not key:multiv has [a/$x])",
      "(not key:multiv has [a/$x] | present key:x)",
    ],
  ],
  [
    "a variable written in two places",
    (r) => [r.in("key:v", texts("a/$x/b")), r.in("key:v", texts("a/$y/b"))],
    [
      "(key:v [a/*/b] | not key:v [a/$x/b])",
      "(not key:v [a/$x/b] | present key:x)",
      "(key:v [a/*/b] | not key:v [a/$y/b])",
      "(not key:v [a/$y/b] | present key:y)",
      "(key:x = key:y | not (key:v [a/$x/b] & key:v [a/$y/b]))",
      "((present key:x & present key:y) | not key:x = key:y)",
      "((key:v [a/$x/b] & key:v [a/$y/b]) | (not key:v [a/$x/b] & not key:v [a/$y/b]) | not key:x = key:y)",
    ],
  ],
  [
    "the name of a user in an ARN",
    (r) => [
      r.in("resource", texts("b/$aws:username")),
      r.in(
        "key:aws:principalarn",
        texts(
          "arn:aws:iam::111122223333:user/div/bob",
          "arn:aws:iam::111122223333:role/eve",
          "xarn:aws:iam::1:user/tim",
          "arn:aws:iam::1:user/kim",
        ),
      ),
    ],
    [
      "(not resource [b/$aws:username] | resource [b/*])",
      "(not resource [b/$aws:username] | present key:aws:username)",
      "((not resource [b/$aws:username] & not resource [b/bob]) | (resource [b/$aws:username] & resource [b/bob]) | not key:aws:username [bob])",
      "((not resource [b/$aws:username] & not resource [b/kim]) | (resource [b/$aws:username] & resource [b/kim]) | not key:aws:username [kim])",
    ],
  ],
  [
    "an ARN that is not the caller's",
    (r) => [r.in("resource", texts("b/$aws:username")), r.in("key:v", texts("arn:aws:iam::111122223333:user/div/bob"))],
    [
      "(not resource [b/$aws:username] | resource [b/*])",
      "(not resource [b/$aws:username] | present key:aws:username)",
    ],
  ],
  [
    "an account that is written anywhere",
    (r) => [r.in("key:v", texts("a/$aws:principalaccount")), r.in("resource", texts("arn:aws:s3::111122223333:*"))],
    [
      "(key:v [a/*] | not key:v [a/$aws:principalaccount])",
      "(not key:v [a/$aws:principalaccount] | present key:aws:principalaccount)",
      "((key:v [a/$aws:principalaccount] & key:v [a/111122223333]) | (not key:v [a/$aws:principalaccount] & not key:v [a/111122223333]) | not key:aws:principalaccount [111122223333])",
    ],
  ],
  [
    "equal values and their sets",
    (r) => [
      same(r, "key:v", "key:x"),
      r.in("key:x", texts("b")),
      r.in("key:v", texts("c*")),
      r.in("key:w", texts("d")),
    ],
    [
      "((present key:v & present key:x) | not key:v = key:x)",
      "((key:v [b] & key:x [b]) | (not key:v [b] & not key:x [b]) | not key:v = key:x)",
      "((key:v [c*] & key:x [c*]) | (not key:v [c*] & not key:x [c*]) | not key:v = key:x)",
      "((key:v [b] & key:x [b]) | (not key:v [b] & not key:x [b]) | not key:v = key:x)",
      "(key:v = key:x | not (key:v [b] & key:x [b]))",
    ],
  ],
  [
    "equal values, one after the other",
    (r) => [same(r, "key:a", "key:b"), same(r, "key:b", "key:c"), r.in("key:a", texts("d*"))],
    [
      "((present key:a & present key:b) | not key:a = key:b)",
      "((key:a [d*] & key:b [d*]) | (not key:a [d*] & not key:b [d*]) | not key:a = key:b)",
      "((present key:b & present key:c) | not key:b = key:c)",
      "((key:b [d*] & key:c [d*]) | (not key:b [d*] & not key:c [d*]) | not key:b = key:c)",
    ],
  ],
  [
    "three equal values",
    (r) => [same(r, "key:a", "key:b"), same(r, "key:b", "key:c"), same(r, "key:a", "key:c")],
    [
      "((present key:a & present key:b) | not key:a = key:b)",
      "((present key:b & present key:c) | not key:b = key:c)",
      "((present key:a & present key:c) | not key:a = key:c)",
      "(key:a = key:c | not (key:a = key:b & key:b = key:c))",
      "(key:b = key:c | not (key:a = key:b & key:a = key:c))",
      "(key:a = key:b | not (key:a = key:c & key:b = key:c))",
    ],
  ],
  [
    "equal accounts",
    (r) => [
      same(r, "caller:account", "owner"),
      r.in("resource", texts("arn:aws:s3::111122223333:444455556666/*")),
      r.in("owner", texts("777788889999")),
    ],
    [
      "((present caller:account & present owner) | not caller:account = owner)",
      "((caller:account [777788889999] & owner [777788889999]) | (not caller:account [777788889999] & not owner [777788889999]) | not caller:account = owner)",
      "((caller:account [111122223333] & owner [111122223333]) | (not caller:account [111122223333] & not owner [111122223333]) | not caller:account = owner)",
      "((caller:account [444455556666] & owner [444455556666]) | (not caller:account [444455556666] & not owner [444455556666]) | not caller:account = owner)",
      "((caller:account [777788889999] & owner [777788889999]) | (not caller:account [777788889999] & not owner [777788889999]) | not caller:account = owner)",
      "(caller:account = owner | not (caller:account [111122223333] & owner [111122223333]))",
      "(caller:account = owner | not (caller:account [444455556666] & owner [444455556666]))",
      "(caller:account = owner | not (caller:account [777788889999] & owner [777788889999]))",
    ],
  ],
  [
    "two values equal to a third",
    (r) => [same(r, "key:a", "key:b"), same(r, "key:a", "key:c")],
    ["((present key:a & present key:b) | not key:a = key:b)", "((present key:a & present key:c) | not key:a = key:c)"],
  ],
  [
    "two values equal to a last one",
    (r) => [same(r, "key:a", "key:c"), same(r, "key:b", "key:c")],
    ["((present key:a & present key:c) | not key:a = key:c)", "((present key:b & present key:c) | not key:b = key:c)"],
  ],
  [
    "patterns of equal values",
    (r) => [
      r.in("key:v", texts("a/$x*")),
      r.in("key:v", texts("a/$y*")),
      same(r, "key:x", "key:y"),
      r.in("key:x", texts("a/$z")),
      r.in("key:y", texts("a/$z")),
    ],
    [
      "(key:v [a/*] | not key:v [a/$x*])",
      "(not key:v [a/$x*] | present key:x)",
      "(key:v [a/*] | not key:v [a/$y*])",
      "(not key:v [a/$y*] | present key:y)",
      "(key:x [a/*] | not key:x [a/$z])",
      "(not key:x [a/$z] | present key:z)",
      "(key:y [a/*] | not key:y [a/$z])",
      "(not key:y [a/$z] | present key:z)",
      "((present key:x & present key:y) | not key:x = key:y)",
      "((key:x [a/*] & key:y [a/*]) | (not key:x [a/*] & not key:y [a/*]) | not key:x = key:y)",
      "((key:x [a/*] & key:y [a/*]) | (not key:x [a/*] & not key:y [a/*]) | not key:x = key:y)",
      "((key:v [a/$x*] & key:v [a/$y*]) | (not key:v [a/$x*] & not key:v [a/$y*]) | not key:x = key:y)",
      "((key:x [a/$z] & key:y [a/$z]) | (not key:x [a/$z] & not key:y [a/$z]) | not key:x = key:y)",
    ],
  ],
];

test.each(GENERAL)("%s", (_, asked, wanted) => {
  const rules = rulesOf();
  expect(relationFacts(rules.build.all(...asked(rules)), rules).map(said)).toEqual(wanted);
});

test("nothing is said where nothing is related", () => {
  const rules = rulesOf();
  const question = rules.build.all(
    rules.in("key:v", texts("a*")),
    rules.present("key:x"),
    rules.in("resource", texts("b")),
  );
  expect(relationFacts(question, rules)).toEqual([]);
  expect(jointFacts(question, CALLER_ROWS, null, rules)).toEqual([]);
});

const SETS = [texts("a*"), texts("ab")];
const known = (view: string, has: (set: ValueSet) => boolean): KnownText => ({ view, sets: SETS, has });

const JOINT: readonly (readonly [string, Asked, readonly CallerKind[], KnownText | null, readonly string[]])[] = [
  [
    "a variable beside a text",
    (r) => [r.in("key:v", texts("a/$x")), r.in("key:x", texts("b", "c*")), r.in("key:v", texts("a/b"))],
    [],
    null,
    [
      "((key:v [a/$x] & key:v [a/b] & key:x [b c*]) | (key:v [a/$x] & key:x [b c*] & not key:v [a/b]) | (key:v [a/$x] & not key:v [a/b] & not key:x [b c*]) | not key:v [a/$x])",
    ],
  ],
  [
    "a value with a colon",
    (r) => [r.in("key:v", texts("a$x")), r.in("key:x", texts("*:*")), r.in("key:v", texts("*:*"))],
    [],
    null,
    [
      "((key:v [*:*] & key:v [a$x] & key:x [*:*]) | (key:v [a$x] & not key:v [*:*] & not key:x [*:*]) | not key:v [a$x])",
    ],
  ],
  [
    "no colon in a part of an ARN",
    (r) => [r.in("key:v", texts("a{$x}")), r.in("key:x", texts("*:*")), r.in("key:v", texts("*:*"))],
    [],
    null,
    ["((key:v [a{$x}] & not key:v [*:*] & not key:x [*:*]) | not key:v [a{$x}])"],
  ],
  [
    "a pattern that reads the same variable",
    (r) => [r.in("key:v", texts("a$x")), r.in("key:v", texts("{$x}*")), r.in("key:v", texts("a"))],
    [],
    null,
    [
      "((key:v [a$x] & key:v [a]) | (key:v [a$x] & not key:v [a]) | not key:v [a$x])",
      "((key:v [a] & key:v [{$x}*]) | (key:v [{$x}*] & not key:v [a$x] & not key:v [a]) | (key:v [{$x}*] & not key:v [a]) | not key:v [{$x}*])",
    ],
  ],
  [
    "a pattern that reads another one",
    (r) => [r.in("key:v", texts("a$x")), r.in("key:v", texts("a$y")), r.in("key:v", texts("b*"))],
    [],
    null,
    ["((key:v [a$x] & not key:v [b*]) | not key:v [a$x])", "((key:v [a$y] & not key:v [b*]) | not key:v [a$y])"],
  ],
  [
    "a variable twice",
    (r) => [r.in("key:v", texts("$x/$x")), r.in("key:v", texts("b/c", "?/?")), r.in("key:x", texts("b"))],
    [],
    null,
    [
      "((key:v [$x/$x] & key:v [?/? b/c] & key:x [b]) | (key:v [$x/$x] & key:v [?/? b/c] & not key:x [b]) | (key:v [$x/$x] & key:x [b] & not key:v [?/? b/c]) | (key:v [$x/$x] & not key:v [?/? b/c] & not key:x [b]) | not key:v [$x/$x])",
    ],
  ],
  [
    "a variable twice, told by its first place",
    (r) => [r.in("key:v", texts("$x/$x")), r.in("key:v", texts("b/*")), r.in("key:x", texts("b"))],
    [],
    null,
    [
      "((key:v [$x/$x] & key:v [b/*] & key:x [b]) | (key:v [$x/$x] & key:v [b/*] & not key:x [b]) | (key:v [$x/$x] & not key:v [b/*] & not key:x [b]) | not key:v [$x/$x])",
    ],
  ],
  [
    "a value with a colon cannot stand in a part",
    (r) => [r.in("key:v", texts("a$x")), r.in("key:v", texts("a{$x}*"))],
    [],
    null,
    ["always"],
  ],
  [
    "a name of the caller holds no colon",
    (r) => [r.in("key:v", texts("a$aws:username")), r.in("key:v", texts("a{$aws:username}*"))],
    ["user"],
    null,
    [
      "((key:v [a$aws:username] & key:v [a{$aws:username}*]) | not (caller:kind [user] & key:v [a$aws:username]))",
      "((key:v [a$aws:username] & key:v [a{$aws:username}*]) | key:v [a{$aws:username}*] | not (caller:kind [user] & key:v [a{$aws:username}*]))",
    ],
  ],
  [
    "wildcards",
    (r) => [
      r.in("key:v", texts("a?$x*")),
      r.in("key:v", texts("?")),
      r.in("key:v", texts("a:*")),
      r.in("key:v", texts("a{?}{*}")),
    ],
    [],
    null,
    [
      "((key:v [a:*] & key:v [a?$x*] & not key:v [?] & not key:v [a{?}{*}]) | (key:v [a?$x*] & key:v [a{?}{*}] & not key:v [?] & not key:v [a:*]) | (key:v [a?$x*] & not key:v [?] & not key:v [a:*] & not key:v [a{?}{*}]) | not key:v [a?$x*])",
    ],
  ],
  [
    "wildcards in a part",
    (r) => [
      r.in("key:v", texts("a{?}{*}/$x")),
      r.in("key:v", texts("a:*")),
      r.in("key:v", texts("*:*")),
      r.in("key:v", texts("{*}")),
    ],
    [],
    null,
    [
      "((key:v [*:*] & key:v [a{?}{*}/$x] & not key:v [a:*] & not key:v [{*}]) | (key:v [a{?}{*}/$x] & key:v [{*}] & not key:v [*:*] & not key:v [a:*]) | not key:v [a{?}{*}/$x])",
    ],
  ],
  [
    "some of several values",
    (r) => [some(r, "key:multiv", texts("a$x")), some(r, "key:multiv", texts("ab")), r.in("key:x", texts("b"))],
    [],
    null,
    [
      "((key:multiv has [a$x] & key:multiv has [ab] & key:x [b]) | (key:multiv has [a$x] & not key:x [b]) | not key:multiv has [a$x])",
    ],
  ],
  [
    "a set without a pattern",
    (r) => [
      inside(r, "key:v", but(texts("a*"), texts("a$x", "ab"))),
      r.in("key:v", texts("a$x")),
      r.in("key:v", texts("ab*")),
      r.in("key:v", texts("ab")),
      r.in("key:v", texts("b*")),
    ],
    [],
    null,
    [
      "((key:v [a*] but [a$x ab] & key:v [ab*] & not key:v [a$x] & not key:v [ab] & not key:v [b*]) | (key:v [a*] but [a$x ab] & not key:v [a$x] & not key:v [ab*] & not key:v [ab] & not key:v [b*]) | not key:v [a*] but [a$x ab])",
      "((key:v [a$x] & key:v [ab*] & key:v [ab] & not key:v [a*] but [a$x ab] & not key:v [b*]) | (key:v [a$x] & key:v [ab*] & not key:v [a*] but [a$x ab] & not key:v [ab] & not key:v [b*]) | (key:v [a$x] & not key:v [a*] but [a$x ab] & not key:v [ab*] & not key:v [ab] & not key:v [b*]) | not key:v [a$x])",
    ],
  ],
  [
    "a pattern without a set says nothing",
    (r) => [inside(r, "key:v", but(texts("a$x"), texts("ab"))), r.in("key:v", texts("a*"))],
    [],
    null,
    [],
  ],
  [
    "a variable with a set without another",
    (r) => [
      r.in("key:v", texts("a$x")),
      inside(r, "key:x", but(texts("b*"), texts("bc"))),
      r.in("key:v", texts("abc")),
    ],
    [],
    null,
    [
      "((key:v [a$x] & key:v [abc] & not key:x [b*] but [bc]) | (key:v [a$x] & key:x [b*] but [bc] & not key:v [abc]) | (key:v [a$x] & not key:v [abc] & not key:x [b*] but [bc]) | not key:v [a$x])",
    ],
  ],
  [
    "folded patterns and several are not taken apart",
    (r) => [inside(r, "key:v", folded("a$x")), inside(r, "key:w", texts("a$x", "b$x")), r.in("key:v", texts("a*"))],
    [],
    null,
    [],
  ],
  [
    "a default may stand in",
    (r) => [r.in("key:v", texts("a$x'd'")), r.in("key:x", texts("b")), r.in("key:v", texts("ab"))],
    [],
    null,
    [
      "((key:v [a$x'd'] & key:v [ab] & key:x [b]) | (key:v [a$x'd'] & not key:v [ab] & not key:x [b]) | not (key:v [a$x'd'] & present key:x))",
    ],
  ],
  [
    "values that are no texts are left aside",
    (r) => [
      r.in("key:v", texts("a$x")),
      r.in("key:x", { is: "parses", family: "binary" }),
      r.in("key:v", { is: "parses", family: "binary" }),
      r.in("key:v", texts("a")),
    ],
    [],
    null,
    ["((key:v [a$x] & key:v [a]) | (key:v [a$x] & not key:v [a]) | not key:v [a$x])"],
  ],
  [
    "a class of the resource, told apart",
    (r) => [r.in("resource", texts("a$x")), r.in("key:x", texts("b")), r.in("key:x", texts("b*"))],
    [],
    known("resource", (set) => set === SETS[0]),
    [
      "((key:x [b*] & not key:x [b] & resource [a$x]) | (not key:x [b*] & not key:x [b] & resource [a$x]) | not resource [a$x])",
    ],
  ],
  [
    "a class of the resource that is one text",
    (r) => [r.in("resource", texts("a$x")), r.in("key:x", texts("b", "c"))],
    [],
    known("resource", () => true),
    ["((key:x [b c] & resource [a$x]) | not resource [a$x])"],
  ],
  [
    "a class of another text says nothing",
    (r) => [r.in("resource", texts("a$x")), r.in("key:x", texts("b", "c"))],
    [],
    known("action", () => true),
    ["((key:x [b c] & resource [a$x]) | (not key:x [b c] & resource [a$x]) | not resource [a$x])"],
  ],
  [
    "a resource of no class",
    (r) => [r.in("resource", texts("a$x")), r.in("key:x", texts("b", "c"))],
    [],
    known("resource", () => false),
    ["not resource [a$x]"],
  ],
  [
    "a key made of the caller's parts",
    (r) => [
      same(r, "key:aws:principalarn", "key:v"),
      r.in("key:aws:principalarn", texts("arn:aws:iam::111122223333:root")),
      r.in("key:v", texts("arn:*")),
    ],
    ["root", "anonymous", "service"],
    null,
    [
      "always",
      "((key:aws:principalarn = key:v & key:aws:principalarn [arn:aws:iam::111122223333:root] & key:v [arn:*]) | (key:aws:principalarn = key:v & key:v [arn:*] & not key:aws:principalarn [arn:aws:iam::111122223333:root]) | (key:aws:principalarn = key:v & not key:aws:principalarn [arn:aws:iam::111122223333:root] & not key:v [arn:*]) | not (caller:kind [service] & key:aws:principalarn = key:v))",
      "((key:aws:principalarn = key:v & key:aws:principalarn [arn:aws:iam::111122223333:root] & key:v [arn:*]) | (key:aws:principalarn = key:v & key:v [arn:*] & not key:aws:principalarn [arn:aws:iam::111122223333:root]) | not (caller:kind [root] & key:aws:principalarn = key:v))",
    ],
  ],
  [
    "a variable in a key of the same caller",
    (r) => [
      r.in("key:aws:principalarn", texts("arn:aws:iam::$<aws:principalaccount>:root")),
      r.in("key:aws:principalarn", texts("arn:*:root")),
      r.in("key:aws:principalaccount", texts("111122223333")),
    ],
    ["root", "user"],
    null,
    [
      "always",
      "((key:aws:principalaccount [111122223333] & not key:aws:principalarn [arn:*:root] & not key:aws:principalarn [arn:aws:iam::$aws:principalaccount:root]) | (not key:aws:principalaccount [111122223333] & not key:aws:principalarn [arn:*:root] & not key:aws:principalarn [arn:aws:iam::$aws:principalaccount:root]) | not caller:kind [user])",
      "((key:aws:principalaccount [111122223333] & key:aws:principalarn [arn:*:root] & key:aws:principalarn [arn:aws:iam::$aws:principalaccount:root]) | (key:aws:principalaccount [111122223333] & key:aws:principalarn [arn:*:root] & not key:aws:principalarn [arn:aws:iam::$aws:principalaccount:root]) | (key:aws:principalarn [arn:*:root] & key:aws:principalarn [arn:aws:iam::$aws:principalaccount:root] & not key:aws:principalaccount [111122223333]) | (key:aws:principalarn [arn:*:root] & not key:aws:principalaccount [111122223333] & not key:aws:principalarn [arn:aws:iam::$aws:principalaccount:root]) | not caller:kind [root])",
    ],
  ],
  [
    "a variable in an id of two parts",
    (r) => [r.in("key:aws:userid", texts("$<aws:principalaccount>:bob")), r.in("key:aws:userid", texts("*:bob"))],
    ["federated-user", "root", "session"],
    null,
    [
      "always",
      "((not key:aws:userid [$aws:principalaccount:bob] & not key:aws:userid [*:bob]) | key:aws:userid [*:bob] | not caller:kind [session])",
      "((key:aws:userid [$aws:principalaccount:bob] & key:aws:userid [*:bob]) | (not key:aws:userid [$aws:principalaccount:bob] & not key:aws:userid [*:bob]) | not caller:kind [federated-user])",
      "((not key:aws:userid [$aws:principalaccount:bob] & not key:aws:userid [*:bob]) | not caller:kind [root])",
    ],
  ],
  [
    "a key in itself, and in a part that holds no colon",
    (r) => [r.in("key:aws:userid", texts("$<aws:userid>*")), r.in("key:aws:userid", texts("{$<aws:userid>}*"))],
    ["session", "user", "anonymous"],
    null,
    [
      "always",
      "((key:aws:userid [$aws:userid*] & key:aws:userid [{$aws:userid}*]) | not caller:kind [user])",
      "(key:aws:userid [$aws:userid*] | not caller:kind [session])",
      "((key:aws:userid [$aws:userid*] & key:aws:userid [{$aws:userid}*]) | not caller:kind [anonymous])",
    ],
  ],
  [
    "a set without a pattern that may match",
    (r) => [
      r.in("key:v", texts("a$x")),
      inside(r, "key:v", but(texts("*"), texts("a$y*"))),
      inside(r, "key:v", but(texts("$y*"), texts("b"))),
      inside(r, "key:v", but(texts("$y*"), texts("a*"))),
    ],
    [],
    null,
    [
      "((key:v [a$x] & not key:v [$y*] but [a*]) | not key:v [a$x])",
      "((key:v [*] but [a$y*] & not key:v [$y*] but [a*]) | (key:v [*] but [a$y*] & not key:v [$y*] but [b] & not key:v [a$x]) | (key:v [*] but [a$y*] & not key:v [a$x]) | not key:v [*] but [a$y*])",
    ],
  ],
  [
    "three variables, of which each may hold a colon",
    (r) => [r.in("key:v", texts("$x/$y/$z")), r.in("key:z", texts("*:*"))],
    [],
    null,
    ["always"],
  ],
  [
    "the caller's account and the owner",
    (r) => [
      same(r, "caller:account", "owner"),
      r.in("caller:account", texts("111122223333")),
      r.in("owner", texts("111122223333")),
    ],
    ["root", "service", "web-identity"],
    null,
    [
      "always",
      "((caller:account = owner & caller:account [111122223333] & owner [111122223333]) | (caller:account = owner & not caller:account [111122223333] & not owner [111122223333]) | not (caller:account = owner & caller:kind [root]))",
    ],
  ],
  [
    "an id of several parts",
    (r) => [
      r.in("key:v", texts("x/$aws:userid")),
      r.in("key:aws:userid", texts("*:bob")),
      r.in("key:v", texts("x/AROA*")),
    ],
    ["session", "user", "service"],
    null,
    [
      "((key:v [x/$aws:userid] & not key:aws:userid [*:bob] & not key:v [x/AROA*]) | not (caller:kind [user] & key:v [x/$aws:userid]))",
      "((key:aws:userid [*:bob] & key:v [x/$aws:userid] & key:v [x/AROA*]) | (key:v [x/$aws:userid] & key:v [x/AROA*] & not key:aws:userid [*:bob]) | not (caller:kind [session] & key:v [x/$aws:userid]))",
      "((key:aws:userid [*:bob] & key:v [x/$aws:userid] & key:v [x/AROA*]) | (key:aws:userid [*:bob] & key:v [x/$aws:userid] & not key:v [x/AROA*]) | (key:v [x/$aws:userid] & key:v [x/AROA*] & not key:aws:userid [*:bob]) | (key:v [x/$aws:userid] & not key:aws:userid [*:bob] & not key:v [x/AROA*]) | not (caller:kind [service] & key:v [x/$aws:userid]))",
    ],
  ],
  [
    "a name that a kind of caller does not have",
    (r) => [
      r.in("resource", texts("b/$aws:username/*")),
      r.in("key:aws:username", texts("bob")),
      r.in("key:aws:principalarn", texts("arn:*:user/bob")),
    ],
    ["user", "session"],
    null,
    [
      "((key:aws:principalarn [arn:*:user/bob] & key:aws:username [bob] & resource [b/$aws:username/*]) | (key:aws:username [bob] & not key:aws:principalarn [arn:*:user/bob] & resource [b/$aws:username/*]) | (not key:aws:principalarn [arn:*:user/bob] & not key:aws:username [bob] & resource [b/$aws:username/*]) | not (caller:kind [user] & resource [b/$aws:username/*]))",
      "always",
    ],
  ],
  [
    "parts of the caller in another order",
    (r) => [
      r.in("key:v", texts("$aws:username/$aws:principalaccount")),
      r.in("key:v", texts("bob/*")),
      r.in("key:aws:username", texts("bob")),
      r.in("key:aws:principalaccount", texts("111122223333")),
    ],
    ["user"],
    null,
    [
      "((key:aws:principalaccount [111122223333] & key:aws:username [bob] & key:v [$aws:username/$aws:principalaccount] & key:v [bob/*]) | (key:aws:principalaccount [111122223333] & key:v [$aws:username/$aws:principalaccount] & not key:aws:username [bob] & not key:v [bob/*]) | (key:aws:username [bob] & key:v [$aws:username/$aws:principalaccount] & key:v [bob/*] & not key:aws:principalaccount [111122223333]) | (key:v [$aws:username/$aws:principalaccount] & not key:aws:principalaccount [111122223333] & not key:aws:username [bob] & not key:v [bob/*]) | not (caller:kind [user] & key:v [$aws:username/$aws:principalaccount]))",
    ],
  ],
];

test.each(JOINT)("together: %s", (_, asked, kinds, text, wanted) => {
  const rules = rulesOf();
  const rows = CALLER_ROWS.filter(({ kind }) => kinds.includes(kind));
  expect(jointFacts(rules.build.all(...asked(rules)), rows, text, rules).map(said)).toEqual(wanted);
});

test("too many classes say nothing", () => {
  const rules = rulesOf();
  const letters = [..."abcdefgh"];
  const sets = (count: number) =>
    rules.build.all(
      rules.in("key:v", texts("$x/$y")),
      ...letters.slice(0, count).map((letter) => rules.in("key:x", texts(`*${letter}*`))),
    );
  expect(said(jointFacts(sets(3), [], null, rules)[0] ?? rules.build.never)).not.toBe("always");
  expect(jointFacts(sets(8), [], null, rules)).toEqual([rules.build.always]);
});

test("every combination of the values that are written, and no more than are worth it", () => {
  const rules = rulesOf();
  const count = (values: number, ...patterns: readonly string[]) => {
    const written = Array.from({ length: values }, (_, at) => `v${String.fromCharCode(97 + at)}`);
    const question = rules.build.all(
      ...patterns.map((each) => rules.in("key:v", texts(each))),
      rules.in("key:x", texts(...written)),
      rules.in("key:y", texts(...written)),
    );
    const atoms = atomsOf([question]);
    const dependent = atoms.filter(readsValues).filter(({ view }) => view === "key:v");
    return instancesOf(dependent, atoms, rules).map(({ values }) => [...values.values()]);
  };
  expect(count(2, "a/$x")).toEqual([["va"], ["vb"]]);
  expect(count(2, "a/$x'd'")).toEqual([[null], ["va"], ["vb"]]);
  expect(count(2, "$x/$y")).toEqual([
    ["va", "va"],
    ["va", "vb"],
    ["vb", "va"],
    ["vb", "vb"],
  ]);
  expect(count(14, "a/$x").length).toBe(12);
  expect(count(12, "$x/$y").length).toBe(24);
});

test("a pattern with values in the place of its variables", () => {
  const put = (set: ValueSet, ...values: readonly (readonly [string, string | null])[]) =>
    setText(substituted(set, new Map(values.map(([key, value]) => [`key:${key}`, value]))));
  expect(put(texts("a/$x/$y"), ["x", "b"])).toBe("[a/b/$y]");
  expect(put(texts("a/$x"), ["x", null])).toBe("[]");
  expect(put(texts("a/$x'd'"), ["x", null])).toBe("[a/d]");
  expect(put(texts("a/{$x}", "a/$x"), ["x", "b:c"])).toBe("[a/b:c]");
  expect(put(but(texts("a/$x"), texts("$x")), ["x", "b"])).toBe("[a/b] but [b]");
  expect(put({ is: "bool", values: [true] }, ["x", "b"])).toBe("bool");
});

test("the texts that a set writes out", () => {
  expect(literalsOf(texts("a", "b*", "", "$x", "a/$x", "c"))).toEqual(expect.arrayContaining(["a", "", "c"]));
  expect(literalsOf(texts("a", "b*", "", "$x", "a/$x", "c")).length).toBe(3);
  expect(literalsOf(folded("a"))).toEqual([]);
  expect(literalsOf(but(texts("a"), texts("b")))).toEqual(["a", "b"]);
});
