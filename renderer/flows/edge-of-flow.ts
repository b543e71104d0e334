import type { Edge } from '../../main/engine/model/edge';
import type { RecordedFlow } from '../../main/engine/model/flow-report';
import type { Rehearsal } from '../../main/engine/model/rehearsal';

/** The edge of the map that a recorded flow runs along; `undefined` where none shows it. */
export function edgeOfFlow(flow: RecordedFlow, rehearsal: Rehearsal): Edge | undefined {
  if (flow.fromParty === null || flow.toParty === null) return undefined;
  const between = rehearsal.edges.filter((edge) => edge.from === flow.fromParty && edge.to === flow.toParty);
  const exact = between.find((edge) => edge.traffic.split(', ').includes(flow.traffic));
  return exact ?? between.find((edge) => edge.other || edge.traffic === 'all traffic');
}
