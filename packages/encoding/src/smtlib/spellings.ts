// Checked: what a model's text says is judged by the evaluator once it is a request.
import { renderAddress, renderDecimal, renderInstant } from "@keyaki/semantics";
import type { ModelValues } from "./model-values.ts";
import { FIRST_DAY, LAST_DAY } from "./typed-values.ts";

/** Spellings of one value that are tried where the first ones are texts that mean something else beside. */
const MOST = 9;

/** Texts that are read as what a model says of an unknown value, the plainest first; none where it says that nothing reads it. */
export function spellings(name: string, model: ModelValues): readonly string[] {
  const says = (what: string) => model.truth(`${name} ${what}`);
  if (says("is a number")) {
    const value = model.decimal(`${name} as number`);
    if (value !== null) return numberTexts(renderDecimal(value), says("is a number in another form"));
  }
  if (says("is a date")) {
    const value = model.integer(`${name} as date`);
    if (value !== null) return dateTexts(value, says("is a date without zone"), says("is a date in small letters"));
  }
  if (says("is an address")) {
    const value = model.integer(`${name} as address`);
    if (value !== null) return addressTexts(says("is IPv6") ? 6 : 4, value);
  }
  return [];
}

/** With zeros in front, and an exponent of no effect where only another form than digits is meant. */
function numberTexts(digits: string, otherForm: boolean): string[] {
  return zeros(digits).map((text) => (otherForm ? `${text}e0` : text));
}

function zeros(digits: string): string[] {
  const [sign, rest] = digits.startsWith("-") ? ["-", digits.slice(1)] : ["", digits];
  return Array.from({ length: MOST }, (_, count) => `${sign}${"0".repeat(count)}${rest}`);
}

/** With ever more places of a second. */
function dateTexts(milliseconds: bigint, zoneless: boolean, small: boolean): string[] {
  if (milliseconds >= FIRST_DAY && milliseconds <= LAST_DAY) {
    const [, whole = "", fraction = "."] = /^(.*?)(\.\d+)?Z$/.exec(renderInstant(Number(milliseconds))) ?? [];
    const places = Array.from({ length: MOST }, (_, count) => fraction.padEnd(count + 1, "0")).filter(
      (each, at, all) => each.length !== all[at - 1]?.length,
    );
    const texts = places.map((each) => `${whole}${each === "." ? "" : each}${zoneless ? "" : "Z"}`);
    return small ? texts.map((each) => each.toLowerCase()) : texts;
  }
  const [sign, value] = milliseconds < 0n ? ["-", -milliseconds] : ["", milliseconds];
  const seconds = `${sign}${String(value / 1000n).padStart(5, "0")}.${String(value % 1000n).padStart(3, "0")}`;
  return [seconds, `${seconds}0`, `${seconds}00`];
}

function addressTexts(family: 4 | 6, value: bigint): string[] {
  const text = renderAddress(family, value);
  if (family === 4) return [text];
  const groups = Array.from({ length: 8 }, (_, at) => ((value >> BigInt(112 - 16 * at)) & 0xffffn).toString(16));
  const whole = groups.join(":");
  const padded = groups.map((group) => group.padStart(4, "0")).join(":");
  return [text, whole, padded, text.toUpperCase(), whole.toUpperCase(), padded.toUpperCase()];
}
