const [YES, NO] = ["StringEquals", "StringNotEquals"];

/**
 * Two policies that mean the same: four statements, one for each case of two tags, and one without conditions. Propagation alone does not
 * see it, so Z3 has to prove it. `salt` makes tags that no question before had.
 */
export function needsZ3(salt = ""): { readonly left: object; readonly right: object } {
  const [one, other] = [`aws:PrincipalTag/${salt}a`, `aws:PrincipalTag/${salt}b`];
  const conditions = [
    { [YES]: { [one]: "yes", [other]: "yes" } },
    { [YES]: { [one]: "yes" }, [NO]: { [other]: "yes" } },
    { [YES]: { [other]: "yes" }, [NO]: { [one]: "yes" } },
    { [NO]: { [one]: "yes", [other]: "yes" } },
  ];
  const allow = { Effect: "Allow", Action: "s3:GetObject", Resource: "*" };
  return {
    left: { Version: "2012-10-17", Statement: conditions.map((condition) => ({ ...allow, Condition: condition })) },
    right: { Version: "2012-10-17", Statement: [allow] },
  };
}
