import type { Edge, EdgeVerdict, Party } from '../engine/model/edge';
import type { PairSummary, StepSummary } from '../engine/model/rehearsal';
import type { Verdict } from '../engine/model/verdict';
import type { StepName, WorldName } from '../engine/model/world';
import { WORLDS } from '../engine/model/world';
import { isAllowedByPolicy } from '../engine/report/relevance';
import { groupDigits } from '../engine/report/sentences';
import { alignColumns } from './align-columns';
import { listAtMost } from './list-at-most';
import type { Style } from './style';

/** Edges that are listed per step before the rest is counted. */
const LISTED = 40;

const STEP_TITLES: Readonly<Record<StepName, string>> = {
  net: '1 Safety net',
  stage: '2 Stage',
  observe: '3 Observe',
  promote: '4 Promote',
  'remove-net': '5 Remove the net',
};

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

/** What each step changes: its summary, then the edges it closes, makes undecided, hangs on the net, and opens, in this order. */
export function printSteps(
  steps: readonly StepSummary[],
  edges: readonly Edge[],
  parties: readonly Party[],
  style: Style,
): readonly string[] {
  const labels = labelsOf(parties);
  return [
    style.heading('What each step changes'),
    ...steps.flatMap((step) => {
      const between = step.from === step.to ? step.from : `${step.from} → ${step.to}`;
      const rows = changedEdges(edges, step.from, step.to).map(({ edge, change }) => [
        CHANGES[change].word,
        endsOf(edge, labels),
        edge.traffic,
        `${because(edge.verdicts[step.from])}, then ${because(edge.verdicts[step.to])}`,
      ]);
      return [
        `  ${style.heading(STEP_TITLES[step.step])} (${between}): ${step.line}`,
        ...listAtMost(alignColumns(rows), LISTED).map((line) => `    ${line}`),
      ];
    }),
  ];
}

/** What a policy allows at the beginning or the end, and no step touches. */
export function printStaysOpen(edges: readonly Edge[], parties: readonly Party[], style: Style): readonly string[] {
  const labels = labelsOf(parties);
  const rows = edges
    .filter((edge) => isAllowedByPolicy(edge) && WORLDS.every((world) => isFirm(edge.verdicts[world])))
    .map((edge) => [endsOf(edge, labels), edge.traffic, because(edge.verdicts.final)]);
  if (rows.length === 0) return [];
  return [
    style.heading('Stays open in every world'),
    ...listAtMost(alignColumns(rows), LISTED).map((line) => `  ${line}`),
  ];
}

function isFirm(verdict: EdgeVerdict): boolean {
  return verdict.verdict === 'allow' && !verdict.onlyByNet;
}

type Change = 'closes' | 'cannot-tell' | 'net-only' | 'opens';

const CHANGES: Readonly<Record<Change, { readonly word: string; readonly rank: number }>> = {
  closes: { word: 'closes', rank: 0 },
  'cannot-tell': { word: 'cannot tell', rank: 1 },
  'net-only': { word: 'net only', rank: 2 },
  opens: { word: 'opens', rank: 3 },
};

function changeOf(before: EdgeVerdict, after: EdgeVerdict): Change | undefined {
  if (before.verdict === after.verdict) return after.onlyByNet && !before.onlyByNet ? 'net-only' : undefined;
  switch (after.verdict) {
    case 'deny':
      return 'closes';
    case 'undecided':
      return 'cannot-tell';
    case 'allow':
      return 'opens';
  }
}

function changedEdges(
  edges: readonly Edge[],
  from: WorldName,
  to: WorldName,
): readonly { readonly edge: Edge; readonly change: Change }[] {
  return edges
    .flatMap((edge) => {
      const change = changeOf(edge.verdicts[from], edge.verdicts[to]);
      return change === undefined ? [] : [{ edge, change }];
    })
    .sort(
      (left, right) =>
        CHANGES[left.change].rank - CHANGES[right.change].rank ||
        Number(right.edge.protected) - Number(left.edge.protected) ||
        Number(left.edge.other) - Number(right.edge.other),
    );
}

const VERDICT_WORDS: Readonly<Record<Verdict, string>> = {
  allow: 'allowed by',
  deny: 'denied by',
  undecided: 'undecided:',
};

function because(verdict: EdgeVerdict): string {
  return `${VERDICT_WORDS[verdict.verdict]} ${verdict.by}${verdict.onlyByNet ? ' alone' : ''}`;
}

function endsOf(edge: Edge, labels: ReadonlyMap<string, string>): string {
  return `${labels.get(edge.from) ?? edge.from} → ${labels.get(edge.to) ?? edge.to}`;
}

function labelsOf(parties: readonly Party[]): ReadonlyMap<string, string> {
  return new Map(parties.map((party) => [party.id, party.label]));
}
