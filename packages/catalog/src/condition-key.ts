// Trusted: arity decides what an operator means, so these words mean the same here and in the semantics.
import type { Page } from "./page.ts";

/** The type AWS documents for a key's values. `FederatedProvider` and `EpochTime` have two; the second is `alternative`. */
export type KeyType = "String" | "ARN" | "Bool" | "Numeric" | "Date" | "IPAddress" | "Binary";

/**
 * How many values a request can hold for the key: one, a set, or not documented. `unknown` must be treated as a set of
 * any size: a wrong `single` would prove things about requests that AWS evaluates otherwise.
 */
export type Arity = "single" | "multi" | "unknown";

/** What a key tells about, in the order of AWS's page of global keys. */
export type KeySubject = "principal" | "session" | "network" | "resource" | "request";

/** A condition key as AWS documents it. */
export interface ConditionKey {
  /** Exact spelling. For a member of a family the family's spelling and then the rest as it was asked for. */
  readonly name: string;
  /** The family it belongs to, for example `aws:ResourceTag/${TagKey}`; absent for a key with a fixed name. */
  readonly family?: string;
  readonly type: KeyType;
  /** A second type AWS documents for the same key. */
  readonly alternative?: KeyType;
  readonly arity: Arity;
  /** When the key is in the request context, in a sentence; empty where AWS gives none beyond the actions that list it. */
  readonly presence: string;
  /** The AWS page that the row follows. */
  readonly page: Page;
  /** What it tells about; only for global and cross-service keys. */
  readonly subject?: KeySubject;
  /** AWS lists it among the keys in which a wildcard has no valid use. */
  readonly sensitive?: true;
  /** The caller writes the value freely (an HTTP header), so it protects nothing. */
  readonly callerControlled?: true;
}
