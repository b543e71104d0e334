import type { Accounting } from '../model/accounting';
import type { Resource } from '../model/resource';
import type { ReadOutcome } from './resource-of';
import { writtenKind } from './written-kind';

/** How many objects there are, by `apiVersion kind`. */
export type KindCounts = ReadonlyMap<string, number>;

export function countLoaded(resources: readonly Resource[]): KindCounts {
  return count(resources.map(titleOfKind));
}

/** Objects of kinds that are not read. */
export function countNotRead(outcomes: readonly ReadOutcome[]): KindCounts {
  return count(outcomes.flatMap((outcome) => (outcome.tag === 'ignored' && outcome.kind !== '' ? [outcome.kind] : [])));
}

/** The kind of an object and its `apiVersion`, as written. */
export function titleOfKind(resource: Resource): string {
  return `${resource.apiVersion} ${writtenKind(resource)}`;
}

/** The sum of some counts without others, sorted. */
export function sumCounts(counts: readonly KindCounts[], without: KindCounts = new Map()): Accounting['loaded'] {
  const sum = new Map<string, number>();
  for (const one of counts) {
    for (const [kind, number] of one) sum.set(kind, (sum.get(kind) ?? 0) + number);
  }
  return [...sum]
    .map(([kind, number]) => ({ kind, count: number - (without.get(kind) ?? 0) }))
    .filter(({ count: left }) => left > 0)
    .toSorted((a, b) => (a.kind < b.kind ? -1 : 1));
}

function count(kinds: readonly string[]): KindCounts {
  const counts = new Map<string, number>();
  for (const kind of kinds) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return counts;
}
