import type { Accounting } from '../model/accounting';
import type { Resource } from '../model/resource';
import type { ReadOutcome } from './resource-of';
import { writtenKind } from './written-kind';

/** Counts what was loaded and what is of kinds that are not read, by `apiVersion kind`, sorted. */
export function countObjects(
  resources: readonly Resource[],
  outcomes: readonly ReadOutcome[],
): Pick<Accounting, 'loaded' | 'notRead'> {
  const loaded = resources.map((resource) => `${resource.apiVersion} ${writtenKind(resource)}`);
  const notRead = outcomes.flatMap((outcome) =>
    outcome.tag === 'ignored' && outcome.kind !== '' ? [outcome.kind] : [],
  );
  return { loaded: countByKind(loaded), notRead: countByKind(notRead) };
}

function countByKind(kinds: readonly string[]): Accounting['loaded'] {
  const counts = new Map<string, number>();
  for (const kind of kinds) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return [...counts].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([kind, count]) => ({ kind, count }));
}
