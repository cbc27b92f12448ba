import { printable } from "@keyaki/policy";

type Words = (param: (name: string) => string) => string;

const REQUEST: Readonly<Record<string, Words>> = {
  WRONG_TYPE: (p) => `must be ${p("expected")}`,
  MISSING: () => "is missing",
  INVALID_VALUE: (p) => `must be ${p("expected")}, not "${p("value")}"`,
  CONTRADICTION: (p) => `says "${p("given")}", but the rest of the request makes it "${p("derived")}"`,
  DUPLICATE_KEY: (p) => `is the same key as "${p("other")}"`,
  NOT_MULTIVALUED: () => "holds one value, not a list",
  UNSUPPORTED: (p) => `is not taken into account yet, so it is refused: ${p("field")}`,
  UNKNOWN_FIELD: (p) => `is no field here; there are ${p("known")}`,
  LONE_SURROGATE: () => "holds half of a surrogate pair, which is not a character",
};

const SOURCE: Readonly<Record<string, Words>> = {
  "not-found": () => "there is no such file",
  unreadable: (p) => `it cannot be read${detail(p)}`,
  "not-a-file": () => "it is not a regular file",
  "symlink-loop": () => "its symbolic links lead in a circle",
  "symlink-outside": () => "its symbolic link leads out of the repository",
  "symlink-broken": () => "its symbolic link leads nowhere",
  "too-large": (p) => `it is larger than the limit of ${p("detail")} bytes (--max-bytes raises it)`,
  "too-many-files": (p) => `it holds more than ${p("detail")} files (--max-files raises it)`,
  "wrapped-policy": () => "it holds a policy inside another document, such as a template; give the policy itself",
  submodule: () => "it is a submodule, whose content is not in this repository",
  "missing-object": () => "its content is missing from the repository, as in a partial clone",
  "git-missing": () => "the program git was not found",
  "git-not-a-repository": () => "this is not a git repository",
  "git-unknown-revision": (p) => `there is no revision "${p("detail")}"`,
  "git-bad-range": (p) => `"${p("detail")}" is not a range of revisions; write BASE, BASE..HEAD or BASE...HEAD`,
  "git-path-outside": (p) => `the path "${p("detail")}" is outside the repository`,
  "git-failed": (p) => `git failed${detail(p)}`,
};

function detail(param: (name: string) => string): string {
  return param("detail") === "" ? "" : ` (${param("detail")})`;
}

/** What is wrong with a request or a source, as a clause without a full stop; an unknown code is shown as it is. */
export function problemWords(problem: {
  readonly code: string;
  readonly params?: Readonly<Record<string, string>>;
  readonly detail?: string;
}): string {
  const words = REQUEST[problem.code] ?? SOURCE[problem.code];
  const params: Readonly<Record<string, string>> = { ...problem.params, detail: problem.detail ?? "" };
  const param = (name: string) => printable(params[name] ?? "").trim();
  return words === undefined ? `${problem.code}${detail(param)}` : words(param);
}
