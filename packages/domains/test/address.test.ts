import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type AddressFamily,
  type Block,
  blockBounds,
  matchesBlock,
  memberIndices,
  membersKey,
  membersOf,
  parseAddress,
  parseBlock,
  partitionBlocks,
  renderAddress,
  renderBlock,
} from "../src/index.ts";

describe("parseAddress", () => {
  it.each([
    ["10.0.0.0/8", 4, 0x0a000000n, 8],
    ["255.255.255.255", 4, 0xffffffffn, null],
    ["0.0.0.0/0", 4, 0n, 0],
    ["::", 6, 0n, null],
    ["::1/128", 6, 1n, 128],
    ["1::", 6, 1n << 112n, null],
    ["2001:DB8::00ff", 6, (0x20010db8n << 96n) + 0xffn, null],
    ["::ffff:192.0.2.1", 6, (0xffffn << 32n) + 0xc0000201n, null],
    ["1:2:3:4:5:6:1.2.3.4", 6, 0x00010002000300040005000601020304n, null],
    ["1:2:3:4:5:6:7::", 6, 0x00010002000300040005000600070000n, null],
  ])("reads %s", (text, family, address, prefix) => {
    expect(parseAddress(text)).toEqual({ family, address, prefix });
  });

  it.each([
    ...[
      "",
      "1.2.3",
      "1.2.3.4.5",
      "256.0.0.1",
      "01.2.3.4",
      "1.2.3.4/33",
      "1.2.3.4/",
      "1.2.3.4/08",
      "1.2.3.4/8/8",
      " 1.2.3.4",
    ],
    ...[
      "1.2.3.4\n",
      "1.2.3.-4",
      ":",
      ":::",
      "1::2::3",
      "1:2:3:4:5:6:7:8:9",
      "1:2:3:4:5:6:7",
      "1:2:3:4:5:6:7::8",
      "::/129",
    ],
    ...["12345::", "g::", "fe80::1%eth0", "1.2.3.4::", "::1.2.3", "1:", ":1", "::1.2.3.4:5", "*", "1.2.3.*"],
  ])("refuses %j", (text) => {
    expect(parseAddress(text)).toBeNull();
  });

  it("reads back what it writes", () => {
    const address = fc.oneof(
      fc.record({ family: fc.constant<AddressFamily>(4), address: fc.bigInt(0n, (1n << 32n) - 1n) }),
      fc.record({ family: fc.constant<AddressFamily>(6), address: fc.bigInt(0n, (1n << 128n) - 1n) }),
      fc.array(fc.constantFrom<bigint[]>(0n, 0n, 1n, 0xabcn), { minLength: 8, maxLength: 8 }).map((groups) => ({
        family: 6 as AddressFamily,
        address: groups.reduce((all, group) => all * 65536n + group, 0n),
      })),
    );
    fc.assert(
      fc.property(address, (value) => {
        expect(parseAddress(renderAddress(value))).toEqual({ ...value, prefix: null });
      }),
    );
    expect(renderAddress({ family: 6, address: 1n })).toBe("::1");
    expect(renderAddress({ family: 6, address: 0x20010db8000000010001000100010001n })).toBe("2001:db8:0:1:1:1:1:1");
    expect(renderBlock(parseBlock("10.1.2.3/8")!)).toBe("10.0.0.0/8");
    expect(renderBlock(parseBlock("192.0.2.1")!)).toBe("192.0.2.1/32");
  });
});

describe("partitionBlocks", () => {
  it("has the classes of all bounds and their neighbours, and no other", () => {
    const seen = { only: 0, more: 0 };
    const block = fc
      .record({ family: fc.constantFrom<AddressFamily>(4, 6), low: fc.nat(15), prefix: fc.integer({ min: 0, max: 5 }) })
      .map(({ family, low, prefix }): Block => {
        const width = family === 4 ? 32 : 128;
        return { family, address: BigInt(low), prefix: prefix === 0 ? 0 : width - 5 + prefix };
      });
    fc.assert(
      fc.property(fc.array(fc.array(block, { maxLength: 3 }), { maxLength: 4 }), (sets) => {
        const cells = partitionBlocks(sets);
        const keyOf = (address: { family: AddressFamily; address: bigint }) =>
          membersKey(
            membersOf(
              sets.length,
              sets.flatMap((set, i) => (set.some((b) => matchesBlock(b, address)) ? [i] : [])),
            ),
          );
        const tried = ([4, 6] as const).flatMap((family) => {
          const last = (1n << BigInt(family === 4 ? 32 : 128)) - 1n;
          const bounds = sets.flat().flatMap((b) => (b.family === family ? Object.values(blockBounds(b)) : []));
          return [0n, last, ...bounds.flatMap((bound) => [bound - 1n, bound, bound + 1n])]
            .filter((address) => address >= 0n && address <= last)
            .map((address) => ({ family, address }));
        });
        expect(cells.map((cell) => cell.key).sort()).toEqual([...new Set(tried.map(keyOf))].sort());
        for (const cell of cells) {
          expect(keyOf(cell.sample)).toBe(cell.key);
          if (cell.only) {
            const same = tried.filter((address) => keyOf(address) === cell.key);
            expect(new Set(same.map(renderAddress)).size).toBe(1);
          }
          seen[cell.only ? "only" : "more"]++;
        }
      }),
      { numRuns: 1500 },
    );
    expect(seen.only).toBeGreaterThan(200);
    expect(seen.more).toBeGreaterThan(1000);
  });

  it("does not let all of IPv4 cover IPv6", () => {
    const cells = partitionBlocks([[parseBlock("0.0.0.0/0")!], [parseBlock("::/0")!]]);
    expect(cells.map(({ members, sample }) => [memberIndices(members), renderAddress(sample)])).toEqual([
      [[0], "0.0.0.0"],
      [[1], "::"],
    ]);
  });
});
