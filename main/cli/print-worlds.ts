import { countOf, groupDigits } from '../engine/model/count-words';
import type { Edge, EdgeVerdict, Party } from '../engine/model/edge';
import type { PairSummary, StepSummary } from '../engine/model/rehearsal';
import { WORLDS } from '../engine/model/world';
import { isAllowedByPolicy } from '../engine/report/relevance';
import { VERDICT_WORDS } from '../engine/report/verdict-words';
import { describeGroup, groupBySources, orderForReading } from '../engine/report/edge-groups';
import type { EdgeGroup } from '../engine/report/edge-groups';
import { STEP_TITLES } from './step-titles';
import type { Style } from './style';

/** Groups of edges that are listed per section before the rest is counted. */
const LISTED = 12;

/** How much is open in each world, one line each: `final: 26 of 132 ordered workload pairs are open: …`. */
export function printWorlds(pairs: readonly PairSummary[], style: Style): readonly string[] {
  return [style.heading('Worlds'), ...pairs.map((pair) => `  ${pairLine(pair)}`)];
}

function pairLine(pair: PairSummary): string {
  const partly = pair.open - pair.onExactlyOnePort - pair.onAllTraffic;
  return [
    `${pair.world}: ${groupDigits(pair.open)} of ${groupDigits(pair.pairs)} ordered workload pairs are open`,
    `: ${groupDigits(pair.onExactlyOnePort)} on exactly one port, ${groupDigits(pair.onAllTraffic)} on all traffic`,
    partly === 0 ? '' : `, ${groupDigits(partly)} on part of it`,
    pair.undecided === 0 ? '' : `; ${groupDigits(pair.undecided)} cannot be told`,
  ].join('');
}

/**
 * What each step changes: its summary, then what it closes, what becomes undecided, what hangs on the net from there on, and
 * what opens, in this order.
 */
export function printSteps(
  steps: readonly StepSummary[],
  edges: readonly Edge[],
  parties: readonly Party[],
  style: Style,
): readonly string[] {
  const ordered = orderForReading(edges, parties);
  return [
    style.heading('What each step changes'),
    ...steps.flatMap((step) => {
      const between = step.from === step.to ? step.from : `${step.from} → ${step.to}`;
      return [
        `  ${style.heading(STEP_TITLES[step.step])} (${between}): ${step.line}`,
        ...printGroups(changesOf(step, ordered), parties).map((line) => `    ${line}`),
      ];
    }),
  ];
}

/** What a policy allows at the beginning or the end, and no step touches. */
export function printStaysOpen(edges: readonly Edge[], parties: readonly Party[], style: Style): readonly string[] {
  const open = orderForReading(edges, parties).filter(
    (edge) => isAllowedByPolicy(edge) && WORLDS.every((world) => isFirm(edge.verdicts[world])),
  );
  if (open.length === 0) return [];
  const groups = groupBySources(open, (edge) => because(edge.verdicts.final));
  return [style.heading('Stays open in every world'), ...printGroups(groups, parties).map((line) => `  ${line}`)];
}

function isFirm(verdict: EdgeVerdict): boolean {
  return verdict.verdict === 'allow' && !verdict.onlyByNet;
}

const CHANGES = ['closes', 'cannot tell', 'net only', 'opens'] as const;
type Change = (typeof CHANGES)[number];

function changeOf(before: EdgeVerdict, after: EdgeVerdict): Change | undefined {
  if (before.verdict === after.verdict) return after.onlyByNet && !before.onlyByNet ? 'net only' : undefined;
  switch (after.verdict) {
    case 'deny':
      return 'closes';
    case 'undecided':
      return 'cannot tell';
    case 'allow':
      return 'opens';
  }
}

function changesOf({ from, to }: StepSummary, edges: readonly Edge[]): readonly EdgeGroup[] {
  return CHANGES.flatMap((change) => {
    const changed = edges.filter((edge) => changeOf(edge.verdicts[from], edge.verdicts[to]) === change);
    const why = (edge: Edge) => `${because(edge.verdicts[from])}, then ${because(edge.verdicts[to])}`;
    return groupBySources(changed, why).map((group) => ({ ...group, mark: change }));
  });
}

function printGroups(groups: readonly EdgeGroup[], parties: readonly Party[]): readonly string[] {
  const rest = groups.slice(LISTED).reduce((sum, { sources }) => sum + sources.length, 0);
  return [
    ...groups.slice(0, LISTED).flatMap((group) => describeGroup(group, parties)),
    ...(rest === 0 ? [] : [`… and ${countOf(rest, 'more path')} (--json lists all)`]),
  ];
}

function because({ verdict, by, onlyByNet }: EdgeVerdict): string {
  return `${VERDICT_WORDS[verdict]} (${onlyByNet ? 'only by the safety net' : by})`;
}
