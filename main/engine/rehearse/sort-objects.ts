import type { Resource } from '../model/resource';
import type { Sorted } from '../model/sort-again';
import { sortAgain } from '../model/sort-again';
import { compareCodePoints } from '../selector/compare-code-points';

/** Objects by kind, namespace and name, with the order in which they were given. */
export type SortedObjects = Sorted<Resource>;

/** `earlier` itself where the same objects are given in the same order. */
export function sortObjects(given: readonly Resource[], earlier?: SortedObjects): SortedObjects {
  return sortAgain(given, compareResources, earlier);
}

function compareResources(left: Resource, right: Resource): number {
  return (
    compareCodePoints(left.kind, right.kind) ||
    compareCodePoints(left.namespace, right.namespace) ||
    compareCodePoints(left.name, right.name)
  );
}
