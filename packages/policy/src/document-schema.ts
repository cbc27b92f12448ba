// Checked: a test compares this with the reader on thousands of documents.
import * as z from "zod";

// The only module of this package that loads zod: ask for it by its own entry, `@keyaki/policy/schema`.

const Strings = z.union([z.string(), z.array(z.string())]);
const Scalar = z.union([z.string(), z.number(), z.boolean()]);
const Scalars = z.union([Scalar, z.array(Scalar)]);

const Principal = z.union([
  z.literal("*"),
  z.strictObject({
    AWS: Strings.optional(),
    Service: Strings.optional(),
    Federated: Strings.optional(),
    CanonicalUser: Strings.optional(),
  }),
]);

/** A record of `value`, its member `__proto__` included: zod's own record steps over that name. */
function recordOf(value: z.ZodType) {
  const holds = (input: unknown) => {
    if (typeof input !== "object" || input === null || !Object.hasOwn(input, "__proto__")) return true;
    return value.safeParse(Object.getOwnPropertyDescriptor(input, "__proto__")?.value).success;
  };
  return z.unknown().refine(holds).pipe(z.record(z.string(), value));
}

function has(value: object, name: string): boolean {
  return (value as Record<string, unknown>)[name] !== undefined;
}

/** Refuses what JSON Schema says with `not` and `required`, in both languages at once. */
function excluding(first: string, second: string) {
  return {
    zod: (value: object) => !(has(value, first) && has(value, second)),
    json: { not: { required: [first, second] } },
  };
}

const RULES = [
  excluding("Principal", "NotPrincipal"),
  excluding("Action", "NotAction"),
  excluding("Resource", "NotResource"),
  {
    zod: (value: object) => has(value, "Action") || has(value, "NotAction"),
    json: { anyOf: [{ required: ["Action"] }, { required: ["NotAction"] }] },
  },
];

const Statement = z
  .strictObject({
    Sid: z.string().optional(),
    Effect: z.enum(["Allow", "Deny"]),
    Principal: Principal.optional(),
    NotPrincipal: Principal.optional(),
    Action: Strings.optional(),
    NotAction: Strings.optional(),
    Resource: Strings.optional(),
    NotResource: Strings.optional(),
    Condition: recordOf(recordOf(Scalars)).optional(),
  })
  .refine((value) => RULES.every((rule) => rule.zod(value)))
  .meta({ allOf: RULES.map((rule) => rule.json) });

/**
 * The shape of a policy document: its elements, their types and their enumerations, for every kind of policy. What depends
 * on the kind, on the Version or on the inside of strings is not here: `parsePolicy` says that.
 */
export const documentSchema: z.ZodType = z
  .strictObject({
    Version: z.enum(["2012-10-17", "2008-10-17"]).optional(),
    Id: z.string().optional(),
    Statement: z.union([Statement, z.array(Statement)]),
  })
  .meta({ title: "AWS IAM policy document" });

/** The same as JSON Schema, draft 2020-12. */
export function documentJsonSchema(): Record<string, unknown> {
  return z.toJSONSchema(documentSchema, { io: "output" }) as Record<string, unknown>;
}
