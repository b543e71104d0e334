import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../main/engine/model/json';
import {
  deployment,
  felix,
  globalPolicy,
  hostEndpoint,
  networkPolicy,
  stagedGlobalPolicy,
} from '../evaluate/manifests';
import { rehearse } from '../rehearse/rehearse-objects';
import { HOSTS } from './resolve-row';
import { CLUSTER, DENY_HOSTS, SSH, run, words } from './small-rollout';

describe('the word for a protected path', () => {
  it('is no policy where nobody is asked, and where all that are asked have none', () => {
    expect([words(run([]), SSH), words(run([]), 'L06 cp → cp tcp 6443')]).toEqual([['no-policy'], ['no-policy']]);
    expect([words(run(HOSTS), SSH)[0], words(run(HOSTS), 'L06 cp → cp tcp 6443')[0]]).toEqual([
      'no-policy',
      'no-policy',
    ]);
    expect(words(run([]), 'L20 pods of prod → cluster DNS udp 53')[0]).toBe('no-policy');
  });

  it('is the rule that allows it, with its place', () => {
    const allow = globalPolicy('ssh', {
      ...DENY_HOSTS,
      ingress: [{ action: 'Allow', protocol: 'TCP', destination: { ports: [22] } }],
    });
    const open = [felix({ failsafeInboundHostPorts: [], defaultEndpointToHostAction: 'Accept' }, 'default')];
    const rehearsal = run([...open, ...HOSTS, allow]);
    expect(words(rehearsal, SSH)).toEqual(['rule ssh']);
    const path = rehearsal.protectedPaths.find(({ id }) => id === SSH);
    expect(path?.verdicts.final).toMatchObject({ tag: 'rule', position: { file: 'snapshot/objects.yaml', line: 23 } });
  });

  it('is failsafe alone where a policy denies it and only the list of the node lets it through', () => {
    const rehearsal = run(HOSTS, [stagedGlobalPolicy('lock', DENY_HOSTS)]);
    expect(words(rehearsal, SSH)[4]).toBe('failsafe-only');
  });

  it('is blocked where the list of one node was replaced, and there alone', () => {
    const replaced = felix({ failsafeInboundHostPorts: [] }, 'node.worker');
    const rehearsal = run([...HOSTS, replaced], [stagedGlobalPolicy('lock', DENY_HOSTS)]);
    expect(words(rehearsal, SSH)[4]).toBe('blocked by lock · end of tier default');
    expect(words(rehearsal, 'L01 10.9.0.0/24 → cp tcp 22')[4]).toBe('failsafe-only');
  });

  it('is the net alone where the net hides what the change set closes', () => {
    const dns = networkPolicy('kube-system/dns', {
      selector: "k8s-app == 'kube-dns'",
      order: 5,
      types: ['Ingress'],
      ingress: [{ action: 'Allow', protocol: 'UDP', destination: { ports: [53] } }],
    });
    const rehearsal = run([], [{ ...dns, kind: 'StagedNetworkPolicy' }]);
    expect(words(rehearsal, 'L20 pods of prod → cluster DNS tcp 53')).toEqual([
      'no-policy',
      'rule zzz-final-allow-everything',
      'rule zzz-final-allow-everything',
      'net-only',
      'blocked by dns · end of tier default',
    ]);
    expect(words(rehearsal, 'L20 pods of prod → cluster DNS udp 53')[4]).toBe('rule dns');
  });

  it('is that of the worst connection that stands for the path', () => {
    const half = globalPolicy('half', {
      ...DENY_HOSTS,
      ingress: [{ action: 'Deny', source: { nets: ['10.9.0.128/25'] } }, { action: 'Allow' }],
    });
    const none = felix({ failsafeInboundHostPorts: [] }, 'node.worker');
    const lock = stagedGlobalPolicy('half', half['spec'] as JsonObject);
    expect(words(run([...HOSTS, none], [lock]), SSH)[4]).toBe('blocked by half');
  });

  it('is asked of pods as each world has them', () => {
    const mute = globalPolicy('mute', { selector: "stage == 'mute'", order: 10, types: ['Egress'] });
    const stage = (labels: Readonly<Record<string, string>>) => deployment('prod/job', { labels });
    const path = 'L20 pods of prod → cluster DNS udp 53';
    const byNet = 'rule zzz-final-allow-everything';
    const blocked = 'blocked by mute · end of tier default';
    const muteToday = run([mute, stage({ stage: 'mute' })], [stage({})]);
    expect(words(muteToday, path)).toEqual(['no-policy', byNet, byNet, byNet, 'no-policy']);
    expect(words(muteToday, `${path}, where it is closed today`)).toEqual([
      blocked,
      'net-only',
      byNet,
      byNet,
      'no-policy',
    ]);
    expect(words(run([mute, stage({})], [stage({ stage: 'mute' })]), path)).toEqual([
      'no-policy',
      byNet,
      'net-only',
      'net-only',
      blocked,
    ]);
    const alike = [deployment('prod/a'), stage({ stage: 'mute' })];
    expect(words(run([mute, ...alike], [stage({})]), `${path}, where it is closed today`)[0]).toBe(blocked);
  });

  it('is undecided where iptables and nftables differ and nothing tells which one runs', () => {
    const untracked = globalPolicy('untracked', {
      ...DENY_HOSTS,
      applyOnForward: true,
      doNotTrack: true,
      ingress: [{ action: 'Allow', protocol: 'TCP', destination: { ports: [22] } }],
    });
    const host = hostEndpoint(
      'eth0',
      { node: 'worker', interfaceName: 'eth0', profiles: ['projectcalico-default-allow'] },
      { host: 'worker' },
    );
    const bare = felix({ failsafeInboundHostPorts: [], failsafeOutboundHostPorts: [] }, 'node.worker');
    expect(words(run([host, bare, untracked], [], { cluster: { complete: true } }), SSH)).toEqual([
      'undecided: iptables and nftables decide it differently, and the files do not tell which one runs',
    ]);
  });

  it('is undecided, with the reason, where labels are not in the files', () => {
    const policy = networkPolicy('kube-system/dns', {
      selector: "k8s-app == 'kube-dns'",
      order: 5,
      types: ['Ingress'],
      ingress: [{ action: 'Allow', source: { namespaceSelector: "team == 'a'" } }],
    });
    const objects = CLUSTER.filter((object) => object['kind'] !== 'Namespace');
    const rehearsal = rehearse([...objects, policy], [], { cluster: { complete: false, dataplane: 'iptables' } });
    expect(words(rehearsal, 'L20 pods of prod → cluster DNS udp 53')[4]).toMatch(/^undecided: /);
  });
});
