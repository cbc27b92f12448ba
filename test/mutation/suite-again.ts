// For what the quick tests leave: the tests of single parts, laws in their short versions, and the pairs that take longer.
import "../../packages/encoding/test/family-texts.test.ts";
import "../../packages/encoding/test/membership.test.ts";
import "../../packages/encoding/test/narrow.test.ts";
import "../laws/class-counting-agrees-with-enumeration.test.ts";
import "../laws/every-value-has-a-class.test.ts";
import "../laws/relation-facts-hold.test.ts";
import "./suite.ts";

export { collected } from "./collect.ts";
