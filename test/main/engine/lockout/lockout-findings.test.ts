import { describe, expect, it } from 'vitest';
import type { AskedPath } from '../../../../main/engine/lockout/asked-path';
import { lockoutFindings } from '../../../../main/engine/lockout/lockout-findings';
import { createPathMemory } from '../../../../main/engine/lockout/path-memory';
import type { ProtectedPath, ProtectedVerdict } from '../../../../main/engine/model/protected-path';
import type { Rehearsal } from '../../../../main/engine/model/rehearsal';
import { felix, networkPolicy, stagedGlobalPolicy } from '../evaluate/manifests';
import { rehearse } from '../rehearse/rehearse-objects';
import { protectedPathOf } from './protected-path-of';
import { ADMIN, HOSTS } from './resolve-row';
import { CLUSTER, DENY_HOSTS, run } from './small-rollout';

const OPEN: ProtectedVerdict = { tag: 'no-policy' };
const SHUT: ProtectedVerdict = { tag: 'blocked', by: 'lock', position: null };
const UNTOLD: ProtectedVerdict = { tag: 'undecided', why: 'a namespace is missing', command: 'kubectl get ns' };

/** The findings about paths that have these verdicts before and after the rollout. */
function told(fields: Partial<ProtectedPath>, ...verdicts: readonly (readonly [ProtectedVerdict, ProtectedVerdict])[]) {
  const asked = verdicts.map(([now, final]): AskedPath => {
    const path = protectedPathOf({ verdicts: { now, net: now, staged: now, promoted: final, final }, ...fields });
    const memory = createPathMemory();
    const draft = { ...path, connections: [], absent: null, somewhere: null, composite: null, memory };
    return { path, answers: null, stopped: false, draft };
  });
  return lockoutFindings(asked).map(({ code, severity, title, help, evidence }) => [
    `${code} ${severity} ${title}`,
    help,
    evidence.map((line) => (line.tag === 'verdicts' ? `${line.after.world} ${line.after.by}` : line.tag)).join(', '),
  ]);
}

describe('a path that must be closed', () => {
  const own = { row: 'own', title: 'Backup', expect: 'closed' } as const;
  const deny = 'Deny it with a rule before the one that allows it; the evidence names the line that does.';

  it('of the user’s own is a finding where it is open in the end, whoever opened it', () => {
    const title = 'OWN blocks Backup (tcp 22) must be closed and is open after the rollout: 10.1.0.0/24 → node1.';
    expect(told(own, [OPEN, OPEN])).toEqual([[title, deny, 'final no policy']]);
    expect(told(own, [SHUT, OPEN])).toEqual([[title, deny, 'final no policy']]);
    expect(told(own, [OPEN, SHUT])).toEqual([]);
  });

  it('of the catalogue is a finding where the rollout opens it, or failsafe ports keep it open', () => {
    const restricted = { row: 'L02', expect: 'closed', severity: 'warns' } as const;
    expect(told(restricted, [OPEN, OPEN])).toEqual([]);
    expect(told(restricted, [SHUT, OPEN]).map(([title]) => title)).toEqual([
      'L02 warns SSH to a node (tcp 22) must be closed and is open after the rollout: 10.1.0.0/24 → node1.',
    ]);
    expect(told(restricted, [SHUT, { tag: 'failsafe-only' }]).map(([title]) => title)).toEqual([
      'L02 warns SSH to a node (tcp 22) stays open by failsafe ports: the restriction has no effect: 10.1.0.0/24 → node1.',
    ]);
  });
});

describe('paths that cannot be told', () => {
  it('are one finding, each with the first world in which nobody can', () => {
    expect(told({}, [OPEN, UNTOLD], [UNTOLD, OPEN])).toEqual([
      [
        'L01 warns SSH to a node (tcp 22) cannot be told: 2 paths, first 10.1.0.0/24 → node1.',
        'a namespace is missing; settle it with: kubectl get ns',
        'promoted a namespace is missing, now a namespace is missing',
      ],
    ]);
  });
});

describe('the findings about protected paths', () => {
  const found = ({ findings }: Rehearsal) =>
    findings
      .filter(({ code }) => /^L\d\d$/.test(code))
      .map(({ code, severity, title }) => `${code} ${severity} ${title}`);

  it('are none where every path stays as it is', () => {
    expect(found(run(HOSTS))).toEqual([]);
  });

  it('block a rollout that closes a path, with the verdicts before and after', () => {
    const replaced = felix({ failsafeInboundHostPorts: [] }, 'node.worker');
    const rehearsal = run([...HOSTS, replaced], [stagedGlobalPolicy('lock', DENY_HOSTS)]);
    expect(found(rehearsal)).toContain(
      'L01 blocks SSH from an admin network to a node (tcp 22) is open now and closed after the rollout: 10.9.0.0/24 → worker.',
    );
    const finding = rehearsal.findings.find(({ code }) => code === 'L01');
    expect(finding?.evidence).toMatchObject([
      {
        tag: 'verdicts',
        from: ADMIN,
        to: 'worker',
        traffic: 'tcp 22',
        before: { world: 'now', verdict: 'allow' },
        after: { world: 'final', verdict: 'deny', by: 'lock · end of tier default (changes/objects.yaml:1)' },
      },
    ]);
  });

  it('warn of a path that is closed already, and do not blame the rollout', () => {
    const dns = networkPolicy('kube-system/dns', {
      selector: "k8s-app == 'kube-dns'",
      order: 5,
      types: ['Ingress'],
      ingress: [{ action: 'Deny', protocol: 'TCP' }, { action: 'Allow' }],
    });
    expect(found(run([dns]))).toEqual([
      'L20 warns DNS from pods (tcp 53) is closed already: pods of prod → cluster DNS.',
    ]);
  });

  it('warn of a path that cannot be told, with the command that settles it', () => {
    const policy = networkPolicy('kube-system/dns', {
      selector: "k8s-app == 'kube-dns'",
      order: 5,
      types: ['Ingress'],
      ingress: [{ action: 'Allow', source: { namespaceSelector: "team == 'a'" } }],
    });
    const objects = CLUSTER.filter((object) => object['kind'] !== 'Namespace');
    const rehearsal = rehearse([...objects, policy], [], { cluster: { complete: false, dataplane: 'iptables' } });
    expect(found(rehearsal)).toEqual([
      'L20 warns DNS from pods (udp 53) cannot be told: pods of prod → cluster DNS.',
      'L20 warns DNS from pods (tcp 53) cannot be told: pods of prod → cluster DNS.',
    ]);
    expect(rehearsal.findings.find(({ code }) => code === 'L20')?.help).toContain('settle it with: kubectl get ');
  });
});
