import { isChanged } from '../../main/engine/report/relevance';
import type { EdgeRow } from '../state/edge-rows';
import { sortRows } from '../state/edge-rows';

/** How many rows are offered when nothing is selected. */
const OFFERED = 8;

/** The rows worth a look first: what the rollout changes, nobody can tell, or must be open and is not; worst first. */
export function worstRows(rows: readonly EdgeRow[]): readonly EdgeRow[] {
  const troubling = rows.filter(
    ({ state, edge }) => state !== 'live' && (state !== 'blocked' || edge.protected || isChanged(edge)),
  );
  return sortRows(troubling, { column: 'state', direction: 'ascending' }).slice(0, OFFERED);
}

/** The rows at one party, worst first. */
export function rowsAt(rows: readonly EdgeRow[], party: string): readonly EdgeRow[] {
  const touching = rows.filter(({ edge }) => edge.from === party || edge.to === party);
  return sortRows(touching, { column: 'state', direction: 'ascending' });
}
