import { type Catalog, classOf, loadCatalog, pageAddress } from "@keyaki/catalog";
import { type ExitCode, UsageError } from "../exit.ts";
import type { ReportFlags } from "../options.ts";
import { columns, writeFacts } from "../plain.ts";
import type { Run } from "../run.ts";

interface Facts {
  readonly json: Readonly<Record<string, unknown>>;
  readonly rows: readonly (readonly [string, string])[];
}

/** `keyaki catalog`: the list of AWS actions in use, or what it says about one name. */
export async function catalogCommand(name: string | undefined, flags: ReportFlags, run: Run): Promise<ExitCode> {
  const catalog = await loadCatalog();
  const facts = name === undefined ? whole(catalog) : about(name, catalog);
  if (facts === null) {
    throw new UsageError(`the action list of ${catalog.date} has no action, condition key or service "${name}".`);
  }
  await writeFacts("catalog", catalog.date, facts.json, `${columns(facts.rows)}\n`, flags, run);
  return 0;
}

function whole(catalog: Catalog): Facts {
  const types = catalog.services.reduce((sum, { prefix }) => sum + catalog.resourceTypesOf(prefix).length, 0);
  const counts = { services: catalog.services.length, actions: catalog.actionNames.length, resourceTypes: types };
  return {
    json: { date: catalog.date, digest: catalog.digest, ...counts },
    rows: [
      ["Date", catalog.date],
      ["Digest", catalog.digest],
      ["Services", String(counts.services)],
      ["Actions", String(counts.actions)],
      ["Resource types", String(counts.resourceTypes)],
    ],
  };
}

function about(name: string, catalog: Catalog): Facts | null {
  const action = catalog.action(name);
  if (action !== undefined) {
    const keys = catalog.keysOf(name);
    const types = action.resourceTypes.map(({ name: type, arnTemplate, required }) => ({
      type,
      arnTemplate,
      required,
    }));
    const actionClass = classOf(action.name, action.accessLevel);
    return {
      json: {
        action: action.name,
        accessLevel: action.accessLevel,
        class: actionClass,
        resourceTypes: types,
        conditionKeys: keys,
      },
      rows: [
        ["Action", action.name],
        ["Access level", action.accessLevel],
        ["Class", actionClass],
        ...(types.length === 0
          ? [["Resource", "* only"] as const]
          : types.map((each) => ["Resource", resourceRow(each)] as const)),
        ["Condition keys", keys.length === 0 ? "only global ones" : keys.join(", ")],
      ],
    };
  }
  const service = catalog.service(name);
  if (service !== undefined) {
    const actions = catalog.actionsOf(service.prefix);
    return {
      json: { service: service.prefix, name: service.name, underRcp: catalog.underRcp(service.prefix), actions },
      rows: [
        ["Service", `${service.prefix}, ${service.name}`],
        ["Under RCPs", catalog.underRcp(service.prefix) ? "yes" : "no"],
        ["Actions", String(actions.length)],
        ...actions.map((each) => ["", each] as const),
      ],
    };
  }
  const key = catalog.conditionKey(name);
  if (key === undefined) return null;
  return {
    json: {
      conditionKey: key.name,
      type: key.type,
      arity: key.arity,
      presence: key.presence,
      page: pageAddress(key.page),
    },
    rows: [
      ["Condition key", key.name],
      ["Type", key.type],
      ["Values", key.arity === "single" ? "one" : key.arity === "multi" ? "a set" : "not documented, taken as a set"],
      ["Present", key.presence === "" ? "for the actions that list it" : key.presence],
      ["Page", pageAddress(key.page)],
    ],
  };
}

function resourceRow({
  type,
  arnTemplate,
  required,
}: {
  readonly type: string;
  readonly arnTemplate: string;
  readonly required: boolean;
}): string {
  return `${type}${required ? " (required)" : ""}: ${arnTemplate}`;
}
