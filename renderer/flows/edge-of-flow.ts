import type { Edge } from '../../main/engine/model/edge';
import type { RecordedFlow } from '../../main/engine/model/flow-report';
import type { Rehearsal } from '../../main/engine/model/rehearsal';
import { namedPorts, splitTraffic } from '../../main/engine/report/traffic-text';

/** The edge of the map that a recorded flow runs along; `undefined` where none shows it. */
export function edgeOfFlow(flow: RecordedFlow, rehearsal: Rehearsal): Edge | undefined {
  if (flow.fromParty === null || flow.toParty === null) return undefined;
  const between = rehearsal.edges.filter((edge) => edge.from === flow.fromParty && edge.to === flow.toParty);
  const exact = between.find((edge) => names(edge.traffic, flow.traffic));
  return exact ?? between.find((edge) => edge.other || edge.traffic === 'all traffic');
}

/** Whether the traffic of an edge holds that of a flow, by name. */
function names(edge: string, flow: string): boolean {
  const [asked] = namedPorts(flow);
  if (asked === undefined) return splitTraffic(edge).includes(flow);
  return namedPorts(edge).some(
    ({ protocol, first, last }) => protocol === asked.protocol && first <= asked.first && asked.first <= last,
  );
}
