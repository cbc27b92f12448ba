// The part of `benchmark` 2.1.4 that is used here; the package ships no types.
declare module "benchmark" {
  interface Result {
    readonly name: string;
    /** Runs a second. */
    readonly hz: number;
    readonly stats: { readonly mean: number; readonly rme: number; readonly sample: readonly number[] };
  }
  interface Deferred {
    resolve(): void;
  }
  export class Suite {
    add(name: string, options: { readonly defer: true; fn(deferred: Deferred): void }): this;
    on(event: "cycle", listener: (event: { readonly target: Result }) => void): this;
    on(event: "complete", listener: () => void): this;
    run(options: { readonly async: boolean }): this;
  }
  const benchmark: { readonly Suite: typeof Suite };
  export default benchmark;
}
