const BACKSLASH = 0x5c;
const NEWLINE = 0x0a;
const LEAST = 0x20;

/** Whether JSON texts in these bytes have no escape, and no control character that they may not hold. */
export function isOrdinary(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at++) {
    const byte = bytes[at] ?? 0;
    if (byte < LEAST || byte === BACKSLASH) return false;
  }
  return true;
}

/** The same of whole lines, four bytes at a time; false also where a line ends with a carriage return. */
export function areOrdinaryLines(bytes: Uint8Array): boolean {
  if (bytes.byteOffset % 4 > 0) return false;
  const words = new Int32Array(bytes.buffer, bytes.byteOffset, bytes.length >> 2);
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? 0;
    const slashes = word ^ 0x5c5c5c5c;
    // Bit 7 of some byte is set where one is less than a space, or a backslash.
    const low = (word - 0x20202020) & ~word;
    const equal = (slashes - 0x01010101) & ~slashes;
    if (((low | equal) & 0x80808080) !== 0 && !isOrdinaryLine(bytes, at * 4, at * 4 + 4)) return false;
  }
  return isOrdinaryLine(bytes, words.length * 4, bytes.length);
}

function isOrdinaryLine(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (bytes[at] !== NEWLINE && !isOrdinary(bytes, at, at + 1)) return false;
  return true;
}
