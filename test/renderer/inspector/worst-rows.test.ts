import { describe, expect, it } from 'vitest';
import { rowsAt, worstRows } from '../../../renderer/inspector/worst-rows';
import { listToggledRows } from '../../../renderer/state/edge-rows';
import { drawnView, INITIAL_WINDOW } from '../../../renderer/state/window-state';
import { INVENTED_REHEARSAL } from '../invented-rehearsal';

const rows = listToggledRows(INVENTED_REHEARSAL, drawnView({ ...INITIAL_WINDOW, stop: 'remove-net' }));

describe('what the inspector offers', () => {
  it('is, at the end of the rollout too, what the rollout closed, worst first', () => {
    expect(worstRows(rows).map((row) => row.edge.id)).toEqual([
      'workload:prod/database|set:/backup-store|tcp 5432',
      'workload:prod/frontend|workload:prod/backend|tcp 8080',
      'workload:prod/frontend|workload:prod/database|tcp 8080',
      'workload:kube-system/coredns|workload:prod/database|tcp 8080',
      'external:10.1.0.0/24|host:node3|tcp 22',
    ]);
  });

  it('is every connection at a party that is selected', () => {
    expect(rowsAt(rows, 'host:node3').map((row) => row.edge.traffic)).toEqual(['tcp 22']);
  });
});
