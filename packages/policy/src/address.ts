// Trusted: how texts become IP addresses and blocks.

/** A range of addresses of one family, both ends inclusive. */
export interface AddressBlock {
  readonly family: 4 | 6;
  readonly low: bigint;
  readonly high: bigint;
}

/** How an IPv6 value without a prefix length is read, an assumption (`ipv6-no-prefix`). */
export type Ipv6NoPrefix = "host" | "slash-32";

const MAPPED = 0xffffn << 32n;

/** Reads one address, IPv4 in dotted decimal or IPv6 (RFC 4291 text, with `::` and an IPv4 tail). */
export function parseAddress(text: string): { readonly family: 4 | 6; readonly value: bigint } | null {
  const four = parseIpv4(text);
  if (four !== null) return { family: 4, value: four };
  const six = parseIpv6(text);
  return six === null ? null : { family: 6, value: six };
}

/** Reads an address or CIDR block; bits after the mask are ignored. */
export function parseBlock(text: string, noPrefix: Ipv6NoPrefix): AddressBlock | null {
  const slash = text.indexOf("/");
  const address = parseAddress(slash < 0 ? text : text.slice(0, slash));
  if (address === null) return null;
  const width = address.family === 4 ? 32 : 128;
  let prefix = address.family === 6 && noPrefix === "slash-32" ? 32 : width;
  if (slash >= 0) {
    const written = text.slice(slash + 1);
    if (!/^\d{1,3}$/.test(written) || Number(written) > width) return null;
    prefix = Number(written);
  }
  const rest = BigInt(width - prefix);
  const low = (address.value >> rest) << rest;
  return { family: address.family, low, high: low + (1n << rest) - 1n };
}

/** The IPv6 form of an IPv4 block: `::ffff:a.b.c.d`. */
export function mapToIpv6(block: AddressBlock): AddressBlock {
  return { family: 6, low: MAPPED | block.low, high: MAPPED | block.high };
}

/** The IPv4 block that an IPv6 block of mapped addresses stands for; null for one of IPv4 or one that holds other addresses. */
export function unmapBlock({ family, low, high }: AddressBlock): AddressBlock | null {
  const [first, last] = [unmapIpv6(low), unmapIpv6(high)];
  return family === 4 || first === null || last === null ? null : { family: 4, low: first, high: last };
}

/** The IPv4 value of a mapped IPv6 address, or null. */
export function unmapIpv6(value: bigint): bigint | null {
  return value >> 32n === 0xffffn ? value & 0xffffffffn : null;
}

function parseIpv4(text: string): bigint | null {
  const parts = text.split(".");
  if (parts.length !== 4) return null;
  let value = 0n;
  for (const part of parts) {
    // Leading zeros are refused: some readers take them as octal.
    if (!/^(0|[1-9]\d{0,2})$/.test(part) || Number(part) > 255) return null;
    value = (value << 8n) | BigInt(part);
  }
  return value;
}

function parseIpv6(text: string): bigint | null {
  if (!text.includes(":") || text.length > 45) return null;
  let body = text;
  const tail = body.slice(body.lastIndexOf(":") + 1);
  if (tail.includes(".")) {
    const four = parseIpv4(tail);
    if (four === null) return null;
    body = `${body.slice(0, -tail.length)}${(four >> 16n).toString(16)}:${(four & 0xffffn).toString(16)}`;
  }
  const halves = body.split("::");
  if (halves.length > 2) return null;
  const groups = halves.map((half) => (half === "" ? [] : half.split(":")));
  const [left = [], right] = groups;
  const written = left.length + (right?.length ?? 0);
  if (right === undefined ? written !== 8 : written > 7) return null;
  const all = right === undefined ? left : [...left, ...Array<string>(8 - written).fill("0"), ...right];
  let value = 0n;
  for (const group of all) {
    if (!/^[0-9a-fA-F]{1,4}$/.test(group)) return null;
    value = (value << 16n) | BigInt(`0x${group}`);
  }
  return value;
}

/** The address as text: dotted decimal, or IPv6 as RFC 5952 writes it. */
export function renderAddress(family: 4 | 6, value: bigint): string {
  if (family === 4) return [24n, 16n, 8n, 0n].map((shift) => ((value >> shift) & 255n).toString()).join(".");
  const groups = Array.from({ length: 8 }, (_, index) => ((value >> BigInt(112 - 16 * index)) & 0xffffn).toString(16));
  let best = { from: -1, length: 1 };
  for (let from = 0; from < 8; from++) {
    let length = 0;
    while (groups[from + length] === "0") length++;
    if (length > best.length) best = { from, length };
  }
  if (best.from < 0) return groups.join(":");
  return `${groups.slice(0, best.from).join(":")}::${groups.slice(best.from + best.length).join(":")}`;
}
