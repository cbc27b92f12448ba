export { type Place, type PlacedCell, partitionBeginnings } from "./beginnings.ts";
export { ByBeginning } from "./by-beginning.ts";
export { ANY_VALUE, automatonOf, charactersOf, type Domain, DomainAutomaton, repeated } from "./domain.ts";
export { containsTexts, disjointTexts, type FindOptions, findText, type Search } from "./find.ts";
export { equalsFolded, type Fold, foldText } from "./fold.ts";
export {
  ANY_TEXT,
  fillGlob,
  type Glob,
  type GlobToken,
  globKey,
  letterSymbol,
  MAX_LETTERS,
  type TextSet,
  textGlob,
} from "./glob.ts";
export type { View, ViewPart } from "./joint.ts";
export { matchesGlob, matchesTexts } from "./match.ts";
export type { Atom } from "./program.ts";
export { hasMember, type Members, memberIndices, membersKey, membersOf } from "./signatures.ts";
export { type Cell, type Partition, type PartitionLimits, partitionTexts } from "./texts.ts";
export { partitionTuples, type TupleCell, type TuplePartition, type TupleProblem, viewText } from "./tuples.ts";
export { DEFAULT_MAX_STATES, type Limits } from "./walk.ts";
