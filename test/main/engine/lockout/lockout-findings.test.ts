import { describe, expect, it } from 'vitest';
import type { Rehearsal } from '../../../../main/engine/model/rehearsal';
import { felix, networkPolicy, stagedGlobalPolicy } from '../evaluate/manifests';
import { rehearse } from '../rehearse/rehearse-objects';
import { ADMIN, HOSTS } from './resolve-row';
import { CLUSTER, DENY_HOSTS, run } from './small-rollout';

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
