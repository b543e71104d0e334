import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../main/engine/model/json';
import { describeRule } from '../../../../main/engine/evaluate/describe-rule';
import { packetOf } from '../../../../main/engine/evaluate/packet-of';
import type { Flow } from '../../../../main/engine/model/traffic';
import { flowOf, smallCluster } from './small-cluster';
import { endpointSlice, felix, globalNetworkSet, globalPolicy } from './manifests';

import { CLUSTER } from './explained';

describe('a rule in clauses', () => {
  const clauses = (
    rule: JsonObject,
    flow: Flow = flowOf('10.0.0.1', '10.0.0.2', 'tcp 8080'),
    more: readonly JsonObject[] = [],
  ) => {
    const small = smallCluster([
      ...CLUSTER,
      ...more,
      endpointSlice('prod/store', ['10.0.0.2'], ['tcp/8080']),
      globalPolicy('asked', { types: ['Ingress'], ingress: [{ action: 'Allow', ...rule }] }),
    ]);
    const [asked] = small.policies[0]?.inbound ?? [];
    if (asked === undefined) throw new Error('no rule');
    const { peers, context } = small.evaluation;
    return describeRule(asked, packetOf(flow, peers), context).map(
      ({ text, answer, because }) => `${text}: ${answer}, ${because}`,
    );
  };

  it('without criteria says so', () => {
    expect(clauses({})).toEqual(['no criteria: everything matches: yes, ']);
  });

  it('tells what it asks and what the packet has, in Felix’s order', () => {
    expect(
      clauses({
        ipVersion: 4,
        protocol: 'TCP',
        notProtocol: 17,
        source: {
          nets: ['10.0.0.0/8'],
          notNets: ['10.9.0.0/16'],
          selector: "app == 'web'",
          ports: [40_000],
          notPorts: ['1:9'],
        },
        destination: {
          nets: ['10.0.0.9/32'],
          notSelector: "app == 'web'",
          ports: [80, 8080],
          services: { name: 'store', namespace: 'prod' },
        },
      }),
    ).toEqual([
      'IP version 4: yes, the packet is IPv4',
      'protocol tcp: yes, the packet is tcp',
      'protocol is not udp: yes, the packet is tcp',
      'source is in 10.0.0.0/8: yes, source is 10.0.0.1',
      'source is not in 10.9.0.0/16: yes, source is 10.0.0.1',
      'source matches app == "web": yes, source 10.0.0.1 has app="web", projectcalico.org/namespace="prod", projectcalico.org/serviceaccount="default"',
      'source port is 40000: yes, source port is 40000',
      'source port is not 1-9: yes, source port is 40000',
      'destination is in 10.0.0.9/32: no, destination is 10.0.0.2',
      'destination port is 80, 8080: yes, destination port is 8080',
      'destination does not match app == "web": yes, destination 10.0.0.2 has app="db", projectcalico.org/namespace="prod", projectcalico.org/serviceaccount="default"',
      'destination is a backend of service prod/store: yes, destination is 10.0.0.2',
    ]);
  });

  it('tells the same of the other side', () => {
    expect(
      clauses({
        protocol: 'TCP',
        source: { notSelector: "app == 'db'", services: { name: 'store', namespace: 'prod' } },
        destination: { notNets: ['10.9.0.0/16'], selector: "app == 'db'", notPorts: ['web', 1] },
      }).slice(1),
    ).toEqual([
      'source does not match app == "db": yes, source 10.0.0.1 has app="web", projectcalico.org/namespace="prod", projectcalico.org/serviceaccount="default"',
      'source is a backend of service prod/store: no, source is 10.0.0.1',
      'destination is not in 10.9.0.0/16: yes, destination is 10.0.0.2',
      'destination matches app == "db": yes, destination 10.0.0.2 has app="db", projectcalico.org/namespace="prod", projectcalico.org/serviceaccount="default"',
      'destination port is not 1, web: yes, destination port is 8080',
    ]);
  });

  it('tells the version that a protocol name implies, and nets of the other family', () => {
    const six = flowOf('fd00::1', 'fd00::2', 'tcp 80');
    expect(clauses({ protocol: 'ICMP' }, six)).toEqual([
      'IP version 4: no, the packet is IPv6',
      'protocol icmp: no, the packet is tcp',
    ]);
    expect(clauses({ protocol: 'ICMPv6' })[0]).toBe('IP version 6: no, the packet is IPv4');
    expect(clauses({ source: { nets: ['10.0.0.0/8'] } }, six)[0]).toBe(
      'every net list has an IPv6 net, and none excludes everything: no, the packet is IPv6',
    );
  });

  it('tells ICMP types and packets without type or ports', () => {
    const echo = flowOf('10.0.0.1', '10.0.0.2', 'icmp');
    expect(clauses({ protocol: 'ICMP', icmp: { type: 8 } }, echo)[2]).toBe(
      'ICMP type 8: yes, the packet is type 8 code 0',
    );
    expect(clauses({ protocol: 'ICMP', notICMP: { type: 3, code: 4 } }, echo)[2]).toBe(
      'not ICMP type 3 code 4: yes, the packet is type 8 code 0',
    );
    expect(clauses({ protocol: 1, icmp: { type: 8 } })[1]).toBe('ICMP type 8: no, tcp has no ICMP type');
    expect(clauses({ protocol: 'TCP', destination: { ports: ['web', 80] } }, { ...echo, protocol: 6 })[1]).toBe(
      'destination port is 80, web: no, the packet has no ports',
    );
  });

  it('tells the labels of an owner by name, and several nets one after another', () => {
    const set = globalNetworkSet('set', ['198.51.100.0/24'], { z: '1', a: '2', 'x.pcsa.': '3', m: '4' });
    const asked = { source: { selector: 'has(z)', nets: ['10.0.0.0/8', '192.168.0.0/16'] } };
    expect(clauses(asked, flowOf('198.51.100.7', '10.0.0.2', 'tcp 80'), [set])).toEqual([
      'source is in 10.0.0.0/8, 192.168.0.0/16: no, source is 198.51.100.7',
      'source matches has(z): yes, source 198.51.100.7 has a="2", m="4", x.pcsa.="3", z="1"',
    ]);
  });

  it('tells type 0 and port 0 as what they are', () => {
    const reply = { ...flowOf('10.0.0.1', '10.0.0.2', 'icmp'), icmpType: 0 };
    expect(clauses({ protocol: 1, icmp: { type: 8 } }, reply)[1]).toBe('ICMP type 8: no, the packet is type 0 code 0');
    expect(
      clauses(
        { protocol: 'TCP', source: { ports: [1] } },
        { ...flowOf('10.0.0.1', '10.0.0.2', 'tcp 80'), sourcePort: 0 },
      )[1],
    ).toBe('source port is 1: no, source port is 0');
  });

  it('tells named ports alone, and what nobody can tell', () => {
    expect(clauses({ protocol: 'TCP', destination: { ports: ['web'] } })[1]).toBe(
      'destination port is web: no, destination port is 8080',
    );
    const layer = felix({ policySyncPathPrefix: '/var/run/nodeagent' });
    expect(clauses({ protocol: 'TCP', http: { methods: ['GET'] } }, undefined, [layer])[1]).toBe(
      'HTTP match: unknown, Felix does not look at HTTP; an application layer policy would',
    );
  });

  it('tells an address that nobody owns, and an endpoint with many labels', () => {
    expect(clauses({ source: { selector: 'all()' } }, flowOf('198.51.100.7', '10.0.0.2', 'tcp 80'))).toEqual([
      'source matches all(): no, 198.51.100.7 belongs to no endpoint and no network set',
    ]);
    const many = Object.fromEntries(['a', 'b', 'c', 'd', 'e', 'f', 'pcns.x'].map((name) => [name, '1']));
    const set = (net: string, labels = {}) => globalNetworkSet(net.replaceAll(/[./]/g, '-'), [net], labels);
    const asked = { source: { selector: 'all()' } };
    const from = (sourceIP: string, ...more: readonly JsonObject[]) =>
      clauses(asked, flowOf(sourceIP, '10.0.0.2', 'tcp 80'), more);
    expect(from('198.51.100.7', set('198.51.100.0/24', many), set('198.51.100.7/32'))).toEqual([
      'source matches all(): yes, source 198.51.100.7 has a="1", b="1", c="1", d="1", e="1", f="1" or no labels',
    ]);
    expect(from('198.51.100.7', set('198.51.100.0/24', { ...many, g: '1' }))).toEqual([
      'source matches all(): yes, source 198.51.100.7 has a="1", b="1", c="1", d="1", e="1", f="1", …',
    ]);
    expect(clauses({ protocol: 'TCP', http: { methods: ['GET'] } })[1]).toBe(
      'HTTP match: yes, Felix does not look at HTTP; an application layer policy would',
    );
  });
});
