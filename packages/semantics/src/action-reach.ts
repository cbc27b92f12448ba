// Trusted: lists that are said to name no action together must name none.
import type { Pattern } from "@keyaki/policy";
import { Beginnings, beginningOfPattern } from "./beginnings.ts";

/** The actions that some lists of patterns name, as far as the beginnings of the patterns tell. */
export class ActionReach {
  readonly #beginnings: Beginnings;
  /** Service prefixes with their colon; null: a pattern names actions of more than one service, or of none that is told. */
  readonly #services: readonly string[] | null;

  constructor(lists: readonly (readonly Pattern[])[]) {
    const patterns = lists.flat();
    this.#beginnings = new Beginnings(patterns.map(beginningOfPattern));
    const services = new Set<string>();
    for (const pattern of patterns) services.add(serviceOf(pattern) ?? "");
    this.#services = services.has("") ? null : [...services];
  }

  /** False only where no action matches one of the patterns and one of the lists. */
  mayMeet(patterns: readonly Pattern[]): boolean {
    return patterns.some(
      (pattern) => this.#mayMeetService(pattern) && this.#beginnings.mayMeet(beginningOfPattern(pattern)),
    );
  }

  /** Told from the text as it stands: most patterns are of another service. */
  #mayMeetService({ parts: [first] }: Pattern): boolean {
    if (this.#services === null || first?.is !== "text") return true;
    const { text } = first;
    if (!hasPlainService(text)) return true;
    return this.#services.some((service) => text.startsWith(service));
  }
}

/** The service prefix and the colon behind it, in lower case; null where the pattern begins otherwise. */
function serviceOf({ parts: [first] }: Pattern): string | null {
  return first?.is === "text" && hasPlainService(first.text) ? first.text.slice(0, first.text.indexOf(":") + 1) : null;
}

/** Whether a text begins with a service prefix in lower case and a colon: then letters need not be folded to compare it. */
function hasPlainService(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === COLON) return at > 0;
    if (!((code >= 97 && code <= 122) || (code >= 48 && code <= 57) || code === HYPHEN)) return false;
  }
  return false;
}

const COLON = 0x3a;
const HYPHEN = 0x2d;
