import { describe, expect, it } from 'vitest';
import { draftOf, draftProblem, NEW_DRAFT, pathOf } from '../../../renderer/paths/path-draft';

const SSH = {
  title: 'SSH from home',
  from: '192.0.2.0/28',
  to: 'node1',
  protocol: 'tcp',
  port: 22,
  severity: 'warns',
  expect: 'closed',
} as const;

describe('a path of the user’s own', () => {
  it('survives the form', () => {
    expect(pathOf(draftOf(SSH))).toEqual(SSH);
    expect(pathOf(draftOf({ ...SSH, protocol: 'icmp', port: null }))).toEqual({ ...SSH, protocol: 'icmp', port: null });
  });

  it('is called by what it checks where it has no name', () => {
    expect(pathOf({ ...draftOf(SSH), title: ' ' }).title).toBe('tcp 22 from 192.0.2.0/28 to node1');
  });

  it('says what is missing', () => {
    expect(draftProblem(NEW_DRAFT)).toBe('say where it starts');
    expect(draftProblem({ ...NEW_DRAFT, from: 'a' })).toBe('say where it ends');
    for (const port of ['', '0', '65536', '1.5', 'ssh']) {
      expect(draftProblem({ ...draftOf(SSH), port })).toBe('give a port from 1 to 65535');
    }
    expect(draftProblem({ ...draftOf(SSH), protocol: 'icmp', port: '' })).toBe('');
    expect(draftProblem(draftOf(SSH))).toBe('');
  });
});
