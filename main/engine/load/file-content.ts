import type { FileAccount } from '../model/accounting';
import { accountOf } from './account-of';
import type { KindCounts } from './count-objects';
import { countLoaded, countNotRead } from './count-objects';
import type { FileReading } from './read-file';
import type { ResourceGroup } from './settle-duplicates';
import { groupOf } from './settle-duplicates';

/** A file with all that is told from it alone: who reads it again unchanged has this already. */
export interface FileContent extends ResourceGroup {
  readonly reading: FileReading;
  /** As long as nothing of it is a duplicate. */
  readonly account: FileAccount;
  readonly loaded: KindCounts;
  readonly notRead: KindCounts;
}

export function contentOf(reading: FileReading): FileContent {
  const outcomes = reading.documents.flatMap((document) => document.outcomes);
  const group = groupOf(outcomes.flatMap((outcome) => (outcome.tag === 'resource' ? [outcome.resource] : [])));
  return {
    ...group,
    reading,
    account: accountOf(reading, new Map()),
    loaded: countLoaded(group.resources),
    notRead: countNotRead(outcomes),
  };
}
