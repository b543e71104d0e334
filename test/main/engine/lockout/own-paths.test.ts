import { describe, expect, it } from 'vitest';
import { listProtectedPaths } from '../../../../main/engine/lockout/list-paths';
import type { OwnPath } from '../../../../main/engine/model/workspace';
import { clusterNode, globalNetworkSet, globalPolicy, networkSet, stagedGlobalPolicy } from '../evaluate/manifests';
import { rolloutOn } from '../rehearse/rehearse-objects';
import { HOSTS, TWO_NODES, hostPod, resolveRow, verdictsOf } from './resolve-row';

const OWN: OwnPath = {
  title: 'Backup',
  from: '198.51.100.5',
  to: 'worker',
  protocol: 'tcp',
  port: 9000,
  severity: 'blocks',
  expect: 'open',
};

function resolved(fields: Partial<OwnPath>, objects = TWO_NODES): readonly string[] {
  return resolveRow('own', objects, { ownPaths: [{ ...OWN, ...fields }] });
}

describe('a row of the user’s own', () => {
  it('names its ends by address, network, node, workload, process of a node, or network set', () => {
    const vault = globalNetworkSet('vault', ['203.0.113.8/32']);
    const agent = hostPod('kube-system/agent', 'cp', 'agent', [9000]);
    expect([
      ...resolved({}),
      ...resolved({ from: '192.168.0.1', to: '10.0.0.1' }),
      ...resolved({ from: '198.51.100.0/24', to: 'node:worker' }),
      ...resolved({ from: 'prod/web', to: 'vault' }, [...TWO_NODES, vault]),
      ...resolved({ from: 'prod/web', to: 'kube-system/agent' }, [...TWO_NODES, agent]),
      ...resolved({ from: 'prod/web', to: 'prod/vault' }, [...TWO_NODES, networkSet('prod/vault', ['203.0.113.9/32'])]),
    ]).toEqual([
      '198.51.100.5 → worker tcp 9000: 198.51.100.5 → worker 192.168.0.2',
      '192.168.0.1 → 10.0.0.1 tcp 9000: cp 192.168.0.1 → web',
      '198.51.100.0/24 → node:worker tcp 9000: 198.51.100.0 → worker 192.168.0.2',
      'prod/web → vault tcp 9000: web → 203.0.113.8',
      'prod/web → kube-system/agent tcp 9000: web → cp 192.168.0.1',
      'prod/web → prod/vault tcp 9000: web → 203.0.113.9',
    ]);
  });

  it('is of any protocol that Calico knows, with or without a port', () => {
    expect(resolved({ protocol: 'icmp', port: null })).toEqual([
      '198.51.100.5 → worker icmp: 198.51.100.5 → worker 192.168.0.2',
    ]);
    expect(resolved({ protocol: '112', port: null })).toEqual([
      '198.51.100.5 → worker protocol 112: 198.51.100.5 → worker 192.168.0.2',
    ]);
    const six = [...TWO_NODES, clusterNode('worker', '192.168.0.2 fd00::2')];
    expect(resolved({ from: 'fd00::9', protocol: 'icmpv6', port: null }, six)).toEqual([
      'fd00::9 → worker icmp6: fd00::9 → worker fd00::2',
    ]);
    expect(resolved({ protocol: 'tpc' })).toEqual([
      '198.51.100.5 → worker tpc: not checked: "tpc" is not a protocol that Calico knows',
    ]);
  });

  it('is not checked where nobody bears a name of it, or neither end is in the cluster', () => {
    expect(resolved({ from: 'nobody' })).toEqual([
      'nobody → worker tcp 9000: not checked: nobody in the snapshot is called nobody',
    ]);
    expect(resolved({ to: 'prod/nothing' })).toEqual([
      '198.51.100.5 → prod/nothing tcp 9000: not checked: nobody in the snapshot is called prod/nothing',
    ]);
    expect(resolved({ to: '203.0.113.9' })).toEqual([
      '198.51.100.5 → 203.0.113.9 tcp 9000: not checked: neither end is in the cluster: Calico decides nothing here',
    ]);
  });

  it('that is there twice is told twice, each by an id of its own', () => {
    const rollout = rolloutOn(TWO_NODES, []);
    const drafts = listProtectedPaths(rollout, { adminCidrs: [], ownPaths: [OWN, OWN] });
    expect(drafts.filter(({ row }) => row === 'own').map(({ id }) => id)).toEqual([
      'own 198.51.100.5 → worker tcp 9000',
      'own 198.51.100.5 → worker tcp 9000 (2)',
    ]);
  });

  it('counts the connection that is worst for what it must be', () => {
    const half = stagedGlobalPolicy('half', {
      selector: 'has(host)',
      order: 10,
      types: ['Ingress'],
      ingress: [{ action: 'Deny', source: { nets: ['198.51.100.128/25'] } }, { action: 'Allow' }],
    });
    const ask = (must: OwnPath['expect']) =>
      verdictsOf('own', [...TWO_NODES, ...HOSTS], {
        changes: [half],
        ownPaths: [{ ...OWN, from: '198.51.100.0/24', expect: must }],
      })[0];
    expect(ask('open')).toMatch(/blocked by half$/);
    expect(ask('closed')).toMatch(/rule half$/);
  });

  it('that must be closed is closed by a rule, and opened by a failsafe port', () => {
    const admins = globalPolicy('admins', {
      selector: 'has(host)',
      order: 10,
      types: ['Ingress'],
      ingress: [{ action: 'Allow', source: { nets: ['10.9.0.0/24'] } }],
    });
    const ask = (port: number) =>
      verdictsOf('own', [...TWO_NODES, ...HOSTS, admins], { ownPaths: [{ ...OWN, port, expect: 'closed' }] });
    expect(ask(9000)[0]).toMatch(/^198.51.100.5 → worker tcp 9000: blocked by admins/);
    expect(ask(22)[0]).toMatch(/^198.51.100.5 → worker tcp 22: failsafe-only/);
  });
});
