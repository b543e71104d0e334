import type { Labels } from '../model/resource';

/** The value of a label, `undefined` when absent; names such as `constructor` are never found in the prototype. */
export function readLabel(labels: Labels, name: string): string | undefined {
  return Object.hasOwn(labels, name) ? labels[name] : undefined;
}
