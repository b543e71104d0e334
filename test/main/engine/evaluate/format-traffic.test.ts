import { describe, expect, it } from 'vitest';
import { collectMentions } from '../../../../main/engine/evaluate/collect-mentions';
import { formatTraffic } from '../../../../main/engine/evaluate/format-traffic';
import type { JsonObject } from '../../../../main/engine/model/json';
import { addBit, createBitSet } from '../../../../main/engine/net/bit-set';
import type { Atom } from '../../../../main/engine/net/traffic-space';
import { buildTrafficSpace } from '../../../../main/engine/net/traffic-space';
import { smallCluster } from './small-cluster';
import { endpointSlice, globalPolicy, hostEndpoint, namespace, pod } from './manifests';

function policyOf(...rules: readonly JsonObject[]): JsonObject {
  return globalPolicy('asked', { types: ['Ingress'], ingress: rules.map((rule) => ({ action: 'Allow', ...rule })) });
}

const RULES: readonly JsonObject[] = [
  { protocol: 'TCP', destination: { ports: [80, '443:444', 8080] } },
  { protocol: 'UDP', source: { ports: [53] }, destination: { ports: [53] } },
  { protocol: 'ICMP', icmp: { type: 8 } },
  { protocol: 'ICMP', icmp: { type: 3, code: 4 } },
  { protocol: 89 },
];

const SPACE = (() => {
  const { policies, cluster } = smallCluster([policyOf(...RULES)]);
  return buildTrafficSpace(collectMentions(policies, [cluster]));
})();

function format(chosen: (atom: Atom) => boolean): string {
  const set = createBitSet(SPACE.length);
  for (const [index, atom] of SPACE.entries()) if (chosen(atom)) addBit(set, index);
  return formatTraffic(SPACE, set);
}

const tcp =
  (...ports: readonly number[]) =>
  (atom: Atom) =>
    atom.protocol === 6 &&
    ports.some((port) => (atom.destination?.first ?? 1) <= port && port <= (atom.destination?.last ?? 0));

describe('traffic in words', () => {
  it('is all, nothing, or what is shorter to say', () => {
    expect(format(() => true)).toBe('all traffic');
    expect(format(() => false)).toBe('nothing');
    expect(format((atom) => !tcp(80)(atom))).toBe('all but tcp 80');
    expect(format(tcp(80))).toBe('tcp 80');
  });

  it('lists what is left out after one another, too', () => {
    expect(format((atom) => !tcp(80)(atom) && atom.protocol !== 132)).toBe('all but tcp 80; sctp');
  });

  it('says that source ports matter as soon as they do for one port', () => {
    const isPort = (port: number) => (atom: Atom) => atom.protocol === 17 && atom.destination?.first === port;
    const from53 = (atom: Atom) => atom.source?.first === 53;
    expect(format((atom) => isPort(53)(atom) && from53(atom))).toBe('udp 53 (from some source ports)');
    expect(format((atom) => isPort(0)(atom) || (isPort(53)(atom) && from53(atom)))).toBe(
      'udp 0-53 (from some source ports)',
    );
    expect(format((atom) => isPort(0)(atom) || isPort(53)(atom))).toBe('udp 0-53');
  });

  it('joins ports that touch and lists the others', () => {
    expect(format(tcp(80, 443, 8080))).toBe('tcp 80, 443-444, 8080');
    expect(format(tcp(80, 100))).toBe('tcp 80-442');
  });

  it('names whole protocols, and several of them', () => {
    expect(format((atom) => atom.protocol === 6)).toBe('tcp');
    expect(format((atom) => atom.protocol === 6 || atom.protocol === 17)).toBe('tcp; udp');
    expect(format((atom) => atom.protocol === 89)).toBe('89');
    expect(format((atom) => atom.otherProtocols)).toBe('other protocols');
    expect(format((atom) => tcp(80)(atom) || atom.protocol === 132)).toBe('tcp 80; sctp');
  });

  it('tells ICMP types, with the code where one is named, and what is left', () => {
    expect(format((atom) => atom.protocol === 1 && atom.icmpType === 8)).toBe('icmp type 8');
    expect(format((atom) => atom.protocol === 1 && atom.icmpType === 3 && atom.icmpCode === 4)).toBe(
      'icmp type 3 code 4',
    );
    expect(format((atom) => atom.protocol === 1 && atom.icmpType === 3)).toBe('icmp type 3 code 4, 3');
    expect(format((atom) => atom.protocol === 58 && !atom.icmpTypeNamed)).toBe('icmp6 type other');
  });

  it('says where only some source ports are meant', () => {
    const dns = (atom: Atom) => atom.protocol === 17 && atom.destination?.first === 53;
    expect(format(dns)).toBe('udp 53');
    expect(format((atom) => dns(atom) && atom.source?.first === 53)).toBe('udp 53 (from some source ports)');
  });
});

describe('what cuts the traffic', () => {
  const mentions = (objects: readonly JsonObject[], dataplane: 'iptables' | 'ebpf' = 'iptables') => {
    const { policies, cluster } = smallCluster([namespace('prod'), ...objects], { dataplane });
    const { destinationPorts, sourcePorts, protocols, icmp } = collectMentions(policies, [cluster]);
    const listed = (ports: typeof destinationPorts) =>
      [...ports].flatMap(([protocol, ranges]) => ranges.map(({ first, last }) => `${protocol} ${first}-${last}`));
    return { destinations: listed(destinationPorts), sources: listed(sourcePorts), protocols: [...protocols], icmp };
  };

  it('are ports of rules with their protocol, negated ones too, on both sides', () => {
    const rule = {
      protocol: 'TCP',
      source: { ports: [1], notPorts: [2] },
      destination: { ports: ['3:4'], notPorts: [5] },
    };
    expect(mentions([policyOf(rule)])).toEqual({
      destinations: ['6 3-4', '6 5-5'],
      sources: ['6 1-1', '6 2-2'],
      protocols: [6],
      icmp: new Map(),
    });
  });

  it('are ports that endpoints declare, as source ports only where a rule names them', () => {
    const web = pod('prod/web', '10.0.0.1', { ports: ['web:tcp/8080', 'dns:udp/53', 'tcp/9090'] });
    const host = hostEndpoint('h', {
      node: 'node1',
      interfaceName: 'eth0',
      ports: [{ name: 'web', protocol: 'TCP', port: 80 }],
    });
    const destinations = ['6 8080-8080', '6 9090-9090', '6 80-80', '17 53-53'];
    expect(mentions([web, host])).toEqual({ destinations, sources: [], protocols: [], icmp: new Map() });
    for (const field of ['ports', 'notPorts']) {
      expect(mentions([web, host, policyOf({ protocol: 'TCP', source: { [field]: ['web'] } })]).sources).toEqual([
        '6 8080-8080',
        '6 80-80',
      ]);
    }
  });

  it('are ports of services that a rule names as destination', () => {
    const slices = [
      endpointSlice('prod/store', ['10.0.0.1'], ['tcp/5432', 'sctp/5432']),
      endpointSlice('prod/other', ['10.0.0.1'], ['tcp/1']),
    ];
    expect(
      mentions([...slices, policyOf({ destination: { services: { name: 'store', namespace: 'prod' } } })]).destinations,
    ).toEqual(['6 5432-5432', '132 5432-5432']);
    expect(
      mentions([...slices, policyOf({ source: { services: { name: 'store', namespace: 'prod' } } })]).destinations,
    ).toEqual([]);
    expect(
      mentions([policyOf({ destination: { services: { name: 'gone', namespace: 'prod' } } })]).destinations,
    ).toEqual([]);
  });

  it('are protocols, by the number that packets are compared with', () => {
    const rules = [{ protocol: 'UDPLite' }, { notProtocol: 47 }, { protocol: 'ICMPv6' }];
    expect(mentions([policyOf(...rules)]).protocols).toEqual([136, 47, 58]);
    expect(mentions([policyOf(...rules)], 'ebpf').protocols).toEqual([0, 47]);
  });

  it('are ICMP types with their codes, negated ones too', () => {
    const rules = [
      { protocol: 'ICMP', icmp: { type: 3, code: 4 } },
      { protocol: 'ICMP', notICMP: { type: 3, code: 1 } },
      { protocol: 'ICMP', icmp: { type: 8 } },
    ];
    expect(mentions([policyOf(...rules)]).icmp).toEqual(
      new Map([
        [3, new Set([4, 1])],
        [8, new Set()],
      ]),
    );
  });
});
