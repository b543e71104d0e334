import { describe, expect, it } from 'vitest';
import { formatTime, listHistory } from '../../../renderer/wizard/history';
import { INVENTED_PLAN, INVENTED_WIZARD } from '../invented-plan';

const [net, stage] = INVENTED_PLAN.steps;

describe('the history of a step', () => {
  it('keeps what was withdrawn, newest first, and says who took it back', () => {
    if (net === undefined) throw new Error('the invented plan begins with the net');
    const rows = listHistory(INVENTED_WIZARD.events, net).map(({ event, did, withdrawnBy }) => [
      event.id,
      did,
      withdrawnBy?.by ?? null,
    ]);
    expect(rows).toEqual([
      [3, 'withdrew no. 1', null],
      [2, 'acknowledged “The net opens nothing that is closed today”', null],
      [1, 'acknowledged “Forwarded traffic is covered”', 'Ada'],
    ]);
  });

  it('has nothing of other steps', () => {
    if (stage === undefined) throw new Error('the invented plan goes on with the staging');
    expect(listHistory(INVENTED_WIZARD.events, stage)).toEqual([]);
  });

  it('names times as they were given, in their own zone', () => {
    expect(formatTime('2026-11-21T14:30:49Z')).toBe('2026-11-21 14:30 UTC');
    expect(formatTime('2026-11-21T14:30:49.123+01:00')).toBe('2026-11-21 14:30 +01:00');
    expect(formatTime('yesterday')).toBe('yesterday');
  });
});
