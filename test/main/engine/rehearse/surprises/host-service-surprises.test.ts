import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../../main/engine/model/json';
import { clusterNode, endpointSlice, globalPolicy, hostEndpoint, service } from '../../evaluate/manifests';
import { told } from './find-surprises';

const OPEN_PROFILE = ['projectcalico-default-allow'];
const named = (node: string, address: string) =>
  hostEndpoint(
    `${node}-eth0`,
    { node, interfaceName: 'eth0', expectedIPs: [address], profiles: OPEN_PROFILE },
    { role: 'node' },
  );
const NAMED = [named('node1', '10.9.0.1'), named('node2', '10.9.0.2')];
const nodes = (spec: JsonObject) => globalPolicy('nodes', { selector: "role == 'node'", order: 10, ...spec });
const CLOSED = nodes({ types: ['Ingress', 'Egress'] });
const WEB = [service('prod/web', '10.96.0.20', 8080), endpointSlice('prod/web', ['10.0.1.1'], ['tcp/80'])];
const raw = (rule: JsonObject, types: readonly string[]) =>
  nodes({
    doNotTrack: true,
    applyOnForward: true,
    types,
    ...(types.includes('Egress') ? { egress: [rule] } : {}),
    ...(types.includes('Ingress') ? { ingress: [rule] } : {}),
  });

describe('hosts and service addresses', () => {
  it('H16: in nftables mode a node loses its own pod behind a service address', () => {
    const input = { snapshot: [...NAMED, ...WEB], changes: [CLOSED] };
    expect(told('H16', { ...input, dataplane: 'nftables' })).toEqual([
      'warns H16: In nftables mode nodes lose pods of their own through a service address: service prod/web.',
      '- node1 → service prod/web tcp 8080: now allow (no policy), final deny (nodes · end of tier default)',
      '- node2 → service prod/web tcp 8080: now allow (no policy), final deny (nodes · end of tier default)',
      'The API server reaches webhooks on its own node this way: allow the pod addresses and ports in the host endpoint’s egress.',
    ]);
    expect(told('H16', { ...input, dataplane: 'unknown' })[0]).toBe(
      'warns H16: If the cluster runs nftables, nodes lose pods of their own through a service address: service prod/web.',
    );
  });

  it('H16: not in iptables mode, and not where egress allows it', () => {
    expect(told('H16', { snapshot: [...NAMED, ...WEB], changes: [CLOSED] })).toEqual([]);
    const open = nodes({ types: ['Egress'], egress: [{ action: 'Allow' }] });
    expect(told('H16', { snapshot: [...NAMED, ...WEB], changes: [open], dataplane: 'nftables' })).toEqual([]);
  });

  it('H17: doNotTrack egress sees the service address', () => {
    const deny = raw({ action: 'Deny', destination: { nets: ['10.96.0.0/16'] } }, ['Egress']);
    expect(told('H17', { snapshot: [...NAMED, ...WEB], changes: [deny] })).toEqual([
      'warns H17: doNotTrack egress closes service addresses for nodes: service prod/web.',
      '- node1 → service prod/web tcp 8080: now allow (no policy), final deny (nodes)',
      '- node2 → service prod/web tcp 8080: now allow (no policy), final deny (nodes)',
      'It sees the service address before it is rewritten, and an Allow keeps it from being rewritten: neither allow nor deny service addresses there.',
    ]);
    const allow = raw({ action: 'Allow', destination: { nets: ['10.96.0.0/16'] } }, ['Egress']);
    expect(told('H17', { snapshot: [...NAMED, ...WEB], changes: [allow] }).slice(0, 1)).toEqual([
      'warns H17: doNotTrack egress closes service addresses for nodes: service prod/web.',
    ]);
  });

  it('H17: other addresses are harmless', () => {
    const deny = raw({ action: 'Deny', destination: { nets: ['10.97.0.0/16'] } }, ['Egress']);
    expect(told('H17', { snapshot: [...NAMED, ...WEB], changes: [deny] })).toEqual([]);
  });

  it('H17: the service of the API server is lost although its own port is a failsafe port', () => {
    const api = [
      service('default/kubernetes', '10.96.0.1', 443),
      endpointSlice('default/kubernetes', ['10.9.0.1'], ['tcp/6443']),
    ];
    const deny = raw({ action: 'Deny', destination: { nets: ['10.96.0.0/16'] } }, ['Egress']);
    expect(told('H17', { snapshot: [...NAMED, ...api], changes: [deny] })).toEqual([
      'warns H17: doNotTrack egress closes service addresses for nodes: service default/kubernetes.',
      '- node1 → service default/kubernetes tcp 443: now allow (no policy), final deny (nodes)',
      '- node2 → service default/kubernetes tcp 443: now allow (failsafe ports), final deny (nodes)',
      'It sees the service address before it is rewritten, and an Allow keeps it from being rewritten: neither allow nor deny service addresses there.',
    ]);
    const outside = [
      service('default/kubernetes', '10.96.0.1', 443),
      endpointSlice('default/kubernetes', ['203.0.113.9'], ['tcp/6443']),
    ];
    expect(told('H17', { snapshot: [...NAMED, ...outside], changes: [deny] })[0]).toBe(
      'warns H17: doNotTrack egress closes service addresses for nodes: service default/kubernetes.',
    );
  });

  it('H16: what was closed before, and nodes without an IPv4 address, are no surprise', () => {
    const opening = nodes({ order: 1, types: ['Egress'], egress: [{ action: 'Deny', protocol: 'UDP' }] });
    const asked = {
      snapshot: [clusterNode('node3', 'fd00::3'), named('node3', 'fd00::3'), ...NAMED, ...WEB],
      dataplane: 'nftables',
    } as const;
    expect(told('H16', { ...asked, changes: [CLOSED] })).toEqual(
      told('H16', { snapshot: [...NAMED, ...WEB], dataplane: 'nftables', changes: [CLOSED] }),
    );
    expect(told('H16', { ...asked, snapshot: [...asked.snapshot, CLOSED], changes: [opening] })).toEqual([]);
  });

  it('H16: a port is tcp unless the service says otherwise, and a headless service is dialled by nobody', () => {
    const slice = endpointSlice('prod/web', ['10.0.1.1'], ['tcp/80']);
    const lacking = (spec: JsonObject) => ({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { namespace: 'prod', name: 'web' },
      spec,
    });
    const titleFor = (spec: JsonObject) =>
      told('H16', { snapshot: [...NAMED, lacking(spec), slice], changes: [CLOSED], dataplane: 'nftables' })[0];
    const lost =
      'warns H16: In nftables mode nodes lose pods of their own through a service address: service prod/web.';
    expect(titleFor({ clusterIP: '10.96.0.20', ports: [{ port: 8080 }] })).toBe(lost);
    expect(
      titleFor({ clusterIP: '10.96.0.20', ports: [{ name: 'no number' }, { port: 8080, protocol: 'QUIC' }] }),
    ).toBe(undefined);
    expect(titleFor({ clusterIP: 'None', clusterIPs: ['None'], ports: [{ port: 8080 }] })).toBe(undefined);
    expect(titleFor({ clusterIP: '10.96.0.20' })).toBe(undefined);
  });
});
