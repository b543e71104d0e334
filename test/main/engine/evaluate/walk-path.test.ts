import { describe, expect, it } from 'vitest';
import { globalPolicy } from './manifests';
import { ACCEPT, MASKED, NODE_PORT, OUTSIDE, PROBES, ROUTED, SERVICE, VXLAN, hosts, path, verdict } from './two-nodes';

describe('the checkpoints under a host endpoint of the uplink', () => {
  const objects = [ACCEPT, ROUTED, ...hosts('eth0'), ...PROBES];

  it('from outside to a process of the node: untracked, preDNAT, normal; the answers are untracked again', () => {
    expect(path(objects, OUTSIDE, 'node:node1')).toEqual([
      'node1 in untracked 198.51.100.7 > 192.168.0.1:8080',
      'node1 in preDNAT 198.51.100.7 > 192.168.0.1:8080',
      'node1 in normal 198.51.100.7 > 192.168.0.1:8080',
      'node1 out untracked 192.168.0.1 > 198.51.100.7:40000',
    ]);
  });

  it('from a process of the node to outside: untracked and normal egress', () => {
    expect(path(objects, 'node:node1', OUTSIDE)).toEqual([
      'node1 out untracked 192.168.0.1 > 198.51.100.7:8080',
      'node1 out normal 192.168.0.1 > 198.51.100.7:8080',
      'node1 in untracked 198.51.100.7 > 192.168.0.1:40000',
    ]);
  });

  it('from a process of the node to a pod of its own: nobody', () => {
    expect(path(objects, 'node:node1', 'pod:a/one')).toEqual([]);
    expect(
      verdict(
        [...objects, globalPolicy('deny', { selector: 'all()', ingress: [{ action: 'Deny' }] })],
        'node:node1',
        'pod:a/one',
      ),
    ).toBe('allow');
  });

  it('from a process of the node to a pod of its own through a service: untracked, and normal egress in nftables mode', () => {
    const untracked = 'node1 out untracked 192.168.0.1 > 10.96.0.9:80';
    expect(path(objects, 'node:node1', 'pod:a/one', SERVICE)).toEqual([untracked]);
    expect(path(objects, 'node:node1', 'pod:a/one', SERVICE, { dataplane: 'nftables' })).toEqual([
      untracked,
      'node1 out normal 192.168.0.1 > 10.0.1.1:8080',
    ]);
  });

  it('from a process of the node to a pod of another: its egress, then the other node’s forward list and the pod', () => {
    expect(path(objects, 'node:node1', 'pod:a/far')).toEqual([
      'node1 out untracked 192.168.0.1 > 10.0.2.1:8080',
      'node1 out normal 192.168.0.1 > 10.0.2.1:8080',
      'node1 in untracked 10.0.2.1 > 192.168.0.1:40000',
      'node2 in untracked 192.168.0.1 > 10.0.2.1:8080',
      'node2 in preDNAT 192.168.0.1 > 10.0.2.1:8080',
      'node2 in forward 192.168.0.1 > 10.0.2.1:8080',
      'far in normal 192.168.0.1 > 10.0.2.1:8080',
    ]);
  });

  it('through a service the untracked hook sees the service, the normal one the backend', () => {
    expect(path(objects, 'node:node1', 'pod:a/far', SERVICE).slice(0, 2)).toEqual([
      'node1 out untracked 192.168.0.1 > 10.96.0.9:80',
      'node1 out normal 192.168.0.1 > 10.0.2.1:8080',
    ]);
  });

  it('from a pod to its own node: its egress, then the action for endpoints, never the host’s policy', () => {
    expect(path(objects, 'pod:a/one', 'node:node1')).toEqual([
      'one out normal 10.0.1.1 > 192.168.0.1:8080',
      'node in host-action 10.0.1.1 > 192.168.0.1:8080',
    ]);
  });

  it('between pods of one node: both pods alone', () => {
    expect(path(objects, 'pod:a/one', 'pod:a/two')).toEqual([
      'one out normal 10.0.1.1 > 10.0.1.2:8080',
      'two in normal 10.0.1.1 > 10.0.1.2:8080',
    ]);
  });

  it('between pods of two nodes: the forward lists of both uplinks', () => {
    expect(path(objects, 'pod:a/one', 'pod:a/far')).toEqual([
      'one out normal 10.0.1.1 > 10.0.2.1:8080',
      'node1 out forward 10.0.1.1 > 10.0.2.1:8080',
      'node1 in untracked 10.0.2.1 > 10.0.1.1:40000',
      'node2 in untracked 10.0.1.1 > 10.0.2.1:8080',
      'node2 in preDNAT 10.0.1.1 > 10.0.2.1:8080',
      'node2 in forward 10.0.1.1 > 10.0.2.1:8080',
      'far in normal 10.0.1.1 > 10.0.2.1:8080',
    ]);
  });

  it('from a pod to another node, which sees the node’s address where the pool masquerades', () => {
    const after = (source: string) => [
      `node2 in untracked ${source} > 192.168.0.2:8080`,
      `node2 in preDNAT ${source} > 192.168.0.2:8080`,
      `node2 in normal ${source} > 192.168.0.2:8080`,
      `node2 out untracked 192.168.0.2 > ${source}:40000`,
    ];
    const before = [
      'one out normal 10.0.1.1 > 192.168.0.2:8080',
      'node1 out forward 10.0.1.1 > 192.168.0.2:8080',
      'node1 in untracked 192.168.0.2 > 10.0.1.1:40000',
    ];
    expect(path(objects, 'pod:a/one', 'node:node2')).toEqual([...before, ...after('10.0.1.1')]);
    const masked = objects.map((object) => (object === ROUTED ? MASKED : object));
    expect(path(masked, 'pod:a/one', 'node:node2')).toEqual([...before, ...after('192.168.0.1')]);
  });

  it('from a pod to outside: the forward list sees the pod', () => {
    expect(path(objects, 'pod:a/one', OUTSIDE)).toEqual([
      'one out normal 10.0.1.1 > 198.51.100.7:8080',
      'node1 out forward 10.0.1.1 > 198.51.100.7:8080',
      'node1 in untracked 198.51.100.7 > 10.0.1.1:40000',
    ]);
  });

  it('from outside to a node port: preDNAT sees the port of the node, the rest the pod', () => {
    expect(path(objects, OUTSIDE, 'pod:a/one', NODE_PORT)).toEqual([
      'node1 in untracked 198.51.100.7 > 192.168.0.1:30080',
      'node1 in preDNAT 198.51.100.7 > 192.168.0.1:30080',
      'node1 in forward 198.51.100.7 > 10.0.1.1:8080',
      'one in normal 198.51.100.7 > 10.0.1.1:8080',
    ]);
  });

  it('from outside to a node port of a pod elsewhere, which sees the node that was entered', () => {
    expect(path(objects, OUTSIDE, 'pod:a/far', NODE_PORT)).toEqual([
      'node1 in untracked 198.51.100.7 > 192.168.0.1:30080',
      'node1 in preDNAT 198.51.100.7 > 192.168.0.1:30080',
      'node1 in forward 198.51.100.7 > 10.0.2.1:8080',
      'node1 out forward 198.51.100.7 > 10.0.2.1:8080',
      'node1 in untracked 10.0.2.1 > 198.51.100.7:40000',
      'node2 in untracked 192.168.0.1 > 10.0.2.1:8080',
      'node2 in preDNAT 192.168.0.1 > 10.0.2.1:8080',
      'node2 in forward 192.168.0.1 > 10.0.2.1:8080',
      'far in normal 192.168.0.1 > 10.0.2.1:8080',
    ]);
  });

  it('through a load balancer’s address: the node of the pod', () => {
    expect(path(objects, OUTSIDE, 'pod:a/far', { via: '203.0.113.9 80' }).slice(0, 2)).toEqual([
      'node2 in untracked 198.51.100.7 > 203.0.113.9:80',
      'node2 in preDNAT 198.51.100.7 > 203.0.113.9:80',
    ]);
  });

  it('between outside addresses: nobody', () => {
    expect(path(objects, OUTSIDE, 'ip:203.0.113.1')).toEqual([]);
  });
});

describe('the checkpoints under a host endpoint of every interface', () => {
  const objects = [ACCEPT, ROUTED, ...hosts('*'), ...PROBES];

  it('leave out the untracked hook', () => {
    expect(path(objects, OUTSIDE, 'node:node1')).toEqual([
      'node1 in preDNAT 198.51.100.7 > 192.168.0.1:8080',
      'node1 in normal 198.51.100.7 > 192.168.0.1:8080',
    ]);
    expect(path(objects, 'node:node1', OUTSIDE)).toEqual(['node1 out normal 192.168.0.1 > 198.51.100.7:8080']);
  });

  it('take in the interfaces of pods: preDNAT and forward before the pod, forward after it', () => {
    expect(path(objects, 'pod:a/one', 'pod:a/two')).toEqual([
      'node1 in preDNAT 10.0.1.1 > 10.0.1.2:8080',
      'node1 in forward 10.0.1.1 > 10.0.1.2:8080',
      'one out normal 10.0.1.1 > 10.0.1.2:8080',
      'two in normal 10.0.1.1 > 10.0.1.2:8080',
      'node1 out forward 10.0.1.1 > 10.0.1.2:8080',
    ]);
    expect(path(objects, 'pod:a/one', 'pod:a/two', SERVICE)[0]).toBe('node1 in preDNAT 10.0.1.1 > 10.96.0.9:80');
  });

  it('take in the loopback: egress, preDNAT and ingress, at 127.0.0.1 and at the node’s own address, from there', () => {
    for (const [to, source, address] of [
      ['node:node1', '192.168.0.1', '192.168.0.1'],
      ['node:node1@192.168.0.9', '192.168.0.9', '192.168.0.9'],
      ['node:node1@127.0.0.1', '127.0.0.1', '127.0.0.1'],
      ['node:node1@127.0.0.53', '127.0.0.1', '127.0.0.53'],
    ] as const) {
      expect(path(objects, 'node:node1', to)).toEqual([
        `node1 out normal ${source} > ${address}:8080`,
        `node1 in preDNAT ${source} > ${address}:8080`,
        `node1 in normal ${source} > ${address}:8080`,
      ]);
    }
  });

  it('put preDNAT before a pod’s way to its own node', () => {
    expect(path(objects, 'pod:a/one', 'node:node1')).toEqual([
      'node1 in preDNAT 10.0.1.1 > 192.168.0.1:8080',
      'one out normal 10.0.1.1 > 192.168.0.1:8080',
      'node in host-action 10.0.1.1 > 192.168.0.1:8080',
    ]);
  });

  it('take in the tunnel devices', () => {
    const tunnelled = objects.map((object) => (object === ROUTED ? VXLAN : object));
    const outer = [
      'node2 in preDNAT 192.168.0.1 > 192.168.0.2:4789',
      'node1 in preDNAT 192.168.0.2 > 192.168.0.1:4789',
    ];
    expect(path(tunnelled, 'node:node1', 'pod:a/far')).toEqual([
      'node1 out normal 10.0.1.0 > 10.0.2.1:8080',
      ...outer,
      'node2 in preDNAT 10.0.1.0 > 10.0.2.1:8080',
      'node2 in forward 10.0.1.0 > 10.0.2.1:8080',
      'far in normal 10.0.1.0 > 10.0.2.1:8080',
      'node2 out forward 10.0.1.0 > 10.0.2.1:8080',
    ]);
  });
});
