// Trusted: an error here looks up the wrong key or action.

/**
 * Lower-cases A–Z and nothing else. AWS compares action names and condition key names without regard to case; their
 * alphabet is ASCII, and `String.toLowerCase` would also fold U+212A (Kelvin sign) to `k`, which is another name.
 */
export function asciiLowerCase(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII, control characters too
  return /^[\u0000-\u007f]*$/.test(text) ? text.toLowerCase() : text.replace(/[A-Z]+/g, (run) => run.toLowerCase());
}
