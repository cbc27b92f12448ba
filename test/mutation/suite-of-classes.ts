// For what the quick tests leave of classes and witnesses.
import "../../packages/encoding/test/cancel.test.ts";
import "../../packages/encoding/test/family-texts.test.ts";
import "../../packages/encoding/test/membership.test.ts";
import "../../packages/encoding/test/narrow.test.ts";
import "../golden/witnesses.test.ts";

export { collected } from "./collect.ts";
