import { describe, expect, it } from 'vitest';
import {
  clusterNode,
  felix,
  globalNetworkSet,
  globalPolicy,
  hostEndpoint,
  namespace,
  networkSet,
  stagedGlobalPolicy,
} from '../../evaluate/manifests';
import { HOSTS, TWO_NODES, resolveRow, seenOf, verdictsOf } from '../resolve-row';

const NO_ADMIN = 'not checked: no admin network is given: name one with --admin or in the workspace';

describe('L01, SSH from an admin network', () => {
  it('goes from each network to each node', () => {
    expect(resolveRow('L01', TWO_NODES, { adminCidrs: ['10.9.0.0/24', 'fd00::/64'] })).toEqual([
      '10.9.0.0/24 → cp tcp 22: 10.9.0.0 → cp 192.168.0.1',
      '10.9.0.0/24 → worker tcp 22: 10.9.0.0 → worker 192.168.0.2',
      'fd00::/64 → cp tcp 22: not checked: source and destination share no address family',
      'fd00::/64 → worker tcp 22: not checked: source and destination share no address family',
    ]);
    expect(seenOf('L01', TWO_NODES)).toEqual(['10.9.0.0 → 192.168.0.1:22', '10.9.0.0 → 192.168.0.2:22']);
  });

  it('comes from every piece of the network that a rule tells apart', () => {
    const half = globalPolicy('half', {
      selector: 'has(host)',
      ingress: [{ action: 'Allow', source: { nets: ['10.9.0.128/25'] } }],
    });
    expect(resolveRow('L01', [...TWO_NODES, ...HOSTS, half])).toEqual([
      '10.9.0.0/24 → cp tcp 22: 10.9.0.0 → cp 192.168.0.1, 10.9.0.128 → cp 192.168.0.1',
      '10.9.0.0/24 → worker tcp 22: 10.9.0.0 → worker 192.168.0.2, 10.9.0.128 → worker 192.168.0.2',
    ]);
  });

  it('goes to every interface that a host endpoint of the node expects, and is judged by that host endpoint', () => {
    const named = (name: string, node: string, address: string) =>
      hostEndpoint(
        name,
        { node, interfaceName: name, expectedIPs: [address], profiles: ['projectcalico-default-allow'] },
        { role: name },
      );
    const hosts = [named('eth0', 'cp', '192.168.0.1'), named('eth1', 'cp', '203.0.113.1')];
    const shut = stagedGlobalPolicy('shut', { selector: "role == 'eth1'", order: 10, types: ['Ingress'] });
    const bare = felix({ failsafeInboundHostPorts: [] }, 'node.cp');
    expect(verdictsOf('L01', [...TWO_NODES, ...hosts, bare], { changes: [shut] })).toEqual([
      expect.stringMatching(/^10.9.0.0\/24 → cp tcp 22: .* \| no-policy$/),
      expect.stringMatching(/^10.9.0.0\/24 → cp at 203.0.113.1 tcp 22: .* \| blocked by shut · end of tier default$/),
      '10.9.0.0/24 → worker tcp 22: no-policy',
    ]);
    expect(seenOf('L01', [...TWO_NODES, ...hosts])[1]).toBe('10.9.0.0 → 203.0.113.1:22');
  });

  it('is not checked without an admin network or a Node', () => {
    expect(resolveRow('L01', TWO_NODES, { adminCidrs: [] })).toEqual([NO_ADMIN]);
    expect(resolveRow('L01', [namespace('prod')])).toEqual([
      'not checked: the snapshot has no Node; fetch them: kubectl get nodes -o yaml',
    ]);
  });
});

describe('L02, SSH from outside the admin networks', () => {
  it('comes from the address just beside each network', () => {
    expect(resolveRow('L02', TWO_NODES)).toEqual([
      '10.9.1.0, just outside 10.9.0.0/24 → every node tcp 22: 10.9.1.0 → cp 192.168.0.1',
    ]);
    expect(resolveRow('L02', TWO_NODES, { adminCidrs: ['192.168.0.0/31'] })).toEqual([
      '192.167.255.255, just outside 192.168.0.0/31 → every node tcp 22: 192.167.255.255 → cp 192.168.0.1',
    ]);
  });

  it('leaves out an admin network that is none', () => {
    expect(resolveRow('L02', TWO_NODES, { adminCidrs: ['office', '10.9.0.0/24'] })).toEqual([
      '10.9.1.0, just outside 10.9.0.0/24 → every node tcp 22: 10.9.1.0 → cp 192.168.0.1',
    ]);
  });

  it('is not checked where the admin networks are everything, or none is given', () => {
    expect(resolveRow('L02', TWO_NODES, { adminCidrs: ['0.0.0.0/0'] })).toEqual([
      'not checked: the admin networks leave no address out',
    ]);
    expect(resolveRow('L02', TWO_NODES, { adminCidrs: [] })).toEqual([NO_ADMIN]);
    expect(resolveRow('L02', [namespace('prod')])).toEqual([
      'not checked: the snapshot has no Node; fetch them: kubectl get nodes -o yaml',
    ]);
  });

  it('stays open by failsafe ports under a policy that lets the admins in alone', () => {
    const admins = globalPolicy('admins', {
      selector: 'has(host)',
      ingress: [{ action: 'Allow', protocol: 'TCP', source: { nets: ['10.9.0.0/24'] }, destination: { ports: [22] } }],
    });
    expect(verdictsOf('L02', [...TWO_NODES, ...HOSTS, admins])[0]).toContain('failsafe-only');
  });
});

describe('L03, SSH from a bastion', () => {
  it('comes from nodes and network sets that are called so, and never from a node to itself', () => {
    const bastions = [clusterNode('bastion-1', '192.168.0.9'), globalNetworkSet('jump-hosts', ['198.51.100.7/32'])];
    expect(resolveRow('L03', [...TWO_NODES, ...bastions])).toEqual([
      'bastion-1 → every node tcp 22: bastion-1 192.168.0.9 → cp 192.168.0.1',
      'jump-hosts → every node tcp 22: 198.51.100.7 → bastion-1 192.168.0.9',
    ]);
    const own = networkSet('prod/bastion', ['198.51.100.8/32']);
    expect(resolveRow('L03', [...TWO_NODES, own])).toEqual([
      'prod/bastion → every node tcp 22: 198.51.100.8 → cp 192.168.0.1',
    ]);
  });

  it('comes from a node whose labels say it', () => {
    const labelled = clusterNode('gate', '192.168.0.9', {}, { role: 'jump-server' });
    expect(resolveRow('L03', [...TWO_NODES, labelled])).toEqual([
      'gate → every node tcp 22: gate 192.168.0.9 → cp 192.168.0.1',
    ]);
  });

  it('is not checked where nobody is called so', () => {
    expect(resolveRow('L03', TWO_NODES)).toEqual([
      'not checked: no Node and no network set is called a bastion; if there is one, add a row of your own',
    ]);
  });

  it('is closed at the bastion itself, where no failsafe port helps what leaves it', () => {
    const mute = globalPolicy('mute', { selector: "host == 'worker'", types: ['Egress'] });
    const bastion = globalNetworkSet('unused', ['198.51.100.7/32']);
    const objects = [...TWO_NODES.filter(({ kind }) => kind !== 'Node'), bastion, ...HOSTS, mute];
    const nodes = [clusterNode('cp', '192.168.0.1'), clusterNode('worker', '192.168.0.2', {}, { role: 'bastion' })];
    expect(verdictsOf('L03', [...objects, ...nodes])[0]).toContain('blocked by mute · end of tier default');
  });
});

describe('L04, login services', () => {
  it('are asked on every port of a directory', () => {
    expect(resolveRow('L04', [...TWO_NODES, globalNetworkSet('ldap', ['198.51.100.9/32'])])).toEqual([
      'every node → ldap tcp 389: cp 192.168.0.1 → 198.51.100.9',
      'every node → ldap tcp 636: cp 192.168.0.1 → 198.51.100.9',
      'every node → ldap tcp 88: cp 192.168.0.1 → 198.51.100.9',
      'every node → ldap udp 88: cp 192.168.0.1 → 198.51.100.9',
      'every node → ldap udp 1812: cp 192.168.0.1 → 198.51.100.9',
    ]);
  });

  it('are not checked where no set is called a directory, or no Node is there', () => {
    expect(resolveRow('L04', TWO_NODES)).toEqual([
      'not checked: no network set is called a directory; where logins need one, add a row of your own',
    ]);
    expect(resolveRow('L04', [namespace('prod')])).toEqual([
      'not checked: the snapshot has no Node; fetch them: kubectl get nodes -o yaml',
    ]);
  });
});
