import { describe, expect, it } from 'vitest';
import type { EffectiveFailsafe } from '../../../main/engine/model/protected-path';
import { differenceWords, nodeWords } from '../../../renderer/lockout/failsafe-words';

const LIST: EffectiveFailsafe = {
  direction: 'inbound',
  nodes: ['edge-1'],
  ports: ['tcp 179'],
  from: 'FelixConfiguration node.edge-1',
  position: null,
  lacks: [],
  adds: [],
  fatal: [],
  doubt: null,
};

describe('a failsafe list', () => {
  it('tells each difference from the built-in one, with a sign of its own', () => {
    expect(differenceWords({ ...LIST, lacks: ['tcp 22', 'tcp 6443'], adds: ['tcp 10250'] })).toEqual([
      { sign: '−', text: 'without tcp 22, tcp 6443', tone: 'warn' },
      { sign: '+', text: 'with tcp 10250', tone: 'warn' },
    ]);
    expect(differenceWords(LIST)).toEqual([{ sign: '=', text: 'the same', tone: 'same' }]);
  });

  it('is not the same where nobody can tell', () => {
    expect(differenceWords({ ...LIST, doubt: { why: 'w', command: 'c' } })).toEqual([
      { sign: '?', text: 'nobody can tell', tone: 'unknown' },
    ]);
  });

  it('names its nodes, and counts the rest', () => {
    expect(nodeWords([])).toBe('every node');
    expect(nodeWords(['a', 'b', 'c', 'd'])).toBe('a, b, c, d');
    expect(nodeWords(['a', 'b', 'c', 'd', 'e'])).toBe('a, b, c and 2 more');
  });
});
