// Chance that a seed repeats.

/** Whole numbers below `length`, the same for the same seed (mulberry32). */
export function chance(seed: number): (length: number) => number {
  let state = seed | 0;
  return (length) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * length);
  };
}
