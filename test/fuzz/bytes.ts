// Files that no editor would save: cut off, bits turned, in other encodings, or made of anything.
import { gzipSync } from "node:zlib";
import fc from "fast-check";

/** Bytes near these texts, or none of them. */
export function bytesNear(texts: fc.Arbitrary<string>): fc.Arbitrary<Uint8Array> {
  const bytes = texts.map((text) => new Uint8Array(Buffer.from(text)));
  const place = fc.double({ min: 0, max: 1, noNaN: true });
  return fc.oneof(
    fc.uint8Array({ maxLength: 200 }),
    fc.constant(new Uint8Array()),
    fc.tuple(bytes, place).map(([whole, at]) => whole.slice(0, Math.floor(at * whole.length))),
    fc
      .tuple(bytes, fc.array(fc.tuple(place, fc.nat({ max: 7 })), { minLength: 1, maxLength: 3 }))
      .map(([whole, flips]) => {
        const turned = new Uint8Array(whole);
        for (const [at, bit] of flips) {
          const index = Math.min(turned.length - 1, Math.floor(at * turned.length));
          turned[index] = turned[index]! ^ (1 << bit);
        }
        return turned;
      }),
    fc.tuple(bytes, place, fc.uint8Array({ minLength: 1, maxLength: 4 })).map(([whole, at, more]) => {
      const index = Math.floor(at * whole.length);
      return new Uint8Array([...whole.slice(0, index), ...more, ...whole.slice(index)]);
    }),
    texts.map((text) => new Uint8Array(Buffer.from(text, "utf16le"))),
    texts.map((text) => new Uint8Array(Buffer.from(`\ufeff${text}`, "utf16le").swap16())),
    texts.map((text) => new Uint8Array(Buffer.from(`\ufeff${text}`))),
    bytes.map((whole) => new Uint8Array(gzipSync(whole))),
    bytes.map((whole) => new Uint8Array([...whole, ...whole])),
    bytes,
  );
}

/** Whether they are UTF-8 without a mark, and one JSON value. */
export function isJson(bytes: Uint8Array): boolean {
  try {
    JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes));
    return true;
  } catch {
    return false;
  }
}
