import type { Edge, EdgeState, Party } from '../../main/engine/model/edge';
import type { Rehearsal } from '../../main/engine/model/rehearsal';
import { stateRank } from '../../main/engine/report/encoding';
import { matchesFind, parseFind } from '../../main/engine/report/find';
import {
  isChanged,
  isRelevant,
  isRest,
  pairsWithDeclaredPorts,
  stepsThatChange,
} from '../../main/engine/report/relevance';
import { stateInView } from '../../main/engine/report/sentences';
import type { ViewState } from '../../main/engine/report/view-state';
import type { EdgeSort } from './window-state';

/** One edge as it is shown: a row of the table, a line of the map. */
export interface EdgeRow {
  readonly edge: Edge;
  readonly state: EdgeState;
  readonly from: Party;
  readonly to: Party;
  /** What decides in the shown world. */
  readonly now: string;
  /** What decides at the end of the rollout. */
  readonly next: string;
}

/** The rows that the toggles of the toolbar leave, before the find box: what the counts of the status bar count. */
export function listToggledRows(rehearsal: Rehearsal, view: ViewState): readonly EdgeRow[] {
  const parties = new Map(rehearsal.parties.map((party) => [party.id, party]));
  const declared = pairsWithDeclaredPorts(rehearsal.edges);
  const rows: EdgeRow[] = [];
  for (const edge of rehearsal.edges) {
    const from = parties.get(edge.from);
    const to = parties.get(edge.to);
    if (from === undefined || to === undefined) continue;
    if (view.edgesShown === 'relevant' && !isRelevant(edge, view)) continue;
    if (!view.showOther && isRest(edge, declared)) continue;
    if (view.onlyChanged && !isChanged(edge)) continue;
    const state = stateInView(edge, view);
    rows.push({ edge, state, from, to, now: edge.verdicts[view.world].by, next: edge.verdicts.final.by });
  }
  return rows;
}

/** The rows that the find box leaves. A query that cannot be read leaves everything. */
export function findRows(rows: readonly EdgeRow[], view: Pick<ViewState, 'world' | 'find'>): readonly EdgeRow[] {
  const found = parseFind(view.find);
  if (found.tag === 'error') return rows;
  return rows.filter(({ edge, state, from, to, now, next }) =>
    matchesFind(found.query, {
      from: from.label,
      to: to.label,
      fromNamespace: from.namespace,
      toNamespace: to.namespace,
      traffic: edge.traffic,
      state,
      by: `${now} ${next}`,
      onlyByNet: edge.verdicts[view.world].onlyByNet,
      changed: isChanged(edge),
      steps: stepsThatChange(edge),
      protected: edge.protected,
    }),
  );
}

/** Counts rows by state. Every state has a count. */
export function countStates(rows: readonly EdgeRow[]): Readonly<Record<EdgeState, number>> {
  const counts: Record<EdgeState, number> = {
    'will-be-blocked': 0,
    undecided: 0,
    'only-by-net': 0,
    'will-open': 0,
    blocked: 0,
    live: 0,
  };
  for (const row of rows) counts[row.state] += 1;
  return counts;
}

/** Sorts rows by a column; rows that are equal there come worst first. */
export function sortRows(rows: readonly EdgeRow[], sort: EdgeSort): readonly EdgeRow[] {
  const sign = sort.direction === 'ascending' ? 1 : -1;
  if (sort.column === 'state') return rows.toSorted((left, right) => sign * compareRank(left, right));
  const text = textOfColumn(sort.column);
  return rows.toSorted((left, right) => sign * collator.compare(text(left), text(right)) || compareRank(left, right));
}

const collator = new Intl.Collator('en', { numeric: true });

function compareRank(left: EdgeRow, right: EdgeRow): number {
  return stateRank(left.state, left.edge.protected) - stateRank(right.state, right.edge.protected);
}

function textOfColumn(column: Exclude<EdgeSort['column'], 'state'>): (row: EdgeRow) => string {
  switch (column) {
    case 'from':
      return (row) => row.from.label;
    case 'to':
      return (row) => row.to.label;
    case 'traffic':
      return (row) => row.edge.traffic;
    case 'now':
      return (row) => row.now;
    case 'next':
      return (row) => row.next;
  }
}
