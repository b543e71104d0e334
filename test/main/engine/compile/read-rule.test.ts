import { describe, expect, it } from 'vitest';
import { readRule, readRules } from '../../../../main/engine/compile/read-rule';
import { createSelectorInterner } from '../../../../main/engine/compile/selector-interner';
import type { JsonObject } from '../../../../main/engine/model/json';
import { formatPrefix } from '../../../../main/engine/net/prefix';

import { ANYONE, PATH, problemsOf, read, ruleOf } from './one-rule';

describe('a rule', () => {
  it('without criteria allows everything', () => {
    expect(ruleOf({})).toEqual({
      index: 0,
      action: 'allow',
      ipVersion: null,
      protocol: null,
      notProtocol: null,
      icmp: null,
      notIcmp: null,
      source: ANYONE,
      destination: ANYONE,
      http: false,
      path: PATH,
    });
  });

  it('with every criterion keeps each', () => {
    const interner = createSelectorInterner();
    const entity = (name: string): JsonObject => ({
      selector: `has(${name})`,
      nets: ['10.0.0.0/8'],
      notNets: ['10.1.0.0/16'],
      ports: [80, '90:99', 'http'],
      notPorts: [81],
      services: { namespace: 'prod', name },
    });
    const rule = readRule(
      {
        action: 'Deny',
        ipVersion: 4,
        protocol: 'TCP',
        notProtocol: 'UDP',
        icmp: { type: 8, code: 0 },
        notICMP: { type: 3 },
        source: entity('a'),
        destination: entity('b'),
        http: { methods: ['GET'] },
      },
      3,
      PATH,
      '',
      interner,
      () => undefined,
    );
    const match = (name: string) => ({
      positive: interner.intern(`has(${name})`),
      negative: null,
      nets: rule.source.nets,
      notNets: rule.source.notNets,
      ports: {
        ranges: [
          { first: 80, last: 80 },
          { first: 90, last: 99 },
        ],
        names: ['http'],
      },
      notPorts: { ranges: [{ first: 81, last: 81 }], names: [] },
      service: `prod/${name}`,
    });
    expect(rule.source.nets?.map(formatPrefix)).toEqual(['10.0.0.0/8']);
    expect(rule.source.notNets?.map(formatPrefix)).toEqual(['10.1.0.0/16']);
    expect(rule).toEqual({
      index: 3,
      action: 'deny',
      ipVersion: 4,
      protocol: { number: 6, named: true },
      notProtocol: { number: 17, named: true },
      icmp: { type: 8, code: 0 },
      notIcmp: { type: 3, code: null },
      source: match('a'),
      destination: match('b'),
      http: true,
      path: PATH,
    });
  });

  it('in a namespace selects within it, and with a notSelector alone too', () => {
    expect(ruleOf({ source: { selector: 'has(a)' } }, 'prod').source.positive?.text).toBe(
      '(projectcalico.org/namespace == "prod" && has(a))',
    );
    expect(ruleOf({ source: { notSelector: 'has(a)' } }, 'prod').source).toMatchObject({
      positive: { text: '(projectcalico.org/namespace == "prod" && !has(a))' },
      negative: null,
    });
    expect(ruleOf({ source: { notSelector: 'has(a)' } }).source).toMatchObject({
      positive: null,
      negative: { text: 'has(a)' },
    });
  });
});

describe('the action of a rule', () => {
  it.each([
    ['Allow', 'allow'],
    ['allow', 'allow'],
    ['', 'allow'],
    ['Deny', 'deny'],
    ['Pass', 'pass'],
    ['next-tier', 'pass'],
    ['Log', 'log'],
  ])('written %s is %s', (written, action) => {
    expect(ruleOf({ action: written }).action).toBe(action);
  });

  it('that nobody knows crashes Felix', () => {
    expect(problemsOf({ action: 'Reject' })).toEqual([
      { tag: 'unrenderable', path: [...PATH, 'action'], why: 'action "Reject" is unknown: Felix cannot render it' },
    ]);
    expect(read({ action: 'Reject' }).rule.action).toBe('deny');
  });
});

describe('the IP version of a rule', () => {
  it('is 4, 6 or any', () => {
    expect([ruleOf({ ipVersion: 4 }), ruleOf({ ipVersion: 6 }), ruleOf({})].map(({ ipVersion }) => ipVersion)).toEqual([
      4,
      6,
      null,
    ]);
  });

  it('of another number makes Felix ignore the policy', () => {
    expect(read({ ipVersion: 5 })).toMatchObject({
      rule: { ipVersion: null },
      problems: [{ tag: 'ignored', path: [...PATH, 'ipVersion'], why: 'ipVersion 5 is neither 4 nor 6' }],
    });
  });
});

describe('the protocol of a rule', () => {
  it('is a name in any case, or a number, and it is remembered which', () => {
    expect(ruleOf({ protocol: 'icmp' }).protocol).toEqual({ number: 1, named: true });
    expect(ruleOf({ protocol: 1 }).protocol).toEqual({ number: 1, named: false });
    expect(ruleOf({ protocol: 'UDPLite' }).protocol).toEqual({ number: 136, named: true });
    expect(ruleOf({ notProtocol: 255 }).notProtocol).toEqual({ number: 255, named: false });
  });

  it('that nobody knows makes Felix ignore the policy, a number that does not decode breaks the whole kind', () => {
    expect(problemsOf({ protocol: 'GRE' })).toEqual([
      { tag: 'ignored', path: [...PATH, 'protocol'], why: '"GRE" is not a protocol that Calico knows' },
    ]);
    expect(problemsOf({ notProtocol: 256 })).toMatchObject([{ tag: 'unreadable', path: [...PATH, 'notProtocol'] }]);
    expect(read({ protocol: 256 }).rule.protocol).toBe(null);
  });

  it('0 makes Felix ignore the policy', () => {
    expect(problemsOf({ protocol: 0 })).toEqual([
      { tag: 'ignored', path: [...PATH, 'protocol'], why: 'protocol 0 is not a protocol' },
    ]);
  });
});

describe('ICMP types and codes', () => {
  it('reach from 0 to 254 and 255', () => {
    expect(ruleOf({ icmp: { type: 0, code: 0 } }).icmp).toEqual({ type: 0, code: 0 });
    expect(ruleOf({ notICMP: { type: 254, code: 255 } }).notIcmp).toEqual({ type: 254, code: 255 });
  });

  it.each([
    [{ type: -1 }, 'type', 'ICMP type -1 is not between 0 and 254'],
    [{ type: 255 }, 'type', 'ICMP type 255 is not between 0 and 254'],
    [{ type: 8, code: -1 }, 'code', 'ICMP code -1 is not between 0 and 255'],
    [{ type: 8, code: 256 }, 'code', 'ICMP code 256 is not between 0 and 255'],
  ])('%j makes Felix ignore the policy', (icmp, field, why) => {
    expect(problemsOf({ icmp })).toEqual([{ tag: 'ignored', path: [...PATH, 'icmp', field], why }]);
    expect(problemsOf({ notICMP: icmp })).toEqual([{ tag: 'ignored', path: [...PATH, 'notICMP', field], why }]);
  });

  it('a code without a type constrains nothing', () => {
    expect(read({ icmp: { code: 0 } })).toMatchObject({
      rule: { icmp: null },
      problems: [
        { tag: 'dropped', path: [...PATH, 'icmp', 'code'], why: 'an ICMP code without a type constrains nothing' },
      ],
    });
    expect(ruleOf({ icmp: {} }).icmp).toBe(null);
  });
});

describe('selectors of a rule', () => {
  it('that do not parse make Felix ignore the policy', () => {
    expect(read({ source: { selector: 'a ==', notSelector: 'has(b)' } })).toMatchObject({
      rule: { source: { positive: null, negative: null } },
      problems: [{ tag: 'ignored', path: [...PATH, 'source', 'selector'], why: 'the selector does not parse' }],
    });
    expect(problemsOf({ destination: { serviceAccounts: { selector: 'a ==' } } })).toEqual([
      {
        tag: 'ignored',
        path: [...PATH, 'destination', 'serviceAccounts', 'selector'],
        why: 'the selector does not parse',
      },
    ]);
  });

  it('a blank notSelector beside a selector crashes Felix', () => {
    expect(read({ source: { selector: 'has(a)', notSelector: ' ' } })).toMatchObject({
      rule: { source: { positive: null, negative: null } },
      problems: [
        {
          tag: 'panic',
          path: [...PATH, 'source', 'notSelector'],
          why: 'a blank notSelector beside another selector crashes Felix',
        },
      ],
    });
  });
});

describe('the rules of a direction', () => {
  it('are numbered and placed as they stand, and null is a rule without criteria', () => {
    const spec = { ingress: [{ action: 'Deny' }], egress: [{ action: 'Pass' }, null, { action: 'Log' }] };
    const rules = readRules(spec, 'egress', '', createSelectorInterner(), () => undefined);
    expect(rules.map(({ index, action, path }) => ({ index, action, path }))).toEqual([
      { index: 0, action: 'pass', path: ['spec', 'egress', 0] },
      { index: 1, action: 'allow', path: ['spec', 'egress', 1] },
      { index: 2, action: 'log', path: ['spec', 'egress', 2] },
    ]);
  });

  it('may be missing', () => {
    expect(readRules({}, 'ingress', '', createSelectorInterner(), () => undefined)).toEqual([]);
  });
});
