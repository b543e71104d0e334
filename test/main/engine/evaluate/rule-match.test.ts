import { describe, expect, it } from 'vitest';
import type { Flow } from '../../../../main/engine/model/traffic';
import { comparedProtocol } from '../../../../main/engine/evaluate/rule-match';
import { flowOf } from './small-cluster';
import { felix, pod } from './manifests';

import { DB, OTHER, OUTSIDE, TCP, WEB, from, match, to } from './match-rule';

describe('a rule without criteria', () => {
  it('matches everything', () => {
    expect(match({}, TCP)).toBe('yes');
    expect(match({ source: {}, destination: {} }, flowOf(OUTSIDE, 'fd00::2', 'icmp'))).toBe('yes');
  });
});

describe('IP version', () => {
  const six = flowOf('fd00::1', 'fd00::2', 'tcp 80');

  it('must be that of the packet', () => {
    expect([match({ ipVersion: 4 }, TCP), match({ ipVersion: 6 }, TCP)]).toEqual(['yes', 'no']);
    expect([match({ ipVersion: 4 }, six), match({ ipVersion: 6 }, six)]).toEqual(['no', 'yes']);
  });

  it('is implied by the names ICMP and ICMPv6, and not by their numbers', () => {
    const echo = { ...six, protocol: 1 };
    expect([match({ protocol: 'ICMP' }, echo), match({ protocol: 1 }, echo)]).toEqual(['no', 'yes']);
    const echo6 = { ...TCP, protocol: 58 };
    expect([match({ protocol: 'ICMPv6' }, echo6), match({ protocol: 58 }, echo6)]).toEqual(['no', 'yes']);
    expect(match({ protocol: 'ICMP' }, flowOf(WEB, DB, 'icmp'))).toBe('yes');
    expect(match({ protocol: 'ICMPv6' }, { ...six, protocol: 58 })).toBe('yes');
    expect(match({ protocol: 'TCP' }, six)).toBe('yes');
  });

  it('given in the rule wins over the implied one', () => {
    expect(match({ protocol: 'ICMP', ipVersion: 6 }, { ...six, protocol: 1 })).toBe('yes');
  });

  it.each([
    ['source', 'nets'],
    ['source', 'notNets'],
    ['destination', 'nets'],
    ['destination', 'notNets'],
  ])('without a net of its family among %s.%s switches the rule off', (side, field) => {
    expect(match({ [side]: { [field]: ['2001:db8::/32'] } }, TCP)).toBe('no');
    expect(match({ [side]: { [field]: ['192.0.2.0/24'] } }, six)).toBe('no');
  });

  it.each(['source', 'destination'])('with everything of its family among %s.notNets switches the rule off', (side) => {
    expect(match({ [side]: { notNets: ['0.0.0.0/0', '2001:db8::/32'] } }, TCP)).toBe('no');
    expect(match({ [side]: { notNets: ['::/0', '192.0.2.0/24'] } }, TCP)).toBe('yes');
    expect(match({ [side]: { notNets: ['::/0', '192.0.2.0/24'] } }, six)).toBe('no');
  });
});

describe('protocol', () => {
  it.each([
    ['TCP', 6],
    ['UDP', 17],
    ['ICMP', 1],
    ['SCTP', 132],
    ['UDPLite', 136],
    [89, 89],
    ['6', 6],
  ])('%s is number %i', (protocol, number) => {
    expect(match({ protocol }, to(80, number))).toBe('yes');
    expect(match({ protocol }, to(80, 7))).toBe('no');
    expect(match({ notProtocol: protocol }, to(80, number))).toBe('no');
    expect(match({ notProtocol: protocol }, to(80, 7))).toBe('yes');
  });

  it('by the names ICMPv6 and UDPLite is number 0 for the eBPF program', () => {
    const ebpf = { dataplane: 'ebpf' } as const;
    expect([match({ protocol: 'UDPLite' }, to(0, 136), ebpf), match({ protocol: 136 }, to(0, 136), ebpf)]).toEqual([
      'no',
      'yes',
    ]);
    expect(match({ notProtocol: 'UDPLite' }, to(0, 136), ebpf)).toBe('yes');
    expect(match({ notProtocol: 'ICMPv6' }, to(0, 58), ebpf)).toBe('yes');
    expect(match({ protocol: 'TCP' }, TCP, ebpf)).toBe('yes');
    expect(comparedProtocol({ number: 58, named: true }, 'ebpf')).toBe(0);
    expect(comparedProtocol({ number: 58, named: false }, 'ebpf')).toBe(58);
    expect(comparedProtocol({ number: 58, named: true }, 'unknown')).toBe(58);
  });
});

describe('ICMP', () => {
  const echo = (icmpType: number, icmpCode: number): Flow => ({
    sourceIP: WEB,
    destinationIP: DB,
    protocol: 1,
    icmpType,
    icmpCode,
  });

  it('compares the type, and the code where one is given', () => {
    const rule = { protocol: 'ICMP', icmp: { type: 3 } };
    expect([match(rule, echo(3, 0)), match(rule, echo(3, 4)), match(rule, echo(8, 0))]).toEqual(['yes', 'yes', 'no']);
    const coded = { protocol: 'ICMP', icmp: { type: 3, code: 4 } };
    expect([match(coded, echo(3, 4)), match(coded, echo(3, 0)), match(coded, echo(8, 4))]).toEqual(['yes', 'no', 'no']);
    expect(match({ protocol: 'ICMP', icmp: { type: 0, code: 0 } }, echo(0, 0))).toBe('yes');
  });

  it('negated excludes the type with its code, and nothing else', () => {
    const rule = { protocol: 'ICMP', notICMP: { type: 3, code: 4 } };
    expect([match(rule, echo(3, 4)), match(rule, echo(3, 0)), match(rule, echo(8, 4))]).toEqual(['no', 'yes', 'yes']);
    expect(match({ protocol: 'ICMP', notICMP: { type: 3 } }, echo(3, 9))).toBe('no');
  });

  it('of a rule that names no protocol is told of ICMP alone; in eBPF of packets without ports too, which have no type', () => {
    const rules = [{ icmp: { type: 8 } }, { notICMP: { type: 8 } }];
    const gre = { ...TCP, protocol: 47 };
    const answers = (flow: Flow, dataplane: 'iptables' | 'nftables' | 'ebpf') =>
      rules.map((rule) => match(rule, flow, { dataplane }));
    for (const dataplane of ['iptables', 'nftables', 'ebpf'] as const) {
      expect([answers(echo(8, 0), dataplane), answers(echo(3, 0), dataplane)]).toEqual([
        ['yes', 'no'],
        ['no', 'yes'],
      ]);
      expect(answers(TCP, dataplane)).toEqual(['maybe', 'maybe']);
      expect(answers(gre, dataplane)).toEqual(dataplane === 'ebpf' ? ['no', 'yes'] : ['maybe', 'maybe']);
    }
    expect(match({ protocol: 'ICMP', notICMP: { type: 8 } }, TCP)).toBe('no');
  });
});

describe('nets', () => {
  it('hold the address at both of their ends and not one beyond', () => {
    const rule = { source: { nets: ['10.0.0.0/30'] } };
    expect(['10.0.0.0', '10.0.0.3', '10.0.0.4', '9.255.255.255'].map((ip) => match(rule, from(ip)))).toEqual([
      'yes',
      'yes',
      'no',
      'no',
    ]);
  });

  it('of a list hold together what any of them holds', () => {
    const rule = { destination: { nets: ['192.0.2.0/24', '10.0.0.2/32'] } };
    expect([match(rule, TCP), match(rule, { ...TCP, destinationIP: WEB })]).toEqual(['yes', 'no']);
  });

  it('negated must hold it in none', () => {
    const rule = { source: { notNets: ['10.0.0.0/31', '192.0.2.0/24'] } };
    expect([match(rule, from(WEB)), match(rule, from(DB)), match(rule, from('192.0.2.9'))]).toEqual([
      'no',
      'yes',
      'no',
    ]);
    expect(match({ destination: { notNets: ['10.0.0.2/32'] } }, TCP)).toBe('no');
  });

  it('take a plain address as the net of it alone', () => {
    expect([match({ source: { nets: [WEB] } }, TCP), match({ source: { nets: [OTHER] } }, TCP)]).toEqual(['yes', 'no']);
  });
});

describe('HTTP', () => {
  const rule = { protocol: 'TCP', http: { methods: ['GET'] } };

  it('is not looked at by Felix', () => {
    expect(match(rule, TCP)).toBe('yes');
  });

  it('cannot be told where an application layer decides it beside Felix', () => {
    const more = [felix({ policySyncPathPrefix: '/var/run/nodeagent' })];
    expect(match(rule, TCP, { more })).toBe('maybe');
    expect(match(rule, to(80, 17), { more })).toBe('no');
  });
});

describe('all criteria', () => {
  it('must hold together', () => {
    const rule = {
      protocol: 'TCP',
      source: { nets: ['10.0.0.0/8'], selector: "app == 'web'", notPorts: [1] },
      destination: { ports: [5432], notNets: ['10.9.0.0/16'] },
    };
    expect(match(rule, TCP)).toBe('yes');
    expect(match(rule, { ...TCP, protocol: 17 })).toBe('no');
    expect(match(rule, from(DB))).toBe('no');
    expect(match(rule, { ...TCP, sourcePort: 1 })).toBe('no');
    expect(match(rule, to(5433))).toBe('no');
    expect(match(rule, { ...TCP, destinationIP: '10.9.0.1' })).toBe('no');
  });

  it('are doubtful together where one is and none fails', () => {
    const unknown = { source: { namespaceSelector: "zone == 'a'" } };
    const small = { complete: false, more: [pod('new/pod', '10.0.0.9')] } as const;
    expect(match(unknown, from('10.0.0.9'), small)).toBe('maybe');
    expect(match({ ...unknown, protocol: 'TCP' }, from('10.0.0.9'), small)).toBe('maybe');
    expect(match({ ...unknown, protocol: 'UDP' }, from('10.0.0.9'), small)).toBe('no');
    expect(match({ source: { notSelector: 'all()', namespaceSelector: "zone == 'a'" } }, from('10.0.0.9'), small)).toBe(
      'no',
    );
  });
});
