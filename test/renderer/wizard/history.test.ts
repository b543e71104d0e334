import { describe, expect, it } from 'vitest';
import { formatTime, listHistory, listRulesHistory } from '../../../renderer/wizard/history';
import { INVENTED_PLAN, INVENTED_WIZARD } from '../invented-plan';

const [net, stage] = INVENTED_PLAN.steps;

describe('the history of a step', () => {
  it('keeps what was withdrawn, newest first, and says who took it back', () => {
    if (net === undefined) throw new Error('the invented plan begins with the net');
    const rows = listHistory(INVENTED_WIZARD.events, net).map(({ event, did, withdrawnBy }) => [
      event.id,
      did,
      withdrawnBy,
    ]);
    expect(rows).toEqual([
      [3, 'withdrew no. 1', ''],
      [2, 'acknowledged “The net opens nothing that is closed today”', ''],
      [1, 'acknowledged “Forwarded traffic is covered”', 'Ada'],
    ]);
  });

  it('shows what was answered in one form as one entry, and what was taken back of it apart', () => {
    if (net === undefined) throw new Error('the invented plan begins with the net');
    const said = { tag: 'acknowledged', step: 'net', by: 'Ada', text: 'known', inputs: 'b'.repeat(64) } as const;
    const given = [1, 2, 3, 4].map((id) => ({ ...said, id, check: `net.${id}`, at: '2026-11-21T14:30:49Z' }));
    const later = { ...said, id: 5, check: 'net.5', at: '2026-11-21T14:31:00Z' };
    const withdrawn = { ...said, tag: 'withdrawn', id: 6, event: 4, at: '2026-11-21T14:32:00Z' } as const;
    expect(listHistory([...given, later, withdrawn], net).map(({ numbers, did }) => [numbers, did])).toEqual([
      ['6', 'withdrew no. 4'],
      ['5', 'acknowledged “net.5”'],
      ['4', 'acknowledged “net.4”'],
      ['1–3', 'acknowledged “net.1” and 2 other checks'],
    ]);
  });

  it('has every change of the rules by which its gate is passed', () => {
    if (stage === undefined) throw new Error('the invented plan goes on with the staging');
    const before = { secondPerson: true, minimumObservationMinutes: 0 };
    const after = { secondPerson: false, minimumObservationMinutes: 60 };
    const noted = { id: 1, by: 'Ada', at: '2026-11-21T14:30:49Z', text: '', inputs: 'b'.repeat(64) };
    const event = { ...noted, tag: 'rules-changed', before, after } as const;
    const row = {
      event,
      numbers: '1',
      did: 'changed the rules of the gates: one person is enough to sign off; recorded flows must cover 60 minutes, before it was 0',
      withdrawnBy: '',
    };
    expect([listHistory([event], stage), listRulesHistory([event])]).toEqual([[row], [row]]);
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
