import type { RecordedFlow } from '../../model/flow-report';
import type { MachineCheck } from '../../model/plan';
import type { PlanFacts } from '../plan-facts';
import type { CheckLine } from './check';
import { machineCheck } from './check';
import { count } from './count';

/** Flows that are asked about one by one; more are asked about together. */
const MOST_ASKED = 25;

/** Recorded flows that end with the net: somebody uses each of them, so each is accepted by itself, or given a rule. */
export function checkEndingFlows({ flows }: Pick<PlanFacts, 'flows'>): readonly MachineCheck[] {
  const ending = new Map<string, RecordedFlow[]>();
  for (const flow of flows?.flows ?? []) {
    if (flow.outcome !== 'breaks' && flow.outcome !== 'only-by-net') continue;
    const name = `${flow.from} → ${flow.to} ${flow.traffic}`;
    ending.set(name, [...(ending.get(name) ?? []), flow]);
  }
  const named = [...ending].map(([name, kinds]) => ({ name, kinds }));
  const asked = named.slice(0, MOST_ASKED).map(({ name, kinds }) => checkFlow(name, kinds));
  const rest = named.slice(MOST_ASKED);
  return rest.length === 0 ? asked : [...asked, checkRest(rest)];
}

interface NamedFlow {
  readonly name: string;
  readonly kinds: readonly RecordedFlow[];
}

function checkFlow(name: string, kinds: readonly RecordedFlow[]): MachineCheck {
  const records = kinds.reduce((sum, flow) => sum + flow.records, 0);
  const deniers = [...new Set(kinds.map(({ by }) => by))].join(', ');
  const detail = `In use: ${count(records, 'record')}. Denied in the end by ${deniers}. Accept that, or give it a rule.`;
  const title = `${name} has a rule of its own`;
  return machineCheck(`remove-net.flow ${name}`, title, 'amber', detail, kinds.map(flowLine));
}

function checkRest(rest: readonly NamedFlow[]): MachineCheck {
  return machineCheck(
    'remove-net.more-flows',
    'Every other recorded flow has a rule of its own',
    'amber',
    `${count(rest.length, 'more recorded flow')} ${rest.length === 1 ? 'ends' : 'end'} with the net. Accept each, or give it a rule.`,
    rest.map(({ name, kinds }) => ({ text: name, position: kinds[0]?.position ?? null })),
  );
}

function flowLine({ from, to, traffic, records, recordedBy, by, byPosition }: RecordedFlow): CheckLine {
  const today = recordedBy === '' ? '' : `, allowed by ${recordedBy}`;
  return {
    text: `${from} → ${to} ${traffic}: ${count(records, 'record')}${today}; denied in the end by ${by}`,
    position: byPosition,
  };
}
