// Checked: only warnings come from here. Values are read as the meaning of policies reads them where no open rule is pinned.
import { parseBlock } from "./address.ts";
import { splitArn } from "./arn.ts";
import { parseBase64 } from "./base64.ts";
import { parseDecimal } from "./decimal.ts";
import { parseInstant } from "./instant.ts";
import type { OperandKind } from "./operator.ts";
import type { Pattern } from "./policy.ts";
import { parseBool } from "./truth.ts";

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
      return parseDecimal(written, "decimal") !== null;
    case "date":
      return parseInstant(written, "utc", "capital") !== null;
    case "bool":
    case "presence":
      return parseBool(written) !== null;
    case "binary":
      return parseBase64(written) !== null;
    case "address":
      return parseBlock(written, "host") !== null;
    case "arn": {
      const prefix = splitArn(written)?.prefix;
      return prefix !== undefined && (prefix === "arn" || /[*?]/.test(prefix));
    }
  }
}
