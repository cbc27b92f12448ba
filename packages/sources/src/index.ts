export { type Change, type ContentKey, pairChanges, pairTrees } from "./changes.ts";
export { type ReadTreeOptions, readTree } from "./directory.ts";
export { compareIds } from "./names.ts";
export { policyKey } from "./policy-key.ts";
export { openPieces } from "./read-file.ts";
export { type GitOptions, type GitRange, type Revision, readGitRange, readGitTree } from "./revisions.ts";
export type { IgnoredFile, ReadLimits, ReadOptions, Sourced, SourceProblem, SourceText, SourceTree } from "./source.ts";
