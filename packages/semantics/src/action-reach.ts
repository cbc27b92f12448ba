// Trusted: lists that are said to name no action together must name none.
import { foldAscii, type Pattern } from "@keyaki/policy";
import { Beginnings, beginningOfPattern } from "./beginnings.ts";

/** The actions that some lists of patterns name, as far as the beginnings of the patterns tell. */
export class ActionReach {
  readonly #lists: readonly (readonly Pattern[])[];
  readonly #services: Services;
  #beginnings: Beginnings | undefined;

  constructor(lists: readonly (readonly Pattern[])[]) {
    this.#lists = lists;
    const services = lists.map(servicesOf);
    this.#services = services.includes(null) ? null : new Set(services.flatMap((each) => [...(each ?? [])]));
  }

  /** False only where no action matches one of the patterns and one of the lists. */
  mayMeet(patterns: readonly Pattern[]): boolean {
    return mayShare(this.#services, servicesOf(patterns)) && patterns.some((pattern) => this.#mayMeetPattern(pattern));
  }

  /** The patterns without some that no action matches which matches one of the lists. */
  among(patterns: readonly Pattern[]): readonly Pattern[] {
    return patterns.filter((pattern) => this.#mayMeetPattern(pattern));
  }

  #mayMeetPattern(pattern: Pattern): boolean {
    if (!this.#mayMeetService(pattern)) return false;
    this.#beginnings ??= new Beginnings(beginningsIn(this.#lists));
    return this.#beginnings.mayMeet(beginningOfPattern(pattern));
  }

  /** Told from the text as it stands: many patterns of a long list are of other services. */
  #mayMeetService({ parts: [first] }: Pattern): boolean {
    if (this.#services === null || first?.is !== "text") return true;
    const service = serviceOf(first.text);
    return service === null || this.#services.has(service);
  }
}

function* beginningsIn(lists: readonly (readonly Pattern[])[]): Generator<string> {
  for (const list of lists) for (const pattern of list) yield beginningOfPattern(pattern);
}

/** The patterns of a list without some that do not match an action, told by how they begin. */
export function patternsNear(patterns: readonly Pattern[], action: string): readonly Pattern[] {
  const shelves = shelvesOf(patterns);
  // One request is judged many times in a row.
  if (shelves.last?.action !== action) shelves.last = { action, near: near(shelves, foldAscii(action)) };
  return shelves.last.near;
}

function near({ byService, anywhere }: Shelves, lower: string): readonly Pattern[] {
  const shelf = byService.get(serviceOf(lower) ?? "") ?? [];
  return (anywhere.length === 0 ? shelf : [...shelf, ...anywhere]).filter((pattern) => mayBegin(pattern, lower));
}

function mayBegin({ parts: [first] }: Pattern, lower: string): boolean {
  return first?.is !== "text" || lower.startsWith(foldAscii(first.text));
}

/** The patterns of a list by the service that they name; those that may name more than one, or none that is told, apart. */
interface Shelves {
  readonly byService: ReadonlyMap<string, readonly Pattern[]>;
  readonly anywhere: readonly Pattern[];
  last: { readonly action: string; readonly near: readonly Pattern[] } | null;
}

const knownShelves = new WeakMap<readonly Pattern[], Shelves>();

function shelvesOf(patterns: readonly Pattern[]): Shelves {
  const known = knownShelves.get(patterns);
  if (known !== undefined) return known;
  const byService = new Map<string, Pattern[]>();
  const anywhere: Pattern[] = [];
  let last: { readonly prefix: string; readonly shelf: Pattern[] } | null = null;
  for (const pattern of patterns) {
    const [first] = pattern.parts;
    // Lists are mostly sorted.
    if (last !== null && first?.is === "text" && first.text.startsWith(last.prefix)) {
      last.shelf.push(pattern);
      continue;
    }
    const service = first?.is === "text" ? serviceOf(first.text) : null;
    if (service === null) anywhere.push(pattern);
    else {
      const shelf = byService.get(service) ?? [];
      byService.set(service, shelf);
      shelf.push(pattern);
      last = { prefix: `${service}:`, shelf };
    }
  }
  const made: Shelves = { byService, anywhere, last: null };
  knownShelves.set(patterns, made);
  return made;
}

/** Service prefixes in lower case; null: some pattern names actions of more than one service, or of one that is not told. */
type Services = ReadonlySet<string> | null;

const known = new WeakMap<readonly Pattern[], { readonly services: Services }>();

function servicesOf(patterns: readonly Pattern[]): Services {
  const made = known.get(patterns);
  if (made !== undefined) return made.services;
  const services = servicesIn(patterns);
  known.set(patterns, { services });
  return services;
}

function servicesIn(patterns: readonly Pattern[]): Services {
  const services = new Set<string>();
  let last = "";
  for (const { parts } of patterns) {
    const [first] = parts;
    if (first?.is !== "text") return null;
    // Lists are mostly sorted.
    if (last !== "" && first.text.startsWith(last)) continue;
    const service = serviceOf(first.text);
    if (service === null) return null;
    services.add(service);
    last = `${service}:`;
  }
  return services;
}

function mayShare(one: Services, other: Services): boolean {
  if (one === null || other === null) return true;
  const [fewer, more] = one.size <= other.size ? [one, other] : [other, one];
  for (const service of fewer) if (more.has(service)) return true;
  return false;
}

/** What stands before the first colon, in lower case; null where the text holds none. */
function serviceOf(text: string): string | null {
  const colon = text.indexOf(":");
  return colon < 0 ? null : foldAscii(text.slice(0, colon));
}
