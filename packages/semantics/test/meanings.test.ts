// What single elements of a policy mean, as formulas and sets: what comparisons of whole policies read only in passing.
import { type PolicyKind, parsePolicyValue } from "@keyaki/policy";
import { describe, expect, it } from "vitest";
import { arnSegments, servicePrefix, shortArnSegments } from "../src/glob.ts";
import {
  type Atom,
  atomsOf,
  axiomInstances,
  CALLER_ROWS,
  callersUnder,
  decide,
  type Formula,
  FormulaBuilder,
  globSet,
  keyView,
  makeGlob,
  OPERATORS,
  OWNER_VIEWS,
  type Request,
  Rules,
  readView,
  statementMeaning,
  textsIn,
  underActions,
  underCallers,
  type ValueSet,
} from "../src/index.ts";

const facts = { arity: (key: string) => (key === "aws:tagkeys" ? ("multi" as const) : ("single" as const)) };
const newRules = (pinned = {}) => new Rules(new FormulaBuilder(), facts, pinned);

function policy(kind: PolicyKind, ...statements: readonly object[]) {
  const { policy, diagnostics } = parsePolicyValue({ Version: "2012-10-17", Statement: statements }, { kind });
  if (policy === null) throw new Error(JSON.stringify(diagnostics));
  return policy;
}

/** What an operator accepts: the open rules that a reading rests on, and its set. */
function accepted(operator: string, values: readonly string[], key = "x:y") {
  const rules = newRules();
  const allow = { Effect: "Allow", Action: "*", Resource: "*", Condition: { [operator]: { [key]: values } } };
  const condition = policy("identity", allow).statements[0]?.conditions[0];
  if (condition === undefined) throw new Error("no condition");
  return OPERATORS.get(operator)!
    .accepts(condition, rules)
    .map(({ when, set, broken }) => ({
      rules: [...new Set(atomsOf([when]).map((atom) => (atom.is === "assume" ? atom.name : atom.is)))].join(),
      set,
      broken,
    }));
}

describe("operators", () => {
  const broken = (...of: Parameters<typeof accepted>) => accepted(...of).map((each) => each.broken);

  it("know which values they cannot read", () => {
    expect(broken("NumericEquals", ["1", "one"])).toEqual([true, true]);
    expect(broken("NumericEquals", ["1", "1e1"])).toEqual([true, false]);
    expect(broken("BinaryEquals", ["QQ==", "?"])).toEqual([true]);
    expect(broken("Bool", ["true", "maybe"])).toEqual([true]);
    expect(broken("Bool", ["${aws:username}"])).toEqual([true, false]);
    expect(broken("Bool", ["${aws:username}", "true"])).toEqual([true, false]);
    expect(broken("Bool", ["${aws:username}", "maybe"])).toEqual([true, true]);
    expect(broken("ArnLike", ["arn:aws:s3:::a"])).toEqual([false]);
    expect(broken("ArnLike", ["arn:aws:s3:::a", "a"])).toEqual([true, false]);
    expect(broken("StringEqualsIgnoreCase", ["a"])).toEqual([false, false]);
  });

  it("read values once each, in order", () => {
    expect(accepted("BinaryEquals", ["QUI=", "QQ==", "QUI="])[0]?.set).toEqual({
      is: "binary",
      values: ["41", "4142"],
    });
    expect(accepted("Bool", ["true", "false", "TRUE"])[0]?.set).toEqual({ is: "bool", values: [false, true] });
  });

  it("take a Boolean beside a variable as a text that folds", () => {
    const [, substituted] = accepted("Bool", ["${aws:username}", "true"]);
    const texts = substituted?.set.is === "globs" ? substituted.set.globs : [];
    expect(texts.map(({ tokens, fold }) => [tokens[0]?.is, fold]).sort()).toEqual([
      ["text", "ascii"],
      ["variable", "ascii"],
    ]);
  });

  it("ask of the clock nothing that it always says", () => {
    for (const key of ["aws:CurrentTime", "aws:EpochTime"]) {
      expect(accepted("NumericLessThan", ["10"], key)).toHaveLength(1);
      expect(accepted("NumericLessThan", ["ten"], key)).toHaveLength(1);
      expect(accepted("NumericLessThan", ["1e1"], key)).toHaveLength(2);
      expect(accepted("DateLessThan", ["2026-01-01T00:00:00Z"], key)).toHaveLength(1);
      expect(accepted("DateLessThan", ["2026-01-01T00:00:00"], key)).toHaveLength(2);
      expect(accepted("DateLessThan", ["2026-01-01t00:00:00z"], key)).toHaveLength(2);
    }
    expect(accepted("NumericLessThan", ["10"])).toHaveLength(2);
    expect(accepted("DateLessThan", ["2026-01-01T00:00:00Z"])).toHaveLength(4);
  });
});

describe("sets in formulas", () => {
  it("nothing lies in a set of nothing", () => {
    const rules = newRules();
    const reading = { zoneless: "utc", letters: "capital" } as const;
    const empty: readonly ValueSet[] = [
      globSet([]),
      { is: "address", blocks: [], mapped: "separate" },
      { is: "number", order: "<", values: [], forms: "decimal" },
      { is: "date", order: "<", values: [], ...reading },
      { is: "bool", values: [] },
      { is: "binary", values: [] },
    ];
    for (const set of empty) expect(rules.in("key:a", set)).toBe(rules.build.never);
    expect(rules.in("key:a", { is: "parses", family: "bool" }).is).toBe("atom");
    expect(rules.in("key:a", { is: "bool", values: [true] }).is).toBe("atom");
  });

  it("a variable alone is an equality of two keys of one value, and of one key its presence", () => {
    const rules = newRules();
    const of = (key: string, fallback: string | null = null, colon = true) =>
      globSet([makeGlob([{ is: "variable", view: `key:${key}`, fallback, colon }], "none")]);
    const kind = (formula: Formula) => (formula.is === "atom" ? formula.atom.is : formula.is);
    expect(kind(rules.in("key:a", of("b")))).toBe("same");
    expect(rules.in("key:a", of("b"))).toBe(rules.in("key:b", of("a")));
    expect(kind(rules.in("key:a", of("a")))).toBe("present");
    expect(kind(rules.some("key:a", of("b")))).toBe("some");
    expect(kind(rules.in("key:a", of("b", "x")))).toBe("in");
    expect(kind(rules.in("key:a", of("b", null, false)))).toBe("in");
    expect(kind(rules.in("key:a", of("aws:tagkeys")))).toBe("never");
  });
});

type Speaks = readonly [key: string, text?: string];

describe("axioms", () => {
  const asked = (...atoms: Speaks[]) => {
    const rules = newRules();
    const made = atoms.map(([key, text]): Atom => {
      return text === undefined
        ? { is: "present", view: keyView(key.toLowerCase()) }
        : { is: "in", view: keyView(key.toLowerCase()), set: textsIn([text]) };
    });
    return axiomInstances(made, rules);
  };
  const ids = (...atoms: Speaks[]) => asked(...atoms).map(({ id }) => id);

  it("speak of keys only where all are read", () => {
    expect(ids()).toEqual([]);
    expect(ids(["aws:SourceVpc"])).toEqual([]);
    expect(ids(["aws:SourceVpce"])).toEqual([]);
    expect(ids(["aws:SourceVpc"], ["aws:SourceVpce"])).toEqual(["vpc-with-vpce"]);
    expect(ids(["aws:PrincipalOrgID"])).toEqual([]);
    expect(ids(["aws:PrincipalOrgPaths"])).toEqual(["orgpaths-in-orgid"]);
    expect(ids(["aws:PrincipalOrgPaths"], ["aws:PrincipalOrgID"])).toEqual([
      "orgpaths-with-orgid",
      "orgpaths-in-orgid",
    ]);
    expect(ids(["aws:MultiFactorAuthAge"])).toEqual([]);
    expect(ids(["aws:MultiFactorAuthPresent"])).toEqual([]);
    expect(ids(["aws:MultiFactorAuthAge"], ["aws:MultiFactorAuthPresent"])).toEqual(["mfa-age-with-mfa"]);
    expect(ids(["aws:CalledVia"])).toEqual([]);
    expect(ids(["aws:CalledViaLast"])).toEqual([]);
    expect(ids(["aws:CalledVia"], ["aws:CalledViaLast"])).toEqual(["calledvia-first-last"]);
    expect(ids(["aws:CalledVia"], ["aws:CalledViaFirst"])).toEqual(["calledvia-first-last"]);
    expect(ids(["aws:SecureTransport"])).toEqual(["securetransport-present"]);
    expect(ids(["aws:RequestedRegion"])).toEqual(["requestedregion-present"]);
    expect(ids(["aws:CurrentTime"], ["aws:EpochTime"])).toEqual([]);
  });

  it("compare the ends of a chain with what is asked of the chain or of an end, and of nothing else", () => {
    const holds = (...atoms: Speaks[]) => asked(["aws:CalledVia"], ["aws:CalledViaFirst"], ...atoms)[0]!.holds;
    const plain = atomsOf([holds()]).length;
    // One more set: in the chain, and at either end.
    for (const key of ["aws:CalledViaFirst", "aws:CalledViaLast"])
      expect(atomsOf([holds([key, "a"])]).length).toBe(plain + 3);
    expect(atomsOf([holds(["aws:CalledVia", "a"])]).length).toBe(plain + 3);
    expect(atomsOf([holds(["x:y", "a"])]).length).toBe(plain);
  });

  it("know the organizations that are written, and a path without one is none", () => {
    const sets = (text: string) =>
      atomsOf([asked(["aws:PrincipalOrgPaths", text], ["aws:PrincipalOrgID"])[1]!.holds]).filter(
        (atom) => atom.is === "in" && atom.view === keyView("aws:principalorgid"),
      );
    expect(sets("o-a/r-b/")).toHaveLength(1);
    expect(sets("/r-b/")).toHaveLength(0);
    expect(sets("o-a")).toHaveLength(0);
  });
});

describe("principals", () => {
  const who = (value: unknown) => {
    const rules = newRules();
    const one = policy("resource", { Effect: "Allow", Action: "s3:*", Resource: "*", Principal: value });
    const { principal } = statementMeaning(one, one.statements[0]!, rules);
    return Object.entries({ ...principal })
      .filter(([, formula]) => formula !== rules.build.never)
      .map(
        ([strength, formula]) =>
          `${strength}: ${atomsOf([formula])
            .map((atom) => ("view" in atom ? atom.view : atom.is))
            .join(" ")}`,
      );
  };

  it("are meant as strongly as AWS says", () => {
    const arn = (service: string, resource: string) => ({ AWS: `arn:aws:${service}::111122223333:${resource}` });
    expect(who(arn("iam", "role/app"))).toEqual(["indirect: caller:kind caller:arn"]);
    expect(who(arn("iam", "user/ana"))).toEqual(["direct: caller:kind caller:arn", "indirect: caller:parent-arn"]);
    expect(who(arn("sts", "assumed-role/app/ci"))).toEqual(["direct: caller:session-arn"]);
    expect(who(arn("sts", "federated-user/bo"))).toEqual(["direct: caller:kind caller:arn"]);
    expect(who(arn("iam", "root"))).toEqual(["account: caller:account"]);
    expect(who({ AWS: "111122223333" })).toEqual(["account: caller:account"]);
    expect(who({ AWS: "AROAEXAMPLE" })).toEqual(["indirect: caller:unique-id"]);
    expect(who({ AWS: "AIDAEXAMPLE" })).toEqual(["direct: caller:unique-id"]);
    expect(who({ Service: "sns.amazonaws.com" })).toEqual(["direct: caller:service"]);
    expect(who({ CanonicalUser: "a".repeat(64) })).toEqual(["account: caller:canonical"]);
    expect(who({ Federated: "accounts.google.com" })).toEqual(["direct: caller:kind caller:provider"]);
  });
});

describe("kinds of policies", () => {
  it("decide about their callers only where the caller is read", () => {
    const kinds: readonly PolicyKind[] = [
      "identity",
      "boundary",
      "session",
      "scp",
      "rcp",
      "resource",
      "trust",
      "endpoint",
    ];
    const decides = kinds.filter((kind) => callersUnder(kind) !== null);
    expect(decides).toEqual(["identity", "boundary", "session", "scp"]);
    expect(callersUnder("scp")).toContain("root");
    expect(callersUnder("session")).not.toContain("user");
    expect(callersUnder("identity")).toContain("user");
    const rules = newRules();
    const { build } = rules;
    const variable = (view: string) =>
      globSet([
        makeGlob(
          [
            { is: "text", text: "a" },
            { is: "variable", view, fallback: null, colon: true },
          ],
          "none",
        ),
      ]);
    const reads: readonly Formula[] = [
      rules.in("caller:account", textsIn(["1"])),
      rules.present(keyView("aws:username")),
      rules.in("key:a", variable("key:aws:username")),
      build.atom({ is: "same", left: "key:aws:username", right: "key:z" }),
      build.atom({ is: "same", left: "key:a", right: "key:aws:username" }),
    ];
    for (const question of reads) {
      expect(underCallers(question, "identity", rules)).not.toBe(build.always);
      expect(underCallers(question, "resource", rules)).toBe(build.always);
      expect(underActions(question, "resource", rules)).not.toBe(build.always);
      expect(underActions(question, "identity", rules)).toBe(build.always);
    }
    const others: readonly Formula[] = [
      rules.in("key:a", variable("key:b")),
      rules.present("key:a"),
      build.atom({ is: "same", left: "key:a", right: "key:b" }),
      rules.assume("number-forms", "extended"),
    ];
    for (const question of others) {
      expect(underCallers(question, "identity", rules)).toBe(build.always);
      expect(underActions(question, "resource", rules)).toBe(build.always);
    }
  });

  it("read short ARNs each in its own way", () => {
    const segments = (...texts: readonly string[]) => {
      return texts.map((text) => [
        text === "*"
          ? ({ is: "many" } as const)
          : text === "?"
            ? ({ is: "one" } as const)
            : ({ is: "text", text } as const),
      ]);
    };
    const [plain, wild, one, inside] = [
      segments("arn", "aws"),
      segments("arn", "*"),
      segments("arn", "?"),
      segments("*", "aws"),
    ];
    const read = (kind: PolicyKind) => [plain, wild, one, inside].map((each) => shortArnSegments(each, kind));
    for (const kind of ["resource", "trust", "endpoint"] as const)
      expect(read(kind)).toEqual(["nothing", "glob", "glob", "glob"]);
    expect(read("scp")).toEqual(["nothing", "glob", "nothing", "nothing"]);
    expect(read("rcp")).toEqual(["nothing", "nothing", "nothing", "nothing"]);
    for (const kind of ["identity", "boundary", "session"] as const) {
      expect(shortArnSegments(plain, kind)).toEqual([...plain, ...Array.from({ length: 4 }, () => [{ is: "many" }])]);
    }
  });
});

describe("patterns", () => {
  const parts = (text: string) =>
    policy("identity", { Effect: "Allow", Action: "s3:*", Resource: text }).statements[0]!.resource!.patterns[0]!;
  const action = (text: string) =>
    policy("identity", { Effect: "Allow", Action: text, Resource: "*" }).statements[0]!.action!.patterns[0]!;

  it("are cut at their first five colons, and not inside a variable", () => {
    const segments = arnSegments(parts("arn:aws:s3:::b/${aws:username}:x*"));
    expect(segments.map((segment) => segment.map((part) => part.is))).toEqual([
      ["text"],
      ["text"],
      ["text"],
      [],
      [],
      ["text", "variable", "text", "many"],
    ]);
  });

  it("have the service before their first colon", () => {
    expect(servicePrefix(action("s3:Get*"))).toEqual([{ is: "text", text: "s3" }]);
    expect(servicePrefix(action("s*:Get*"))?.map((part) => part.is)).toEqual(["text", "many"]);
    expect(servicePrefix(action("*"))).toBeNull();
  });
});

describe("a request", () => {
  const request: Request = {
    caller: { kind: "anonymous", parts: {} },
    action: "s3:GetObject",
    resource: "*",
    owner: "111122223333",
    clock: Date.parse("2026-01-01T00:00:00.999Z"),
    keys: new Map([
      ["a", { set: false, values: ["x"] }],
      ["aws:currenttime", { set: false, values: ["then"] }],
    ]),
    unseen: new Map(),
  };

  it("shows one clock as a date and in seconds, and what it holds where it has none", () => {
    const read = (view: string, from = request) => readView(from, view)?.values;
    expect(read("key:aws:epochtime")).toEqual(["1767225600"]);
    expect(read("key:aws:currenttime")?.[0]).toMatch(/^2026-01-01T00:00:00/);
    expect(read("key:a")).toEqual(["x"]);
    expect(read("key:aws:currenttime", { ...request, clock: null })).toEqual(["then"]);
    expect(read("key:aws:epochtime", { ...request, clock: null })).toBeUndefined();
    expect(read("key:b")).toBeUndefined();
    for (const view of OWNER_VIEWS) if (view !== "owner") expect(view.endsWith("resourceaccount")).toBe(true);
    expect([...OWNER_VIEWS].sort()).toEqual(["key:aws:resourceaccount", "key:s3:resourceaccount", "owner"]);
  });

  it("has callers of characters that AWS allows", () => {
    const domains = new Map(
      CALLER_ROWS.flatMap(({ parts }) => parts.map(({ part, domain }) => [part, domain] as const)),
    );
    const all = (part: "name" | "service" | "id" | "partition" | "account") => {
      const ranges = domains.get(part)?.chars ?? [];
      return Array.from({ length: 128 }, (_, code) => String.fromCharCode(code))
        .filter((letter) => ranges.some(([low, high]) => low <= letter && letter <= high))
        .join("");
    };
    expect(all("name")).toMatch(/^\+,-\.0123456789=@ABC.*XYZ_abc.*xyz$/);
    expect(all("account")).toBe("0123456789");
    expect(all("partition")).toMatch(/^-0123456789abc.*xyz$/);
    expect(all("service")).toMatch(/^-\.0123456789abc.*xyz$/);
  });
});

describe("layers that are not shown", () => {
  const unseen = { unknown: "not shown" };
  const names = (layers: object) => {
    const rules = newRules();
    const shown = { identity: [], resource: null, boundaries: [], session: null, scps: [], rcps: [], endpoint: null };
    const decision = decide(
      { ...shown, ...layers },
      { managementAccount: false, serviceLinkedRole: false, rcpActions: ["s3"] } as never,
      rules,
    );
    return atomsOf([decision.allowed, decision.denied])
      .flatMap((atom) => (atom.is === "unseen" ? [atom.name] : []))
      .sort();
  };

  it("are named by their layer", () => {
    expect(names({})).toEqual([]);
    for (const layer of ["identity", "boundaries", "session", "endpoint", "scps", "rcps"]) {
      const wanted = layer === "rcps" ? [`${layer}-denies`] : [`${layer}-allows`, `${layer}-denies`];
      expect(
        names({ identity: [policy("identity", { Effect: "Allow", Action: "*", Resource: "*" })], [layer]: unseen }),
      ).toEqual(wanted);
    }
    expect(names({ resource: unseen })).toEqual([
      "resource-allows-account",
      "resource-allows-direct",
      "resource-allows-indirect",
      "resource-denies",
    ]);
  });
});
