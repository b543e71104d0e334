import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { numbered, safeName } from '../../../../main/engine/plan/safe-name';
import { shellOperand, shellWord } from '../../../../main/engine/plan/shell-word';

describe('a part of a file name', () => {
  it('is made of small letters, digits, dots and dashes, whatever the names of objects are', () => {
    expect([
      safeName(['NetworkPolicy', 'prod', 'Web Front']),
      safeName(['../../etc/passwd']),
      safeName(['', '日本']),
      safeName(['default.a..b']),
    ]).toEqual(['networkpolicy-prod-web-front', 'etc-passwd', 'unnamed', 'default.a.b']);
  });

  it('never leads out of its folder, is never hidden, and never too long', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' }), { maxLength: 4 }), (words) => {
        expect(safeName(words)).toMatch(/^[a-z0-9]([a-z0-9.-]{0,118}[a-z0-9])?$/);
        expect(safeName(words)).not.toContain('..');
      }),
    );
  });

  it('is numbered so that names sort as numbers do', () => {
    expect([numbered(7, 12), numbered(7, 3), numbered(7, 120)]).toEqual(['07', '07', '007']);
  });
});

describe('a word of a shell command', () => {
  it('is quoted where the shell would read anything into it', () => {
    expect(['node1', 'fd00::1', '-rf', 'a b', "o'brien", '$(reboot)', ''].map(shellWord)).toEqual([
      'node1',
      'fd00::1',
      "'-rf'",
      "'a b'",
      "'o'\\''brien'",
      "'$(reboot)'",
      "''",
    ]);
  });

  it('is no option where it is a name', () => {
    expect(['node1', 'a b', '--kubeconfig=x'].map(shellOperand)).toEqual(['node1', "'a b'", "-- '--kubeconfig=x'"]);
  });
});
