import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../../../main/engine/model/json';
import { formatPrefix } from '../../../../main/engine/net/prefix';

import { ANYONE, PATH, problemsOf, read, ruleOf } from './one-rule';

describe('the nets of a rule', () => {
  it('a single address is a net of one', () => {
    expect(ruleOf({ source: { nets: ['10.0.0.1', 'fd00::1'] } }).source.nets?.map(formatPrefix)).toEqual([
      '10.0.0.1/32',
      'fd00::1/128',
    ]);
  });

  it('one that cannot be read is left out, and a list without any other is no criterion any more', () => {
    const some = read({ source: { nets: ['oops', '10.0.0.0/8'] } });
    expect(some.rule.source.nets?.map(formatPrefix)).toEqual(['10.0.0.0/8']);
    expect(some.problems).toEqual([
      { tag: 'dropped', path: [...PATH, 'source', 'nets', 0], why: '"oops" is not a CIDR and is left out' },
    ]);
    expect(read({ destination: { notNets: ['oops'] } })).toMatchObject({
      rule: { destination: { notNets: null } },
      problems: [{ tag: 'dropped', path: [...PATH, 'destination', 'notNets', 0] }],
    });
    expect(problemsOf({ destination: { nets: [7] } })).toMatchObject([
      { tag: 'dropped', why: '7 is not a CIDR and is left out' },
    ]);
  });

  it('an empty text crashes Felix in a source, and is left out of a destination', () => {
    for (const field of ['nets', 'notNets']) {
      for (const empty of ['', null]) {
        expect(problemsOf({ source: { [field]: ['10.0.0.0/8', empty] } })).toEqual([
          {
            tag: 'panic',
            path: [...PATH, 'source', field, 1],
            why: 'an empty text among the nets of a source crashes Felix',
          },
        ]);
        expect(problemsOf({ destination: { [field]: [empty] } })).toMatchObject([
          { tag: 'dropped', path: [...PATH, 'destination', field, 0] },
        ]);
      }
    }
  });

  it('an empty list is no criterion', () => {
    expect(ruleOf({ source: { nets: [], notNets: [] } }).source).toEqual(ANYONE);
  });
});

describe('the ports of a rule', () => {
  const TCP = { protocol: 'TCP' };
  const portsOf = (ports: readonly Json[]) => problemsOf({ ...TCP, destination: { ports: [...ports] } });
  const at = (index: number) => [...PATH, 'destination', 'ports', index];

  it('an empty list is no criterion, and needs no protocol', () => {
    expect(ruleOf({ destination: { ports: [], notPorts: [] } }).destination).toEqual(ANYONE);
  });

  it('0 makes Felix ignore the policy, alone or at the start of a range', () => {
    expect(portsOf([80, 0])).toEqual([{ tag: 'ignored', path: at(1), why: 'port 0 is not a port' }]);
    expect(portsOf(['0:80'])).toEqual([{ tag: 'ignored', path: at(0), why: 'port 0 is not a port' }]);
    expect(portsOf([null])).toEqual([{ tag: 'ignored', path: at(0), why: 'port 0 is not a port' }]);
    expect(portsOf([1, 65535, '1:65535'])).toEqual([]);
  });

  it('a name must be one of IANA: small letters, digits, single dashes, a letter, at most 15', () => {
    expect(portsOf(['http', 'a', '8a', 'a-8', 'a2345678901234b'])).toEqual([]);
    for (const name of ['HTTP', 'a_b', 'a.b', 'a--b', '-a', 'a-', '8-8', 'a23456789012345b']) {
      expect(portsOf([name])).toEqual([{ tag: 'ignored', path: at(0), why: `"${name}" is not a valid port name` }]);
    }
  });

  it('what does not decode breaks the whole kind', () => {
    for (const port of [65_536, -1, '90:80', '80:', '']) {
      expect(portsOf([port])).toMatchObject([{ tag: 'unreadable', path: at(0) }]);
    }
  });

  it('numbers need a protocol, names do not', () => {
    const missing = [{ tag: 'ignored', path: PATH, why: 'numeric ports need protocol TCP, UDP or SCTP' }];
    for (const side of ['source', 'destination']) {
      for (const field of ['ports', 'notPorts']) {
        expect(problemsOf({ [side]: { [field]: [80] } })).toEqual(missing);
        expect(problemsOf({ [side]: { [field]: ['http'] } })).toEqual([]);
      }
    }
    expect(problemsOf({ source: { ports: ['http'] }, destination: { ports: [80] } })).toEqual(missing);
  });

  it('numbers and names need TCP, UDP or SCTP where a protocol is given', () => {
    const wrong = [{ tag: 'ignored', path: PATH, why: 'ports need protocol TCP, UDP or SCTP' }];
    for (const protocol of ['ICMP', 'UDPLite', 1, 47]) {
      expect(problemsOf({ protocol, destination: { ports: ['http'] } })).toEqual(wrong);
      expect(problemsOf({ protocol, destination: { ports: [80] } })).toEqual(wrong);
    }
    for (const protocol of ['TCP', 'udp', 'SCTP', 6, 17, 132]) {
      expect(problemsOf({ protocol, source: { notPorts: [80] } })).toEqual([]);
    }
  });

  it('a negated protocol is none', () => {
    expect(problemsOf({ notProtocol: 'UDP', destination: { ports: [80] } })).toHaveLength(1);
  });
});

describe('the service of a rule', () => {
  const serviceOf = (services: JsonObject, namespace = '') =>
    ruleOf({ destination: { services } }, namespace).destination.service;

  it('is looked for in the namespace that is given, and nowhere without one', () => {
    expect(serviceOf({ namespace: 'prod', name: 'web' })).toBe('prod/web');
    expect(serviceOf({ name: 'web' }, 'prod')).toBe('/web');
  });

  it('without a name is no criterion, in whatever namespace: the rule is wider', () => {
    for (const services of [{}, { namespace: 'prod' }, { name: '', namespace: 'prod' }]) {
      expect(read({ source: { services } })).toMatchObject({
        rule: { source: ANYONE },
        problems: [
          { tag: 'dropped', path: [...PATH, 'source', 'services'], why: 'a service without a name asks for nothing' },
        ],
      });
    }
  });
});
