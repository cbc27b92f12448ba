// Checked: a description for other tools; the readers, not these schemas, decide what is accepted.

/** A JSON Schema (draft 2020-12). */
export type JsonSchema = Readonly<Record<string, unknown>>;

const DRAFT = "https://json-schema.org/draft/2020-12/schema";
const TEXT: JsonSchema = { type: "string" };
const ACCOUNT: JsonSchema = { type: "string", pattern: "^[0-9]{12}$" };
const SCALAR: JsonSchema = { type: ["string", "number", "boolean"] };

const CALLER_FIELDS = {
  id: { ...TEXT, description: "AIDA… of a user, AROA…:session of a session; filled in when missing" },
  account: { ...ACCOUNT, description: "must be the ARN's" },
  role: { ...TEXT, description: "ARN of a session's role, which shows the role's path" },
  parent: { ...TEXT, description: "ARN of the user or root user behind a federated user" },
  serviceLinked: { type: "boolean", description: "where the role's path does not tell" },
  assumedRoot: { type: "boolean", description: "a session of sts:AssumeRoot rather than the root user" },
  canonical: { ...TEXT, description: "canonical id of the account" },
} as const;

/** The caller, the action, the resource and the condition keys of one request. */
export const REQUEST_SCHEMA: JsonSchema = {
  $schema: DRAFT,
  title: "Request",
  type: "object",
  required: ["principal", "action", "resource"],
  properties: {
    principal: {
      oneOf: [
        {
          type: "object",
          required: ["arn"],
          properties: {
            arn: { ...TEXT, description: "a user, root user, role (some session of it), session or federated user" },
            ...CALLER_FIELDS,
          },
        },
        { type: "object", required: ["service"], properties: { service: TEXT } },
        { type: "object", required: ["anonymous"], properties: { anonymous: { const: true } } },
        {
          type: "object",
          required: ["federated"],
          properties: {
            federated: { ...TEXT, description: "ARN or host of an identity provider" },
            protocol: { enum: ["saml", "web-identity"] },
          },
        },
      ],
    },
    action: { type: "string", minLength: 1 },
    resource: {
      anyOf: [
        { const: "*" },
        {
          type: "object",
          required: ["arn"],
          properties: {
            arn: { type: "string", minLength: 1, description: '"*" for actions without resource types' },
            account: {
              anyOf: [ACCOUNT, { type: "null" }],
              description: "the owner; missing: the ARN's, else the caller's account; null: not known",
            },
          },
        },
      ],
    },
    context: {
      type: "object",
      description: "condition keys; null: absent, []: present and empty",
      additionalProperties: { anyOf: [SCALAR, { type: "null" }, { type: "array", items: SCALAR }] },
    },
    unseen: {
      type: "object",
      description: "what is taken of policies that the input does not show",
      additionalProperties: { type: "boolean" },
    },
  },
};

const POLICY: JsonSchema = { type: "object", description: "a policy document", required: ["Statement"] };
const POLICIES: JsonSchema = { type: "array", items: POLICY };
const LEVELS: JsonSchema = { type: "array", items: POLICIES, description: "one list a level, root first" };
const UNKNOWN: JsonSchema = { type: "object", required: ["unknown"], properties: { unknown: TEXT } };
const NULL: JsonSchema = { type: "null" };
const NOT_YET: JsonSchema = {
  anyOf: [NULL, { type: "array", maxItems: 0 }],
  description: "not taken into account yet",
};
const layer = (...of: readonly JsonSchema[]): JsonSchema => ({ anyOf: [...of, NULL, UNKNOWN] });

/** The policies that take part in a decision; what is missing is as if there were no such policy. */
export const LAYERS_SCHEMA: JsonSchema = {
  $schema: DRAFT,
  title: "Layers",
  type: "object",
  properties: {
    identity: layer(POLICIES),
    resource: layer(POLICY),
    boundaries: layer(POLICIES),
    session: layer(POLICIES),
    scps: layer(LEVELS),
    rcps: layer(LEVELS),
    endpoint: layer(POLICIES),
    acl: NOT_YET,
    publicAccessBlock: NOT_YET,
    grants: NOT_YET,
  },
  additionalProperties: false,
};
