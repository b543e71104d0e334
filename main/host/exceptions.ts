/** A bug of ours, as the terminal is to show it: with its stack where it has one. */
export function describeException(thrown: unknown): string {
  return thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
}

/** Tells the terminal of a bug of ours; the window sees none of it. */
export function printException(detail: string): void {
  process.stderr.write(`calico-rehearsal: an exception, which is our own bug:\n${detail}\n`);
}
