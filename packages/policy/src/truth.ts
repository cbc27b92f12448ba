// Trusted: how texts become truth values.

/** The texts of a Boolean, in any case. */
export function parseBool(text: string): boolean | null {
  const lower = text.toLowerCase();
  return lower === "true" ? true : lower === "false" ? false : null;
}
