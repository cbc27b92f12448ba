// Trusted: what counts as the same action, operator, element or key.

/** Lower-cases A to Z and nothing else: how actions, operators and key names compare (`İ` or `K` keep their own letter). */
export function foldAscii(text: string): string {
  // Where all is ASCII the built-in folding is the same one, and many times faster.
  return NOT_ASCII.test(text) ? text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase()) : text.toLowerCase();
}

const NOT_ASCII = /[\u0080-\uffff]/;
