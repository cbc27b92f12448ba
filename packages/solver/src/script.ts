// Trusted: Z3 goes on after much that it does not understand, and then answers a smaller question than was asked.

/** Commands that only declare, define, assert or comment; with any other the script's meaning is not its assertions. */
const ALLOWED: ReadonlySet<string> = new Set([
  "set-logic",
  "set-info",
  "set-option",
  "declare-const",
  "declare-fun",
  "declare-sort",
  "declare-datatype",
  "declare-datatypes",
  "define-const",
  "define-fun",
  "define-sort",
  "assert",
  "check-sat",
  "get-model",
  "get-value",
]);

/**
 * What keeps a script from being answered, as text; otherwise how many assertions it makes.
 * Only the outline is read here (parentheses, strings, quoted symbols, comments): Z3's own parser judges the rest.
 */
export function scriptFault(script: string): string | { readonly assertions: number } {
  let assertions = 0;
  let asked = false;
  let depth = 0;
  let at = 0;
  while (at < script.length) {
    const token = nextToken(script, at);
    if (token === undefined) return `unended string or quoted symbol at offset ${at}`;
    const start = token.start;
    at = token.end;
    const text = script.slice(start, at);
    if (text === "") break;
    if (text === "(") {
      if (depth++ > 0) continue;
      const name = nextToken(script, at);
      const command = name === undefined ? "" : script.slice(name.start, name.end);
      if (!ALLOWED.has(command)) return `command not allowed in a question: ${command.slice(0, 40)}`;
      if (command === "assert") {
        if (asked) return "an assertion after check-sat";
        assertions++;
      }
      if (command === "check-sat") asked = true;
    } else if (text === ")") {
      if (--depth < 0) return `unmatched ) at offset ${start}`;
    } else if (depth === 0) {
      return `not a command at offset ${start}`;
    }
  }
  return depth === 0 ? { assertions } : "unmatched (";
}

/** What a symbol says, without the bars that quote it: `|a b|` is a b, and `|a|` is the same symbol as `a`. */
export function symbolContent(symbol: string): string {
  return symbol.length >= 2 && symbol.startsWith("|") && symbol.endsWith("|") ? symbol.slice(1, -1) : symbol;
}

/** The next parenthesis, string, quoted symbol or run of other characters; empty at the end, `undefined` when it has no end. */
function nextToken(script: string, from: number): { readonly start: number; readonly end: number } | undefined {
  let start = from;
  for (;;) {
    while (start < script.length && " \t\r\n".includes(script[start]!)) start++;
    if (script[start] !== ";") break;
    while (start < script.length && script[start] !== "\n" && script[start] !== "\r") start++;
  }
  if (start >= script.length) return { start, end: start };
  const first = script[start]!;
  if (first === "(" || first === ")") return { start, end: start + 1 };
  if (first === '"') {
    for (let end = script.indexOf('"', start + 1); end >= 0; end = script.indexOf('"', end + 2)) {
      if (script[end + 1] !== '"') return { start, end: end + 1 };
    }
    return undefined;
  }
  if (first === "|") {
    const end = script.indexOf("|", start + 1);
    return end < 0 ? undefined : { start, end: end + 1 };
  }
  let end = start + 1;
  while (end < script.length && !' \t\r\n();"|'.includes(script[end]!)) end++;
  return { start, end };
}
