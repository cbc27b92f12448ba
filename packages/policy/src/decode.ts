// Trusted: bytes that are not UTF-8 must not become some other policy.
import type { Diagnostics } from "./diagnostic.ts";
import type { Limits } from "./limits.ts";

// Node and browsers have it; the language's own library does not declare it.
declare class TextDecoder {
  constructor(label: string, options: { readonly fatal: boolean; readonly ignoreBOM: boolean });
  decode(bytes: Uint8Array): string;
}

/** Decodes strictly; on a fault the text is what a lenient decoder gives, so that the place can be shown. A byte order mark stays. */
export function decodeUtf8(bytes: Uint8Array, limits: Limits, diagnostics: Diagnostics): string {
  if (bytes.length > limits.bytes) {
    diagnostics.add("DOCUMENT_TOO_LARGE", { start: 0, end: 0 }, { limit: limits.bytes }, "raise-limit");
    return "";
  }
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    const text = new TextDecoder("utf-8", { fatal: false, ignoreBOM: true }).decode(bytes);
    const { byte, offset } = firstFault(bytes);
    const wide = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
    const params = { byte, value: `0x${(bytes[byte] ?? 0).toString(16).padStart(2, "0")}` };
    diagnostics.add(
      "NOT_UTF8",
      { start: offset, end: Math.min(offset + 1, text.length) },
      params,
      wide ? "multi-byte-encoding" : null,
    );
    return text;
  }
}

/** The first byte that no UTF-8 sequence explains, and its offset in UTF-16 units. */
function firstFault(bytes: Uint8Array): { byte: number; offset: number } {
  let offset = 0;
  let at = 0;
  while (at < bytes.length) {
    const length = sequenceLength(bytes, at);
    if (length === 0) break;
    offset += length === 4 ? 2 : 1;
    at += length;
  }
  return { byte: at, offset };
}

/** The length of the well-formed sequence that begins here, or 0 (Unicode 16, table 3-7). */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const first = bytes[at] ?? 0;
  if (first < 0x80) return 1;
  const length = first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
  if (length === 0) return 0;
  const second = bytes[at + 1] ?? 0;
  const low = first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80;
  const high = first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf;
  if (second < low || second > high) return 0;
  for (let next = at + 2; next < at + length; next++) {
    const byte = bytes[next] ?? 0;
    if (byte < 0x80 || byte > 0xbf) return 0;
  }
  return length;
}
