import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../main/engine/model/json';
import type { InterfaceKind, InterfaceNames } from '../../../../main/engine/evaluate/host-interfaces';
import { createHostInterfaces } from '../../../../main/engine/evaluate/host-interfaces';
import { parseAddress } from '../../../../main/engine/net/address';
import { smallCluster } from './small-cluster';
import { clusterNode, hostEndpoint } from './manifests';

const KNOWN: InterfaceNames = () => ({ uplink: 'eth0', tunnel: 'vxlan.calico' });
const NODE = clusterNode('node1', '192.168.0.1', { 'projectcalico.org/IPv4VXLANTunnelAddr': '10.0.1.0' });

function hep(name: string, interfaceName: string, expectedIPs: readonly string[] = []): JsonObject {
  return hostEndpoint(name, { node: 'node1', ...(interfaceName === '' ? {} : { interfaceName }), expectedIPs });
}

function governing(hosts: readonly JsonObject[], kind: InterfaceKind, names?: InterfaceNames, node: JsonObject = NODE) {
  const { cluster } = smallCluster([node, ...hosts]);
  const found = (names === undefined ? createHostInterfaces(cluster) : createHostInterfaces(cluster, names)).governing(
    'node1',
    kind,
  );
  return found === null
    ? null
    : `${found.host.name}${found.wildcard ? ' *' : ''}${found.assumption === '' ? '' : ' assumed'}`;
}

describe('the host endpoint of an interface whose name is known', () => {
  it('is the one that names it', () => {
    expect(governing([hep('a', 'eth1'), hep('b', 'eth0')], 'uplink', KNOWN)).toBe('b');
    expect(governing([hep('a', 'vxlan.calico')], 'tunnel', KNOWN)).toBe('a');
  });

  it('or names none and expects one of its addresses', () => {
    expect(governing([hep('a', '', ['192.168.0.1'])], 'uplink', KNOWN)).toBe('a');
    expect(governing([hep('a', '', ['192.168.0.9'])], 'uplink', KNOWN)).toBe(null);
    expect(governing([hep('a', 'eth9', ['192.168.0.1'])], 'uplink', KNOWN)).toBe(null);
  });

  it('is of several the one with the smallest name', () => {
    expect(governing([hep('b', 'eth0'), hep('a', '', ['192.168.0.1'])], 'uplink', KNOWN)).toBe('a');
    expect(governing([hep('b', '*'), hep('a', '*')], 'uplink', KNOWN)).toBe('a *');
  });

  it('takes the place of the one for every interface', () => {
    expect(governing([hep('a', '*'), hep('z', 'eth0')], 'uplink', KNOWN)).toBe('z');
    expect(governing([hep('a', '*'), hep('z', 'eth0')], 'tunnel', KNOWN)).toBe('a *');
  });

  it('is for pods and the loopback the one for every interface alone', () => {
    for (const kind of ['pod', 'loopback'] as const) {
      expect(governing([hep('a', '*'), hep('z', 'cali1234'), hep('y', 'lo')], kind, KNOWN)).toBe('a *');
      expect(governing([hep('z', 'cali1234'), hep('y', '', ['192.168.0.1'])], kind, KNOWN)).toBe(null);
    }
  });

  it('belongs to its own node', () => {
    expect(governing([hostEndpoint('other', { node: 'node2', interfaceName: '*' })], 'uplink', KNOWN)).toBe(null);
  });
});

describe('where the files do not list the interfaces of a node', () => {
  it('an expected address binds without an assumption, a name with one', () => {
    expect(governing([hep('a', '', ['192.168.0.1'])], 'uplink')).toBe('a');
    expect(governing([hep('a', 'ens5', ['192.168.0.1'])], 'uplink')).toBe('a assumed');
    expect(governing([hep('a', 'ens5')], 'uplink')).toBe('a assumed');
    expect(governing([hep('a', 'ens5', ['192.168.0.9'])], 'uplink')).toBe(null);
  });

  it('the assumption is told in a sentence', () => {
    const { cluster } = smallCluster([NODE, hep('a', 'ens5')]);
    const interfaces = createHostInterfaces(cluster);
    expect(interfaces.governing('node1', 'uplink')?.assumption).toBe(
      'interface ens5 of node1 is taken to be the one with 192.168.0.1: the files do not list its interfaces',
    );
    expect(interfaces.governing('node1', 'uplink')).toBe(interfaces.governing('node1', 'uplink'));
  });

  it('tunnel devices are told by their names', () => {
    for (const name of ['vxlan.calico', 'vxlan-v6.calico', 'tunl0', 'wireguard.cali']) {
      expect([governing([hep('a', name)], 'tunnel'), governing([hep('a', name)], 'uplink')]).toEqual([
        'a assumed',
        null,
      ]);
    }
    expect(governing([hep('a', 'eth0')], 'tunnel')).toBe(null);
    expect(governing([hep('a', '', ['10.0.1.0'])], 'tunnel')).toBe('a');
  });

  it('an interface of a pod is never the uplink', () => {
    expect(governing([hep('a', 'cali1234', ['192.168.0.1'])], 'uplink')).toBe(null);
  });

  it('a node that is not in the files has its host endpoint of every interface', () => {
    const { cluster } = smallCluster([hep('a', '*'), hep('b', 'eth0')]);
    expect(createHostInterfaces(cluster).governing('node1', 'uplink')).toMatchObject({
      wildcard: true,
      assumption: '',
    });
  });

  it('Calico’s own annotation of the node names the uplink', () => {
    const interfaces = JSON.stringify([
      { name: 'lo', addresses: ['127.0.0.1/8'] },
      { name: 'ens5', addresses: ['192.168.0.1/24'] },
    ]);
    const annotated = clusterNode('node1', '192.168.0.1', { 'projectcalico.org/Interfaces': interfaces });
    expect(governing([hep('a', 'eth0'), hep('b', 'ens5')], 'uplink', undefined, annotated)).toBe('b');
    const other = clusterNode('node1', '192.168.0.7', { 'projectcalico.org/Interfaces': interfaces });
    expect(governing([hep('b', 'ens5')], 'uplink', undefined, other)).toBe('b assumed');
  });

  it('that annotation is read whatever blanks, masks and other fields stand in it', () => {
    const uplinkOf = (text: string) => {
      const node = clusterNode('node1', '192.168.0.1 fd00::1', { 'projectcalico.org/Interfaces': text });
      return governing([hep('a', 'eth0'), hep('b', 'ens5')], 'uplink', undefined, node);
    };
    expect([
      uplinkOf('[{ "name" : "ens5", "mtu": 1500, "addresses" : ["10.9.9.9/24", "192.168.0.1/24"] }]'),
      uplinkOf('[{"name":"ens5","addresses":["192.168.0.1"]}]'),
      uplinkOf('[{"name":"lo","addresses":[]},{"name":"ens5","addresses":["fd00::1/64"]}]'),
      uplinkOf('[{"name":"ens5","addresses":["10.9.9.9/24"]}]'),
      uplinkOf(''),
    ]).toEqual(['b', 'b', 'b', 'a assumed', 'a assumed']);
    const tunnel = clusterNode('node1', '192.168.0.1', {
      'projectcalico.org/Interfaces': '[{"name":"ens5","addresses":["192.168.0.1"]}]',
    });
    expect(governing([hep('a', 'vxlan.calico')], 'tunnel', undefined, tunnel)).toBe('a');
  });

  it('one of the addresses is enough, of either family', () => {
    const dual = clusterNode('node1', '192.168.0.1 fd00::1');
    expect(governing([hep('a', '', ['fd00::1'])], 'uplink', undefined, dual)).toBe('a');
    expect(governing([hep('a', '', ['fd00::1', '203.0.113.1'])], 'uplink', KNOWN, dual)).toBe('a');
  });
});

describe('an address of a node that only host endpoints expect', () => {
  function inward(address: string, ...hosts: readonly JsonObject[]) {
    const { cluster } = smallCluster([NODE, ...hosts]);
    const interfaces = createHostInterfaces(cluster);
    const [node] = cluster.nodes;
    const parsed = parseAddress(address);
    if (node === undefined || parsed === undefined) throw new Error('no node');
    const kind = interfaces.inward(node, parsed);
    return [kind, interfaces.governing('node1', kind)?.host.name ?? null];
  }

  it('is on another interface, and the smallest name that expects it governs that', () => {
    const hosts = [hep('z', 'eth1', ['203.0.113.1']), hep('b', '', ['203.0.113.1']), hep('a', 'eth0', ['192.168.0.1'])];
    expect(inward('203.0.113.1', ...hosts)).toEqual(['with 203.0.113.1', 'b']);
    expect(inward('192.168.0.1', ...hosts)).toEqual(['uplink', 'a']);
  });

  it('takes the place of the one for every interface there', () => {
    const every = hep('a', '*', ['203.0.113.1']);
    expect(inward('203.0.113.1', every, hep('z', 'eth1', ['203.0.113.1']))).toEqual(['with 203.0.113.1', 'z']);
    expect(inward('203.0.113.1', every)).toEqual(['uplink', 'a']);
    expect(inward('203.0.113.1', every, hep('z', 'cali1', ['203.0.113.1']))).toEqual(['with 203.0.113.1', 'a']);
    expect(inward('203.0.113.1', every, hep('z', 'tunl0', ['203.0.113.1']))).toEqual(['with 203.0.113.1', 'a']);
  });

  it('is none of the uplink, of a tunnel or of another node', () => {
    expect(inward('10.0.1.0', hep('a', 'eth1', ['10.0.1.0']))).toEqual(['uplink', null]);
    const other = hostEndpoint('a', { node: 'node2', interfaceName: 'eth1', expectedIPs: ['203.0.113.1'] });
    expect(inward('203.0.113.1', other)).toEqual(['uplink', null]);
  });

  it('is taken to be where the endpoint says, and the assumption is told', () => {
    const { cluster } = smallCluster([NODE, hep('z', 'eth1', ['203.0.113.1']), hep('y', '', ['203.0.113.2'])]);
    const interfaces = createHostInterfaces(cluster);
    expect(interfaces.governing('node1', 'with 203.0.113.1')?.assumption).toBe(
      'interface eth1 of node1 is taken to be the one with 203.0.113.1: host endpoint z expects it there',
    );
    expect(interfaces.governing('node1', 'with 203.0.113.2')?.assumption).toBe('');
    expect([interfaces.governing('node1', 'with 203.0.113.1')?.wildcard, interfaces.governing('node1', 'pod')]).toEqual(
      [false, null],
    );
  });

  it('is one of several that the endpoint expects', () => {
    const both = hep('a', 'eth1', ['203.0.113.1', '203.0.113.2']);
    expect([inward('203.0.113.1', both), inward('203.0.113.2', both)]).toEqual([
      ['with 203.0.113.1', 'a'],
      ['with 203.0.113.2', 'a'],
    ]);
  });
});
