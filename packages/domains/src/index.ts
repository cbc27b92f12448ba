export {
  type Address,
  type AddressFamily,
  addressWidth,
  type Block,
  blockBounds,
  matchesBlock,
  parseAddress,
  parseBlock,
  renderAddress,
  renderBlock,
} from "./address.ts";
export { type AddressCell, partitionBlocks } from "./blocks.ts";
export {
  compareDecimals,
  type Decimal,
  decimalBetween,
  decimalOf,
  parseDecimal,
  renderDecimal,
} from "./decimal.ts";
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
export {
  comparisonInterval,
  DECIMAL_ORDER,
  type Interval,
  type IntervalSet,
  integerOrder,
  matchesIntervals,
  type Order,
  type OrderedCell,
  partitionOrdered,
  wholeNumberOrder,
} from "./ordered.ts";
export type { Atom } from "./program.ts";
export { hasMember, type Members, memberIndices, membersKey, membersOf } from "./signatures.ts";
export { type Cell, type Partition, partitionTexts } from "./texts.ts";
export { partitionTuples, type TupleCell, type TuplePartition, type TupleProblem, viewText } from "./tuples.ts";
export { DEFAULT_MAX_STATES, type Limits } from "./walk.ts";
