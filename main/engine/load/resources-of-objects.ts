import type { Json } from '../model/json';
import type { Resource } from '../model/resource';
import type { Role } from '../model/source';
import { NO_ORIGIN } from '../model/source';
import { countLoaded, countNotRead, sumCounts } from './count-objects';
import { listObjects } from './list-objects';
import type { Loaded } from './load-files';
import type { ReadOutcome } from './resource-of';
import { readResource } from './resource-of';
import { groupOf, settleDuplicates } from './settle-duplicates';

const NO_SPAN = { start: 0, end: 0, items: [] };

/**
 * The resources of objects that stand in no file, in the order given. Nothing is said about what is wrong with them: objects that
 * would be rejected are left out, of several with one name the last counts.
 */
export function resourcesOfObjects(objects: readonly Json[], role: Role): Pick<Loaded, 'resources' | 'accounting'> {
  const outcomes: ReadOutcome[] = listObjects(objects, NO_SPAN, undefined).map(({ value }) =>
    readResource(value, role, NO_ORIGIN),
  );
  const read: Resource[] = [];
  for (const outcome of outcomes) if (outcome.tag === 'resource') read.push(outcome.resource);
  const { resources } = settleDuplicates([groupOf(read)]);
  return {
    resources,
    accounting: {
      files: [],
      loaded: sumCounts([countLoaded(resources)]),
      notRead: sumCounts([countNotRead(outcomes)]),
    },
  };
}
