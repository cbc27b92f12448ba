// Checked: what is given up becomes "unknown".
import type { Limits as WalkLimits } from "@keyaki/domains";

/** How far making the classes of one field may go. */
export interface Limits extends WalkLimits {
  /** States that listing the classes of one text may take where its sets can be asked one by one instead; as many as of any field unless given. */
  readonly listedStates?: number;
  /** False: relations stay free, and no text is taken apart to say more of them. Fewer facts prove less and let more models through. */
  readonly takesApart?: boolean;
}

/** The limits for a text whose sets can be asked one by one. */
export function forListing({ listedStates, takesApart: _, ...limits }: Limits): WalkLimits {
  return listedStates === undefined ? limits : { ...limits, maxStates: listedStates };
}
