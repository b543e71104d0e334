import { describe, expect, it } from 'vitest';
import { countStates, findRows, listToggledRows, sortRows } from '../../../renderer/state/edge-rows';
import { drawnView, INITIAL_WINDOW, type WindowState } from '../../../renderer/state/window-state';
import { INVENTED_REHEARSAL } from '../invented-rehearsal';

function rowsOf(change: Partial<WindowState>): readonly string[] {
  const state = { ...INITIAL_WINDOW, stop: 'observe', ...change } as const;
  const view = drawnView(state);
  const rows = sortRows(findRows(listToggledRows(INVENTED_REHEARSAL, view), view), state.sort);
  return rows.map((row) => `${row.state}: ${row.from.label} → ${row.to.label} ${row.edge.traffic}`);
}

describe('the rows of the edge table', () => {
  it('come worst first, protected traffic that will be blocked before everything', () => {
    expect(rowsOf({})).toEqual([
      'will-be-blocked: 10.1.0.0/24 → node3 tcp 22',
      'undecided: prod/database → backup-store tcp 5432',
      'will-be-blocked: prod/frontend → prod/backend tcp 8080',
      'only-by-net: prod/frontend → prod/database tcp 8080',
      'only-by-net: kube-system/coredns → prod/database tcp 8080',
      'live: prod/backend → prod/database tcp 8080',
      'live: 10.1.0.0/24 → node1 tcp 22',
      'live: 10.1.0.0/24 → node2 tcp 22',
    ]);
  });

  it('show other traffic and what no policy decides when asked', () => {
    expect(rowsOf({ showOther: true, edgesShown: 'all' })).toHaveLength(INVENTED_REHEARSAL.edges.length);
  });

  it('keep only what the rollout changes when asked', () => {
    expect(rowsOf({ onlyChanged: true })).toEqual([
      'will-be-blocked: 10.1.0.0/24 → node3 tcp 22',
      'will-be-blocked: prod/frontend → prod/backend tcp 8080',
      'only-by-net: prod/frontend → prod/database tcp 8080',
      'only-by-net: kube-system/coredns → prod/database tcp 8080',
    ]);
  });

  it('keep what the find box finds, and everything while it cannot be read', () => {
    expect(rowsOf({ find: 'state=will-be-blocked ns=prod' })).toEqual([
      'will-be-blocked: prod/frontend → prod/backend tcp 8080',
    ]);
    expect(rowsOf({ find: 'state=' })).toHaveLength(8);
  });

  it('are sorted by another column with numbers as numbers, worst first among equals', () => {
    expect(rowsOf({ sort: { column: 'traffic', direction: 'descending' } }).slice(0, 2)).toEqual([
      'will-be-blocked: prod/frontend → prod/backend tcp 8080',
      'only-by-net: prod/frontend → prod/database tcp 8080',
    ]);
  });

  it('are counted by state before the find box', () => {
    const view = drawnView({ ...INITIAL_WINDOW, stop: 'observe', find: 'nothing-like-this' });
    expect(countStates(listToggledRows(INVENTED_REHEARSAL, view))).toEqual({
      'will-be-blocked': 2,
      undecided: 1,
      'only-by-net': 2,
      'will-open': 0,
      blocked: 0,
      live: 3,
    });
  });
});
