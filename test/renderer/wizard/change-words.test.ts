import { describe, expect, it } from 'vitest';
import type { Verdict } from '../../../main/engine/model/verdict';
import { countChanges, describeChange, describeSessions } from '../../../renderer/wizard/change-words';
import { pathsAfterMove, summarisePathsAfterMove } from '../../../renderer/wizard/move-paths';
import { shownTab, tabsOf } from '../../../renderer/wizard/wizard-tabs';
import { INVENTED_PLAN } from '../invented-plan';
import { INVENTED_REHEARSAL } from '../invented-rehearsal';

const [move] = INVENTED_PLAN.promotion.moves;

describe('what a step changes', () => {
  it.each<[Verdict, Verdict, string]>([
    ['allow', 'deny', 'closes'],
    ['deny', 'allow', 'opens'],
    ['allow', 'undecided', 'cannot tell'],
    ['undecided', 'deny', 'is closed'],
    ['undecided', 'allow', 'is open'],
  ])('turns %s into %s: it %s', (before, after, word) => {
    expect(describeChange({ before, after }).word).toBe(word);
  });

  it('is counted with the worst first, and nothing is said to be nothing', () => {
    const changes = { compared: 1284, opened: 14, closed: 2, becameUndecided: 1, listed: [] };
    expect(countChanges(changes)).toBe('closes 2, cannot tell 1, opens 14 of 1,284 verdicts');
    expect(countChanges({ ...changes, opened: 0, closed: 0, becameUndecided: 0 })).toBe('changes 0 of 1,284 verdicts');
  });

  it('cuts open sessions at once only where nobody tracks them', () => {
    expect(describeSessions({ after: 'deny', survives: true }).word).toBe('live on');
    expect(describeSessions({ after: 'deny', survives: false }).word).toBe('cut at once');
    expect(describeSessions({ after: 'allow', survives: true }).word).toBe('–');
  });
});

describe('the protected paths after a move', () => {
  it('are those that hang on the net, and the count says so', () => {
    if (move === undefined) throw new Error('the invented plan promotes something');
    const after = pathsAfterMove(move, INVENTED_REHEARSAL.protectedPaths);
    expect(after.map(({ path, safety }) => [path.to, safety])).toEqual([['node3', 'weak']]);
    expect(summarisePathsAfterMove(move, after)).toEqual({ phrase: '1 by net or failsafe only', safety: 'weak' });
  });

  it('are good only where some could be checked and all are as they must be', () => {
    if (move === undefined) throw new Error('the invented plan promotes something');
    const leaving = (pathVerdicts: typeof move.pathVerdicts) => summarisePathsAfterMove({ ...move, pathVerdicts }, []);
    expect(leaving({ L01: { tag: 'no-policy' } })).toEqual({
      phrase: 'every checked path as it must be',
      safety: 'open',
    });
    const unasked = { phrase: 'no protected path could be checked', safety: 'absent' };
    expect(leaving({ L01: { tag: 'absent', why: '' } })).toEqual(unasked);
    expect(leaving({})).toEqual(unasked);
  });

  it('come with the blocked ones first', () => {
    if (move === undefined) throw new Error('the invented plan promotes something');
    const paths = INVENTED_REHEARSAL.protectedPaths;
    const [first, second, third] = paths.map(({ id }) => id);
    const pathVerdicts = {
      [first ?? '']: { tag: 'net-only' },
      [second ?? '']: { tag: 'blocked', by: 'x', position: null },
      [third ?? '']: { tag: 'no-policy' },
    } as const;
    expect(pathsAfterMove({ ...move, pathVerdicts }, paths).map(({ safety }) => safety)).toEqual(['closed', 'weak']);
  });
});

describe('the parts of a step', () => {
  it('are those that the step has', () => {
    const words = INVENTED_PLAN.steps.map((step) => tabsOf(INVENTED_PLAN, step).map(({ word }) => word));
    expect(words).toEqual([
      ['Checks', 'Forms of the net', 'Verdicts', 'Apply and take back'],
      ['Checks', 'Verdicts', 'Apply and take back'],
      ['Checks', 'Recorded flows', 'Verdicts'],
      ['Checks', 'One at a time', 'Verdicts'],
      ['Checks', 'Verdicts'],
    ]);
  });

  it('begin with the checks where the step lacks what was shown before', () => {
    const [net, stage] = INVENTED_PLAN.steps;
    if (net === undefined || stage === undefined) throw new Error('the invented plan has five steps');
    expect(shownTab(tabsOf(INVENTED_PLAN, net), 'variants')).toBe('variants');
    expect(shownTab(tabsOf(INVENTED_PLAN, stage), 'variants')).toBe('checks');
  });
});
