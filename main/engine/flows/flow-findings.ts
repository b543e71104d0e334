import { groupDigits } from '../model/count-words';
import type { Evidence, Finding } from '../model/finding';
import type { FlowReport, RecordedFlow } from '../model/flow-report';

/** More lines of evidence than this say nothing more. */
const MOST_EVIDENCE = 12;

/** What recordings prove of the rollout: traffic that was seen, and will be cut; and where they prove the engine or the snapshot wrong. */
export function flowFindings({ flows, counts }: FlowReport): readonly Finding[] {
  const breaking = flows.filter(({ outcome }) => outcome === 'breaks');
  const netOnly = flows.filter(({ outcome }) => outcome === 'only-by-net');
  const unexplained = flows.flatMap((flow) => (flow.result.tag === 'mismatch' ? told(flow, flow.result.why) : []));
  const drifted = flows.flatMap((flow) => (flow.result.tag === 'snapshot-drift' ? told(flow, flow.result.why) : []));
  const unannounced = breaking.flatMap((flow) => (flow.unannounced === null ? [] : told(flow, flow.unannounced.why)));
  return [
    ...proved(
      {
        code: 'F1',
        severity: 'warns',
        title: `Recorded traffic will be cut: ${kinds(breaking)}, ${records(counts.wouldBreak)}.`,
        help: 'Each of these flows was seen, is allowed now and is denied in the end. Accept it, or give it a rule.',
      },
      breaking.map((flow) => verdictEvidence(flow)),
    ),
    ...proved(
      {
        code: 'F2',
        severity: 'warns',
        title: `Recorded traffic lives by the safety net alone: ${kinds(netOnly)}, ${records(counts.onlyByNet)}.`,
        help: 'It was closed before the net, and is closed again when the net goes. Whoever began to rely on it loses it.',
      },
      netOnly.map((flow) => verdictEvidence(flow)),
    ),
    ...proved(
      {
        code: 'F3',
        severity: 'warns',
        title: `The recording and the engine disagree without an explanation: ${kinds(unexplained)}, ${records(counts.unexplained)}.`,
        help: 'Either the snapshot is not the cluster that was recorded, or the engine is wrong. Do not trust verdicts about these ends before this is settled.',
      },
      unexplained,
    ),
    ...proved(
      {
        code: 'F4',
        severity: 'warns',
        title: `The cluster was not as the snapshot has it when flows were recorded: ${kinds(drifted)}.`,
        help: 'Take the snapshot and the recording at the same time, then read both again.',
      },
      drifted,
    ),
    ...proved(
      {
        code: 'F5',
        severity: 'informs',
        title: `Flow logs do not announce that recorded traffic will be cut: ${kinds(unannounced)}.`,
        help: 'Their preview says allow, for the reason beside each flow. Only the world final shows the end.',
      },
      unannounced,
    ),
  ];
}

/** A finding, or none where nothing proves it. */
function proved(text: Omit<Finding, 'evidence'>, evidence: readonly Evidence[]): readonly Finding[] {
  return evidence.length === 0 ? [] : [{ ...text, evidence: evidence.slice(0, MOST_EVIDENCE) }];
}

function kinds(flows: readonly unknown[]): string {
  return `${groupDigits(flows.length)} ${flows.length === 1 ? 'flow' : 'flows'}`;
}

function records(count: number): string {
  return `${groupDigits(count)} ${count === 1 ? 'record' : 'records'}`;
}

function verdictEvidence({ from, to, traffic, now, final, by, recordedBy }: RecordedFlow): Evidence {
  return {
    tag: 'verdicts',
    from,
    to,
    traffic,
    before: { world: 'now', verdict: now, by: recordedBy === '' ? 'as recorded' : `recorded: ${recordedBy}` },
    after: { world: 'final', verdict: final, by },
  };
}

function told({ position, from, to, traffic }: RecordedFlow, why: string): readonly Evidence[] {
  return [{ tag: 'field', text: `${from} → ${to} ${traffic}: ${why}`, position }];
}
