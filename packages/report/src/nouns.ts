/** What the resources of a service are called when all actions of a group are of that service. */
const NOUNS: Readonly<Record<string, string>> = {
  secretsmanager: "secret",
  kms: "key",
  sqs: "queue",
  sns: "topic",
  dynamodb: "table",
  lambda: "function",
  ecr: "repository",
  ssm: "parameter",
  states: "state machine",
};

/** `secret`, `key`, …; `resource` for several services and for those whose resources are of many types. */
export function nounOf(actions: readonly string[]): string {
  const services = new Set(actions.map((action) => action.slice(0, Math.max(0, action.indexOf(":"))).toLowerCase()));
  const [service] = services;
  return (services.size === 1 && service !== undefined ? NOUNS[service] : undefined) ?? "resource";
}
