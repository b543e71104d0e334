import { describe, expect, it } from 'vitest';
import { describeDecider, edgeSentence } from '../../../../main/engine/report/sentences';
import { edge, workload } from './sample-rehearsal';

const frontend = workload('prod', 'frontend');
const backend = workload('prod', 'backend');
const labelOf = (id: string): string => id.replace('workload:', '');

describe('the sentence of an edge', () => {
  it('says what decides now and after the rollout when it will be blocked', () => {
    const closing = edge(frontend, backend, 'tcp 8080', 'aaand', { by: 'backend-lockdown · end of tier default' });
    expect(edgeSentence(closing, { world: 'now', mode: 'compare' }, labelOf)).toBe(
      'prod/frontend → prod/backend tcp 8080 will be blocked: allowed now by no policy, denied after the rollout by backend-lockdown (end of tier default).',
    );
  });

  it('speaks of one world alone when nothing is compared', () => {
    const closing = edge(frontend, backend, 'tcp 8080', 'aaand', { by: 'lockdown' });
    expect(edgeSentence(closing, { world: 'promoted', mode: 'now' }, labelOf)).toBe(
      'prod/frontend → prod/backend tcp 8080 is allowed only by the net: allowed once promoted by the safety net alone.',
    );
    expect(edgeSentence(closing, { world: 'now', mode: 'next' }, labelOf)).toBe(
      'prod/frontend → prod/backend tcp 8080 is blocked: denied after the rollout by lockdown.',
    );
  });

  it('names failsafe ports and protected paths', () => {
    const ssh = edge(frontend, backend, 'tcp 22', 'aaaaf', { by: 'failsafe', protected: true });
    expect(edgeSentence(ssh, { world: 'final', mode: 'compare' }, labelOf)).toBe(
      'prod/frontend → prod/backend tcp 22 stays allowed: allowed after the rollout by failsafe ports alone. It is a protected path.',
    );
  });

  it('does not pretend to know', () => {
    const unknown = edge(frontend, backend, 'tcp 1', 'auuuu');
    expect(edgeSentence(unknown, { world: 'now', mode: 'compare' }, labelOf)).toContain(
      'cannot be told from the snapshot: allowed now by no policy, undecided after the rollout.',
    );
  });
});

describe('words and numbers', () => {
  it('puts what follows a dot into brackets', () => {
    expect(describeDecider('no policy')).toBe('no policy');
    expect(describeDecider('lockdown · end of tier default')).toBe('lockdown (end of tier default)');
  });

  it('tells of every state in one sentence, and of no world twice', () => {
    const told = (letters: string, mode: 'now' | 'compare') =>
      edgeSentence(edge(frontend, backend, 'tcp 1', letters, { by: 'db' }), { world: 'now', mode }, labelOf).slice(35);
    expect(told('aaaaa', 'compare')).toBe('stays allowed: allowed now by db, allowed after the rollout by db.');
    expect(told('aaaaa', 'now')).toBe('is allowed: allowed now by db.');
    expect(told('ddddd', 'compare')).toBe('stays blocked: denied now by db, denied after the rollout by db.');
    expect(told('daaaa', 'compare')).toBe('will open: denied now by db, allowed after the rollout by db.');
  });
});
