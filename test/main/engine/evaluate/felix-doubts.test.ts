import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../main/engine/model/json';
import { explainConnection } from '../../../../main/engine/evaluate/explain-connection';
import { SECRET, calicoNode } from '../cluster/felix-objects';
import { felix, globalPolicy } from './manifests';
import { connect } from './small-cluster';
import { ACCEPT, MASKED, NODE_PORT, OUTSIDE, ROUTED, cluster, hostPolicy, hosts, verdict } from './two-nodes';

/** Settings of Felix whose values stand in another object, which is not in the files. */
const elsewhere = (...parameters: readonly string[]): JsonObject =>
  calicoNode(parameters.map((name) => ({ name: `FELIX_${name.toUpperCase()}`, ...SECRET })));

const BARE = hosts('eth0', {});

describe('a failsafe list that the files do not tell', () => {
  const inbound = elsewhere('FailsafeInboundHostPorts');
  const outbound = elsewhere('FailsafeOutboundHostPorts');

  it('leaves what policy closes undecided, in its own direction, for TCP and UDP alone', () => {
    expect(verdict([...BARE, inbound], OUTSIDE, 'node:node1', 'tcp 80')).toBe('undecided');
    expect(verdict([...BARE, inbound], OUTSIDE, 'node:node1', 'udp 80')).toBe('undecided');
    expect(verdict([...BARE, inbound], OUTSIDE, 'node:node1', 'icmp')).toBe('deny');
    expect(verdict([...BARE, inbound], OUTSIDE, 'node:node1', 'sctp 80')).toBe('deny');
    expect(verdict([...BARE, inbound], 'node:node1', OUTSIDE, 'tcp 80')).toBe('deny');
    expect(verdict([...BARE, outbound], 'node:node1', OUTSIDE, 'tcp 80')).toBe('undecided');
    expect(verdict([...BARE, outbound], OUTSIDE, 'node:node1', 'tcp 80')).toBe('deny');
  });

  it('changes nothing about what policy opens, forwards, or decides for pods', () => {
    expect(verdict([...hosts('eth0'), inbound], OUTSIDE, 'node:node1', 'tcp 80')).toBe('allow');
    const forward = hostPolicy('deny', { types: ['Ingress'], applyOnForward: true, ingress: [{ action: 'Deny' }] });
    expect(verdict([ROUTED, ...hosts('eth0'), forward, inbound], OUTSIDE, 'pod:a/one', 'tcp 22')).toBe('deny');
    const shut = globalPolicy('deny', { selector: "name == 'one'" });
    expect(verdict([ROUTED, shut, inbound], OUTSIDE, 'pod:a/one', 'tcp 22')).toBe('deny');
  });

  it('in the untracked hook leaves answers undecided by the list of the other direction', () => {
    const deny = hostPolicy('deny', {
      types: ['Ingress'],
      applyOnForward: true,
      doNotTrack: true,
      ingress: [{ action: 'Deny' }],
    });
    expect(verdict([...hosts('eth0'), deny, outbound], 'node:node1', OUTSIDE, 'tcp 80')).toBe('undecided');
    expect(verdict([...hosts('eth0'), deny], 'node:node1', OUTSIDE, 'tcp 80')).toBe('deny');
    const before = hostPolicy('deny', {
      types: ['Ingress'],
      applyOnForward: true,
      preDNAT: true,
      ingress: [{ action: 'Deny' }],
    });
    expect(verdict([ROUTED, ...hosts('eth0'), before, outbound], OUTSIDE, 'pod:a/one', 'tcp 80', NODE_PORT)).toBe(
      'deny',
    );
  });

  it('is told with the command that prints it', () => {
    const small = cluster([...BARE, inbound]);
    const trace = explainConnection(
      connect(small, OUTSIDE, 'node:node1', 'tcp 80'),
      { from: 'a', to: 'b', traffic: 'tcp 80' },
      { path: small.path, locate: () => null, isSafetyNet: () => false },
    );
    expect([trace.verdict, trace.doubts]).toEqual([
      'undecided',
      [
        {
          why: 'the value of FELIX_FAILSAFEINBOUNDHOSTPORTS of calico-node stands in another object',
          command:
            'kubectl -n kube-system exec daemonset/calico-node -c calico-node -- printenv FELIX_FAILSAFEINBOUNDHOSTPORTS',
        },
      ],
    ]);
  });
});

describe('a setting of Felix that the files do not tell', () => {
  it('leaves tunnel packets of pods undecided, each kind by its own', () => {
    const vxlan = elsewhere('AllowVXLANPacketsFromWorkloads');
    const ipip = elsewhere('AllowIPIPPacketsFromWorkloads');
    expect(verdict([vxlan], 'pod:a/one', OUTSIDE, 'udp 4789')).toBe('undecided');
    expect(verdict([vxlan], 'pod:a/one', OUTSIDE, '4')).toBe('deny');
    expect(verdict([ipip], 'pod:a/one', OUTSIDE, '4')).toBe('undecided');
    expect(verdict([ipip], 'pod:a/one', OUTSIDE, 'udp 4789')).toBe('deny');
    expect(verdict([vxlan, ipip], 'pod:a/one', OUTSIDE, 'tcp 4789')).toBe('allow');
  });

  it('leaves the address undecided that other nodes see of a pod, and no other address', () => {
    const spares = elsewhere('NATOutgoingExclusions');
    const allowNode = hostPolicy('allow', {
      types: ['Ingress'],
      ingress: [{ action: 'Allow', source: { nets: ['192.168.0.1/32'] } }],
    });
    const objects = [MASKED, ACCEPT, ...hosts('eth0'), allowNode];
    const both = felix({ defaultEndpointToHostAction: 'Accept', natOutgoingExclusions: 'IPPoolsAndHostIPs' });
    expect(verdict(objects, 'pod:a/one', 'node:node2')).toBe('allow');
    expect(verdict([...objects.filter((one) => one !== ACCEPT), both], 'pod:a/one', 'node:node2')).toBe('deny');
    expect(verdict([...objects, spares], 'pod:a/one', 'node:node2')).toBe('undecided');
    expect(verdict([...objects, spares], 'pod:a/one', OUTSIDE)).toBe('allow');
  });

  it('leaves what pods send to their own node undecided', () => {
    const action = elsewhere('DefaultEndpointToHostAction');
    expect(verdict([ACCEPT, action], 'pod:a/one', 'node:node1')).toBe('undecided');
    expect(verdict([ACCEPT, action], 'pod:a/one', 'node:node2')).toBe('allow');
  });
});

describe('VXLAN packets that pods send', () => {
  it('are dropped by the port that the node’s Felix is told', () => {
    const to = (port: number, spec: JsonObject) => verdict([felix(spec)], 'pod:a/one', OUTSIDE, `udp ${port}`);
    expect([to(4789, {}), to(8472, {})]).toEqual(['deny', 'allow']);
    expect([to(4789, { vxlanPort: 8472 }), to(8472, { vxlanPort: 8472 })]).toEqual(['allow', 'deny']);
  });
});
