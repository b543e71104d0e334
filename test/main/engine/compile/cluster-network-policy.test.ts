import { describe, expect, it } from 'vitest';
import { convertClusterNetworkPolicy } from '../../../../main/engine/compile/cluster-network-policy';
import type { ConvertedPolicy } from '../../../../main/engine/compile/converted-policy';
import type { Json, JsonObject } from '../../../../main/engine/model/json';

const PODS = "projectcalico.org/orchestrator == 'k8s'";
const ALL = { namespaces: {} };

function convert(spec: JsonObject): ConvertedPolicy {
  const converted = convertClusterNetworkPolicy({ tier: 'Admin', subject: ALL, ...spec });
  if (converted === null) throw new Error('skipped');
  return converted;
}

function ingressOf(rule: JsonObject): readonly JsonObject[] {
  return convert({ ingress: [{ action: 'Accept', from: [ALL], ...rule }] }).ingress.map((converted) => converted.rule);
}

describe('a ClusterNetworkPolicy', () => {
  it('becomes a policy of the tier it belongs to, ordered by priority', () => {
    expect(convertClusterNetworkPolicy({ tier: 'Admin', priority: 7, subject: ALL })).toEqual({
      tier: 'kube-admin',
      order: 7,
      types: [],
      selector: PODS,
      namespaceSelector: 'all()',
      ingress: [],
      egress: [],
      failures: [],
    });
    expect(convertClusterNetworkPolicy({ tier: 'Baseline', subject: ALL })).toMatchObject({
      tier: 'kube-baseline',
      order: 0,
    });
  });

  it('of another tier, or without a subject, is skipped', () => {
    expect(convertClusterNetworkPolicy({ tier: 'admin', subject: ALL })).toBe(null);
    expect(convertClusterNetworkPolicy({ subject: ALL })).toBe(null);
    expect(convertClusterNetworkPolicy({ tier: 'Admin', subject: {} })).toBe(null);
    expect(convertClusterNetworkPolicy({ tier: 'Admin' })).toBe(null);
  });

  it('selects namespaces, or pods of namespaces; never hosts', () => {
    expect(convert({ subject: { namespaces: { matchLabels: { n: 'x' } } } })).toMatchObject({
      selector: PODS,
      namespaceSelector: "n == 'x'",
    });
    const pods = { namespaceSelector: { matchLabels: { n: 'x' } }, podSelector: { matchLabels: { a: 'b' } } };
    expect(convert({ subject: { pods } })).toMatchObject({
      selector: `${PODS} && a == 'b'`,
      namespaceSelector: "n == 'x'",
    });
    expect(convert({ subject: { pods: {} } })).toMatchObject({ selector: PODS, namespaceSelector: 'all()' });
  });

  it('is for the directions that have rules left', () => {
    const rule = { action: 'Deny', from: [ALL], to: [ALL] };
    expect(convert({ ingress: [rule] }).types).toEqual(['Ingress']);
    expect(convert({ egress: [rule] }).types).toEqual(['Egress']);
    expect(convert({ ingress: [rule], egress: [rule] }).types).toEqual(['Ingress', 'Egress']);
    expect(convert({ ingress: [{ ...rule, from: [] }] }).types).toEqual([]);
  });
});

describe('its rules', () => {
  it('accept, deny or pass, and keep their name', () => {
    const rules = ['Accept', 'Deny', 'Pass'].map((action) => ({ action, name: `r-${action}`, from: [ALL] }));
    expect(convert({ ingress: rules }).ingress).toEqual(
      ['Allow', 'Deny', 'Pass'].map((action, index) => ({
        path: ['spec', 'ingress', index],
        rule: {
          action,
          metadata: { annotations: { name: `r-${rules[index]?.action}` } },
          source: { namespaceSelector: 'all()' },
        },
      })),
    );
  });

  it('without a peer vanish without a word, whatever their action', () => {
    expect(convert({ ingress: [{ action: 'Deny', from: [] }, { action: 'Pass' }] })).toMatchObject({
      ingress: [],
      failures: [],
    });
  });

  it('name namespaces without asking for pods, or pods', () => {
    expect(ingressOf({ from: [{ namespaces: { matchLabels: { n: 'x' } } }, { pods: { podSelector: {} } }] })).toEqual([
      { action: 'Allow', source: { namespaceSelector: "n == 'x'" } },
      { action: 'Allow', source: { selector: PODS, namespaceSelector: 'all()' } },
    ]);
  });

  it('name networks for egress alone', () => {
    const networks = ['10.1.2.3/8', 'fd00::/8'];
    expect(convert({ egress: [{ action: 'Deny', to: [{ networks }] }] }).egress).toEqual([
      { path: ['spec', 'egress', 0], rule: { action: 'Deny', destination: { nets: ['10.0.0.0/8', 'fd00::/8'] } } },
    ]);
    expect(convert({ ingress: [{ action: 'Accept', from: [{ networks }] }] })).toMatchObject({
      ingress: [],
      failures: [{ why: 'the peer has none of the fields that Calico supports', instead: 'dropped' }],
    });
  });
});

describe('a rule that Calico cannot convert', () => {
  const failed = (rule: JsonObject) => {
    const { egress, failures } = convert({ egress: [{ to: [ALL], ...rule }] });
    return { rules: egress.map((converted) => converted.rule), failures };
  };
  const nodes = { to: [ALL, { nodes: {} }] };
  const why = 'the peer has none of the fields that Calico supports';
  const path = ['spec', 'egress', 0];

  it('is dropped where it accepts', () => {
    expect(failed({ action: 'Accept', ...nodes })).toEqual({
      rules: [],
      failures: [{ path, why, instead: 'dropped' }],
    });
  });

  it('denies everything where it denies or passes, without its name', () => {
    const closed = { rules: [{ action: 'Deny' }], failures: [{ path, why, instead: 'deny' }] };
    expect(failed({ action: 'Deny', name: 'n', ...nodes })).toEqual(closed);
    expect(failed({ action: 'Pass', ...nodes })).toEqual(closed);
  });

  it('has an unknown action, a bad network, port or name of a port', () => {
    expect(failed({ action: 'Allow' }).failures[0]).toEqual({
      path,
      why: 'action "Allow" is unknown',
      instead: 'dropped',
    });
    expect(failed({}).failures[0]?.why).toBe('action "" is unknown');
    expect(failed({ action: 'Deny', to: [{ networks: ['10.0.0.1'] }] }).failures[0]).toEqual({
      path,
      why: 'network "10.0.0.1" is not a CIDR',
      instead: 'deny',
    });
    expect(
      failed({ action: 'Deny', protocols: [{ tcp: { destinationPort: { range: { start: 9, end: 8 } } } }] }),
    ).toEqual({
      rules: [{ action: 'Deny' }],
      failures: [{ path, why: 'port range 9-8 ends before it starts', instead: 'deny' }],
    });
    expect(failed({ action: 'Deny', protocols: [{ destinationNamedPort: 'a b' }] }).failures[0]?.why).toBe(
      '"a b" is not the name of a port',
    );
  });

  it('leaves the others, which keep their places', () => {
    const converted = convert({
      ingress: [
        { action: 'Accept', from: [{}] },
        { action: 'Deny', from: [ALL] },
      ],
    });
    expect(converted.ingress).toEqual([
      { path: ['spec', 'ingress', 1], rule: { action: 'Deny', source: { namespaceSelector: 'all()' } } },
    ]);
    const mixed = convert({ ingress: [null, { action: 'Deny', from: [ALL] }] });
    expect(mixed.ingress.map(({ path: place }) => place)).toEqual([['spec', 'ingress', 1]]);
  });

  it('is one with a peer that is null: Go reads it as a peer without fields', () => {
    expect(convert({ ingress: [{ action: 'Deny', from: [null] }] }).ingress).toEqual([
      { path: ['spec', 'ingress', 0], rule: { action: 'Deny' } },
    ]);
  });
});

describe('its protocols', () => {
  const portsOf = (protocols: readonly Json[]) =>
    ingressOf({ protocols: [...protocols] }).map(({ protocol, destination }) => [protocol, destination]);
  const port = (destinationPort: JsonObject) => ({ destinationPort });

  it('are numbers, ranges or all ports of TCP, UDP and SCTP', () => {
    expect(
      portsOf([
        { tcp: port({ number: 80 }) },
        { tcp: port({ range: { start: 8000, end: 8080 } }) },
        { udp: {} },
        { sctp: port({ range: { start: 7, end: 7 } }) },
      ]),
    ).toEqual([
      ['SCTP', { ports: [7] }],
      ['TCP', { ports: [80, '8000:8080'] }],
      ['UDP', undefined],
    ]);
  });

  it('without number and range, or number 0, are all ports', () => {
    expect(portsOf([{ tcp: port({}) }])).toEqual([['TCP', undefined]]);
    expect(portsOf([{ tcp: port({ number: 0 }) }])).toEqual([['TCP', undefined]]);
    expect(portsOf([{ tcp: port({ range: {} }) }])).toEqual([['TCP', { ports: [0] }]]);
  });

  it('are cut to 16 bits', () => {
    expect(portsOf([{ tcp: port({ number: 65_616 }) }])).toEqual([['TCP', { ports: [80] }]]);
    expect(portsOf([{ tcp: port({ range: { start: 65_537, end: 65_538 } }) }])).toEqual([['TCP', { ports: ['1:2'] }]]);
  });

  it('a named port is a rule of its own without a protocol, before the others', () => {
    expect(portsOf([{ tcp: port({ number: 80 }) }, { destinationNamedPort: 'http' }])).toEqual([
      [undefined, { ports: ['http'] }],
      ['TCP', { ports: [80] }],
    ]);
  });

  it('an empty entry cancels the others', () => {
    expect(portsOf([{ tcp: port({ number: 80 }) }, {}])).toEqual([[undefined, undefined]]);
    expect(portsOf([])).toEqual([[undefined, undefined]]);
  });
});
