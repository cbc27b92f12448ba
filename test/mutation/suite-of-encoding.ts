// For what the quick tests leave of the encoding: tests of its parts, and the laws that speak of it.
import "../../packages/encoding/test/cancel.test.ts";
import "../../packages/encoding/test/family-texts.test.ts";
import "../../packages/encoding/test/fields.test.ts";
import "../../packages/encoding/test/membership.test.ts";
import "../../packages/encoding/test/narrow.test.ts";
import "../../packages/encoding/test/relations.test.ts";
import "../../packages/encoding/test/requests.test.ts";
import "../../packages/encoding/test/resource-text.test.ts";
import "../golden/witnesses.test.ts";
import "../laws/every-value-has-a-class.test.ts";
import "../laws/relation-facts-hold.test.ts";
import "../laws/class-counting-agrees-with-enumeration.test.ts";
import "../laws/what-a-text-cannot-be-holds-of-every-text.test.ts";
import "../laws/abstraction-agrees-with-brute-force.test.ts";
import "../laws/texts-asked-one-by-one-agree-with-classes.test.ts";
import "../laws/removing-a-deny-is-widening.test.ts";
import "../laws/witness-confirmed.test.ts";

export { collected } from "./collect.ts";
