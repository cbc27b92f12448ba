// What the documented cases are about: a case or its file names one of these topics.

/** Each topic, in words, and how many cases it has at least. */
export const TOPICS: Readonly<Record<string, { readonly words: string; readonly least: number }>> = {
  "language.actions": { words: "Action: names, wildcards, letter case, unknown actions", least: 30 },
  "language.not-elements": { words: "NotAction and NotResource with Allow and with Deny", least: 30 },
  "language.resources": { words: "Resource: ARNs and patterns", least: 40 },
  "language.wildcards": { words: "How far wildcards of a resource reach, and ARNs with too few parts", least: 25 },
  "language.empty-lists": { words: "Lists without entries", least: 12 },
  "language.letter-case": { words: "What folds and what does not: actions, keys, tags, values, ARNs", least: 20 },
  "language.versions": { words: "Variables by the version and the kind of a policy", least: 25 },
  "principals.forms": { words: "Every form of a principal", least: 60 },
  "principals.not-principal": { words: "NotPrincipal with Deny and with an old Allow", least: 20 },
  "principals.callers": { words: "The keys that follow from who calls", least: 40 },
  "conditions.composition": { words: "Several operators, keys and values together", least: 30 },
  "conditions.strings": { words: "String operators", least: 60 },
  "conditions.numbers": { words: "Numeric operators and how numbers are written", least: 80 },
  "conditions.dates": { words: "Date operators and how dates are written", least: 80 },
  "conditions.booleans-and-bytes": { words: "Bool and BinaryEquals", least: 15 },
  "conditions.addresses": { words: "Address operators and how blocks are written", least: 70 },
  "conditions.arns": { words: "ARN operators", least: 60 },
  "conditions.presence": { words: "Null, and keys that are absent or empty", least: 30 },
  "conditions.sets": { words: "ForAllValues and ForAnyValue", least: 200 },
  "conditions.keys": { words: "Each global context key", least: 60 },
  "variables.values": { words: "Variables in values, patterns, ARNs and resources", least: 50 },
  "variables.absent": { words: "Variables without a value, with and without a default", least: 15 },
  "decision.order": { words: "A Deny in every layer, and layers that are not shown", least: 25 },
  "decision.one-account": { words: "Identity and resource policies inside one account", least: 30 },
  "decision.grants": { words: "How strong the grant of a resource policy is", least: 25 },
  "decision.limits": { words: "Permissions boundaries and session policies", least: 25 },
  "decision.scps": { words: "Service control policies level by level, and whom they spare", least: 40 },
  "decision.rcps": { words: "Resource control policies: services, levels and exemptions", least: 30 },
  "decision.trust": { words: "Taking on roles", least: 40 },
  "decision.keys": { words: "Key policies", least: 30 },
  "decision.two-accounts": { words: "Callers of another account", least: 30 },
  "decision.services-and-endpoints": { words: "Services and anonymous callers", least: 10 },
  "decision.endpoints": { words: "Policies of VPC endpoints", least: 10 },
  "decision.mfa": { words: "Keys of multi-factor authentication, with long-term credentials too", least: 20 },
  "decision.forwarded-calls": { words: "Forwarded calls, and services on behalf of a source", least: 20 },
};

/** What AWS documents about policies and no case can say, with the reason. */
export const WITHOUT_CASES: Readonly<Record<string, string>> = {
  "size limits of policies": "No request is decided otherwise by them.",
  "Sid and Id": "They have no meaning in a decision; their spelling is checked where policies are read.",
  "access control lists, public access blocks and access points of Amazon S3":
    "Layers that the decision refuses to take.",
  "grants of AWS KMS": "A layer that the decision refuses to take.",
  "resource shares": "Not among the layers of the decision.",
  "tasks of the root user that service control policies do not limit": "They are no actions of a policy.",
  "policies and roles that AWS owns and protects itself": "No page lists what is refused.",
  "one call that asks for several actions or resources": "A case is one request; the caller asks for each.",
  "two tags whose keys differ in case only": "AWS calls the outcome unexpected and does not say which it is.",
};
