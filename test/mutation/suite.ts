// The tests that a mutant must pass, the quick ones first.
import "./quick-cases.ts";
import "../pairs/pairs.test.ts";
import "../../packages/semantics/test/formula.test.ts";
import "../../packages/semantics/test/rules.test.ts";
import "../../packages/domains/test/find.test.ts";
import "../../packages/domains/test/fold.test.ts";
import "../../packages/domains/test/match.test.ts";
import "../../packages/domains/test/texts.test.ts";
import "../../packages/domains/test/tuples.test.ts";
import "../../packages/evaluator/test/admissible.test.ts";
import "../../packages/evaluator/test/axioms.test.ts";
import "../../packages/evaluator/test/conditions.test.ts";
import "../../packages/evaluator/test/decide.test.ts";
import "../../packages/evaluator/test/match.test.ts";
import "../../packages/evaluator/test/policy-set.test.ts";
import "../../packages/evaluator/test/request-json.test.ts";
import "../../packages/encoding/test/narrow.test.ts";
import "../../packages/checker/test/cover.test.ts";
import "../../packages/checker/test/refutation.test.ts";
import "../../packages/analysis/test/levels.test.ts";

export { collected } from "./collect.ts";
