// The peer that decides concrete requests: `@cloud-copilot/iam-simulate`, its core with policies and requests prepared, without the
// validation that its entry makes first.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { RequestJson } from "@keyaki/evaluator";
import type { Asked } from "./decision-cases.ts";
import { PEERS_FOLDER } from "./peers.ts";

/** Decides a prepared request; preparing is not part of it. */
export interface PreparedPeer {
  /** `Allowed`, `ExplicitlyDenied` or `ImplicitlyDenied`. */
  decide(at: number): string;
}

interface Core {
  authorize(request: unknown): { readonly result: string };
}
interface Requests {
  readonly AwsRequestImpl: new (principal: string, resource: unknown, action: string, context: unknown) => unknown;
}
interface Contexts {
  readonly RequestContextImpl: new (values: Readonly<Record<string, unknown>>) => unknown;
}
interface Constraints {
  readonly DiscoveryContextKeyConstraints: new (constraints: readonly unknown[]) => unknown;
}
interface Policies {
  loadPolicy(document: unknown, data: { readonly name: string }): unknown;
}

const FOLDER = join(PEERS_FOLDER, "node_modules", "@cloud-copilot");

/** Prepares a policy and requests for the peer; null where it is not installed. */
export async function preparePeer(document: unknown, requests: readonly Asked[]): Promise<PreparedPeer | null> {
  if (!existsSync(FOLDER)) {
    console.log("iam-simulate is not installed, so no ratio to it: npx -y pnpm@10 bench:peers gets it");
    return null;
  }
  const part = async (name: string): Promise<unknown> => import(pathToFileURL(join(FOLDER, name)).href);
  const simulate = "iam-simulate/dist/esm";
  const { authorize } = (await part(`${simulate}/core_engine/CoreSimulatorEngine.js`)) as Core;
  const { AwsRequestImpl } = (await part(`${simulate}/request/request.js`)) as Requests;
  const { RequestContextImpl } = (await part(`${simulate}/requestContext.js`)) as Contexts;
  const { DiscoveryContextKeyConstraints } = (await part(
    `${simulate}/context_keys/discoveryContextKeyConstraints.js`,
  )) as Constraints;
  const { loadPolicy } = (await part("iam-policy/dist/esm/index.js")) as Policies;
  const shared = {
    sessionPolicy: undefined,
    identityPolicies: [loadPolicy(document, { name: "policy" })],
    serviceControlPolicies: [],
    resourceControlPolicies: [],
    resourcePolicy: undefined,
    permissionBoundaries: undefined,
    vpcEndpointPolicies: undefined,
    simulationParameters: {
      simulationMode: "Strict",
      discoveryContextKeyConstraints: new DiscoveryContextKeyConstraints([]),
    },
  };
  const prepared = requests.map(({ json }) => {
    const resource = { resource: json.resource.arn, accountId: json.resource.account };
    const context = new RequestContextImpl(wholeContext(json));
    return { ...shared, request: new AwsRequestImpl(json.principal.arn ?? "", resource, json.action, context) };
  });
  return { decide: (at) => authorize(prepared[at]).result };
}

/** The keys that Keyaki fills in, which the peer's core is to be given. */
function wholeContext({ principal, resource, context }: RequestJson): Readonly<Record<string, unknown>> {
  return {
    ...context,
    "aws:PrincipalArn": principal.role ?? principal.arn,
    "aws:PrincipalAccount": resource.account,
    "aws:PrincipalType": "AssumedRole",
    "aws:ResourceAccount": resource.account,
  };
}
