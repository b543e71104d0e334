import { describe, expect, it } from 'vitest';
import {
  convertAdminNetworkPolicy,
  convertBaselineAdminNetworkPolicy,
} from '../../../../main/engine/compile/admin-network-policy';
import type { Json, JsonObject } from '../../../../main/engine/model/json';

const PODS = "projectcalico.org/orchestrator == 'k8s'";
const ALL = { namespaces: {} };
const UNSUPPORTED = { nodes: {} };

describe('an AdminNetworkPolicy', () => {
  it('becomes a policy of its own tier, ordered by priority', () => {
    const spec = { priority: 5, subject: ALL, ingress: [{ name: 'r', action: 'Pass', from: [ALL] }] };
    expect(convertAdminNetworkPolicy(spec)).toEqual({
      tier: 'adminnetworkpolicy',
      order: 5,
      types: ['Ingress'],
      selector: PODS,
      namespaceSelector: 'all()',
      ingress: [
        {
          path: ['spec', 'ingress', 0],
          rule: { action: 'Pass', metadata: { annotations: { name: 'r' } }, source: { namespaceSelector: 'all()' } },
        },
      ],
      egress: [],
      failures: [],
    });
    expect(convertAdminNetworkPolicy({ subject: ALL })?.order).toBe(0);
    expect(convertAdminNetworkPolicy({ priority: 5 })).toBe(null);
  });

  it('allows with Allow, and fails closed where it denies or passes', () => {
    const convert = (action: string) => {
      const converted = convertAdminNetworkPolicy({ subject: ALL, ingress: [{ action, from: [UNSUPPORTED] }] });
      return converted?.ingress.map(({ rule }) => rule);
    };
    expect(convert('Allow')).toEqual([]);
    expect(convert('Accept')).toEqual([]);
    expect(convert('Deny')).toEqual([{ action: 'Deny' }]);
    expect(convert('Pass')).toEqual([{ action: 'Deny' }]);
    const allowed = convertAdminNetworkPolicy({ subject: ALL, ingress: [{ action: 'Allow', from: [ALL] }] });
    expect(allowed?.ingress.map(({ rule }) => rule['action'])).toEqual(['Allow']);
  });
});

describe('a BaselineAdminNetworkPolicy', () => {
  it('becomes a policy of its own tier with order 1000, whatever its priority', () => {
    expect(convertBaselineAdminNetworkPolicy({ priority: 5, subject: ALL })).toMatchObject({
      tier: 'baselineadminnetworkpolicy',
      order: 1000,
    });
    expect(convertBaselineAdminNetworkPolicy({})).toBe(null);
  });

  it('knows no Pass, and fails closed where it denies', () => {
    const convert = (rule: JsonObject) => convertBaselineAdminNetworkPolicy({ subject: ALL, ingress: [rule] });
    expect(convert({ action: 'Pass', from: [ALL] })).toMatchObject({
      ingress: [],
      failures: [{ path: ['spec', 'ingress', 0], why: 'action "Pass" is unknown', instead: 'dropped' }],
    });
    expect(convert({ action: 'Deny', from: [UNSUPPORTED] })?.ingress.map(({ rule }) => rule)).toEqual([
      { action: 'Deny' },
    ]);
    expect(convert({ action: 'Allow', from: [ALL] })?.ingress).toHaveLength(1);
  });
});

describe('their ports', () => {
  const portsOf = (ports: readonly Json[]) =>
    convertAdminNetworkPolicy({
      subject: ALL,
      ingress: [{ action: 'Deny', from: [ALL], ports: [...ports] }],
    })?.ingress.map(({ rule }) => [rule['protocol'], rule['destination']]);

  it('are numbers or ranges of a protocol, TCP where none is given', () => {
    expect(
      portsOf([
        { portNumber: { port: 80 } },
        { portNumber: { protocol: 'UDP', port: 53 } },
        { portRange: { start: 1, end: 2 } },
        { portRange: { protocol: 'SCTP', start: 7, end: 7 } },
      ]),
    ).toEqual([
      ['SCTP', { ports: [7] }],
      ['TCP', { ports: ['1:2', 80] }],
      ['UDP', { ports: [53] }],
    ]);
    expect(portsOf([{ portNumber: {} }, { portRange: { end: 1 } }])).toEqual([['TCP', { ports: ['0:1'] }]]);
  });

  it('a named port alone stands for all traffic', () => {
    expect(portsOf([{ portNumber: { port: 80 } }, { namedPort: 'http' }])).toEqual([[undefined, undefined]]);
    expect(portsOf([])).toEqual([[undefined, undefined]]);
  });

  it('a range that ends before it starts closes the rule', () => {
    const spec = {
      subject: ALL,
      ingress: [{ action: 'Deny', from: [ALL], ports: [{ portRange: { start: 2, end: 1 } }] }],
    };
    expect(convertAdminNetworkPolicy(spec)).toMatchObject({
      ingress: [{ rule: { action: 'Deny' } }],
      failures: [{ why: 'port range 2-1 ends before it starts', instead: 'deny' }],
    });
    expect(portsOf([{ portRange: { start: 2 } }])).toEqual([[undefined, undefined]]);
  });
});
