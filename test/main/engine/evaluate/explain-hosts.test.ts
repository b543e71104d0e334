import { describe, expect, it } from 'vitest';
import type { CheckpointTrace, ConnectionTrace } from '../../../../main/engine/model/verdict';
import { explainConnection } from '../../../../main/engine/evaluate/explain-connection';
import { CLUSTER, DB, OUTSIDE, WEB, explain } from './explained';
import {
  clusterNode,
  felix,
  globalPolicy,
  hostEndpoint,
  kubernetesPolicy,
  namespace,
  networkPolicy,
  pod,
  tier,
} from './manifests';
import { connect, smallCluster } from './small-cluster';

const OPEN = ['projectcalico-default-allow'];
const HOST = hostEndpoint('eth0', { node: 'node1', interfaceName: 'eth0', profiles: OPEN }, { host: 'yes' });
const onHosts = (name: string, spec: Parameters<typeof globalPolicy>[1]) =>
  globalPolicy(name, { selector: 'has(host)', types: ['Ingress'], ...spec });

const outline = ({ checkpoints }: ConnectionTrace) =>
  checkpoints.map(({ hook, direction, verdict, carrier, tiers, hits }: CheckpointTrace) => [
    `${hook} ${direction} ${verdict}`,
    carrier.tag,
    tiers.map(({ tier: name, policies }) => `${name}: ${policies.map((policy) => policy.name).join(' ')}`),
    hits.map(({ name, rule }) => `${name} ${rule}`),
  ]);

describe('a host endpoint on the path', () => {
  it('shows every hook that was asked, each with its own tiers', () => {
    const objects = [
      HOST,
      onHosts('raw', { applyOnForward: true, doNotTrack: true, ingress: [{ action: 'Pass' }] }),
      onHosts('mangle', { applyOnForward: true, preDNAT: true, ingress: [{ action: 'Log' }] }),
      onHosts('filter', { order: 1, ingress: [{ action: 'Allow', protocol: 'TCP', destination: { ports: [8080] } }] }),
      onHosts('later', { order: 2 }),
    ];
    expect(outline(explain(objects, OUTSIDE, 'node:node1'))).toEqual([
      ['untracked ingress continue', 'rule', ['default: raw'], ['raw 0']],
      ['preDNAT ingress continue', 'no-policy', ['default: mangle'], []],
      ['normal ingress allow', 'rule', ['default: filter'], ['filter 0']],
    ]);
    expect(outline(explain(objects, OUTSIDE, 'node:node1', 'tcp 80')).at(-1)).toEqual([
      'normal ingress deny',
      'end-of-tier',
      ['default: filter later'],
      ['filter -1'],
    ]);
  });

  it('goes on where its forward list ends in a Pass, and the pod decides', () => {
    const pass = onHosts('pass', { applyOnForward: true, ingress: [{ action: 'Pass' }] });
    expect(outline(explain([HOST, pass], OUTSIDE, WEB))).toEqual([
      ['forward ingress continue', 'rule', ['default: pass'], ['pass 0']],
      ['normal ingress allow', 'no-policy', [], ['kns.prod 0']],
    ]);
  });

  it('tells the failsafe list of its own node', () => {
    const bare = hostEndpoint('eth0', { node: 'node1', interfaceName: 'eth0' });
    const lists = felix(
      {
        failsafeInboundHostPorts: [{ protocol: 'TCP', port: 8080 }],
        failsafeOutboundHostPorts: [{ protocol: 'TCP', port: 8081 }],
      },
      'node.node1',
    );
    const carrier = (from: string, to: string, traffic: string) =>
      explain([bare, lists], from, to, traffic).checkpoints[0]?.carrier;
    expect(carrier(OUTSIDE, 'node:node1', 'tcp 8080')).toEqual({
      tag: 'failsafe',
      list: 'inbound list, FelixConfiguration node.node1',
    });
    expect(carrier('node:node1', OUTSIDE, 'tcp 8081')).toEqual({
      tag: 'failsafe',
      list: 'outbound list, FelixConfiguration node.node1',
    });
  });

  it('tells each failsafe list by its own source', () => {
    const bare = hostEndpoint('eth0', { node: 'node1', interfaceName: 'eth0' });
    const inbound = felix({ failsafeInboundHostPorts: [{ protocol: 'TCP', port: 8080 }] }, 'node.node1');
    const list = (from: string, to: string, traffic: string) => {
      const [first] = explain([bare, inbound], from, to, traffic).checkpoints;
      return first?.carrier.tag === 'failsafe' ? first.carrier.list : first?.carrier.tag;
    };
    expect([
      list(OUTSIDE, 'node:node1', 'tcp 8080'),
      list('node:node1', OUTSIDE, 'udp 53'),
      list('node:node1', OUTSIDE, 'tcp 8080'),
    ]).toEqual(['inbound list, FelixConfiguration node.node1', 'outbound list, built-in default', 'host-default']);
  });

  it('says what is likely, because nobody measured it', () => {
    const assumed = (to: string, options: Parameters<typeof explain>[4]) =>
      explain(
        [{ ...HOST, metadata: { name: 'any' }, spec: { node: 'node1', interfaceName: '*' } }],
        OUTSIDE,
        to,
        'tcp 22',
        options,
      ).checkpoints.map(({ assumptions }) => assumptions);
    expect(assumed('node:node1', {})).toEqual([[]]);
    expect(assumed('node:node1', { dataplane: 'ebpf' })).toEqual([
      ['what host endpoints see in eBPF mode is likely: read in Calico’s source, not measured'],
    ]);
    const small = smallCluster([...CLUSTER, { ...HOST, spec: { node: 'node1', interfaceName: '*', profiles: OPEN } }]);
    const { passages } = connect(small, 'node:node1', 'node:node1', 'tcp 80', { via: '10.96.0.9 80' });
    expect(passages[0]?.stages.map(({ hook, assumption }) => [hook, assumption])).toEqual([
      ['normal', 'the way back to the own node is likely: read in Calico’s source, not measured'],
      ['normal', 'the way back to the own node is likely: read in Calico’s source, not measured'],
    ]);
    expect(
      connect(small, 'node:node1', 'node:node1', 'tcp 80').passages[0]?.stages.map(({ assumption }) => assumption),
    ).toEqual(['', '']);
  });

  it('asks no policy where Felix itself drops', () => {
    const [checkpoint, ...others] = explain([globalPolicy('all', {})], WEB, OUTSIDE, 'udp 4789').checkpoints;
    expect([checkpoint, others]).toEqual([
      {
        endpoint: 'pod prod/web',
        direction: 'egress',
        hook: 'built-in',
        verdict: 'deny',
        carrier: { tag: 'built-in', why: 'Felix drops tunnel packets that pods send' },
        tiers: [],
        hits: [],
        assumptions: [],
      },
      [],
    ]);
  });
});

describe('the place of a hit', () => {
  it('is that of its own policy among those of one name', () => {
    const types = { types: ['Ingress'], order: 1 };
    const one = (kind: 'allow' | 'pass' | 'other') =>
      ({
        allow: networkPolicy('prod/same', { types: ['Ingress'], order: 2000, ingress: [{ action: 'Allow' }] }),
        pass: globalPolicy('same', { tier: 'early', ...types, ingress: [{ action: 'Pass' }] }),
        other: networkPolicy('test/same', { ...types, ingress: [{ action: 'Deny' }] }),
      })[kind];
    const kubernetes = kubernetesPolicy('prod/same', {
      podSelector: {},
      policyTypes: ['Ingress'],
      ingress: [{ ports: [{ protocol: 'UDP', port: 53 }] }],
    });
    const small = smallCluster([
      namespace('prod'),
      tier('early', { order: 1 }),
      pod('prod/web', '10.0.0.1'),
      pod('prod/db', '10.0.0.2', { labels: { app: 'db' } }),
      pod('test/db', '10.0.0.3', { labels: { app: 'db' } }),
      kubernetes,
      one('other'),
      one('pass'),
      one('allow'),
    ]);
    const { checkpoints } = explainConnection(
      connect(small, WEB, DB, 'tcp 80'),
      { from: 'a', to: 'b', traffic: 'tcp 80' },
      {
        path: small.path,
        locate: (found, path) => ({ file: `${found.kind} ${found.namespace}`, line: path.length, column: 1 }),
        isSafetyNet: () => false,
      },
    );
    expect(checkpoints.at(-1)?.hits.map(({ position }) => position)).toEqual([
      { file: 'GlobalNetworkPolicy ', line: 3, column: 1 },
      { file: 'NetworkPolicy prod', line: 3, column: 1 },
    ]);
  });

  it('is that of the policy that decided, not of one before it of the same kind and namespace', () => {
    const deny = { types: ['Ingress'], ingress: [{ action: 'Deny', protocol: 'UDP' }] };
    const { checkpoints } = explain(
      [
        globalPolicy('other', { ...deny, order: 1 }),
        networkPolicy('prod/other', { ...deny, order: 2 }),
        networkPolicy('prod/same', { types: ['Ingress'], order: 3, ingress: [{ action: 'Log' }, { action: 'Allow' }] }),
      ],
      WEB,
      DB,
    );
    expect(checkpoints.at(-1)?.hits).toEqual([
      {
        tier: 'default',
        kind: 'NetworkPolicy',
        namespace: 'prod',
        name: 'same',
        rule: 1,
        action: 'allow',
        position: { file: 'same.yaml#spec.ingress.1', line: 1, column: 1 },
      },
    ]);
    expect(checkpoints.at(-1)?.tiers[0]?.policies.map(({ kind, name, rules }) => [kind, name, rules.length])).toEqual([
      ['GlobalNetworkPolicy', 'other', 1],
      ['NetworkPolicy', 'other', 1],
      ['NetworkPolicy', 'same', 2],
    ]);
  });

  it('is none for profiles', () => {
    const [first] = explain([], WEB, DB).checkpoints;
    expect(first?.hits).toEqual([
      {
        tier: '__PROFILE__',
        kind: 'Profile',
        namespace: '',
        name: 'kns.prod',
        rule: 0,
        action: 'allow',
        position: null,
      },
    ]);
  });
});

describe('a checkpoint that the files leave open', () => {
  it('carries the doubts where its hit is not certain, and the hit where it is', () => {
    const unknown = networkPolicy('prod/unknown', {
      types: ['Ingress'],
      order: 1,
      ingress: [{ action: 'Allow', source: { namespaceSelector: "team == 'a'" } }],
    });
    const sure = networkPolicy('prod/sure', { types: ['Ingress'], order: 2, ingress: [{ action: 'Allow' }] });
    const carriers = (objects: readonly Parameters<typeof explain>[0][number][]) => {
      const small = smallCluster([pod('prod/web', '10.0.0.1'), pod('prod/db', '10.0.0.2'), ...objects], {
        complete: false,
      });
      const trace = explainConnection(
        connect(small, WEB, DB, 'tcp 80'),
        { from: 'a', to: 'b', traffic: 'tcp 80' },
        { path: small.path, locate: () => null, isSafetyNet: () => false },
      );
      return [trace.verdict, trace.checkpoints.map(({ carrier }) => carrier.tag), trace.doubts.length];
    };
    expect(carriers([unknown])).toEqual(['undecided', ['no-policy', 'end-of-tier'], 1]);
    expect(carriers([unknown, sure])).toEqual(['allow', ['no-policy', 'rule'], 0]);
    const deny = networkPolicy('prod/deny', {
      types: ['Ingress'],
      order: 1,
      ingress: [{ action: 'Deny', source: { namespaceSelector: "team == 'a'" } }],
    });
    expect(carriers([deny, sure])).toEqual(['undecided', ['no-policy', 'undecided'], 1]);
  });
});

describe('a node with a second interface', () => {
  const first = hostEndpoint('first', {
    node: 'node1',
    interfaceName: 'eth0',
    expectedIPs: ['192.168.0.1'],
    profiles: OPEN,
  });
  const second = hostEndpoint(
    'second',
    { node: 'node1', interfaceName: 'eth1', expectedIPs: ['203.0.113.1'], profiles: OPEN },
    { net: 'public' },
  );
  const ssh = globalPolicy('ssh', {
    selector: "net == 'public'",
    types: ['Ingress'],
    ingress: [{ action: 'Allow', protocol: 'TCP', destination: { ports: [2022] } }],
  });

  it.each([
    [OUTSIDE, '192.168.0.1', 'tcp 8080', 'allow'],
    [OUTSIDE, '203.0.113.1', 'tcp 8080', 'deny'],
    [OUTSIDE, '203.0.113.1', 'tcp 2022', 'allow'],
    ['node:node2', '203.0.113.1', 'tcp 8080', 'deny'],
  ])('is asked by the one that the packet comes in by: %s to %s, %s', (from, to, traffic, verdict) => {
    const small = smallCluster([...CLUSTER, clusterNode('node2', '192.168.0.2'), first, second, ssh]);
    expect(connect(small, from, `node:node1@${to}`, traffic).verdict).toBe(verdict);
  });
});
