// Checked: these values only make witnesses readable; whether a witness is right is judged elsewhere.
import { asciiLowerCase } from "./ascii.ts";
import type { KeyType } from "./condition-key.ts";

/**
 * Values in the style of AWS's documentation, which reserves these account numbers, names and addresses for examples.
 */
export const EXAMPLES = {
  partition: "aws",
  region: "us-east-1",
  account: "111122223333",
  /** Another account, for a caller from outside. */
  otherAccount: "444455556666",
  organization: "o-a1b2c3d4e5",
  organizationPath: "o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/ou-ab12-22222222/",
  /** IPv4 for documentation, RFC 5737. */
  address: "203.0.113.7",
  /** IPv6 for documentation, RFC 3849. */
  address6: "2001:db8::7",
  privateAddress: "10.0.0.7",
  instant: "2026-09-26T12:00:00Z",
  uuid: "a1b2c3d4-5678-90ab-cdef-EXAMPLE11111",
  hex: "0123456789abcdef0",
} as const;

/** Values to use in a template; further names stand for the template's own variables. Letter case does not matter. */
export interface TemplateValues {
  readonly partition?: string;
  readonly region?: string;
  readonly account?: string;
  readonly [variable: string]: string | undefined;
}

/**
 * Fills an ARN template of the catalog so that it reads like a resource that could exist. A `*` that AWS's own template
 * holds is filled too, and where it names several forms the first is taken. The result has no `${`.
 */
export function fillTemplate(arnTemplate: string, values: TemplateValues = {}): string {
  const given = new Map<string, string>();
  for (const [name, value] of Object.entries(values)) {
    if (value !== undefined) given.set(asciiLowerCase(name), value);
  }
  const region = given.get("region") ?? EXAMPLES.region;
  const account = given.get("account") ?? EXAMPLES.account;
  // API Gateway's templates name two forms, with a comma between.
  const [first = arnTemplate] = arnTemplate.split(/,\s*(?=arn:)/);
  const segments = first.split(":");
  const service = segments[2] ?? "";
  if (segments[3] === "*") segments[3] = region;
  if (segments[4] === "*") segments[4] = account;
  return segments
    .join(":")
    .replace(
      /\$?\{([^{}]*)\}/g,
      (_, name: string) => given.get(asciiLowerCase(name)) ?? exampleOf(name, service, region, account),
    )
    .replaceAll("*", "example");
}

function exampleOf(variable: string, service: string, region: string, account: string): string {
  const name = asciiLowerCase(variable);
  if (name === "partition") return EXAMPLES.partition;
  if (name.endsWith("region")) return region;
  if (name === "account" || /(account|owner)(id)?$/.test(name)) return account;
  const exact = Object.hasOwn(BY_VARIABLE, name) ? BY_VARIABLE[name] : undefined;
  if (exact !== undefined) return exact;
  const ec2 = Object.hasOwn(EC2_IDS, name) ? EC2_IDS[name] : undefined;
  if (ec2 !== undefined && (service === "ec2" || name !== "instanceid" || service === "ssm")) return ec2 + EXAMPLES.hex;
  const kebab = variable
    .replace(/([a-z0-9])([A-Z])/g, "$1-$2")
    .replace(/[^A-Za-z0-9]+/g, "-")
    .toLowerCase();
  if (service === "ec2" && name.endsWith("id")) return `${kebab.replace(/-?id$/, "")}-${EXAMPLES.hex}`;
  for (const [test, value] of BY_PATTERN) if (test.test(name)) return value;
  return `example-${kebab.replace(/-?name(-with-path)?$/, "")}`.replace(/-$/, "");
}

const BY_VARIABLE: Readonly<Record<string, string>> = {
  bucketname: "example-bucket",
  objectname: "reports/2026.csv",
  accesspointname: "example-access-point",
  keyid: "1234abcd-12ab-34cd-56ef-1234567890ab",
  alias: "example-key",
  tablename: "Orders",
  streamlabel: "2026-09-26T12:00:00.000",
  queuename: "example-queue",
  topicname: "example-topic",
  functionname: "example-function",
  layername: "example-layer",
  secretid: "example/secret-a1b2c3",
  parameternamewithoutleadingslash: "example/parameter",
  loggroupname: "/example/log-group",
  logstreamname: "example-log-stream",
  rolename: "example-role",
  rolenamewithpath: "example-role",
  username: "example-user",
  usernamewithpath: "example-user",
  groupnamewithpath: "example-group",
  policynamewithpath: "example-policy",
  instanceprofilenamewithpath: "example-profile",
  oidcprovidername: "token.actions.githubusercontent.com",
  samlprovidername: "ExampleProvider",
  organizationid: EXAMPLES.organization,
  awsserviceprincipal: "ec2.amazonaws.com",
  repositoryname: "example-repository",
  clustername: "example-cluster",
  restapiid: "a1b2c3d4e5",
  apiid: "a1b2c3d4e5",
  stage: "prod",
  stagename: "prod",
  method: "GET",
  httpmethodtype: "GET",
  distributionid: "EDFDVBD6EXAMPLE",
  vendor: "ec2",
  service: "ec2",
  resourcetype: "instance",
  isocountrycode: "US",
  iprange: "203.0.113.0/24",
  statuscode: "200",
  catalog: "AWSMarketplace",
};

const EC2_IDS: Readonly<Record<string, string>> = {
  instanceid: "i-",
  volumeid: "vol-",
  snapshotid: "snap-",
  vpcid: "vpc-",
  subnetid: "subnet-",
  securitygroupid: "sg-",
  imageid: "ami-",
  networkinterfaceid: "eni-",
  routetableid: "rtb-",
  internetgatewayid: "igw-",
  natgatewayid: "nat-",
  vpcendpointid: "vpce-",
  vpcendpointserviceid: "vpce-svc-",
  vpcpeeringconnectionid: "pcx-",
  launchtemplateid: "lt-",
  allocationid: "eipalloc-",
  transitgatewayid: "tgw-",
  flowlogid: "fl-",
};

const BY_PATTERN: readonly (readonly [RegExp, string])[] = [
  [/(version|revision|number)$/, "1"],
  [/(versionid|revisionid)$/, "1"],
  [/(uuid|id|identifier)$/, EXAMPLES.uuid],
  [/(timestamp|timpstamp|epoch|creationtime|stamp-of-backup)$/, "1790424000"],
  [/(hex|hash|token|randomstring|hashofartifactsource)$/, EXAMPLES.hex],
  [/arn$/, "arn:aws:s3:::example-bucket"],
  [/path$/, "example"],
];

const BY_KEY: Readonly<Record<string, readonly string[]>> = {
  "aws:sourceip": [EXAMPLES.address, EXAMPLES.address6],
  "aws:vpcsourceip": [EXAMPLES.privateAddress],
  "aws:ec2instancesourceprivateipv4": [EXAMPLES.privateAddress],
  "aws:sourcevpc": [`vpc-${EXAMPLES.hex}`],
  "aws:ec2instancesourcevpc": [`vpc-${EXAMPLES.hex}`],
  "aws:sourcevpce": [`vpce-${EXAMPLES.hex}`],
  "aws:sourcevpcarn": [`arn:aws:ec2:us-east-1:111122223333:vpc/vpc-${EXAMPLES.hex}`],
  "aws:vpceaccount": [EXAMPLES.account],
  "aws:principalaccount": [EXAMPLES.account, EXAMPLES.otherAccount],
  "aws:resourceaccount": [EXAMPLES.account, EXAMPLES.otherAccount],
  "aws:sourceaccount": [EXAMPLES.account, EXAMPLES.otherAccount],
  "aws:principalorgid": [EXAMPLES.organization],
  "aws:resourceorgid": [EXAMPLES.organization],
  "aws:sourceorgid": [EXAMPLES.organization],
  "aws:vpceorgid": [EXAMPLES.organization],
  "aws:principalorgpaths": [EXAMPLES.organizationPath],
  "aws:resourceorgpaths": [EXAMPLES.organizationPath],
  "aws:sourceorgpaths": [EXAMPLES.organizationPath],
  "aws:vpceorgpaths": [EXAMPLES.organizationPath],
  "aws:requestedregion": ["us-east-1", "eu-west-1"],
  "aws:calledvia": ["cloudformation.amazonaws.com", "athena.amazonaws.com"],
  "aws:calledviafirst": ["cloudformation.amazonaws.com"],
  "aws:calledvialast": ["athena.amazonaws.com"],
  "aws:calledviaawsmcp": ["aws-mcp.amazonaws.com"],
  "aws:principalservicename": ["cloudtrail.amazonaws.com"],
  "aws:principalservicenameslist": ["cloudtrail.amazonaws.com"],
  "aws:sourcearn": ["arn:aws:cloudtrail:us-east-1:111122223333:trail/example-trail"],
  "aws:sourceidentity": ["example-person"],
  "aws:federatedprovider": ["cognito-identity.amazonaws.com"],
  "aws:tagkeys": ["team", "environment"],
  "aws:useragent": ["aws-cli/2.0"],
  "aws:referer": ["https://www.example.com/"],
  "aws:epochtime": ["1790424000"],
  "ec2:roledelivery": ["2.0"],
  "ec2:instancetype": ["t3.micro"],
  "iam:passedtoservice": ["ec2.amazonaws.com", "lambda.amazonaws.com"],
  "iam:awsservicename": ["autoscaling.amazonaws.com"],
  "iam:permissionsboundary": ["arn:aws:iam::111122223333:policy/example-boundary"],
  "iam:policyarn": ["arn:aws:iam::111122223333:policy/example-policy"],
  "sts:externalid": ["example-external-id"],
  "sts:rolesessionname": ["example-session"],
  "sts:sourceidentity": ["example-person"],
  "kms:viaservice": ["s3.us-east-1.amazonaws.com"],
  "kms:calleraccount": [EXAMPLES.account],
  "s3:prefix": ["reports/"],
  "s3:delimiter": ["/"],
  "s3:max-keys": ["100"],
  "s3:x-amz-acl": ["private", "public-read"],
  "s3:x-amz-server-side-encryption": ["aws:kms", "AES256"],
  "s3:tlsversion": ["1.2"],
  "lambda:functionurlauthtype": ["NONE", "AWS_IAM"],
  "saml:aud": ["https://signin.aws.amazon.com/saml"],
};

const BY_CLAIM: Readonly<Record<string, readonly string[]>> = {
  aud: ["sts.amazonaws.com"],
  sub: ["repo:example-org/example-repo:ref:refs/heads/main"],
  amr: ["authenticated"],
  repository: ["example-org/example-repo"],
  ref: ["refs/heads/main"],
};

const BY_TYPE: Readonly<Record<KeyType, readonly string[]>> = {
  String: ["example", "another"],
  ARN: ["arn:aws:s3:::example-bucket"],
  Bool: ["true", "false"],
  Numeric: ["10", "100"],
  Date: [EXAMPLES.instant],
  IPAddress: [EXAMPLES.address, EXAMPLES.address6],
  Binary: ["ZXhhbXBsZQ=="],
};

/** Values that the key could have in a real request, the most usual first; never empty. */
export function plausibleValues(key: string, type: KeyType): readonly string[] {
  const name = asciiLowerCase(key);
  if (Object.hasOwn(BY_KEY, name)) return BY_KEY[name]!;
  const claim = name.includes(".") ? name.slice(name.lastIndexOf(":") + 1) : "";
  return Object.hasOwn(BY_CLAIM, claim) ? BY_CLAIM[claim]! : BY_TYPE[type];
}
