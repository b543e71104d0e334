/**
 * The rooms of `main/engine`, in order: a room imports only itself and rooms above it. `pipeline.ts` comes after all of
 * them. The import rules are generated from this array, and nothing else states the order.
 */
export const engineRooms = /** @type {const} */ ([
  'model',
  'net',
  'selector',
  'load',
  'cluster',
  'compile',
  'evaluate',
  'flows',
  'rehearse',
  'lockout',
  'plan',
  'report',
]);
