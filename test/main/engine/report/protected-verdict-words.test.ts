import { describe, expect, it } from 'vitest';
import { describeProtectedVerdict } from '../../../../main/engine/report/protected-verdict-words';

describe('the words for a protected path', () => {
  const at = (file: string) => ({ file, line: 7, column: 1 });

  it('name the place where a file holds it', () => {
    const blocked = (file: string) => describeProtectedVerdict({ tag: 'blocked', by: 'hosts', position: at(file) });
    expect(blocked('hosts.yaml')).toEqual({ word: 'Blocked', why: 'hosts', position: at('hosts.yaml'), command: '' });
    expect(blocked('')).toEqual({ word: 'Blocked', why: 'hosts', position: null, command: '' });
  });
});
