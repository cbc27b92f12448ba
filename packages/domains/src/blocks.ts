// Trusted: a range of addresses that is left out is a class that is missing.
import { type Address, addressWidth, type Block, blockBounds } from "./address.ts";
import { type Interval, integerOrder, partitionOrdered, wholeNumberOrder } from "./ordered.ts";
import type { Members } from "./signatures.ts";

/** The addresses that lie in the same sets of blocks. */
export interface AddressCell {
  readonly members: Members;
  readonly key: string;
  /** The least address of the cell, IPv4 before IPv6. */
  readonly sample: Pick<Address, "family" | "address">;
  /** True: the cell holds exactly this address. False says nothing. */
  readonly only: boolean;
}

const V4 = wholeNumberOrder(0, 2 ** 32 - 1);
const V6 = integerOrder(0n, (1n << BigInt(addressWidth(6))) - 1n);

/** Cuts all IPv4 and IPv6 addresses into classes by the sets of blocks that hold them, in time n log n. */
export function partitionBlocks(sets: readonly (readonly Block[])[]): AddressCell[] {
  // IPv4 goes by numbers: five times as fast as by bigint.
  const v4 = sets.map((set) =>
    set.flatMap((block): Interval<number>[] => {
      if (block.family !== 4) return [];
      const { first, last } = blockBounds(block);
      return [{ lo: Number(first), loOpen: false, hi: Number(last), hiOpen: false }];
    }),
  );
  const v6 = sets.map((set) =>
    set.flatMap((block): Interval<bigint>[] => {
      if (block.family !== 6) return [];
      const { first, last } = blockBounds(block);
      return [{ lo: first, loOpen: false, hi: last, hiOpen: false }];
    }),
  );
  const cells = new Map<string, AddressCell>();
  for (const { sample, ...cell } of partitionOrdered(v4, V4)) {
    cells.set(cell.key, { ...cell, sample: { family: 4, address: BigInt(sample) } });
  }
  for (const { sample, ...cell } of partitionOrdered(v6, V6)) {
    const known = cells.get(cell.key);
    if (known === undefined) cells.set(cell.key, { ...cell, sample: { family: 6, address: sample } });
    else cells.set(cell.key, { ...known, only: false });
  }
  return [...cells.values()];
}
