// The tests of the domains by themselves: all others reach them through a whole analysis, which takes far longer.
import "../../packages/domains/test/domain.test.ts";
import "../../packages/domains/test/find.test.ts";
import "../../packages/domains/test/fold.test.ts";
import "../../packages/domains/test/frontier.test.ts";
import "../../packages/domains/test/glob.test.ts";
import "../../packages/domains/test/joint.test.ts";
import "../../packages/domains/test/match.test.ts";
import "../../packages/domains/test/program.test.ts";
import "../../packages/domains/test/signatures.test.ts";
import "../../packages/domains/test/texts.test.ts";
import "../../packages/domains/test/tuples.test.ts";
import "../../packages/domains/test/walk.test.ts";

export { collected } from "./collect.ts";
