// Patterns and formulas written in short, so that a test can show what it asks and what it is told.
import type { Arity } from "@keyaki/catalog";
import {
  type Atom,
  type Formula,
  FormulaBuilder,
  type Glob,
  type GlobToken,
  globSet,
  makeGlob,
  Rules,
  type ValueSet,
} from "@keyaki/semantics";

/** `*` and `?` match anything, `{*}` and `{?}` no colon; `$x` is the key x, `$x'd'` with a default, `{$x}` in a part without a colon, `$<x>` where more letters follow. */
export function glob(written: string, fold: Glob["fold"] = "none"): Glob {
  const pieces =
    written.match(
      /\{\$[a-z:-]+(?:'[^']*')?\}|\{\$<[^>]*>\}|\{[*?]\}|\$[a-z:-]+(?:'[^']*')?|\$<[^>]*>|[*?]|[^$*?{]+/g,
    ) ?? [];
  return makeGlob(
    pieces.map((piece): GlobToken => {
      const colon = !piece.startsWith("{");
      const inner = colon ? piece : piece.slice(1, -1);
      if (inner === "*") return { is: "many", colon };
      if (inner === "?") return { is: "one", colon };
      const variable = /^\$<?([^'>]*)>?(?:'(.*)')?$/.exec(inner);
      return variable === null
        ? { is: "text", text: inner }
        : { is: "variable", view: `key:${variable[1]}`, fallback: variable[2] ?? null, colon };
    }),
    fold,
  );
}

export function texts(...written: readonly string[]): ValueSet {
  return globSet(written.map((each) => glob(each)));
}

/** Rules under which a key holds one value unless its name says otherwise. */
export function rulesOf(): Rules {
  const arity = (key: string): Arity => (/^(multi|unknown)/.exec(key)?.[0] as Arity | undefined) ?? "single";
  return new Rules(new FormulaBuilder(), { arity });
}

function globText({ tokens, fold }: Glob): string {
  const written = tokens.map((token) => {
    if (token.is === "text") return token.text;
    const inner =
      token.is === "variable"
        ? `$${token.view.replace(/^key:/, "")}${token.fallback === null ? "" : `'${token.fallback}'`}`
        : token.is === "many"
          ? "*"
          : "?";
    return token.colon ? inner : `{${inner}}`;
  });
  return `${written.join("")}${fold === "none" ? "" : "~"}`;
}

export function setText(set: ValueSet): string {
  if (set.is === "difference") return `${setText(set.from)} but ${setText(set.minus)}`;
  return set.is === "globs" ? `[${set.globs.map(globText).sort().join(" ")}]` : set.is;
}

export function atomText(atom: Atom): string {
  switch (atom.is) {
    case "in":
    case "some":
      return `${atom.view}${atom.is === "in" ? "" : " has"} ${setText(atom.set)}`;
    case "same":
      return `${atom.left} = ${atom.right}`;
    case "assume":
    case "unseen":
      return `${atom.is} ${atom.name}`;
    default:
      return `${atom.is} ${atom.view}`;
  }
}

export function said(formula: Formula): string {
  switch (formula.is) {
    case "atom":
      return atomText(formula.atom);
    case "not":
      return `not ${said(formula.of)}`;
    case "all":
    case "any":
      return `(${formula.of
        .map(said)
        .sort()
        .join(formula.is === "all" ? " & " : " | ")})`;
    default:
      return formula.is;
  }
}
