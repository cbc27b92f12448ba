// Checked: what is given up becomes "unknown".
import type { PartitionLimits } from "@keyaki/domains";

/** How far making the classes of one field may go. */
export interface Limits extends PartitionLimits {
  /** States that listing the classes of one text may take where its sets can be asked one by one instead; as many as of any field unless given. */
  readonly listedStates?: number;
  /** False: relations stay free, and no text is taken apart to say more of them. Fewer facts prove less and let more models through. */
  readonly takesApart?: boolean;
}

/** Classes that are listed of a text however few its sets are, and for each of its sets beyond. */
const MOST_CLASSES = 256;
const MOST_CLASSES_PER_SET = 4;

/** The limits for a text whose sets, so many, can be asked one by one: where they overlap in all ways that takes less than to list the classes. */
export function forListing({ listedStates, takesApart: _, ...limits }: Limits, sets: number): PartitionLimits {
  if (listedStates === undefined) return limits;
  return { ...limits, maxStates: listedStates, maxCells: MOST_CLASSES + MOST_CLASSES_PER_SET * sets };
}
