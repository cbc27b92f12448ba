import { type Condition, printOperator } from "@keyaki/policy";
import { folded } from "./grammar.ts";

/** A condition and its opposite, each as words that can follow "if". */
export interface ConditionWords {
  readonly holds: string;
  readonly fails: string;
}

const SUBJECTS: Readonly<Record<string, string>> = {
  "aws:sourceip": "the caller's address",
  "aws:vpcsourceip": "the caller's address inside the VPC",
  "aws:sourcevpc": "the caller's VPC",
  "aws:sourcevpce": "the VPC endpoint of the request",
  "aws:principalarn": "the caller's ARN",
  "aws:principalaccount": "the caller's account",
  "aws:principalorgid": "the caller's organization",
  "aws:principalorgpaths": "the caller's organization paths",
  "aws:principaltype": "the caller's type",
  "aws:principalservicename": "the calling service",
  "aws:username": "the caller's user name",
  "aws:userid": "the caller's ID",
  "aws:requestedregion": "the region",
  "aws:currenttime": "the time",
  "aws:epochtime": "the time",
  "aws:resourceaccount": "the resource's account",
  "aws:resourceorgid": "the resource's organization",
  "aws:sourceaccount": "the account that the calling service acts for",
  "aws:sourcearn": "the resource that the calling service acts for",
  "aws:sourceorgid": "the organization that the calling service acts for",
  "aws:sourceidentity": "the source identity",
  "aws:tagkeys": "the tag keys in the request",
  "aws:calledvia": "the services that the request came through",
  "aws:multifactorauthage": "the age of the MFA sign-in",
  "aws:referer": "the referring page",
  "aws:useragent": "the user agent",
  "sts:externalid": "the external ID",
  "sts:rolesessionname": "the session name",
  "iam:passedtoservice": "the service that the role is passed to",
  "iam:permissionsboundary": "the permissions boundary",
  "kms:viaservice": "the service that asks KMS",
  "s3:prefix": "the listed prefix",
};

/** Keys that are true or false, and how the two are said. */
const TRUTHS: Readonly<Record<string, { readonly true: string; readonly false: string }>> = {
  "aws:multifactorauthpresent": { true: "the caller signed in with MFA", false: "the caller signed in without MFA" },
  "aws:securetransport": { true: "the connection is encrypted", false: "the connection is not encrypted" },
  "aws:viaawsservice": {
    true: "an AWS service makes the request for the caller",
    false: "the caller makes the request directly",
  },
  "aws:principalisawsservice": { true: "the caller is an AWS service", false: "the caller is not an AWS service" },
};

/** What a comparison says of a value, and what its opposite says. `{}` stands for the values. */
const COMPARISONS: Readonly<Record<string, readonly [string, string]>> = {
  StringEquals: ["is {}", "is not {}"],
  StringEqualsIgnoreCase: ["is {} in any letter case", "is not {} in any letter case"],
  StringLike: ["matches {}", "does not match {}"],
  ArnEquals: ["matches {}", "does not match {}"],
  ArnLike: ["matches {}", "does not match {}"],
  BinaryEquals: ["is {}", "is not {}"],
  IpAddress: ["is in {}", "is not in {}"],
  NumericEquals: ["is {}", "is not {}"],
  NumericLessThan: ["is less than {}", "is not less than {}"],
  NumericLessThanEquals: ["is at most {}", "is not at most {}"],
  NumericGreaterThan: ["is more than {}", "is not more than {}"],
  NumericGreaterThanEquals: ["is at least {}", "is not at least {}"],
  DateEquals: ["is {}", "is not {}"],
  DateLessThan: ["is before {}", "is not before {}"],
  DateLessThanEquals: ["is {} or before", "is after {}"],
  DateGreaterThan: ["is after {}", "is not after {}"],
  DateGreaterThanEquals: ["is {} or after", "is before {}"],
  Bool: ["is {}", "is not {}"],
};

const NEGATED: Readonly<Record<string, string>> = {
  StringNotEquals: "StringEquals",
  StringNotEqualsIgnoreCase: "StringEqualsIgnoreCase",
  StringNotLike: "StringLike",
  ArnNotEquals: "ArnEquals",
  ArnNotLike: "ArnLike",
  NotIpAddress: "IpAddress",
  NumericNotEquals: "NumericEquals",
  DateNotEquals: "DateEquals",
};

const UNQUOTED = /^(Numeric|Date|Bool|IpAddress|NotIpAddress)/;

/** Says when a condition holds and when it fails; `noun` is what the resource is called. */
export function conditionWords(condition: Condition, noun = "resource"): ConditionWords {
  const { operator, key, keyWritten, values } = condition;
  const written = values.map(({ pattern }) => pattern.written);
  if (operator.base === "Null" && operator.set === null) return presence(key, keyWritten, written, noun);
  const negated = NEGATED[operator.base];
  const comparison = COMPARISONS[negated ?? operator.base];
  if (comparison === undefined || written.length === 0) return fallback(condition, written);
  const quoted = UNQUOTED.test(operator.base) ? written : written.map((value) => `"${value}"`);
  const shown = folded(quoted, 6, "or");
  const [is, isNot] = comparison.map((each) => each.replace("{}", shown)) as [string, string];
  const tag = tagOf(key, keyWritten, noun);
  if (operator.set !== null) {
    const subject = tag?.possessive ?? SUBJECTS[key] ?? keyWritten;
    return setWords(operator.set, subject, negated === undefined ? is : isNot, negated === undefined ? isNot : is);
  }
  const truth = TRUTHS[key];
  if (operator.base === "Bool" && truth !== undefined && written.length === 1 && /^(true|false)$/i.test(written[0]!)) {
    return truthWords(truth, written[0]!.toLowerCase() === "true", operator.ifExists);
  }
  if (tag !== null) return tagWords(tag, { negated: negated !== undefined, ifExists: operator.ifExists, is, isNot });
  const subject = SUBJECTS[key] ?? keyWritten;
  if (negated !== undefined) return { holds: `${subject} is absent or ${isNot}`, fails: `${subject} ${is}` };
  if (operator.ifExists) return { holds: `${subject} is absent or ${is}`, fails: `${subject} is present and ${isNot}` };
  return always(key)
    ? { holds: `${subject} ${is}`, fails: `${subject} ${isNot}` }
    : { holds: `${subject} ${is}`, fails: `${subject} is absent or ${isNot}` };
}

interface Tag {
  readonly owner: string;
  readonly name: string;
  readonly possessive: string;
}

/** The tag that a key such as `aws:ResourceTag/team` reads. */
function tagOf(key: string, written: string, noun: string): Tag | null {
  const slash = written.indexOf("/");
  const family = slash < 0 ? "" : key.slice(key.indexOf(":") + 1, slash);
  const owners: Readonly<Record<string, string>> = {
    resourcetag: `the ${noun}`,
    requesttag: "the request",
    principaltag: "the caller",
    existingobjecttag: "the object",
  };
  const owner = owners[family];
  if (owner === undefined) return null;
  const name = written.slice(slash + 1);
  return { owner, name, possessive: `${owner}'s tag "${name}"` };
}

function tagWords(
  { owner, name, possessive }: Tag,
  test: { readonly negated: boolean; readonly ifExists: boolean; readonly is: string; readonly isNot: string },
): ConditionWords {
  const missing = (rest: string) => `${owner} has no tag "${name}", or one that ${rest}`;
  if (test.negated) return { holds: missing(test.isNot), fails: `${possessive} ${test.is}` };
  if (test.ifExists) return { holds: missing(test.is), fails: `${owner} has a tag "${name}" that ${test.isNot}` };
  return { holds: `${possessive} ${test.is}`, fails: missing(test.isNot) };
}

function truthWords(
  truth: { readonly true: string; readonly false: string },
  wanted: boolean,
  ifExists: boolean,
): ConditionWords {
  const yes = wanted ? truth.true : truth.false;
  const no = wanted ? truth.false : truth.true;
  const unsaid = "the request does not say";
  return ifExists ? { holds: `${yes}, or ${unsaid}`, fails: no } : { holds: yes, fails: `${no}, or ${unsaid}` };
}

function presence(key: string, written: string, values: readonly string[], noun: string): ConditionWords {
  const wanted = values.map((value) => value.toLowerCase());
  const tag = tagOf(key, written, noun);
  const subject = SUBJECTS[key] ?? written;
  const absent = tag === null ? `${subject} is absent` : `${tag.owner} has no tag "${tag.name}"`;
  const present = tag === null ? `${subject} is present` : `${tag.owner} has a tag "${tag.name}"`;
  if (wanted.length === 1 && wanted[0] === "true") return { holds: absent, fails: present };
  if (wanted.length === 1 && wanted[0] === "false") return { holds: present, fails: absent };
  const block = `Null ${written} ${values.map((value) => `"${value}"`).join(", ")}`;
  return { holds: `${block} holds`, fails: `${block} does not hold` };
}

function setWords(set: "ForAllValues" | "ForAnyValue", subject: string, is: string, isNot: string): ConditionWords {
  return set === "ForAllValues"
    ? { holds: `every value of ${subject} ${is}, or there is none`, fails: `some value of ${subject} ${isNot}` }
    : { holds: `some value of ${subject} ${is}`, fails: `no value of ${subject} ${is}` };
}

/** A condition without better words is shown as the policy spells it. */
function fallback({ operator, keyWritten }: Condition, values: readonly string[]): ConditionWords {
  const shown =
    values.length === 0
      ? "(no value)"
      : folded(
          values.map((value) => `"${value}"`),
          6,
          "or",
        );
  const block = `${printOperator(operator)} ${keyWritten} ${shown}`;
  return { holds: `${block} holds`, fails: `${block} does not hold` };
}

/** Keys that every request has, so that nothing needs to be said of their absence. */
function always(key: string): boolean {
  return key === "aws:currenttime" || key === "aws:epochtime" || key === "aws:requestedregion";
}
