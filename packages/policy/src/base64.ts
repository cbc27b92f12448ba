// Trusted: how texts become bytes (BinaryEquals).
const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** Decodes standard base64 with padding into lower-case hexadecimal text; null when it is not base64. */
export function parseBase64(text: string): string | null {
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return null;
  let hex = "";
  for (let at = 0; at < text.length; at += 4) {
    const group = text.slice(at, at + 4);
    const padding = group.endsWith("==") ? 2 : group.endsWith("=") ? 1 : 0;
    let bits = 0;
    for (const letter of group) bits = bits * 64 + (letter === "=" ? 0 : ALPHABET.indexOf(letter));
    hex += bits
      .toString(16)
      .padStart(6, "0")
      .slice(0, 6 - 2 * padding);
  }
  return hex;
}

/** Base64 of bytes given as hexadecimal text. */
export function renderBase64(hex: string): string {
  let text = "";
  for (let at = 0; at < hex.length; at += 6) {
    const group = hex.slice(at, at + 6);
    const bits = Number.parseInt(group.padEnd(6, "0"), 16);
    const letters = [18, 12, 6, 0].map((shift) => ALPHABET[(bits >> shift) & 63]).join("");
    text += letters.slice(0, group.length / 2 + 1).padEnd(4, "=");
  }
  return text;
}
