import type { WorldAnswers } from './answers';
import type { WorldConnectivity } from './connect-worlds';
import type { EndTable } from './end-table';
import { tabulateEnds } from './end-table';
import type { PartyMembers } from './member';
import type { TellRows } from './tabulate-answers';

/** What any two parties may send each other, in all worlds. */
export interface ConnectedParties {
  readonly table: EndTable;
  /** Row by row of the ends; what stands there of two ends that are no pair means nothing. A later rehearsal may write into it. */
  readonly ids: Int32Array;
  readonly answersOf: (id: number) => WorldAnswers;
}

export function connectParties(
  parties: readonly PartyMembers[],
  connectivity: WorldConnectivity,
  tell: TellRows,
): ConnectedParties {
  const table = tabulateEnds(parties);
  return { table, ids: connectivity.amongEnds(table.ends, tell), answersOf: connectivity.answersOf };
}
