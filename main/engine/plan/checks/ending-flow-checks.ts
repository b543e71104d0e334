import { countOf, groupDigits } from '../../model/count-words';
import type { Edge } from '../../model/edge';
import { nameParties } from '../../model/edge';
import type { RecordedFlow } from '../../model/flow-report';
import type { MachineCheck, VerdictChanges } from '../../model/plan';
import type { Verdict } from '../../model/verdict';
import type { PlanFacts } from '../plan-facts';
import type { CheckLine } from './check';
import { machineCheck } from './check';
import { sentences } from './sentences';
import { countUntold } from './unchanged-check';

type EndingFacts = Pick<PlanFacts, 'edges' | 'parties' | 'flows' | 'stepChanges' | 'unlistedEndings'>;

/**
 * What ends with the net, recorded or not: each piece of traffic between two parties is accepted by itself, or given a rule. What is in use
 * comes first. Checks between the same two ends are of one group.
 */
export function checkEndingFlows(facts: EndingFacts): readonly MachineCheck[] {
  const { edges, flows, stepChanges } = facts;
  const id = 'remove-net.only-by-net';
  const title = 'Nothing lives by the net alone';
  if (edges.length === 0)
    return [machineCheck(id, title, 'grey', 'There is nothing to compare: the snapshot holds no two ends.')];
  const paths = edges.filter(endsWithNet);
  const { used, others } = shareOut((flows?.flows ?? []).filter(isEnding), edges);
  const rest = countUnlisted(edges, stepChanges['remove-net']);
  if (paths.length + others.length + rest === 0) {
    const untold = countUntold(edges, 'promoted', 'final');
    return [
      untold === 0
        ? machineCheck(id, title, 'green', 'Whatever is open now is open by a rule, or because no policy decides.')
        : machineCheck(
            id,
            title,
            'grey',
            `${countOf(untold, 'path')} can be told neither with the net nor without it.`,
          ),
    ];
  }
  const seen = new Set(flows?.coverage.edgesSeen ?? []);
  const describe = describePaths(facts, used, seen);
  const rank = (path: Edge) => (used.has(path.id) ? 0 : seen.has(path.id) ? 1 : path.other ? 3 : 2);
  return [
    ...others.map(describeFlow),
    ...paths.toSorted((left, right) => rank(left) - rank(right)).map(describe),
    ...describeRest(rest, facts),
  ];
}

/** Allowed with the net and not without it; or one of these cannot be told, and the other does not rule it out. */
function endsWithNet({ verdicts: { promoted, final } }: Edge): boolean {
  if (promoted.onlyByNet) return true;
  return promoted.verdict !== 'deny' && final.verdict !== 'allow' && promoted.verdict !== final.verdict;
}

/** What the last step closes, or makes doubtful, beside the edges that are listed. */
function countUnlisted(edges: readonly Edge[], { closed, becameUndecided }: VerdictChanges): number {
  const listed = (after: Verdict) =>
    edges.filter(({ verdicts }) => verdicts.final.verdict === after && verdicts.promoted.verdict !== after).length;
  return Math.max(0, closed - listed('deny')) + Math.max(0, becameUndecided - listed('undecided'));
}

function isEnding({ outcome }: RecordedFlow): boolean {
  return outcome === 'breaks' || outcome === 'only-by-net';
}

/** Recorded flows of the same words, whoever reported them. */
interface NamedFlow {
  readonly from: string;
  readonly to: string;
  readonly traffic: string;
  readonly kinds: readonly RecordedFlow[];
}

function groupByName(flows: readonly RecordedFlow[]): readonly NamedFlow[] {
  const byName = new Map<string, RecordedFlow[]>();
  for (const flow of flows) {
    const name = `${flow.from} → ${flow.to} ${flow.traffic}`;
    byName.set(name, [...(byName.get(name) ?? []), flow]);
  }
  return [...byName.values()].flatMap((kinds) => {
    const [first] = kinds;
    return first === undefined ? [] : [{ from: first.from, to: first.to, traffic: first.traffic, kinds }];
  });
}

/** Recorded flows by the path that they are traffic of, and those that the paths do not tell. */
interface Shares {
  readonly used: ReadonlyMap<string, readonly RecordedFlow[]>;
  readonly others: readonly NamedFlow[];
}

/** A flow that stands for several pods is told by its paths where all of them are listed: those that end are asked about there. */
function shareOut(recorded: readonly RecordedFlow[], edges: readonly Edge[]): Shares {
  const known = new Map(edges.map((edge) => [edge.id, edge]));
  const used = new Map<string, RecordedFlow[]>();
  const others = recorded.filter((flow) => {
    const paths = flow.edges.flatMap((id) => known.get(id) ?? []);
    const ending = paths.filter(endsWithNet);
    const isTold = paths.every((path) => endsWithNet(path) || path.verdicts.final.verdict === 'allow');
    if (ending.length === 0 || !isTold) return true;
    for (const { id } of ending) {
      const kinds = used.get(id) ?? [];
      used.set(id, kinds);
      kinds.push(flow);
    }
    return false;
  });
  return { used, others: groupByName(others) };
}

function describePaths(
  { parties, flows }: EndingFacts,
  used: Shares['used'],
  seen: ReadonlySet<string>,
): (path: Edge) => MachineCheck {
  const labelOf = nameParties(parties);
  const useOf = ({ id }: Edge, kinds: readonly RecordedFlow[]): string => {
    if (kinds.length > 0) return inUse(kinds);
    if (flows === null) return UNRECORDED;
    return seen.has(id) ? 'In use: recorded.' : 'It was not recorded.';
  };
  return (path) => {
    const { now, promoted, final } = path.verdicts;
    const ends = `${labelOf(path.from)} → ${labelOf(path.to)}`;
    const kinds = used.get(path.id) ?? [];
    const today = now.verdict === 'deny' ? 'closed before the net came too' : `today ${now.by}`;
    const line: CheckLine = {
      text: `${ends} ${path.traffic}: ${today}; without the net ${final.verdict} (${final.by})`,
      position: final.position,
    };
    return {
      ...machineCheck(
        `remove-net.path ${path.id}`,
        `${ends} ${path.traffic} has a rule of its own`,
        'amber',
        sentences(useOf(path, kinds), promoted.verdict === 'allow' && final.verdict === 'deny' ? ACCEPT : DOUBT),
        [line, ...kinds.map(flowLine)],
      ),
      group: { title: ends, member: path.traffic },
    };
  };
}

const UNRECORDED = 'No recorded flows tell whether it is in use.';
const ACCEPT = 'It ends with the net: accept that, or give it a rule.';
const DOUBT = 'It may end with the net, the files do not tell: give what is missing, accept that, or give it a rule.';

function inUse(kinds: readonly RecordedFlow[]): string {
  return `In use: ${countOf(
    kinds.reduce((sum, flow) => sum + flow.records, 0),
    'record',
  )}.`;
}

function describeFlow({ from, to, traffic, kinds }: NamedFlow): MachineCheck {
  const name = `${from} → ${to} ${traffic}`;
  return {
    ...machineCheck(
      `remove-net.flow ${name}`,
      `${name} has a rule of its own`,
      'amber',
      sentences(inUse(kinds), ACCEPT),
      kinds.map(flowLine),
    ),
    group: { title: `${from} → ${to}`, member: traffic },
  };
}

function flowLine({ from, to, traffic, records, recordedBy, by, byPosition }: RecordedFlow): CheckLine {
  const today = recordedBy === '' ? '' : `, allowed by ${recordedBy}`;
  return {
    text: `${from} → ${to} ${traffic}: ${countOf(records, 'record')}${today}; denied in the end by ${by}`,
    position: byPosition,
  };
}

/** More of these are one check: nobody answers them one by one. */
const MOST_PLACES = 400;

/** Of very many paths only some are listed: what the last step closes beside them is counted over all, from place to place. */
function describeRest(rest: number, { flows, unlistedEndings }: EndingFacts): readonly MachineCheck[] {
  const use = flows === null ? UNRECORDED : 'What of it was recorded is asked about above.';
  const shown = unlistedEndings.slice(0, MOST_PLACES);
  const left = rest - shown.reduce((sum, { paths }) => sum + paths, 0);
  return [
    ...shown.map(({ from, to, paths }): MachineCheck => ({
      ...machineCheck(
        `remove-net.places ${from} → ${to}`,
        `Every other path from ${from} to ${to} has a rule of its own`,
        'amber',
        sentences(use, tellMany(paths)),
      ),
      group: { title: `other paths from ${from}`, member: `to ${to} (${groupDigits(paths)})` },
    })),
    ...(left > 0
      ? [machineCheck('remove-net.more-paths', 'Every other path has a rule of its own', 'amber', tellMany(left))]
      : []),
  ];
}

function tellMany(paths: number): string {
  const ends = `${countOf(paths, 'more path')} ${paths === 1 ? 'ends' : 'end'}, or may end, with the net`;
  return `Too many to be listed one by one: ${ends}. Accept them, give them rules, or rehearse fewer policies at once.`;
}
