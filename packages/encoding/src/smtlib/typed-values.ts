// Trusted: numbers, instants and addresses as arithmetic. It shares no code with the classes.
import {
  type AddressBlock,
  type DateReading,
  type Decimal,
  hasSmallLetters,
  isZoneless,
  type NumberForms,
  type Order,
  type ParsesSet,
  parseAddress,
  parseDecimal,
  parseInstant,
  renderDecimal,
  type ValueSet,
} from "@keyaki/semantics";
import { atMost, equal, implies, int, lessThan, real, type Term } from "@keyaki/smt";
import { any, every, joined, NO, negate, YES } from "./connectives.ts";
import type { Sink } from "./sink.ts";

/** The families whose values are numbers of some kind. */
export type TypedFamily = "number" | "date" | "address";

/** The family of a set of parsed values; null for a language of texts. */
export function typedFamily(set: ValueSet): TypedFamily | null {
  const family = set.is === "parses" ? set.family : set.is;
  return family === "number" || family === "date" || family === "address" ? family : null;
}

/** What one text is under each family; made as asked for. */
export interface TypedValue {
  /** The text parses as a number in some form; whether only in forms that are no digits alone; and which. */
  readonly number: { readonly parses: Term; readonly extended: Term; readonly value: Term };
  /** The text parses as a date when times without a zone count as UTC and letters may be small; whether it has no zone, small letters; milliseconds since 1970. */
  readonly date: { readonly parses: Term; readonly zoneless: Term; readonly small: Term; readonly value: Term };
  /** The text is an address; of IPv6; its number. */
  readonly address: { readonly parses: Term; readonly six: Term; readonly value: Term };
}

/** Epoch seconds have at most twelve digits. */
const FARTHEST = 10n ** 15n;
/** Dates with a calendar have years 0000 to 9999. */
export const FIRST_DAY = -62_167_219_200_000n;
export const LAST_DAY = 253_402_300_799_999n;

/** The values that one unknown text may have, as constants. */
export function unknownValue(name: string, sink: Sink): TypedValue {
  const flag = (what: string) => sink.constant(`${name} ${what}`, "Bool");
  return {
    get number() {
      const parses = flag("is a number");
      const extended = sink.constant(`${name} is a number in another form`, "Bool", (made) => implies(made, parses));
      return { parses, extended, value: sink.constant(`${name} as number`, "Real") };
    },
    get date() {
      const parses = flag("is a date");
      const value = sink.constant(`${name} as date`, "Int", (made) => within(made, -FARTHEST, FARTHEST));
      const zoneless = sink.constant(`${name} is a date without zone`, "Bool", (made) =>
        implies(made, every(parses, within(value, FIRST_DAY, LAST_DAY))),
      );
      const small = sink.constant(`${name} is a date in small letters`, "Bool", (made) =>
        implies(made, every(parses, within(value, FIRST_DAY, LAST_DAY))),
      );
      return { parses, zoneless, small, value };
    },
    get address() {
      const six = flag("is IPv6");
      const value = sink.constant(`${name} as address`, "Int", (made) =>
        every(within(made, 0n, (1n << 128n) - 1n), any(six, within(made, 0n, (1n << 32n) - 1n))),
      );
      return { parses: flag("is an address"), six, value };
    },
  };
}

function within(value: Term, low: bigint, high: bigint): Term {
  return every(atMost(int(low), value), atMost(value, int(high)));
}

/** "The value lies in the set", for a set of a typed family. */
export function isValueIn(value: TypedValue, set: ValueSet): Term {
  switch (set.is) {
    case "number": {
      const { value: number } = value.number;
      return every(
        readsNumber(value, set.forms),
        joined(
          any,
          set.values.map((other) => inOrder(set.order, number, decimal(other))),
        ),
      );
    }
    case "date": {
      const { value: instant } = value.date;
      return every(
        readsDate(value, set),
        joined(
          any,
          set.values.map((other) => inOrder(set.order, instant, int(other))),
        ),
      );
    }
    case "address": {
      const { parses, six, value: address } = value.address;
      const blocks = set.blocks.flatMap((block) => blockTerms(block, set.mapped, six, address));
      return every(parses, joined(any, blocks));
    }
    case "parses":
      return parsesAs(value, set);
    default:
      throw new RangeError(`no typed values: ${set.is}`);
  }
}

function parsesAs(value: TypedValue, set: ParsesSet): Term {
  switch (set.family) {
    case "number":
      return readsNumber(value, set.forms);
    case "address":
      return value.address.parses;
    case "date":
      return readsDate(value, set);
    default:
      throw new RangeError(`no typed values: ${set.family}`);
  }
}

/** "The text is a number", under one reading of the open rule. */
function readsNumber({ number }: TypedValue, forms: NumberForms): Term {
  return forms === "decimal" ? every(number.parses, negate(number.extended)) : number.parses;
}

/** "The text is a date", under one reading of the open rules. */
function readsDate({ date }: TypedValue, { zoneless, letters }: DateReading): Term {
  return every(
    date.parses,
    zoneless === "unparsable" ? negate(date.zoneless) : YES,
    letters === "capital" ? negate(date.small) : YES,
  );
}

const MAPPED = 0xffffn << 32n;

function blockTerms({ family, low, high }: AddressBlock, mapped: string, six: Term, address: Term): Term[] {
  if (family === 6) return [every(six, within(address, low, high))];
  const four = every(negate(six), within(address, low, high));
  return mapped === "same" ? [four, every(six, within(address, MAPPED | low, MAPPED | high))] : [four];
}

/** A number as a Real. */
export function decimal(value: Decimal): Term {
  return real(renderDecimal(value));
}

export function inOrder(order: Order, left: Term, right: Term): Term {
  switch (order) {
    case "=":
      return equal(left, right);
    case "<":
      return lessThan(left, right);
    case "<=":
      return atMost(left, right);
    case ">":
      return lessThan(right, left);
    case ">=":
      return atMost(right, left);
  }
}

/** What the constants of a family must be where the text is known. */
export function pinnedTo(text: string, family: TypedFamily, value: TypedValue): Term {
  switch (family) {
    case "number": {
      const read = parseDecimal(text, "extended");
      if (read === null) return negate(value.number.parses);
      const { parses, extended, value: number } = value.number;
      const isPlain = parseDecimal(text, "decimal") !== null;
      return every(parses, equal(number, decimal(read)), isPlain ? negate(extended) : extended);
    }
    case "date": {
      const read = parseInstant(text, "utc", "any");
      if (read === null) return negate(value.date.parses);
      const { parses, zoneless, small, value: instant } = value.date;
      return every(
        parses,
        equal(instant, int(read)),
        isZoneless(text) ? zoneless : negate(zoneless),
        hasSmallLetters(text) ? small : negate(small),
      );
    }
    case "address": {
      const read = parseAddress(text);
      if (read === null) return negate(value.address.parses);
      const { six } = value.address;
      return every(
        value.address.parses,
        equal(value.address.value, int(read.value)),
        read.family === 6 ? six : negate(six),
      );
    }
  }
}

/** A value that is no date, number or address. */
export const UNREADABLE: TypedValue = {
  number: { parses: NO, extended: NO, value: real("0") },
  date: { parses: NO, zoneless: NO, small: NO, value: int(0) },
  address: { parses: NO, six: NO, value: int(0) },
};
