// For what the quick tests leave of the semantics.
import "../../packages/semantics/test/meanings.test.ts";
import "./suite.ts";

export { collected } from "./collect.ts";
