// Checked: addresses are read by people; the links of the documents are tested.
/**
 * An AWS documentation page: its path under `https://docs.aws.amazon.com/`, with an anchor where there is one, or a
 * whole address when it lies elsewhere.
 */
export type Page = string;

/** The public address of a page named in one of this package's tables. */
export function pageAddress(page: Page): string {
  return page.startsWith("https://") ? page : `https://docs.aws.amazon.com/${page}`;
}
