import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../main/engine/model/json';
import { ACCEPT, NODE_PORT, OUTSIDE, PROBES, SERVICE, VXLAN, hostPolicy, hosts, path, verdict } from './two-nodes';

describe('a tunnel under a host endpoint of the uplink', () => {
  const objects = [ACCEPT, VXLAN, ...hosts('eth0')];
  const denied = (hook: JsonObject) =>
    hostPolicy('deny', { applyOnForward: true, types: ['Ingress'], ingress: [{ action: 'Deny' }], ...hook });

  it('hides what travels in it from normal and forward policy', () => {
    expect(path([...objects, PROBES[2] ?? {}], 'pod:a/one', 'pod:a/far')).toEqual([
      'one out normal 10.0.1.1 > 10.0.2.1:8080',
      'far in normal 10.0.1.1 > 10.0.2.1:8080',
    ]);
    expect(verdict([...objects, denied({})], 'pod:a/one', 'pod:a/far')).toBe('allow');
  });

  it('gives the pod the address of the tunnel', () => {
    expect(path(objects, 'node:node1', 'pod:a/far')).toEqual(['far in normal 10.0.1.0 > 10.0.2.1:8080']);
    expect(path(objects, OUTSIDE, 'pod:a/far', NODE_PORT)).toEqual(['far in normal 10.0.1.0 > 10.0.2.1:8080']);
  });

  it('dies of a preDNAT or doNotTrack Deny, and pods lose the way to other nodes too', () => {
    for (const hook of [{ preDNAT: true }, { doNotTrack: true }]) {
      for (const [from, to] of [
        ['pod:a/one', 'pod:a/far'],
        ['node:node1', 'pod:a/far'],
        ['pod:a/one', 'node:node2'],
      ] as const) {
        expect(verdict([...objects, denied(hook)], from, to, 'tcp 22')).toBe('deny');
      }
    }
  });

  it('is closed by an untracked egress Deny of the sender', () => {
    const deny = hostPolicy('deny', {
      applyOnForward: true,
      doNotTrack: true,
      types: ['Egress'],
      egress: [{ action: 'Deny', protocol: 'UDP' }],
    });
    expect(verdict([...objects, deny], 'pod:a/one', 'pod:a/far')).toBe('deny');
  });

  it('is met by a process of the node on the uplink first in nftables mode, when it dials a service', () => {
    expect(path(objects, 'node:node1', 'pod:a/far', SERVICE, { dataplane: 'nftables' })).toEqual([
      'node1 out normal 192.168.0.1 > 10.0.2.1:8080',
      'far in normal 10.0.1.0 > 10.0.2.1:8080',
    ]);
    const deny = hostPolicy('deny', { types: ['Egress'], egress: [{ action: 'Deny' }] });
    expect(verdict([...objects, deny], 'node:node1', 'pod:a/far', 'tcp 8080', SERVICE)).toBe('allow');
    expect(verdict([...objects, deny], 'node:node1', 'pod:a/far', 'tcp 8080', SERVICE, { dataplane: 'nftables' })).toBe(
      'deny',
    );
  });
});
