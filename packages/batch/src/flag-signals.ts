// Checked: it only ends questions; what is ended becomes "unknown".

/** How often flags are looked at while a question waits for Z3, in milliseconds. */
const LOOK_MS = 25;

/** Signals that are aborted when a flag in shared memory is set. */
export class FlagSignals {
  readonly #flags: Int32Array;
  readonly #timer: NodeJS.Timeout;
  #current: { readonly at: number; readonly abort: AbortController } | undefined;

  constructor(flags: Int32Array) {
    this.#flags = flags;
    this.#timer = setInterval(() => this.#look(), LOOK_MS);
  }

  /** The signal of the flag at this place; of those given only the last tells its listeners. */
  at(place: number): AbortSignal {
    const abort = new AbortController();
    this.#current = { at: place, abort };
    // Read from the memory itself, since work that does not wait lets no timer run.
    return Object.defineProperty(abort.signal, "aborted", { get: () => this.#isSet(place), configurable: true });
  }

  close(): void {
    clearInterval(this.#timer);
  }

  #look(): void {
    if (this.#current === undefined || !this.#isSet(this.#current.at)) return;
    const { abort } = this.#current;
    this.#current = undefined;
    // From here on the signal is an ordinary one that was aborted.
    Reflect.deleteProperty(abort.signal, "aborted");
    abort.abort();
  }

  #isSet(place: number): boolean {
    return Atomics.load(this.#flags, place) !== 0;
  }
}
