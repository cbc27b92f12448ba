// Checked: only warnings come from here; what a value means to its operator is decided where policies get their meaning.
import { splitArn } from "./arn.ts";
import type { OperandKind } from "./operator.ts";
import type { Pattern } from "./policy.ts";

const NUMBER = /^[+-]?(?:\d{1,400}(?:\.\d{0,400})?|\.\d{1,400})(?:[eE][+-]?\d{1,3})?$/;
const DATE = /^\d{4}(?:-\d{2}(?:-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})?)?)?)?$/i;
const EPOCH = /^-?\d{5,12}(?:\.\d{1,9})?$/;
const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

/** What the values of an operator should look like, for a person. */
export const OPERAND_NAMES: Readonly<Record<OperandKind, string>> = {
  text: "a text",
  number: "a number",
  date: "a date such as 2026-01-31T00:00:00Z",
  bool: "true or false",
  binary: "base64",
  address: "an IP address or CIDR block",
  arn: "an ARN",
  presence: "true or false",
};

/** Whether a value can be what its operator compares. A value with a variable or a hole can. */
export function isOperand(pattern: Pattern, kind: OperandKind): boolean {
  if (kind === "text") return true;
  if (pattern.parts.some((part) => part.is === "variable" || part.is === "hole")) return true;
  const { written } = pattern;
  switch (kind) {
    case "number":
      return NUMBER.test(written);
    case "date":
      return EPOCH.test(written) || isDate(written);
    case "bool":
    case "presence":
      return /^(?:true|false)$/i.test(written);
    case "binary":
      return written.length % 4 === 0 && BASE64.test(written);
    case "address":
      return isAddressBlock(written);
    case "arn": {
      const prefix = splitArn(written)?.prefix;
      return prefix !== undefined && (prefix === "arn" || /[*?]/.test(prefix));
    }
  }
}

function isDate(text: string): boolean {
  if (!DATE.test(text)) return false;
  const [year = 0, month = 1, day = 1] = text.slice(0, 10).split("-").map(Number);
  if (month < 1 || month > 12 || day < 1) return false;
  // The day before the next month's first is this month's last.
  return day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}

function isAddressBlock(text: string): boolean {
  const [address = "", prefix, ...rest] = text.split("/");
  if (rest.length > 0 || text.length > 60) return false;
  const isV6 = address.includes(":");
  if (prefix !== undefined && !(/^\d{1,3}$/.test(prefix) && Number(prefix) <= (isV6 ? 128 : 32))) return false;
  return isV6 ? isIpv6(address) : isIpv4(address);
}

function isIpv4(text: string): boolean {
  const parts = text.split(".");
  return parts.length === 4 && parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) <= 255);
}

function isIpv6(text: string): boolean {
  const halves = text.split("::");
  if (halves.length > 2) return false;
  let groups = 0;
  for (const [index, half] of halves.entries()) {
    const parts = half === "" ? [] : half.split(":");
    for (const [at, part] of parts.entries()) {
      const last = index === halves.length - 1 && at === parts.length - 1;
      if (last && part.includes(".")) {
        if (!isIpv4(part)) return false;
        groups += 2;
      } else {
        if (!/^[0-9a-fA-F]{1,4}$/.test(part)) return false;
        groups += 1;
      }
    }
  }
  return halves.length === 2 ? groups <= 7 : groups === 8;
}
