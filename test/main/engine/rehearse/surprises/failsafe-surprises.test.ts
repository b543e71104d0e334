import { describe, expect, it } from 'vitest';
import { SECRET, calicoNode } from '../../cluster/felix-objects';
import { endpointSlice, felix, globalPolicy, hostEndpoint } from '../../evaluate/manifests';
import { told } from './find-surprises';

const HOST = hostEndpoint(
  'node1-eth0',
  { node: 'node1', interfaceName: 'eth0', expectedIPs: ['10.9.0.1'], profiles: ['projectcalico-default-allow'] },
  { role: 'node' },
);

describe('failsafe lists', () => {
  it('H5: one that lacks usual ports, is empty, or limits who is let in', () => {
    const short = felix(
      {
        failsafeInboundHostPorts: [
          { protocol: 'TCP', port: 22, net: '10.1.0.0/24' },
          { protocol: 'UDP', port: 68 },
          { protocol: 'TCP', port: 179 },
        ],
      },
      'node.node1',
    );
    expect(told('H5', { snapshot: [HOST, short] })).toEqual([
      'warns H5: Failsafe ports are fewer than usual on node1.',
      '- FelixConfiguration node.node1: failsafeInboundHostPorts of node1 lacks tcp 2379, tcp 2380, tcp 5473, tcp 6443, tcp 6666, tcp 6667 and limits tcp 22 to 10.1.0.0/24 @ spec.failsafeInboundHostPorts',
      'A list replaces the built-in one as a whole, an empty one switches it off, and a net limits who is let in: what is missing is closed by the first policy that denies it.',
    ]);
    expect(told('H5', { snapshot: [HOST, felix({ failsafeOutboundHostPorts: [] })] })).toEqual([
      'warns H5: Failsafe ports are fewer than usual on node1.',
      '- FelixConfiguration default: failsafeOutboundHostPorts of node1 is empty @ spec.failsafeOutboundHostPorts',
      'A list replaces the built-in one as a whole, an empty one switches it off, and a net limits who is let in: what is missing is closed by the first policy that denies it.',
    ]);
  });

  it('H5: the usual list, a longer one, and one without host endpoints are harmless', () => {
    const tcp = (port: number) => ({ protocol: 'TCP', port });
    const longer = felix({
      failsafeInboundHostPorts: [
        ...[22, 179, 2379, 2380, 5473, 6443, 6666, 6667, 10250].map(tcp),
        { protocol: 'UDP', port: 68 },
      ],
    });
    expect(told('H5', { snapshot: [HOST] })).toEqual([]);
    expect(told('H5', { snapshot: [HOST, longer] })).toEqual([]);
    expect(told('H5', { snapshot: [felix({ failsafeInboundHostPorts: [] })] })).toEqual([]);
  });

  it('H4: an API server on a port that no list has', () => {
    const slice = endpointSlice('default/kubernetes', ['10.9.0.1'], ['tcp/443']);
    const allowing = (protocol: string) => [
      globalPolicy('nodes', { selector: "role == 'node'", types: ['Egress'], egress: [{ action: 'Allow', protocol }] }),
    ];
    const changes = allowing('UDP');
    expect(told('H4', { snapshot: [HOST, slice], changes })).toEqual([
      'warns H4: The API server listens on tcp 443, which is no failsafe port: policies on host endpoints close it.',
      '- EndpointSlice default/kubernetes-1: port 443; no failsafe list of node1-eth0 has tcp 443 @ ports.0.port',
      'The built-in list has tcp 6443 only, and failsafe ports never help pods or forwarded traffic: allow the API server with a rule, or add the port to both lists.',
    ]);
    expect(told('H4', { snapshot: [HOST, slice] })).toEqual([]);
    expect(told('H4', { snapshot: [HOST, slice], changes: allowing('TCP') })).toEqual([]);
    expect(
      told('H4', { snapshot: [HOST, endpointSlice('default/kubernetes', ['10.9.0.1'], ['tcp/6443'])], changes }),
    ).toEqual([]);
  });

  it('H5: the environment of calico-node wins over every configuration', () => {
    const env = [{ name: 'FELIX_FAILSAFEOUTBOUNDHOSTPORTS', value: 'none' }];
    const daemonSet = calicoNode(env);
    expect(told('H5', { snapshot: [HOST, daemonSet] })).toEqual([
      'warns H5: Failsafe ports are fewer than usual on node1.',
      '- DaemonSet kube-system/calico-node: failsafeOutboundHostPorts of node1 is empty @ spec.template.spec.containers',
      'A list replaces the built-in one as a whole, an empty one switches it off, and a net limits who is let in: what is missing is closed by the first policy that denies it.',
    ]);
  });

  it('H4: an Endpoints object tells the port as well', () => {
    const endpoints = {
      apiVersion: 'v1',
      kind: 'Endpoints',
      metadata: { namespace: 'default', name: 'kubernetes' },
      subsets: [{ addresses: [{ ip: '203.0.113.9' }], ports: [{ port: 443, protocol: 'TCP' }] }],
    };
    const changes = [globalPolicy('nodes', { selector: "role == 'node'", types: ['Egress'] })];
    expect(told('H4', { snapshot: [HOST, endpoints], changes, complete: false })).toEqual([
      'warns H4: The API server listens on tcp 443, which is no failsafe port: policies on host endpoints close it.',
      '- Endpoints default/kubernetes: port 443; no failsafe list of node1-eth0 has tcp 443 @ subsets',
      'The built-in list has tcp 6443 only, and failsafe ports never help pods or forwarded traffic: allow the API server with a rule, or add the port to both lists.',
    ]);
  });

  it('H4: a list that the files do not tell proves nothing', () => {
    const daemonSet = calicoNode([{ name: 'FELIX_FAILSAFEOUTBOUNDHOSTPORTS', ...SECRET }]);
    const slice = endpointSlice('default/kubernetes', ['10.9.0.1'], ['tcp/443']);
    const changes = [globalPolicy('nodes', { selector: "role == 'node'", types: ['Egress'] })];
    expect(told('H4', { snapshot: [HOST, slice, daemonSet], changes })).toEqual([]);
    expect(told('H5', { snapshot: [HOST, daemonSet] })).toEqual([]);
  });
});
