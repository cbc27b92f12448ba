// Trusted: a document that goes missing between the disk and the analyzer is never judged.

/** Why a document could not be read, as a code with what the words need; `report` makes the sentence. */
export interface SourceProblem {
  readonly code:
    | "not-found"
    | "unreadable"
    | "not-a-file"
    | "symlink-loop"
    | "symlink-outside"
    | "symlink-broken"
    | "too-large"
    | "too-many-files"
    | "wrapped-policy"
    | "submodule"
    | "missing-object"
    | "git-missing"
    | "git-not-a-repository"
    | "git-unknown-revision"
    | "git-bad-range"
    | "git-path-outside"
    | "git-failed";
  /** The path, revision, size or the system's own words that the code is about; may be empty. */
  readonly detail: string;
}

/** One document that has to be judged, or that should have been and could not be read. */
export interface SourceText {
  /** `/`-separated path relative to what was named (to the repository's root for git); the two sides of a change are matched by it. */
  readonly id: string;
  /** As reports show it: the path from where the command runs, control characters escaped; `-` for standard input. */
  readonly path: string;
  /** The raw bytes, undecoded: encoding faults are the parser's to report. Null exactly when they could not be had. */
  readonly bytes: Uint8Array | null;
  /** SHA-256 of the bytes in hex; known also for a document too large to keep. Null when they could not be read. */
  readonly digest: string | null;
  /** Set when this document cannot be judged. It may be ignored only if both sides have the same `digest`. */
  readonly problem?: SourceProblem;
}

/** A JSON file of a named directory that is no policy document. */
export interface IgnoredFile {
  /** The file as it would be judged, should the other side of a change hold a policy under the same id. */
  readonly text: SourceText;
  /** `no-statement`: JSON without a Statement. `not-json`: cannot be parsed and does not hold the word either. */
  readonly reason: "no-statement" | "not-json";
}

/** Everything that was found in one place. Lists are in code-point order of `id`. */
export interface SourceTree {
  /** A `file` (also standard input) must be a policy; in a `directory` or a `revision` other documents are ignored with a reason. */
  readonly kind: "file" | "directory" | "revision";
  /** What was named: the path, or the revision as typed. */
  readonly name: string;
  readonly texts: readonly SourceText[];
  readonly ignored: readonly IgnoredFile[];
  /** How many files were passed over because their names do not end in `.json`. */
  readonly otherFiles: number;
}

/** A tree-level fault: nothing of what was named could be listed. */
export type Sourced<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: SourceProblem };

export interface ReadLimits {
  /** Largest document in bytes; a larger one is a problem, never cut short. Default 2 MiB. */
  readonly maxBytes: number;
  /** Most files and folders visited below one name; symbolic links can fan out without end. Default 100,000. */
  readonly maxFiles: number;
}

export interface ReadOptions {
  /** Take `*.jsonc` as well, for policies with comments. Default false. */
  readonly comments?: boolean;
  readonly limits?: Partial<ReadLimits>;
}

const DEFAULT_LIMITS: ReadLimits = { maxBytes: 2 * 1024 * 1024, maxFiles: 100_000 };

/** The limits in force: those given, else the defaults. */
export function limitsOf(options: ReadOptions): ReadLimits {
  return { ...DEFAULT_LIMITS, ...options.limits };
}
