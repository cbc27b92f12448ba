// Trusted: what counts as the same action, operator, element or key.

/** Lower-cases A to Z and nothing else: how actions, operators and key names compare (`İ` or `K` keep their own letter). */
export function foldAscii(text: string): string {
  return /[A-Z]/.test(text) ? text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase()) : text;
}
