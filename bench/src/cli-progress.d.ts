declare module "cli-progress" {
  interface Options {
    readonly format: string;
    readonly hideCursor: boolean;
    readonly clearOnComplete: boolean;
    readonly stream: NodeJS.WritableStream;
    readonly etaBuffer: number;
  }
  class SingleBar {
    constructor(options: Options);
    start(total: number, value: number): void;
    update(value: number): void;
    stop(): void;
  }
  const progress: { readonly SingleBar: typeof SingleBar };
  export default progress;
}
