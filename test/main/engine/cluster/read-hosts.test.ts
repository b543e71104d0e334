import { describe, expect, it } from 'vitest';
import { createLabelSetInterner } from '../../../../main/engine/cluster/label-set';
import type { ProfileSource } from '../../../../main/engine/cluster/profile-source';
import { findSetProblem, readHostEndpoint, readNetworkSet, readNode } from '../../../../main/engine/cluster/read-hosts';
import type { Json, JsonObject } from '../../../../main/engine/model/json';
import { formatAddress, parseAddress } from '../../../../main/engine/net/address';
import { formatPrefix } from '../../../../main/engine/net/prefix';
import { resourceOf } from './resource-of';

const profiles: ReadonlyMap<string, ProfileSource> = new Map<string, ProfileSource>([
  ['kns.prod', { tag: 'namespace', labels: { 'pcns.stage': 'live' }, labelsKnown: true }],
]);

function hostObject(spec: JsonObject | null, labels: JsonObject = {}): JsonObject {
  const bare = { apiVersion: 'projectcalico.org/v3', kind: 'HostEndpoint', metadata: { name: 'node1-eth0', labels } };
  return spec === null ? bare : { ...bare, spec };
}

function readHost(spec: JsonObject | null, labels: JsonObject = {}) {
  return readHostEndpoint(resourceOf(hostObject(spec, labels)), profiles, createLabelSetInterner());
}

describe('a host endpoint', () => {
  it('is read with its own labels, those of its profiles, its addresses and its named ports', () => {
    const object = hostObject(
      {
        node: 'node1',
        interfaceName: 'eth0',
        profiles: ['kns.prod', 'gone'],
        expectedIPs: ['10.1.0.1', 'fd00::1'],
        ports: [{ name: 'ssh', protocol: 'TCP', port: 22 }],
      },
      { 'pcns.kept': 'x', role: 'node' },
    );
    const resource = resourceOf(object);
    expect(readHostEndpoint(resource, profiles, createLabelSetInterner())).toEqual({
      tag: 'host',
      host: {
        tag: 'host',
        name: 'node1-eth0',
        node: 'node1',
        interfaceName: 'eth0',
        labels: {
          index: 0,
          labels: { 'pcns.kept': 'x', 'pcns.stage': 'live', role: 'node' },
          unknownPrefixes: [],
        },
        profiles: ['kns.prod', 'gone'],
        addresses: [parseAddress('10.1.0.1'), parseAddress('fd00::1')],
        ports: [{ name: 'ssh', protocol: 6, port: 22 }],
        resource,
      },
    });
  });

  it('needs a node and nothing else', () => {
    expect(readHost({ node: 'node1' })).toMatchObject({
      tag: 'host',
      host: { interfaceName: '', profiles: [], addresses: [], ports: [] },
    });
  });

  it('an expected address that is a net or cannot be read is left out, the others stay', () => {
    const reading = readHost({
      node: 'node1',
      expectedIPs: ['10.1.0.1/32', ' 10.1.0.2', '10.1.0.0/24', 'x', '10.1.0.3'],
    });
    expect(reading.tag === 'host' && reading.host.addresses.map(formatAddress)).toEqual(['10.1.0.3']);
  });

  it('protocols of its ports are the names TCP, UDP and SCTP in any case', () => {
    const ports = [
      { name: 'a', protocol: 'tcp', port: 1 },
      { name: 'b', protocol: 'Udp', port: 65535 },
      { name: 'A_b.c-9', protocol: 'SCTP', port: 2 },
    ];
    expect(readHost({ node: 'node1', ports })).toMatchObject({
      host: {
        ports: [
          { name: 'a', protocol: 6, port: 1 },
          { name: 'b', protocol: 17, port: 65535 },
          { name: 'A_b.c-9', protocol: 132, port: 2 },
        ],
      },
    });
  });

  it.each(['*', 'eth0', 'a23456789012345', 'bond0.100', 'x_y-z'])('%s is an interface name', (interfaceName) => {
    expect(readHost({ node: 'node1', interfaceName })).toMatchObject({ tag: 'host', host: { interfaceName } });
  });
});

describe('a host endpoint that Felix drops as a whole', () => {
  it('has no node', () => {
    const why = 'a HostEndpoint without a node is not delivered to Felix: Felix drops the whole object';
    expect(readHost({})).toEqual({ tag: 'ignored', path: ['spec', 'node'], why });
    expect(readHost(null)).toEqual({ tag: 'ignored', path: ['spec', 'node'], why });
    expect(readHost({ node: '' })).toEqual({ tag: 'ignored', path: ['spec', 'node'], why });
  });

  it.each(['a234567890123456', 'eth 0', 'eth0:1', '**', 'eth*', '/'])('has the interface name %s', (interfaceName) => {
    expect(readHost({ node: 'node1', interfaceName })).toEqual({
      tag: 'ignored',
      path: ['spec', 'interfaceName'],
      why: `"${interfaceName}" is not an interface name: Felix drops the whole object`,
    });
  });

  it.each(['', 'with space', 'a/b', 'x'.repeat(129)])('has the profile "%s"', (name) => {
    expect(readHost({ node: 'node1', profiles: ['ok', name] })).toEqual({
      tag: 'ignored',
      path: ['spec', 'profiles', 1],
      why: 'a profile name cannot be read: Felix drops the whole object',
    });
  });

  it('has a profile that is null, which is the empty name', () => {
    expect(readHost({ node: 'node1', profiles: ['ok', null] })).toMatchObject({
      tag: 'ignored',
      path: ['spec', 'profiles', 1],
    });
  });

  it('a profile name of 128 characters is still good', () => {
    expect(readHost({ node: 'node1', profiles: ['x'.repeat(128)] }).tag).toBe('host');
  });

  it.each([
    { protocol: 'tcp', port: 22 },
    { name: '', protocol: 'tcp', port: 22 },
    { name: 'x y', protocol: 'tcp', port: 22 },
    { name: 'x'.repeat(129), protocol: 'tcp', port: 22 },
    { name: 'ssh', port: 22 },
    { name: 'ssh', protocol: 6, port: 22 },
    { name: 'ssh', protocol: 'icmp', port: 22 },
    { name: 'ssh', protocol: 'tcp' },
    { name: 'ssh', protocol: 'tcp', port: 0 },
  ])('has the port %o', (port) => {
    expect(readHost({ node: 'node1', ports: [{ name: 'x'.repeat(128), protocol: 'tcp', port: 1 }, port] })).toEqual({
      tag: 'ignored',
      path: ['spec', 'ports', 1],
      why: 'a port of the HostEndpoint cannot be read: Felix drops the whole object',
    });
  });
});

describe('a host endpoint that cannot be read at all', () => {
  it('has a field of the wrong type', () => {
    expect(readHost({ node: 'node1', ports: [{ name: 'ssh', protocol: 'tcp', port: 65536 }] })).toMatchObject({
      tag: 'undecodable',
      path: ['spec', 'ports', 0, 'port'],
    });
    expect(readHost({ node: 7 })).toMatchObject({ tag: 'undecodable', path: ['spec', 'node'] });
  });

  it('has a port whose protocol is no number of a protocol, which breaks the whole kind', () => {
    for (const protocol of [256, -1]) {
      expect(readHost({ node: 'node1', ports: [{ name: 'ssh', protocol, port: 22 }] })).toEqual({
        tag: 'unreadable',
        path: ['spec', 'ports', 0, 'protocol'],
        why: `protocol ${protocol} is not a number from 0 to 255`,
      });
    }
    expect(readHost({ node: 'node1', ports: [{ name: 'ssh', protocol: 255, port: 22 }] }).tag).toBe('ignored');
    expect(readHost({ node: 'node1', ports: [null] }).tag).toBe('ignored');
  });
});

describe('what is wrong with a network set', () => {
  const problemOf = (nets: Json, kind = 'GlobalNetworkSet') =>
    findSetProblem(
      resourceOf({
        apiVersion: 'projectcalico.org/v3',
        kind,
        metadata: { name: 'db', namespace: 'prod' },
        spec: { nets },
      }),
    );

  it('is nothing where its nets can be read, or are only left out', () => {
    expect(problemOf(['10.0.0.0/8', 'oops'])).toBe(null);
    expect(problemOf(null)).toBe(null);
    expect(
      findSetProblem(
        resourceOf({ apiVersion: 'projectcalico.org/v3', kind: 'GlobalNetworkSet', metadata: { name: 'db' } }),
      ),
    ).toBe(null);
  });

  it('is an empty text, which crashes Felix', () => {
    const why = 'an empty text among the nets crashes Felix';
    expect(problemOf(['10.0.0.0/8', ''])).toEqual({ tag: 'panic', path: ['spec', 'nets', 1], why });
    expect(problemOf([null], 'NetworkSet')).toEqual({ tag: 'panic', path: ['spec', 'nets', 0], why });
  });

  it('is a field of the wrong type', () => {
    expect(problemOf('10.0.0.0/8')).toMatchObject({ tag: 'undecodable', path: ['spec', 'nets'] });
  });
});

describe('a network set', () => {
  const spec = { nets: ['10.1.2.3/8', 'office', 7, '192.0.2.1', 'fd00::/8'] };
  const labels = { role: 'db', 'projectcalico.org/namespace': 'spoofed' };

  it('of a namespace carries the label and the profile of it', () => {
    const resource = resourceOf({
      apiVersion: 'projectcalico.org/v3',
      kind: 'NetworkSet',
      metadata: { namespace: 'prod', name: 'db', labels },
      spec,
    });
    const set = readNetworkSet(resource, profiles, createLabelSetInterner());
    expect({ ...set, nets: set.nets.map(formatPrefix) }).toEqual({
      tag: 'network-set',
      namespace: 'prod',
      name: 'db',
      labels: {
        index: 0,
        labels: { role: 'db', 'projectcalico.org/namespace': 'prod', 'pcns.stage': 'live' },
        unknownPrefixes: [],
      },
      nets: ['10.0.0.0/8', '192.0.2.1/32', 'fd00::/8'],
      resource,
    });
  });

  it('that is global has its own labels alone', () => {
    const resource = resourceOf({
      apiVersion: 'projectcalico.org/v3',
      kind: 'GlobalNetworkSet',
      metadata: { name: 'db', labels },
    });
    expect(readNetworkSet(resource, profiles, createLabelSetInterner())).toEqual({
      tag: 'network-set',
      namespace: '',
      name: 'db',
      labels: { index: 0, labels, unknownPrefixes: [] },
      nets: [],
      resource,
    });
  });
});

describe('a node', () => {
  const node = (metadata: JsonObject, status: JsonObject = {}) =>
    resourceOf({ apiVersion: 'v1', kind: 'Node', metadata: { name: 'node1', ...metadata }, status });

  it('has its internal addresses in their order, and those of its tunnels', () => {
    const resource = node(
      {
        labels: { zone: 'a' },
        annotations: {
          'projectcalico.org/IPv6WireguardInterfaceAddr': 'fd00::5',
          'projectcalico.org/IPv4WireguardInterfaceAddr': '10.9.0.4',
          'projectcalico.org/IPv6VXLANTunnelAddr': 'fd00::3',
          'projectcalico.org/IPv4VXLANTunnelAddr': '10.9.0.2',
          'projectcalico.org/IPv4IPIPTunnelAddr': '10.9.0.1',
        },
      },
      {
        addresses: [
          { type: 'InternalIP', address: 'fd00::1' },
          { type: 'ExternalIP', address: '203.0.113.1' },
          { type: 'InternalIP', address: '10.1.0.1' },
          { type: 'InternalIP' },
          { type: 'Hostname', address: 'node1' },
        ],
      },
    );
    const read = readNode(resource);
    expect({
      ...read,
      addresses: read.addresses.map(formatAddress),
      tunnelAddresses: read.tunnelAddresses.map(formatAddress),
    }).toEqual({
      name: 'node1',
      addresses: ['fd00::1', '10.1.0.1'],
      tunnelAddresses: ['10.9.0.1', '10.9.0.2', 'fd00::3', '10.9.0.4', 'fd00::5'],
      labels: { zone: 'a' },
      controlPlane: false,
      resource,
    });
  });

  it('without status and annotations has no addresses', () => {
    const resource = resourceOf({ apiVersion: 'v1', kind: 'Node', metadata: { name: 'node1' } });
    expect(readNode(resource)).toMatchObject({ addresses: [], tunnelAddresses: [] });
  });

  it('belongs to the control plane by its label, old or new, whatever the value', () => {
    expect(readNode(node({ labels: { 'node-role.kubernetes.io/control-plane': '' } })).controlPlane).toBe(true);
    expect(readNode(node({ labels: { 'node-role.kubernetes.io/master': 'true' } })).controlPlane).toBe(true);
    expect(readNode(node({ labels: { 'node-role.kubernetes.io/worker': '' } })).controlPlane).toBe(false);
  });
});
