// Trusted: whether an action is one of many, which policies ask most.
import { foldAscii, type Glob } from "@keyaki/semantics";
import type { PreparedRequest } from "./prepared.ts";
import { foldedTest, lastNotAfter, shortest } from "./text-set.ts";

const nothing = () => () => null;
/** So few patterns are looked at one by one. */
const FEW = 6;

/** Tests a union of patterns of actions: letters folded, no variables. */
export function actionTest(globs: readonly Glob[]): (request: PreparedRequest) => boolean {
  const beginnings = globs.map(beginningOf);
  const few = foldedTest(globs.length <= FEW ? globs : globs.filter((_, at) => beginnings[at] === null), nothing);
  const others = few ?? (() => false);
  if (globs.length <= FEW) return (request) => others(request.action, request);
  const byService = new Map<string, string[]>();
  for (const [service, texts] of grouped(beginnings.filter((each) => each !== null))) {
    byService.set(service, shortest(texts));
  }
  const isBegun = (request: PreparedRequest) => {
    const texts = byService.get(request.service);
    if (texts === undefined) return false;
    const at = lastNotAfter(texts, request.action);
    return at >= 0 && request.action.startsWith(texts[at] ?? "");
  };
  return (request) => others(request.action, request) || isBegun(request);
}

/** The text of a pattern that is a text with a whole service and then anything; null for every other pattern. */
export function beginningOf({ tokens }: Glob): string | null {
  const [first, second] = tokens;
  if (tokens.length !== 2 || first?.is !== "text" || second?.is !== "many" || !second.colon) return null;
  return first.text.includes(":") ? foldAscii(first.text) : null;
}

function grouped(beginnings: readonly string[]): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const text of beginnings) {
    const service = text.slice(0, text.indexOf(":"));
    const group = groups.get(service);
    if (group === undefined) groups.set(service, [text]);
    else group.push(text);
  }
  return groups;
}
