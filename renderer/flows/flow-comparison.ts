import type { RecordedFlow } from '../../main/engine/model/flow-report';
import { VERDICT_WORDS } from '../../main/engine/report/verdict-words';

interface Side {
  /** `not recorded` where the record has none. */
  readonly verdict: string;
  readonly by: string;
}

/** One line of the comparison: what was recorded beside what the engine computes for the same half of the flow. */
export interface ComparisonRow {
  readonly name: 'Enforced' | 'Preview';
  readonly recorded: Side;
  readonly engine: Side;
  readonly differs: boolean;
}

export function compareRows(flow: RecordedFlow): readonly ComparisonRow[] {
  return [
    {
      name: 'Enforced',
      recorded: { verdict: VERDICT_WORDS[flow.recordedAction], by: flow.recordedBy },
      engine: { verdict: VERDICT_WORDS[flow.enforced], by: flow.enforcedBy },
      differs: flow.recordedAction !== flow.enforced,
    },
    {
      name: 'Preview',
      recorded:
        flow.recordedPending === null
          ? { verdict: 'not recorded', by: '' }
          : { verdict: VERDICT_WORDS[flow.recordedPending], by: flow.recordedPendingBy },
      engine: { verdict: VERDICT_WORDS[flow.pending], by: flow.pendingBy },
      differs: flow.recordedPending !== null && flow.recordedPending !== flow.pending,
    },
  ];
}
