// Checked: what is thrown here is "not proved", never a pass.

/** Thrown where a proof does not hold up; caught where a proof is checked. */
export class Unproved extends Error {
  constructor(why: string) {
    super(why);
    this.name = "Unproved";
  }
}
