// The tests that a mutant of the scripts for other solvers must pass.
import "../golden/scripts.test.ts";
import "../../packages/encoding/test/scripts.test.ts";
import "../../packages/encoding/test/smtlib-patterns.test.ts";
import "../../packages/analysis/test/engines.test.ts";
import "./strings-of-pairs.ts";

export { collected } from "./collect.ts";
