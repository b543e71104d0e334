import { describe, expect, it } from 'vitest';
import { collectMentions } from '../../../../main/engine/evaluate/collect-mentions';
import type { JsonObject } from '../../../../main/engine/model/json';
import type { PortRange } from '../../../../main/engine/model/traffic';
import type { SmallClusterOptions } from './small-cluster';
import { smallCluster } from './small-cluster';
import { endpointSlice, globalPolicy, hostEndpoint, namespace, pod, profile } from './manifests';

const BACKENDS = [endpointSlice('prod/store', ['10.0.0.2'], ['tcp/5432', 'sctp/5433'])];

/** Ports as `first-last`, ICMP as type and codes: what cuts the traffic that rules and objects look at. */
function mentions(
  rules: readonly JsonObject[],
  more: readonly JsonObject[] = [],
  options: SmallClusterOptions = {},
): Record<string, unknown> {
  const egress = rules.map((rule) => ({ action: 'Allow', ...rule }));
  const small = smallCluster(
    [namespace('prod'), globalPolicy('asked', { types: ['Egress'], egress }), ...more],
    options,
  );
  const found = collectMentions(small.policies, [small.cluster]);
  const texts = (ports: ReadonlyMap<number, readonly PortRange[]>) =>
    Object.fromEntries(
      [...ports].map(([protocol, ranges]) => [protocol, ranges.map(({ first, last }) => `${first}-${last}`)]),
    );
  return {
    to: texts(found.destinationPorts),
    from: texts(found.sourcePorts),
    protocols: [...found.protocols],
    icmp: [...found.icmp].map(([type, codes]) => [type, [...codes]]),
  };
}

const NOTHING = { to: { 6: [], 17: [], 132: [] }, from: { 6: [], 17: [], 132: [] }, protocols: [], icmp: [] };

describe('what cuts the traffic', () => {
  it('is nothing where rules look at no traffic', () => {
    expect(mentions([{}, { destination: { nets: ['10.0.0.0/8'] } }])).toEqual(NOTHING);
  });

  it('are the ports of rules, of their protocol, each side by itself, negated ones too', () => {
    expect(
      mentions([
        { protocol: 'TCP', destination: { ports: [80, '90:95'], notPorts: [85] } },
        { protocol: 'UDP', source: { ports: [53], notPorts: ['1:9'] } },
      ]),
    ).toEqual({
      ...NOTHING,
      to: { 6: ['80-80', '90-95', '85-85'], 17: [], 132: [] },
      from: { 6: [], 17: ['53-53', '1-9'], 132: [] },
      protocols: [6, 17],
    });
  });

  it('are the protocols of rules, negated ones too, as the dataplane compares them', () => {
    const rules = [{ protocol: 'ICMPv6' }, { notProtocol: 47 }];
    expect(mentions(rules)['protocols']).toEqual([58, 47]);
    expect(mentions(rules, [], { dataplane: 'ebpf' })['protocols']).toEqual([0, 47]);
  });

  it('are the types of ICMP with their codes, gathered over all rules', () => {
    const rules = [
      { protocol: 'ICMP', icmp: { type: 8, code: 1 } },
      { protocol: 'ICMP', notICMP: { type: 8, code: 2 } },
      { protocol: 'ICMP', icmp: { type: 3 } },
    ];
    expect(mentions(rules)['icmp']).toEqual([
      [8, [1, 2]],
      [3, []],
    ]);
  });

  it('are the ports that endpoints declare; as source ports only where a rule names them', () => {
    const declared = [
      pod('prod/web', '10.0.0.1', { ports: ['http:tcp/8080', 'udp/53'] }),
      hostEndpoint('h', { node: 'n', interfaceName: 'eth0', ports: [{ name: 'ssh', protocol: 'TCP', port: 2222 }] }),
    ];
    const to = { 6: ['8080-8080', '2222-2222'], 17: ['53-53'], 132: [] };
    expect(mentions([], declared)).toEqual({ ...NOTHING, to });
    const named = (fields: JsonObject) => mentions([{ protocol: 'TCP', source: fields }], declared)['from'];
    expect(named({ ports: ['http'] })).toEqual({ 6: ['8080-8080'], 17: [], 132: [] });
    expect(named({ notPorts: ['ssh'] })).toEqual({ 6: ['2222-2222'], 17: [], 132: [] });
    expect(named({ ports: ['other'] })).toEqual(NOTHING.from);
  });

  it('are the ports of backends, only of services that a rule names as its destination', () => {
    const services = { services: { name: 'store', namespace: 'prod' } };
    expect(mentions([{ destination: services }], BACKENDS)['to']).toEqual({
      6: ['5432-5432'],
      17: [],
      132: ['5433-5433'],
    });
    expect(mentions([{ source: services }], BACKENDS)).toEqual(NOTHING);
    expect(mentions([{ destination: { services: { name: 'gone', namespace: 'prod' } } }], BACKENDS)).toEqual(NOTHING);
  });

  it('stand in Profile objects as well', () => {
    const rule = { action: 'Allow', protocol: 'SCTP', source: { ports: [7] } };
    expect(mentions([], [profile('p', { egress: [rule] })])).toEqual({
      ...NOTHING,
      from: { 6: [], 17: [], 132: ['7-7'] },
      protocols: [132],
    });
  });
});
