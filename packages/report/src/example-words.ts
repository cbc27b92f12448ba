import { folded } from "./grammar.ts";
import type { RequestJson, StatementRefJson, WitnessJson } from "./json.ts";
import { nameOf, placeOf, shortPlace } from "./place.ts";

/** Keys of nearly every request, which tell nothing about this one. */
const USUAL = new Set([
  "aws:resourceaccount",
  "aws:securetransport",
  "aws:requestedregion",
  "aws:currenttime",
  "aws:principaltype",
]);

/** The request of a witness in words: action, resource, and what of its context matters. `keys`: condition keys to speak of. */
export function exampleWords(witness: WitnessJson, keys: readonly string[], withCaller: boolean): string {
  const { request, hypothetical } = witness;
  const { arn } = request.resource;
  const parts = [`${request.action} on ${arn === "*" ? "*" : arn}`];
  if (withCaller) parts.push(`by ${callerWords(request)}`);
  parts.push(...contextWords(request, keys));
  if (hypothetical) parts.push("a request that AWS does not know today");
  return parts.join(", ");
}

/** Who calls. */
export function callerWords({ principal }: RequestJson): string {
  if (principal.anonymous === true) return "anyone, without signing";
  return principal.arn ?? principal.service ?? principal.federated ?? "some caller";
}

function contextWords(request: RequestJson, keys: readonly string[]): readonly string[] {
  const wanted = new Set(keys.map((key) => key.toLowerCase()));
  const given = Object.entries(request.context);
  const words = given
    .filter(([key, value]) => (!USUAL.has(key.toLowerCase()) || wanted.has(key.toLowerCase())) && value !== null)
    .map(([key, value]) => {
      const values = typeof value === "string" ? [value] : (value ?? []);
      return values.length === 0
        ? `${key} empty`
        : `${key} ${folded(
            values.map((each) => `"${each}"`),
            3,
          )}`;
    });
  const present = new Set(given.filter(([, value]) => value !== null).map(([key]) => key.toLowerCase()));
  const absent = keys.filter((key) => !present.has(key.toLowerCase()) && TELLING.test(key));
  return [...words, ...[...new Set(absent)].map((key) => `no ${absentName(key)}`)];
}

/** Keys whose absence is the point: others follow from the caller and the resource and are not in the context. */
const TELLING =
  /^(?!aws:(principal(arn|account|type|orgid|orgpaths|isawsservice|servicename)|userid|username|resourceaccount|currenttime|epochtime)$)/i;

function absentName(key: string): string {
  const tag = /:(resource|request|principal|existingobject)tag\/(.*)$/i.exec(key);
  return tag === null ? key : `tag "${tag[2]}"`;
}

/** How the example is decided on its two sides. */
export function decidedWords(
  witness: WitnessJson,
  source: string,
  options: { readonly change: "new" | "lifted" | "removed"; readonly conditionFailed: boolean },
): string {
  const refused =
    witness.refusal === "explicit"
      ? `denied by ${refs(witness.refusedBy, source)}`
      : options.conditionFailed
        ? "refused, the condition did not match"
        : "refused, nothing allows it";
  const allowed = `allowed by ${refs(witness.allowedBy, source)}`;
  if (options.change === "removed") {
    const was = witness.allowedBy.length > 0 ? allowed : "not denied";
    return `before: ${was}. after: ${refused}`;
  }
  if (options.change === "lifted" && witness.allowedBy.length === 0) {
    return `before: ${refused}. after: no longer denied, so another policy can allow it`;
  }
  return `before: ${refused}. after: ${allowed}`;
}

function refs(list: readonly StatementRefJson[], source: string): string {
  if (list.length === 0) return "a policy that is not shown";
  return folded(
    list.map((ref) => shortPlace(ref, source)),
    2,
  );
}

/** Statements by name and place, for comparisons of documents that are not one file's two versions. */
export function statementsWords(list: readonly StatementRefJson[]): string {
  return folded(
    list.map((ref) => `${nameOf(ref)} (${placeOf(ref)})`),
    2,
  );
}
