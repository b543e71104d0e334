import { describe, expect, it } from 'vitest';
import type { DecidingHit } from '../../../../main/engine/evaluate/decide';
import { decidingHit } from '../../../../main/engine/evaluate/deciding-hit';
import type { Stage } from '../../../../main/engine/evaluate/passage';
import { connect } from './small-cluster';
import { cluster, OUTSIDE } from './two-nodes';

const hit = (name: string, action: DecidingHit['action']): DecidingHit => ({
  tier: 'default',
  kind: 'GlobalNetworkPolicy',
  namespace: '',
  name,
  rule: 0,
  action,
  path: null,
  certain: false,
});

function stageOf(answer: Stage['answer'], hits: readonly DecidingHit[] | null): Stage {
  const [stage] = connect(cluster([]), OUTSIDE, 'pod:a/one', 'tcp 80').passages[0]?.stages ?? [];
  if (stage?.decision === undefined || stage.decision === null) throw new Error('no checkpoint');
  return { ...stage, answer, decision: hits === null ? null : { ...stage.decision, hits } };
}

describe('the hit that decided', () => {
  it('is the last of those that say what the checkpoint answered', () => {
    const hits = [hit('first', 'allow'), hit('second', 'allow'), hit('third', 'deny')];
    expect(decidingHit(stageOf('allow', hits))?.name).toBe('second');
    expect(decidingHit(stageOf('deny', hits))?.name).toBe('third');
  });

  it('is the last of all where none says so', () => {
    expect(decidingHit(stageOf('unmarked', [hit('first', 'allow'), hit('second', 'pass')]))?.name).toBe('second');
  });

  it('is none where nothing was asked', () => {
    expect(decidingHit(stageOf('failsafe', null))).toBeUndefined();
    expect(decidingHit(stageOf('continue', []))).toBeUndefined();
  });
});
