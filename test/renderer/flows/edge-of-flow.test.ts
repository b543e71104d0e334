import { describe, expect, it } from 'vitest';
import type { RecordedFlow } from '../../../main/engine/model/flow-report';
import { edgeOfFlow } from '../../../renderer/flows/edge-of-flow';
import { edge, workload } from '../../main/engine/report/sample-rehearsal';
import { INVENTED_FLOWS } from '../invented-flows';
import { INVENTED_REHEARSAL } from '../invented-rehearsal';

const [WEB, DB] = [workload('prod', 'web'), workload('prod', 'db')];
const EDGES = [
  edge(WEB, DB, 'tcp 80, 443; udp 53', 'aaaaa'),
  edge(WEB, DB, 'tcp 30000-32767', 'aaaaa'),
  edge(WEB, DB, 'icmp', 'aaaaa'),
  edge(WEB, DB, 'other traffic', 'aaand', { other: true }),
  edge(DB, WEB, 'tcp 80', 'aaand'),
];

/** The traffic of the edge that a flow is told to run along. */
function edgeFor(traffic: string, ends: Partial<RecordedFlow> = {}): string | undefined {
  const [flow] = INVENTED_FLOWS.flows;
  if (flow === undefined) throw new Error('no recorded flow');
  const recorded = { ...flow, fromParty: WEB.id, toParty: DB.id, traffic, ...ends };
  return edgeOfFlow(recorded, { ...INVENTED_REHEARSAL, edges: EDGES })?.traffic;
}

describe('the edge that a recorded flow runs along', () => {
  it.each([
    ['tcp 443', 'tcp 80, 443; udp 53'],
    ['udp 53', 'tcp 80, 443; udp 53'],
    ['tcp 30500', 'tcp 30000-32767'],
    ['icmp', 'icmp'],
    ['tcp 53', 'other traffic'],
    ['sctp', 'other traffic'],
  ])('of %s is that of %s', (traffic, expected) => {
    expect(edgeFor(traffic)).toBe(expected);
  });

  it('is none where nobody knows the ends, or no edge stands between them', () => {
    expect([edgeFor('tcp 80', { toParty: null }), edgeFor('tcp 80', { fromParty: 'workload:prod/gone' })]).toEqual([
      undefined,
      undefined,
    ]);
    expect(edgeFor('tcp 81', { fromParty: DB.id, toParty: WEB.id })).toBe(undefined);
  });
});
