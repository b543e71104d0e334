import { describe, expect, it } from 'vitest';
import type { ProtectedPath, ProtectedVerdict } from '../../../main/engine/model/protected-path';
import { describeProtectedVerdict } from '../../../main/engine/report/protected-verdict-words';
import { SAFETY_SIGNS } from '../../../main/engine/report/safety';
import { PATH_FILTERS, listSections, type PathFilter } from '../../../renderer/lockout/path-sections';
import { listUnchecked } from '../../../renderer/lockout/unchecked-rows';
import { protectedPathOf } from '../../main/engine/lockout/protected-path-of';
import { INVENTED_REHEARSAL } from '../invented-rehearsal';

const OPEN: ProtectedVerdict = { tag: 'no-policy' };
const BLOCKED: ProtectedVerdict = { tag: 'blocked', by: 'deny', position: null };

function pathWith(final: ProtectedVerdict, fields: Partial<ProtectedPath> = {}): ProtectedPath {
  const verdicts = { now: OPEN, net: OPEN, staged: OPEN, promoted: OPEN, final };
  return protectedPathOf({ verdicts, ...fields });
}

function idsOf(paths: readonly ProtectedPath[], filter: PathFilter = 'all', find = ''): readonly string[] {
  return listSections(paths, filter, find).flatMap(({ rows }) => rows.map(({ path }) => path.id));
}

describe('the lockout table', () => {
  const { protectedPaths } = INVENTED_REHEARSAL;

  it('shows rows in the order of the catalogue, in each the worst end of the rollout first', () => {
    expect(idsOf(protectedPaths)).toEqual([
      'L01 10.1.0.0/24 → node3',
      'L01 10.1.0.0/24 → node1',
      'L01 10.1.0.0/24 → node2',
      'L02 10.1.0.0/24 → node1',
    ]);
  });

  it('groups by theme, and says of each how many are not as they must be', () => {
    const dns = pathWith(BLOCKED, { id: 'L20', row: 'L20', theme: 'dns' });
    const sections = listSections([dns, pathWith(OPEN), pathWith({ tag: 'failsafe-only' })], 'all', '');
    expect(sections.map(({ word, summary, worst }) => `${word}: ${summary} (${worst})`)).toEqual([
      'Login to nodes: 2 paths, 1 to watch (weak)',
      'DNS: 1 path, 1 not as it must be after the rollout (closed)',
    ]);
  });

  it('judges a path that must be closed by being closed', () => {
    const closed = pathWith(BLOCKED, { expect: 'closed' });
    const exposed = pathWith(OPEN, { expect: 'closed', id: 'exposed' });
    const [section] = listSections([closed, exposed], 'all', '');
    expect(section?.summary).toBe('2 paths, 1 not as it must be after the rollout');
    expect(section?.rows.map(({ path }) => path.id)).toEqual(['exposed', closed.id]);
  });

  it('picks what is at risk, what hangs on the net or failsafe ports, and what is searched for', () => {
    expect(idsOf(protectedPaths, 'at-risk')).toEqual(['L01 10.1.0.0/24 → node3', 'L02 10.1.0.0/24 → node1']);
    expect(idsOf(protectedPaths, 'leaning')).toEqual([
      'L01 10.1.0.0/24 → node3',
      'L01 10.1.0.0/24 → node1',
      'L01 10.1.0.0/24 → node2',
    ]);
    expect(idsOf(protectedPaths, 'all', 'SSH node3')).toEqual(['L01 10.1.0.0/24 → node3']);
    expect(idsOf(protectedPaths, 'all', '6443')).toEqual(['L02 10.1.0.0/24 → node1']);
    expect(idsOf(protectedPaths, 'all', 'nothing of the kind')).toEqual([]);
  });

  it('leaves L42 to the strip above it, and what nobody could check to the list below', () => {
    const rollback = pathWith(OPEN, { id: 'L42', row: 'L42', theme: 'rollback' });
    const everywhere: ProtectedVerdict = {
      tag: 'absent',
      why: 'no Typha is in the snapshot; fetch it: kubectl get pods',
    };
    const verdicts = { now: everywhere, net: everywhere, staged: everywhere, promoted: everywhere, final: everywhere };
    const absent = protectedPathOf({ verdicts, id: 'L16', severity: 'warns' });
    const worse = protectedPathOf({ verdicts: { ...verdicts, final: { tag: 'absent', why: 'no Node' } }, id: 'L13' });
    for (const filter of PATH_FILTERS) expect(idsOf([rollback, absent], filter)).toEqual([]);
    expect(listUnchecked([rollback, absent, worse]).map(({ path, why, command }) => [path.id, why, command])).toEqual([
      ['L13', 'no Node', ''],
      ['L16', 'no Typha is in the snapshot', 'kubectl get pods'],
    ]);
  });

  it('has a word of its own for everything that can carry a path', () => {
    const verdicts: readonly ProtectedVerdict[] = [
      { tag: 'rule', policy: 'p', position: null },
      OPEN,
      { tag: 'failsafe-only' },
      { tag: 'net-only' },
      BLOCKED,
      { tag: 'undecided', why: 'w', command: 'c' },
      { tag: 'absent', why: 'w' },
    ];
    const words = verdicts.map((verdict) => describeProtectedVerdict(verdict).word);
    expect(new Set(words).size).toBe(verdicts.length);
  });

  it('tells safeties apart without colour', () => {
    expect(new Set(Object.values(SAFETY_SIGNS)).size).toBe(5);
  });
});
