import type { Resource } from '../model/resource';
import { compareCodePoints } from '../selector/compare-code-points';

/** Objects by kind, namespace and name, with the order in which they were given. */
export interface SortedObjects {
  readonly given: readonly Resource[];
  readonly sorted: readonly Resource[];
}

/** `earlier` itself where the same objects are given in the same order. */
export function sortObjects(given: readonly Resource[], earlier?: SortedObjects): SortedObjects {
  const isKnown = earlier?.given.length === given.length && given.every((one, place) => one === earlier.given[place]);
  return isKnown ? earlier : { given, sorted: given.toSorted(compareResources) };
}

function compareResources(left: Resource, right: Resource): number {
  return (
    compareCodePoints(left.kind, right.kind) ||
    compareCodePoints(left.namespace, right.namespace) ||
    compareCodePoints(left.name, right.name)
  );
}
