const [PIGEONS, HOLES] = [6, 5];

/**
 * Two policies that mean the same: one allows whatever the caller's tags say, the other unless six pigeons sit in five holes, each in one of
 * its own. A statement for each pigeon says that it sits in no hole, one for each hole and two pigeons that both sit there. No short
 * refutation shows that this is always so, so Z3 has to prove it. `salt` makes tags that no question before had.
 */
export function needsZ3(salt = ""): { readonly left: object; readonly right: object } {
  const allow = { Effect: "Allow", Action: "s3:GetObject", Resource: "*" };
  const [pigeons, holes] = [numbers(PIGEONS), numbers(HOLES)];
  const tag = (pigeon: number, hole: number) => `aws:PrincipalTag/${salt}${pigeon}in${hole}`;
  const conditions = [
    ...pigeons.map((pigeon) => ({ StringNotEquals: yes(holes.map((hole) => tag(pigeon, hole))) })),
    ...holes.flatMap((hole) =>
      pigeons.flatMap((one) =>
        pigeons.slice(one + 1).map((other) => ({ StringEquals: yes([tag(one, hole), tag(other, hole)]) })),
      ),
    ),
  ];
  return {
    left: { Version: "2012-10-17", Statement: conditions.map((condition) => ({ ...allow, Condition: condition })) },
    right: { Version: "2012-10-17", Statement: [allow] },
  };
}

function numbers(count: number): number[] {
  return Array.from({ length: count }, (_, at) => at);
}

function yes(keys: readonly string[]): object {
  return Object.fromEntries(keys.map((key) => [key, "yes"]));
}
