// Trusted: arity of condition keys, services under RCPs and actions without resource types decide verdicts.
import { asciiLowerCase } from "./ascii.ts";
import { type CatalogData, type ServiceData, usualHead } from "./catalog-data.ts";
import type { ConditionKey } from "./condition-key.ts";
import { globalKey } from "./global-key.ts";
import { type KeyTable, keyTable } from "./key-table.ts";

/** AWS's access levels of actions. */
export type AccessLevel = "List" | "Read" | "Write" | "Tagging" | "Permissions management";

/** A service as the Service Authorization Reference lists it. */
export interface Service {
  /** What stands before the colon in its actions, lower case. */
  readonly prefix: string;
  readonly name: string;
}

/** A type of resource. */
export interface ResourceType {
  readonly service: string;
  readonly name: string;
  /** AWS's own template, for example `arn:${Partition}:s3:::${BucketName}`; some are `*` or hold no account. */
  readonly arnTemplate: string;
  /** Keys that requests about such a resource can carry. */
  readonly conditionKeys: readonly string[];
}

/** A resource type as one action uses it. */
export interface ActionResourceType extends ResourceType {
  /** The action always needs a resource of this type; without any required one, one of several types is meant. */
  readonly required: boolean;
  /** Keys that this action has for this type, beyond those of the type itself. */
  readonly actionKeys: readonly string[];
}

/** An action as the Service Authorization Reference lists it. */
export interface Action {
  /** Exact spelling, with the prefix: `s3:GetObject`. */
  readonly name: string;
  /** The prefix. */
  readonly service: string;
  readonly accessLevel: AccessLevel;
  readonly resourceTypes: readonly ActionResourceType[];
  /** Keys of the action itself; `Catalog.keysOf` adds those of its resource types. */
  readonly conditionKeys: readonly string[];
  /** It supports no resource types: the resource of its requests is `*`. */
  readonly wildcardOnly: boolean;
}

/**
 * AWS's facts of one day. Two catalogs can be used side by side. Names are looked up without regard to letter case and
 * given back in AWS's spelling.
 */
export interface Catalog {
  /** The day of the facts, `YYYY-MM-DD`. */
  readonly date: string;
  /** Names the content: equal digests, equal facts. */
  readonly digest: string;
  /** All services, by prefix. */
  readonly services: readonly Service[];
  /** The service with that prefix. */
  service(prefix: string): Service | undefined;
  /** All action names in AWS's spelling, ascending in lower case. */
  readonly actionNames: readonly string[];
  /** The action, or undefined: then AWS does not have it, or did not on this day. */
  action(name: string): Action | undefined;
  /** Names of a service's actions, ascending; empty for an unknown prefix. */
  actionsOf(service: string): readonly string[];
  /** Names of the actions that begin with the text, ascending; `"s3:get"`. */
  actionsWithPrefix(start: string): readonly string[];
  /** The resource types of an action; empty for an unknown one. */
  resourceTypesFor(action: string): readonly ActionResourceType[];
  /** All resource types of a service. */
  resourceTypesOf(service: string): readonly ResourceType[];
  /**
   * A condition key of any service: first the tables kept by hand (`globalKey`), then this catalog, families included.
   * Undefined for a key that neither knows; its arity is then unknown.
   */
  conditionKey(key: string): ConditionKey | undefined;
  /** Whether AWS lists the service of this action prefix among those that support resource control policies. */
  underRcp(actionPrefix: string): boolean;
  /** Keys of a service that the action supports: its own and those of its resource types. Global keys come extra. */
  keysOf(action: string): readonly string[];
}

const LEVELS: Readonly<Record<string, AccessLevel>> = {
  L: "List",
  R: "Read",
  W: "Write",
  T: "Tagging",
  P: "Permissions management",
};

/**
 * Reads a stored catalog. Pure: keeps nothing outside the result. Action and type objects are made when first asked for.
 *
 * @throws RangeError when the data has another format than this reader's.
 */
export function readCatalog(data: CatalogData): Catalog {
  if (data.format !== 1) throw new RangeError(`catalog format ${String(data.format)} is not 1`);
  const owners = data.services.map((service): Owner => new Owner(service));
  const byPrefix = new Map(owners.map((owner) => [owner.data.prefix, owner]));
  let all: readonly string[] | undefined;
  let allLower: readonly string[] | undefined;
  const actionNames = (): readonly string[] => (all ??= owners.flatMap((owner) => owner.names()));
  const lowerNames = (): readonly string[] => (allLower ??= owners.flatMap((owner) => owner.lower()));
  const keyNamesOf: (readonly string[] | undefined)[] = [];
  const keyNames = (set: number): readonly string[] =>
    (keyNamesOf[set] ??= data.keySets[set]!.map((index) => data.keys[index]![0]));
  const rcp = new Set(data.rcp.flatMap(([, ...prefixes]) => prefixes));
  const services = data.services.map(({ prefix, name }) => ({ prefix, name }));
  services.sort((a, b) => (a.prefix < b.prefix ? -1 : 1));
  let table: KeyTable | undefined;

  function ownerOf(prefix: string): Owner | undefined {
    return byPrefix.get(asciiLowerCase(prefix));
  }
  function resourceType({ data: service }: Owner, index: number): ResourceType {
    const [name, stored, set] = service.types[index]!;
    const arnTemplate = stored.startsWith(":") ? usualHead(service.prefix) + stored.slice(1) : stored;
    return { service: service.prefix, name, arnTemplate, conditionKeys: keyNames(set) };
  }
  function usesOf(owner: Owner, index: number): readonly ActionResourceType[] {
    const known = owner.uses[index];
    if (known) return known;
    const use = owner.data.uses[index]!;
    const made: ActionResourceType[] = [];
    for (let at = 0; at < use.length; at += 3) {
      const type = resourceType(owner, use[at]!);
      made.push({ ...type, required: use[at + 1] === 1, actionKeys: keyNames(use[at + 2]!) });
    }
    owner.uses[index] = made;
    return made;
  }
  function makeAction(owner: Owner, index: number): Action {
    const service = owner.data;
    const resourceTypes = usesOf(owner, service.links[2 * index]!);
    return {
      name: owner.names()[index]!,
      service: service.prefix,
      accessLevel: LEVELS[service.levels[index]!]!,
      resourceTypes,
      conditionKeys: keyNames(service.links[2 * index + 1]!),
      wildcardOnly: resourceTypes.length === 0,
    };
  }
  function action(name: string): Action | undefined {
    const wanted = asciiLowerCase(name);
    const owner = byPrefix.get(wanted.slice(0, Math.max(0, wanted.indexOf(":"))));
    if (!owner) return undefined;
    const lower = owner.lower();
    const at = lowerBound(lower, wanted);
    if (lower[at] !== wanted) return undefined;
    owner.cache[at] ??= makeAction(owner, at);
    return owner.cache[at];
  }
  return {
    date: data.date,
    digest: data.digest,
    services,
    get actionNames() {
      return actionNames();
    },
    service: (prefix) => {
      const found = ownerOf(prefix)?.data;
      return found && { prefix: found.prefix, name: found.name };
    },
    action,
    actionsOf: (prefix) => ownerOf(prefix)?.names() ?? [],
    actionsWithPrefix(start) {
      const wanted = asciiLowerCase(start);
      const colon = wanted.indexOf(":");
      if (colon < 0) return beginningWith(wanted, lowerNames(), actionNames());
      const owner = byPrefix.get(wanted.slice(0, colon));
      return owner === undefined ? [] : beginningWith(wanted, owner.lower(), owner.names());
    },
    resourceTypesFor: (name) => action(name)?.resourceTypes ?? [],
    resourceTypesOf: (prefix) => {
      const owner = ownerOf(prefix);
      return owner ? owner.data.types.map((_, index) => resourceType(owner, index)) : [];
    },
    conditionKey(key) {
      const known = globalKey(key);
      if (known) return known;
      table ??= keyTable(data.keys.map((row) => storedKey(row)));
      return table.find(key);
    },
    underRcp: (prefix) => rcp.has(asciiLowerCase(prefix)),
    keysOf(name) {
      const found = action(name);
      if (!found) return [];
      const keys = new Set(found.conditionKeys);
      for (const type of found.resourceTypes) {
        for (const key of type.actionKeys) keys.add(key);
        for (const key of type.conditionKeys) keys.add(key);
      }
      return [...keys].sort();
    },
  };
}

/** A service with the lists that are made when first needed. */
class Owner {
  readonly data: ServiceData;
  readonly cache: (Action | undefined)[] = [];
  readonly uses: (readonly ActionResourceType[] | undefined)[] = [];
  #names: readonly string[] | undefined;
  #lower: readonly string[] | undefined;

  constructor(data: ServiceData) {
    this.data = data;
  }
  names(): readonly string[] {
    this.#names ??= this.#split(this.data.actions);
    return this.#names;
  }
  /** The names in lower case, ascending. */
  lower(): readonly string[] {
    this.#lower ??= this.#split(asciiLowerCase(this.data.actions));
    return this.#lower;
  }
  #split(actions: string): readonly string[] {
    return actions === "" ? [] : actions.split(" ").map((name) => `${this.data.prefix}:${name}`);
  }
}

/** The names whose lower-case spelling begins with the text; both lists are in the same order, ascending in lower case. */
function beginningWith(start: string, lower: readonly string[], names: readonly string[]): readonly string[] {
  const from = lowerBound(lower, start);
  let to = from;
  while (to < lower.length && lower[to]!.startsWith(start)) to++;
  return names.slice(from, to);
}

/** The first index whose text is not before `wanted`. */
function lowerBound(sorted: readonly string[], wanted: string): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}

function storedKey([name, type, arity]: CatalogData["keys"][number]): ConditionKey {
  return {
    name,
    ...(name.includes("${") ? { family: name } : {}),
    type,
    arity,
    presence: "",
    page: "service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html",
  };
}
