// Trusted: two names that print alike would become one constant.

/**
 * A name as an SMT-LIB symbol: any name at all, and different names give different symbols.
 * A name that could be read without bars (letters, digits and `+-/*=%?!.$_~&^<>@`) gets a `$` before it, so that it can never be
 * a reserved word, a theory's function (`and`, `str.++`) or one of a solver's own names (`@x`, `.x`); any other name
 * is quoted with bars, with `|`, `\`, `{`, `}` and all that is not printable ASCII written as `{hex}`.
 */
export function symbol(name: string): string {
  if (/^[A-Za-z0-9+\-/*=%?!.$_~&^<>@]*$/.test(name)) return `$${name}`;
  let content = "";
  for (const character of name) {
    const code = character.codePointAt(0)!;
    content += code >= 0x20 && code <= 0x7e && !"|\\{}".includes(character) ? character : `{${code.toString(16)}}`;
  }
  return `|${content}|`;
}
