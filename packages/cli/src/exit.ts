/** The contract's exit codes. */
export type ExitCode = 0 | 1 | 2 | 3 | 4;

const ORDER: readonly ExitCode[] = [2, 1, 3, 4, 0];

/** When several meet: the first of 2, 1, 3, 4, 0. */
export function worst(codes: readonly ExitCode[]): ExitCode {
  return ORDER.find((code) => codes.includes(code)) ?? 0;
}

/** Bad usage or input that no file position tells better; ends the run with code 2 and this message. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
