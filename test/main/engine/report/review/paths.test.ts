import { describe, expect, it } from 'vitest';
import type { ProtectedPath, ProtectedVerdict } from '../../../../../main/engine/model/protected-path';
import type { Line } from '../../../../../main/engine/report/review-block';
import { gatherFacts } from '../../../../../main/engine/report/review/facts';
import { judge } from '../../../../../main/engine/report/review/outcome';
import { groupByRow, summariseRow } from '../../../../../main/engine/report/review/paths';
import { protectedPathOf } from '../../lockout/protected-path-of';
import { REVIEWED } from './reviewed';

const BLOCKED: ProtectedVerdict = { tag: 'blocked', by: 'hosts', position: null };
const OPEN: ProtectedVerdict = { tag: 'no-policy' };

function pathTo(to: string, fields: Partial<ProtectedPath>, now: ProtectedVerdict, final: ProtectedVerdict) {
  const verdicts = { now, net: now, staged: now, promoted: now, final };
  return protectedPathOf({ id: `L02 ${to}`, row: 'L02', title: 'SSH from elsewhere', to, verdicts, ...fields });
}

const wordsOf = (line: Line): string =>
  line.map((run) => (run.tag === 'sign' ? `${run.sign} ${run.word}` : run.tag === 'text' ? run.text : '')).join('');

function summaryOf(paths: readonly ProtectedPath[]): readonly string[] {
  return groupByRow(paths).map((row) => wordsOf(summariseRow(row, 'final')));
}

describe('a path that must be closed', () => {
  it('is as it must be when it is blocked, and not when it is open', () => {
    const closed = { expect: 'closed', severity: 'blocks' } as const;
    expect(summaryOf([pathTo('node1', closed, BLOCKED, BLOCKED)])).toEqual(['✓ blocked']);
    expect(summaryOf([pathTo('node1', closed, BLOCKED, OPEN)])).toEqual(['✕ open']);
    expect(summaryOf([pathTo('node1', { ...closed, severity: 'warns' }, BLOCKED, OPEN)])).toEqual(['! open']);
  });

  it('is not counted as cut off when the rollout closes it', () => {
    const reasons = (fields: Partial<ProtectedPath>) =>
      judge(
        gatherFacts(
          {
            ...REVIEWED,
            findings: [],
            plan: { ...REVIEWED.plan, steps: [] },
            protectedPaths: [pathTo('a', fields, OPEN, BLOCKED)],
          },
          null,
          10,
        ),
      ).headline;
    expect(reasons({ expect: 'closed' })).toBe(
      'Nothing was found that blocks this rollout, but not everything is proved',
    );
    expect(reasons({ expect: 'open' })).toBe('Do not take this rollout as it is');
  });
});

describe('the ways in of a row', () => {
  it('are counted where they differ, worst first', () => {
    const paths = [
      pathTo('a', {}, OPEN, OPEN),
      pathTo('b', {}, OPEN, BLOCKED),
      pathTo('c', {}, OPEN, { tag: 'failsafe-only' }),
      pathTo('d', {}, OPEN, { tag: 'undecided', why: 'no FORWARD policy', command: 'iptables -S' }),
      pathTo('e', {}, OPEN, { tag: 'net-only' }),
      pathTo('f', {}, OPEN, { tag: 'absent', why: 'no such node' }),
      pathTo('g', {}, OPEN, { tag: 'rule', policy: 'hosts', position: null }),
    ];
    expect(summaryOf(paths)).toEqual([
      '✕ blocked 1, ? cannot tell 1, ! by the net only 1, ! by failsafe only 1, – not checked 1, ✓ open 2',
    ]);
  });
});
