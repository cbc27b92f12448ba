// Trusted: an address read wrongly is looked for in the wrong block.

export type AddressFamily = 4 | 6;

/** An address, and the length of its block's prefix in bits, or null where the text gives none. */
export interface Address {
  readonly family: AddressFamily;
  /** 0 to 2^32 - 1, or to 2^128 - 1; all bits as written, those beyond the prefix too. */
  readonly address: bigint;
  readonly prefix: number | null;
}

/** All addresses that share the first `prefix` bits. */
export interface Block {
  readonly family: AddressFamily;
  readonly address: bigint;
  readonly prefix: number;
}

/** How many bits an address has. */
export function addressWidth(family: AddressFamily): number {
  return family === 4 ? 32 : 128;
}

/**
 * Reads `192.0.2.1`, `10.0.0.0/8`, `2001:db8::1`, `::ffff:192.0.2.1` or `2001:db8::/32`; null for anything else. Octets
 * with leading zeros are refused, since readers disagree on whether they are octal; zone identifiers are too. An IPv4
 * address inside IPv6 stays an IPv6 address.
 */
export function parseAddress(text: string): Address | null {
  const slash = text.indexOf("/");
  const body = slash < 0 ? text : text.slice(0, slash);
  const family = body.includes(":") ? 6 : 4;
  const address = family === 6 ? parseV6(body) : parseV4(body);
  if (address === null) return null;
  if (slash < 0) return { family, address, prefix: null };
  const digits = text.slice(slash + 1);
  if (!/^(0|[1-9]\d{0,2})$/.test(digits) || Number(digits) > addressWidth(family)) return null;
  return { family, address, prefix: Number(digits) };
}

/** Reads a block; an address without a prefix is the block of itself. */
export function parseBlock(text: string): Block | null {
  const parsed = parseAddress(text);
  return parsed === null ? null : { ...parsed, prefix: parsed.prefix ?? addressWidth(parsed.family) };
}

function parseV4(text: string): bigint | null {
  const octets = text.split(".");
  if (octets.length !== 4) return null;
  let address = 0n;
  for (const octet of octets) {
    if (!/^(0|[1-9]\d{0,2})$/.test(octet) || Number(octet) > 255) return null;
    address = address * 256n + BigInt(octet);
  }
  return address;
}

function parseV6(text: string): bigint | null {
  const halves = text.split("::");
  if (halves.length > 2) return null;
  const [head, tail] = [groupsOf(halves[0]!, halves.length === 1), groupsOf(halves[1] ?? "", true)];
  if (head === null || tail === null) return null;
  const missing = 8 - head.length - tail.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return null;
  let address = 0n;
  for (const group of [...head, ...Array<bigint>(missing).fill(0n), ...tail]) address = address * 65536n + group;
  return address;
}

/** The 16-bit groups of one side of `::`; the last may be an IPv4 address where the text ends. */
function groupsOf(text: string, ends: boolean): bigint[] | null {
  if (text === "") return [];
  const groups: bigint[] = [];
  const parts = text.split(":");
  for (let i = 0; i < parts.length; i++) {
    const part = parts[i]!;
    if (/^[0-9a-fA-F]{1,4}$/.test(part)) groups.push(BigInt(`0x${part}`));
    else {
      const tail = ends && i === parts.length - 1 ? parseV4(part) : null;
      if (tail === null) return null;
      groups.push(tail >> 16n, tail & 0xffffn);
    }
  }
  return groups;
}

/** An address as text: dotted, or as RFC 5952 writes IPv6. */
export function renderAddress({ family, address }: Pick<Address, "family" | "address">): string {
  if (family === 4) return [24n, 16n, 8n, 0n].map((shift) => (address >> shift) & 255n).join(".");
  const groups = Array.from({ length: 8 }, (_, i) => (address >> BigInt(112 - 16 * i)) & 0xffffn);
  let [start, length] = [0, 0];
  for (let from = 0; from < 8; from++) {
    let to = from;
    while (to < 8 && groups[to] === 0n) to++;
    if (to - from > length) [start, length] = [from, to - from];
  }
  const spell = (part: readonly bigint[]): string => part.map((group) => group.toString(16)).join(":");
  if (length < 2) return spell(groups);
  return `${spell(groups.slice(0, start))}::${spell(groups.slice(start + length))}`;
}

/** A block as text, without the bits beyond its prefix. */
export function renderBlock(block: Block): string {
  return `${renderAddress({ family: block.family, address: blockBounds(block).first })}/${block.prefix}`;
}

/** The first and last address of a block; bits beyond the prefix do not matter. */
export function blockBounds({ family, address, prefix }: Block): { first: bigint; last: bigint } {
  const rest = BigInt(addressWidth(family) - prefix);
  const first = (address >> rest) << rest;
  return { first, last: first + (1n << rest) - 1n };
}

/** Whether an address lies in a block; addresses of one family lie in no block of the other. */
export function matchesBlock(block: Block, { family, address }: Pick<Address, "family" | "address">): boolean {
  const rest = BigInt(addressWidth(block.family) - block.prefix);
  return block.family === family && address >> rest === block.address >> rest;
}
