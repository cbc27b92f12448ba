// Trusted: patterns as regular languages (soundness rule 8).
import { foldAscii, type Part, type Pattern, type PolicyKind } from "@keyaki/policy";
import { keyView } from "./atom.ts";
import { type Folding, type Glob, type GlobToken, makeGlob } from "./value-set.ts";

/** How a `*` or `?` in the first five parts of a Resource meets a colon: the assumption `resource-wildcard`. */
export type ResourceWildcard = "aws-2026" | "whole-string" | "segment";

// One object each: a pattern may hold very many.
const ANYTHING = { one: { is: "one", colon: true }, many: { is: "many", colon: true } } as const;
const WITHIN_A_PART = { one: { is: "one", colon: false }, many: { is: "many", colon: false } } as const;

function tokenOf(part: Part, colon: boolean): GlobToken {
  switch (part.is) {
    case "text":
      return part;
    case "one":
    case "many":
      return colon ? ANYTHING[part.is] : WITHIN_A_PART[part.is];
    case "variable":
      return { is: "variable", view: keyView(part.key), fallback: part.fallback ?? null, colon };
    case "hole":
      return { is: "variable", view: `hole:${part.name}`, fallback: null, colon };
  }
}

/** The pattern with `*` and `?` as wildcards that match any characters: StringLike, actions. */
export function likeGlob(pattern: Pattern, fold: Folding = "none"): Glob {
  return makeGlob(
    pattern.parts.map((part) => tokenOf(part, true)),
    fold,
  );
}

/** The pattern with `*` and `?` as literal characters and its variables in place: StringEquals. */
export function literalGlob(pattern: Pattern, fold: Folding = "none"): Glob {
  return makeGlob(
    pattern.parts.map((part) => {
      if (part.is === "one") return { is: "text", text: "?" };
      if (part.is === "many") return { is: "text", text: "*" };
      return tokenOf(part, true);
    }),
    fold,
  );
}

/** Whether the pattern is `*` alone (or several): the only resource that is no ARN. */
export function isEverything(pattern: Pattern): boolean {
  return pattern.parts.length > 0 && pattern.parts.every((part) => part.is === "many");
}

/** The parts of an ARN pattern cut at its first five colons; fewer than six lists when it has fewer colons. Colons inside variables do not cut. */
export function arnSegments(pattern: Pattern): Part[][] {
  const segments: Part[][] = [[]];
  for (const part of pattern.parts) {
    if (part.is !== "text") {
      segments.at(-1)?.push(part);
      continue;
    }
    let rest = part.text;
    for (let colon = rest.indexOf(":"); colon >= 0 && segments.length < 6; colon = rest.indexOf(":")) {
      if (colon > 0) segments.at(-1)?.push({ is: "text", text: rest.slice(0, colon) });
      segments.push([]);
      rest = rest.slice(colon + 1);
    }
    if (rest !== "") segments.at(-1)?.push(rest === part.text ? part : { is: "text", text: rest });
  }
  return segments;
}

/**
 * A six-part Resource pattern. In parts 1 to 5 a wildcard stays inside its part, but under `aws-2026` a `*` that is the part's
 * last character may run past the colon; part 6 takes anything. AWS page: reference_policies_elements_resource.
 */
export function resourceGlob(segments: readonly (readonly Part[])[], mode: ResourceWildcard): Glob {
  return joinSegments(segments, (part, index, at, length) => {
    if (index === 5 || mode === "whole-string") return true;
    // A trailing `*` may run on; a `?` is one character of its own part wherever it stands.
    return mode === "aws-2026" && part.is === "many" && at === length - 1;
  });
}

/** A six-part ARN pattern of ArnLike: each part is matched by itself, and only the sixth may hold colons. */
export function arnGlob(segments: readonly (readonly Part[])[]): Glob {
  return joinSegments(segments, (_part, index) => index === 5);
}

function joinSegments(
  segments: readonly (readonly Part[])[],
  crosses: (part: Part, segment: number, at: number, length: number) => boolean,
): Glob {
  const tokens: GlobToken[] = [];
  segments.forEach((segment, index) => {
    if (index > 0) tokens.push({ is: "text", text: ":" });
    segment.forEach((part, at) => {
      tokens.push(tokenOf(part, crosses(part, index, at, segment.length)));
    });
  });
  return makeGlob(tokens, "none");
}

/**
 * How a Resource with fewer than six parts is read, by kind of policy: documented for identity policies, elsewhere the assumption
 * `short-arn`, value `by-kind`. AWS page: reference_policies_grammar.
 */
export function shortArnSegments(
  segments: readonly Part[][],
  kind: PolicyKind,
): readonly Part[][] | "glob" | "nothing" {
  const last = segments.at(-1)?.at(-1);
  const wild = segments.some((segment) => segment.some((part) => part.is === "many" || part.is === "one"));
  switch (kind) {
    case "identity":
    case "boundary":
    case "session": {
      const missing = Array.from({ length: 6 - segments.length }, (): Part[] => [{ is: "many" }]);
      return [...segments, ...missing];
    }
    case "scp":
      return last?.is === "many" ? "glob" : "nothing";
    case "rcp":
      return "nothing";
    case "resource":
    case "trust":
    case "endpoint":
      return wild ? "glob" : "nothing";
  }
}

/** The service prefix part of an action pattern: the parts before its first literal colon, or null when there is none. */
export function servicePrefix(pattern: Pattern): readonly Part[] | null {
  const prefix: Part[] = [];
  for (const part of pattern.parts) {
    if (part.is === "text") {
      const colon = part.text.indexOf(":");
      if (colon >= 0) return colon === 0 ? prefix : [...prefix, { is: "text", text: part.text.slice(0, colon) }];
    }
    prefix.push(part);
  }
  return null;
}

/** An action pattern; action names and prefixes fold in ASCII. */
export function actionGlob(pattern: Pattern): Glob {
  const lowered: Pattern = {
    ...pattern,
    parts: pattern.parts.map((part) => (part.is === "text" ? { is: "text", text: foldAscii(part.text) } : part)),
  };
  return likeGlob(lowered, "ascii");
}
