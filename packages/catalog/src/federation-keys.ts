// Trusted: arity of these keys decides what role trust policies mean.
import { asciiLowerCase } from "./ascii.ts";
import type { Arity, ConditionKey } from "./condition-key.ts";

const PAGE = "IAM/latest/UserGuide/reference_policies_iam-condition-keys.html";
const SAML_PAGE = `${PAGE}#condition-keys-saml`;
const OIDC_PAGE = `${PAGE}#condition-keys-wif`;

// AWS marks with [] what can be a list; what it leaves unmarked has one value.
const SAML_ONE =
  "aud doc edupersonorgdn edupersonprimaryaffiliation edupersonprimaryorgunitdn edupersonprincipalname iss namequalifier sub sub_type";
const SAML_LIST =
  "commonName cn edupersonaffiliation edupersonassurance edupersonentitlement edupersonnickname edupersonorgunitdn edupersonscopedaffiliation edupersontargetedid eduorghomepageuri eduorgidentityauthnpolicyuri eduorglegalname eduorgsuperioruri eduorgwhitepagesuri givenName mail name organizationStatus primaryGroupSID surname uid x500UniqueIdentifier";
// After the role is assumed only these three are left.
const SAML_IN_SESSION = new Set(["namequalifier", "sub", "sub_type"]);

function saml(attribute: string, arity: Arity): ConditionKey {
  return {
    name: `saml:${attribute}`,
    type: "String",
    arity,
    presence: SAML_IN_SESSION.has(attribute)
      ? "In sts:AssumeRoleWithSAML when the assertion has it, and in later requests of the session."
      : "In sts:AssumeRoleWithSAML, when the assertion has it.",
    page: SAML_PAGE,
  };
}

/** The keys made from a SAML assertion. */
export const SAML_KEYS: readonly ConditionKey[] = [
  ...SAML_ONE.split(" ").map((attribute) => saml(attribute, "single")),
  ...SAML_LIST.split(" ").map((attribute) => saml(attribute, "multi")),
];

/** The claims that AWS maps for every OIDC provider, and those it maps for single ones. */
const CLAIMS = new Set(
  (
    "amr aud azp email oaud sub app_id user_id id actor actor_id job_workflow_ref repository repository_id repository_owner_id " +
    "workflow ref environment enterprise_id google/organization_number oidc.circleci.com/project-id rpst_id namespace_id project_id " +
    "user_login user_email user_access_level ref_protected pipeline_source runner_environment organization_slug organization_id " +
    "pipeline_slug pipeline_id cluster_name cluster_id build_branch"
  ).split(" "),
);
const ARITIES: ReadonlyMap<string, Arity> = new Map([
  ["amr", "multi"],
  ["aud", "single"],
]);
const IN_SESSION = new Set(["amr", "aud", "sub", "app_id", "user_id", "id"]);

/**
 * The key `host[/path]:claim` of an OIDC provider, or undefined when the text before the colon is no host or the claim
 * is none that AWS documents. AWS says of `amr` that it is multivalued, of the audience claim (`aud`) that it is
 * single-valued, and nothing of the others, so their arity is unknown.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-security-warning-foranyvalue-with-audience-claim-type
 */
export function oidcKey(key: string): ConditionKey | undefined {
  const colon = key.indexOf(":");
  const host = key.slice(0, colon);
  // A provider is a host name with a dot, perhaps a port-less path behind it; service prefixes have no dot.
  if (colon < 1 || !/^[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+(\/[^:\s]*)?$/.test(host)) return undefined;
  const claim = asciiLowerCase(key.slice(colon + 1));
  if (!CLAIMS.has(claim)) return undefined;
  return {
    name: `${host}:${claim}`,
    family: `\${Provider}:${claim}`,
    type: claim === "google/organization_number" ? "Numeric" : "String",
    arity: ARITIES.get(claim) ?? "unknown",
    presence: IN_SESSION.has(claim)
      ? "In sts:AssumeRoleWithWebIdentity when the token has the claim, and in later requests of the session."
      : "In sts:AssumeRoleWithWebIdentity, when the token has the claim.",
    page: OIDC_PAGE,
  };
}
