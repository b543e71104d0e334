import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PROTECTED_ROWS } from '../../../../main/engine/lockout/protected-rows';
import type { ProtectedPath, ProtectedVerdict } from '../../../../main/engine/model/protected-path';
import { standingOf } from '../../../../main/engine/model/protected-path';
import type { WORLDS } from '../../../../main/engine/model/world';
import { hostEndpoint, namespace, stagedGlobalPolicy } from '../evaluate/manifests';
import { rehearse } from '../rehearse/rehearse-objects';
import { FULL_CLUSTER } from './full-cluster';
import { ADMIN } from './resolve-row';

const ALL_HOSTS = ['cp', 'worker', 'bastion-1', 'rke'].map((node) =>
  hostEndpoint(`${node}-hep`, { node, interfaceName: '*', profiles: ['projectcalico-default-allow'] }),
);

/** Rows L01 to L41 of a rehearsal, each with what one world says of its paths. */
function rowsOf(
  paths: readonly ProtectedPath[],
  world: (typeof WORLDS)[number],
): ReadonlyMap<string, readonly string[]> {
  const rows = new Map<string, string[]>();
  for (const path of paths) rows.set(path.row, [...(rows.get(path.row) ?? []), path.verdicts[world].tag]);
  return rows;
}

describe('the catalogue of protected paths', () => {
  it('has the rows L01 to L41, each once, and L42 is made of them', () => {
    const numbers = Array.from({ length: 41 }, (_, index) => `L${`${index + 1}`.padStart(2, '0')}`);
    expect(PROTECTED_ROWS.map(({ id }) => id)).toEqual(numbers);
    const [first] = rehearse([namespace('prod')], []).protectedPaths;
    expect(first?.id).toBe('L42');
  });

  it('is open in every row of a cluster that has somebody for each, as long as no policy is there; what nodes forward hangs on their own rules', () => {
    const { protectedPaths } = rehearse(FULL_CLUSTER, [], { adminCidrs: [ADMIN] });
    const rows = rowsOf(protectedPaths, 'now');
    expect(rows.size).toBe(42);
    const others = [...rows].filter(([, tags]) => tags.some((tag) => tag !== 'no-policy'));
    expect(others).toEqual([
      ['L31', ['undecided']],
      ['L32', ['undecided']],
    ]);
    const [nodePort] = protectedPaths.filter(({ row }) => row === 'L31');
    expect(nodePort?.verdicts.now).toMatchObject({ why: expect.stringContaining('FORWARD rules of') });
  });

  it('is closed in every row by a deny of everything, but for tunnels and probes, which nobody asks about', () => {
    const deny = stagedGlobalPolicy('deny-all', { order: 10, types: ['Ingress', 'Egress'] });
    const { protectedPaths } = rehearse([...FULL_CLUSTER, ...ALL_HOSTS], [deny], { adminCidrs: [ADMIN] });
    const final = rowsOf(protectedPaths, 'final');
    const open = [...final].filter(([, tags]) => tags.some((tag) => tag !== 'blocked'));
    expect(open).toEqual([
      ['L18', ['no-policy']],
      ['L30', ['no-policy']],
    ]);
  });

  it('says of every row what is missing where nothing is in the snapshot', () => {
    for (const complete of [true, false]) {
      const { protectedPaths } = rehearse([namespace('prod')], [], { cluster: { complete, dataplane: 'iptables' } });
      expect(protectedPaths).toHaveLength(42);
      for (const { verdicts } of protectedPaths) {
        expect(verdicts.final).toEqual({ tag: 'absent', why: expect.stringMatching(/\w/) });
      }
    }
  });

  it('is in flow logs where a pod is at an end, and nowhere else', () => {
    const { protectedPaths } = rehearse(FULL_CLUSTER, [], { adminCidrs: [ADMIN] });
    const rows = [...new Set(protectedPaths.filter(({ observable }) => observable).map(({ row }) => row))];
    expect(rows).toEqual(['L08', 'L10', 'L11', 'L12', 'L20', 'L22', 'L23', 'L31', 'L32', 'L33', 'L34', 'L37', 'L41']);
  });
});

describe('absent or undecided', () => {
  const verdict: fc.Arbitrary<ProtectedVerdict> = fc.oneof(
    fc.record({ tag: fc.constant('absent' as const), why: fc.string() }),
    fc.record({ tag: fc.constant('undecided' as const), why: fc.string(), command: fc.string() }),
    fc.constant({ tag: 'no-policy' as const }),
    fc.constant({ tag: 'failsafe-only' as const }),
    fc.constant({ tag: 'net-only' as const }),
    fc.record({ tag: fc.constant('rule' as const), policy: fc.string(), position: fc.constant(null) }),
    fc.record({ tag: fc.constant('blocked' as const), by: fc.string(), position: fc.constant(null) }),
  );
  const path = fc.record({
    expect: fc.constantFrom('open' as const, 'closed' as const),
    severity: fc.constantFrom('blocks' as const, 'warns' as const),
  });

  it('is never green (a law)', () => {
    fc.assert(
      fc.property(path, verdict, (asked, told) => {
        const safe = standingOf(asked, told) === 'safe';
        const proved = asked.expect === 'open' ? ['rule', 'no-policy'] : ['blocked'];
        expect(safe).toBe(proved.includes(told.tag));
      }),
    );
  });

  it('is what every row comes to where the namespaces of pods are not in an incomplete snapshot', () => {
    const objects = FULL_CLUSTER.filter(({ kind }) => kind !== 'Namespace');
    const policy = stagedGlobalPolicy('teams', {
      order: 10,
      namespaceSelector: "team == 'a'",
      types: ['Ingress', 'Egress'],
    });
    const { protectedPaths } = rehearse(objects, [policy], {
      adminCidrs: [ADMIN],
      cluster: { complete: false, dataplane: 'iptables' },
    });
    const doubtful = protectedPaths.filter(({ verdicts }) => verdicts.final.tag === 'undecided');
    const rows = [...new Set(doubtful.map(({ row }) => row))];
    expect(rows).toEqual(expect.arrayContaining(['L42', 'L08', 'L11', 'L12', 'L20']));
    for (const one of doubtful) expect(standingOf(one, one.verdicts.final)).toBe('unknown');
  });
});
