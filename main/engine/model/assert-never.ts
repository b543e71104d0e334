/** Ends an exhaustive switch over a closed union. Throws only on our own bug. */
export function assertNever(value: never): never {
  throw new Error(`unexpected member of a closed union: ${JSON.stringify(value)}`);
}
