import {
  type Diagnostic,
  type KindReading,
  type Limits,
  type ParseResult,
  type Policy,
  type PolicyKind,
  parsePolicy,
  renderDiagnostic,
} from "@keyaki/policy";
import { type NotAnalysed, problemWords } from "@keyaki/report";
import type { ReadTreeOptions, SourceText } from "@keyaki/sources";
import type { Kind, ReadFlags } from "./options.ts";
import type { Run } from "./run.ts";

/** A document that was read. */
export interface ReadPolicy {
  readonly policy: Policy;
  readonly kind: KindReading;
  readonly text: string;
}

/** How many diagnostics of one document are printed; the rest is counted. */
const PRINTED = 20;

/** Reads documents, and prints what is wrong with them on the error stream. Each is told about once. */
export class Reader {
  readonly #run: Run;
  readonly #kind: PolicyKind | undefined;
  readonly #allowComments: boolean;
  readonly #limits: Partial<Limits>;
  readonly #warns: boolean;
  readonly #told = new Set<string>();
  readonly notAnalysed: NotAnalysed[] = [];
  #parseMs = 0;

  constructor(run: Run, flags: ReadFlags & { readonly kind?: Kind; readonly quiet?: true }) {
    this.#run = run;
    this.#kind = flags.kind;
    this.#allowComments = flags.allowComments === true;
    this.#limits = limitsOf(flags);
    this.#warns = flags.quiet !== true;
  }

  /** The policy, or null after saying why there is none. Of an old version only errors are told: its warnings are past. */
  async read(text: SourceText, side: "new" | "old" = "new"): Promise<ReadPolicy | null> {
    if (text.problem !== undefined || text.bytes === null) {
      const reason = problemWords(text.problem ?? { code: "unreadable" });
      await this.refuse(text, `error: ${text.path}: ${reason}.`, reason);
      return null;
    }
    const parsed = this.#parse(text.bytes, text, this.#kind);
    const errors = parsed.diagnostics.filter((each) => each.severity === "error");
    await this.#tell(text, parsed.text, this.#warns && side === "new" ? parsed.diagnostics : errors);
    if (parsed.policy !== null) return { policy: parsed.policy, kind: parsed.kind, text: parsed.text };
    const [first] = errors;
    this.#leaveOut(text, first === undefined ? "it is not a policy" : reasonOf(first, errors.length));
    return null;
  }

  /** The same without a word: for keys of content, and for trying another kind. */
  parse(text: SourceText, kind: PolicyKind | undefined = this.#kind): ReadPolicy | null {
    if (text.problem !== undefined || text.bytes === null) return null;
    const { policy, kind: reading, text: decoded } = this.#parse(text.bytes, text, kind);
    return policy === null ? null : { policy, kind: reading, text: decoded };
  }

  /** Milliseconds of the run so far, and of them for policies read from their texts. */
  spent(): { readonly ms: number; readonly parse: number } {
    return { ms: performance.now() - this.#run.started, parse: this.#parseMs };
  }

  #parse(bytes: Uint8Array, text: SourceText, kind: PolicyKind | undefined): ParseResult {
    const begun = performance.now();
    const parsed = parsePolicy(bytes, this.#options(text, kind));
    this.#parseMs += performance.now() - begun;
    return parsed;
  }

  /** Leaves a document out, and says so. */
  async refuse(text: Pick<SourceText, "id" | "path">, line: string, reason: string): Promise<void> {
    await this.#run.note(line);
    this.#leaveOut(text, reason);
  }

  #leaveOut({ path }: Pick<SourceText, "path">, reason: string): void {
    if (!this.notAnalysed.some((each) => each.id === path)) this.notAnalysed.push({ id: path, reason });
  }

  #options(text: SourceText, kind: PolicyKind | undefined) {
    return {
      source: text.path,
      allowComments: this.#allowComments,
      limits: this.#limits,
      ...(kind === undefined ? {} : { kind }),
    };
  }

  async #tell(text: SourceText, content: string, diagnostics: readonly Diagnostic[]): Promise<void> {
    const key = `${text.path}\u0000${text.digest}`;
    if (diagnostics.length === 0 || this.#told.has(key)) return;
    this.#told.add(key);
    const shown = diagnostics.slice(0, PRINTED).map((each) => renderDiagnostic(text.path, content, each));
    const more = diagnostics.length - shown.length;
    if (more > 0) shown.push(`${text.path}: ${more} more`);
    await this.#run.note(shown.join("\n"));
  }
}

function reasonOf({ code }: Diagnostic, errors: number): string {
  return errors === 1 ? `it has an error (${code})` : `it has ${errors} errors (${code} and others)`;
}

function limitsOf(flags: ReadFlags): Partial<Limits> {
  return {
    ...(flags.maxBytes === undefined ? {} : { bytes: flags.maxBytes }),
    ...(flags.maxDepth === undefined ? {} : { depth: flags.maxDepth }),
    ...(flags.maxStatements === undefined ? {} : { statements: flags.maxStatements }),
    ...(flags.maxString === undefined ? {} : { stringLength: flags.maxString }),
  };
}

/** How sources are read under the flags. */
export function treeOptions(flags: ReadFlags, run: Run): ReadTreeOptions {
  return {
    comments: flags.allowComments === true,
    limits: {
      ...(flags.maxBytes === undefined ? {} : { maxBytes: flags.maxBytes }),
      ...(flags.maxFiles === undefined ? {} : { maxFiles: flags.maxFiles }),
    },
    stdin: run.io.stdin,
  };
}
