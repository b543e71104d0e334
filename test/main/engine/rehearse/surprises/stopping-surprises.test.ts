import { describe, expect, it } from 'vitest';
import {
  clusterPolicy,
  felix,
  globalNetworkSet,
  globalPolicy,
  hostEndpoint,
  networkPolicy,
  profile,
  stagedGlobalPolicy,
} from '../../evaluate/manifests';
import { calicoNode } from '../../cluster/felix-objects';
import { told } from './find-surprises';

const HOST = hostEndpoint('node1-eth0', { node: 'node1', interfaceName: 'eth0', expectedIPs: ['10.9.0.1'] });

function pings(icmp: Readonly<Record<string, number>>) {
  return globalPolicy('ping', {
    selector: "app == 'web'",
    types: ['Ingress'],
    ingress: [{ action: 'Allow', protocol: 'ICMP', icmp }],
  });
}

describe('objects that stop Felix', () => {
  it('H19: an ICMP type with a code blocks in nftables mode, and where nobody tells the dataplane', () => {
    expect(told('H19', { changes: [pings({ type: 8, code: 0 })], dataplane: 'nftables' })).toEqual([
      'blocks H19: An ICMP type with a code stops Felix.',
      '- GlobalNetworkPolicy ping ingress rule 0: icmp type 8 with code 0 @ spec.ingress.0.icmp.code',
      'Leave the code out: the type alone works. The rules of every node stay as they are until the object is corrected: no later change takes effect, the rollback included.',
    ]);
    expect(told('H19', { changes: [pings({ type: 8, code: 0 })], dataplane: 'unknown' })[0]).toBe(
      'blocks H19: An ICMP type with a code stops Felix if the cluster runs nftables, which the files do not tell.',
    );
  });

  it('H19: the type alone, iptables, and a policy that selects nobody are harmless', () => {
    expect(told('H19', { changes: [pings({ type: 8 })], dataplane: 'nftables' })).toEqual([]);
    expect(told('H19', { changes: [pings({ type: 8, code: 0 })] })).toEqual([]);
    const idle = globalPolicy('ping', {
      selector: "app == 'gone'",
      types: ['Ingress'],
      ingress: [{ action: 'Allow', protocol: 'ICMP', icmp: { type: 8, code: 0 } }],
    });
    expect(told('H19', { changes: [idle], dataplane: 'nftables' })).toEqual([]);
  });

  it('H20: a failsafe entry with a net that cannot be read', () => {
    const snapshot = [felix({ failsafeInboundHostPorts: [{ protocol: 'TCP', port: 22, net: 'office' }] })];
    expect(told('H20', { snapshot })).toEqual([
      'blocks H20: A failsafe entry with a net that cannot be read keeps Felix from starting.',
      '- FelixConfiguration default: net "office" cannot be read @ spec.failsafeInboundHostPorts.0',
      'Write the net as a CIDR. The rules of every node stay as they are until the object is corrected: no later change takes effect, the rollback included.',
    ]);
  });

  it('H20: a net, or none, is harmless', () => {
    const snapshot = [
      felix({
        failsafeInboundHostPorts: [
          { protocol: 'TCP', port: 22, net: '10.0.0.0/8' },
          { protocol: 'UDP', port: 68 },
        ],
      }),
    ];
    expect(told('H20', { snapshot })).toEqual([]);
  });

  it('H21: a failsafe entry without protocol, or with SCTP, in a FelixConfiguration that some node reads', () => {
    const snapshot = [
      felix({ failsafeOutboundHostPorts: [{ port: 53 }, { protocol: 'SCTP', port: 9 }] }, 'node.node1'),
    ];
    expect(told('H21', { snapshot })).toEqual([
      'blocks H21: A failsafe entry that is neither tcp nor udp keeps Felix from starting.',
      '- FelixConfiguration node.node1: protocol "" is neither tcp nor udp @ spec.failsafeOutboundHostPorts.0',
      '- FelixConfiguration node.node1: protocol "SCTP" is neither tcp nor udp @ spec.failsafeOutboundHostPorts.1',
      'Write protocol TCP or UDP in every entry; a missing one is not TCP. The rules of every node stay as they are until the object is corrected: no later change takes effect, the rollback included.',
    ]);
  });

  it('H21: the environment of calico-node counts, too', () => {
    const daemonSet = {
      apiVersion: 'apps/v1',
      kind: 'DaemonSet',
      metadata: { namespace: 'kube-system', name: 'calico-node' },
      spec: {
        template: {
          metadata: {},
          spec: {
            hostNetwork: true,
            containers: [{ name: 'calico-node', env: [{ name: 'FELIX_FAILSAFEINBOUNDHOSTPORTS', value: 'sctp:9' }] }],
          },
        },
      },
    };
    expect(told('H21', { snapshot: [daemonSet] })).toEqual([
      'blocks H21: A failsafe entry that is neither tcp nor udp keeps Felix from starting.',
      '- FELIX_FAILSAFEINBOUNDHOSTPORTS: "sctp:9" cannot be read @ spec.template.spec.containers',
      'Write protocol TCP or UDP in every entry; a missing one is not TCP. The rules of every node stay as they are until the object is corrected: no later change takes effect, the rollback included.',
    ]);
  });

  it('H20, H21: those of other names: a net breaks every Felix, a protocol that of the nodes they select', () => {
    const edge = (nodeSelector: string, entry: Readonly<Record<string, string | number>>) => [
      felix({ nodeSelector, failsafeInboundHostPorts: [entry] }, 'edge'),
    ];
    const net = { protocol: 'TCP', port: 22, net: 'office' };
    const sctp = { protocol: 'SCTP', port: 9 };
    expect(told('H20', { snapshot: edge("a == 'b'", net) })[1]).toBe(
      '- FelixConfiguration edge: net "office" cannot be read @ spec.failsafeInboundHostPorts.0',
    );
    expect(told('H21', { snapshot: edge('all()', sctp) })[1]).toBe(
      '- FelixConfiguration edge: protocol "SCTP" is neither tcp nor udp @ spec.failsafeInboundHostPorts.0',
    );
    expect(told('H21', { snapshot: edge("a == 'b'", sctp) })).toEqual([]);
    expect(told('H20', { snapshot: edge('a ==', net) })).toEqual([]);
  });

  it('H21: tcp and udp in any case are harmless', () => {
    const snapshot = [
      felix({
        failsafeInboundHostPorts: [
          { protocol: 'tcp', port: 22 },
          { protocol: 'UDP', port: 68 },
        ],
      }),
    ];
    expect(told('H21', { snapshot })).toEqual([]);
  });

  it('H22: deny action Reject beside a host endpoint', () => {
    expect(told('H22', { snapshot: [HOST, felix({ iptablesFilterDenyAction: 'Reject' })] })).toEqual([
      'blocks H22: Deny action Reject beside host endpoints breaks Felix.',
      '- FelixConfiguration default: iptablesFilterDenyAction Reject, with host endpoints: only filter rules follow, and Felix restarts @ spec.iptablesFilterDenyAction',
      'Set it to Drop before anything is promoted. The rules of every node stay as they are until the object is corrected: no later change takes effect, the rollback included.',
    ]);
    expect(
      told('H22', { snapshot: [HOST, felix({ nftablesFilterDenyAction: 'Reject' })], dataplane: 'nftables' }),
    ).toEqual([
      'blocks H22: Deny action Reject beside host endpoints breaks Felix.',
      '- FelixConfiguration default: nftablesFilterDenyAction Reject, with host endpoints: Felix panics in a loop @ spec.nftablesFilterDenyAction',
      'Set it to Drop before anything is promoted. The rules of every node stay as they are until the object is corrected: no later change takes effect, the rollback included.',
    ]);
  });

  it('H22: Drop, no host endpoint, and the setting of the other dataplane are harmless', () => {
    expect(told('H22', { snapshot: [HOST, felix({ iptablesFilterDenyAction: 'Drop' })] })).toEqual([]);
    expect(told('H22', { snapshot: [felix({ iptablesFilterDenyAction: 'Reject' })] })).toEqual([]);
    expect(told('H22', { snapshot: [HOST, felix({ nftablesFilterDenyAction: 'Reject' })] })).toEqual([]);
  });

  it('R22: a blank notSelector beside a selector, and an empty net of a source or of a network set', () => {
    const changes = [
      globalPolicy('blank', {
        types: ['Ingress'],
        ingress: [{ action: 'Allow', source: { selector: "app == 'web'", notSelector: ' ' } }],
      }),
      globalPolicy('nobody', {
        types: ['Ingress'],
        ingress: [{ action: 'Allow', source: { nets: ['10.0.0.0/8', ''] } }],
      }),
      globalNetworkSet('offices', ['10.2.0.0/16', '']),
    ];
    expect(told('R22', { changes })).toEqual([
      'blocks R22: Felix crashes on an object that some validator accepts.',
      '- GlobalNetworkPolicy blank: a blank notSelector beside another selector crashes Felix @ spec.ingress.0.source.notSelector',
      '- GlobalNetworkPolicy nobody: an empty text among the nets of a source crashes Felix @ spec.ingress.0.source.nets.1',
      '- GlobalNetworkSet offices: an empty text among the nets crashes Felix @ spec.nets.1',
      'Correct the field before anything is promoted. The rules of every node stay as they are until the object is corrected: no later change takes effect, the rollback included.',
    ]);
  });

  it('R22: an absent action is Allow in iptables, and stops Felix in eBPF', () => {
    const changes = [globalPolicy('mute', { types: ['Ingress'], ingress: [{ protocol: 'TCP' }] })];
    expect(told('R22', { changes })).toEqual([]);
    expect(told('R22', { changes, dataplane: 'ebpf' })).toEqual([
      'blocks R22: Felix crashes on an object that some validator accepts.',
      '- GlobalNetworkPolicy mute ingress rule 0: no action, which eBPF cannot render @ spec.ingress.0',
      'Correct the field before anything is promoted. The rules of every node stay as they are until the object is corrected: no later change takes effect, the rollback included.',
    ]);
  });

  it('R22: a word that is no action, and a host action that nobody knows', () => {
    const changes = [globalPolicy('odd', { types: ['Ingress'], ingress: [{ action: 'Permit' }] })];
    const snapshot = [felix({ defaultEndpointToHostAction: 'Open' })];
    expect(told('R22', { snapshot, changes })).toEqual([
      'blocks R22: Felix crashes on an object that some validator accepts.',
      '- GlobalNetworkPolicy odd: action "Permit" is unknown: Felix cannot render it @ spec.ingress.0.action',
      '- FelixConfiguration default: defaultEndpointToHostAction "Open" is none of accept, drop, return @ spec.defaultEndpointToHostAction',
      'Correct the field before anything is promoted. The rules of every node stay as they are until the object is corrected: no later change takes effect, the rollback included.',
    ]);
  });

  it('R22: a word of the environment that Felix does not know', () => {
    const environment = (value: string) => [calicoNode([{ name: 'FELIX_CHAININSERTMODE', value }])];
    expect(told('R22', { snapshot: environment('Prepend') })[1]).toBe(
      '- FELIX_CHAININSERTMODE: chainInsertMode "Prepend" is none of insert, append @ spec.template.spec.containers',
    );
    expect(told('R22', { snapshot: environment('Append') })).toEqual([]);
  });

  it('R22: a Log rule of a profile that a host endpoint has, in eBPF', () => {
    const logs = profile('logs', { ingress: [{ action: 'Log' }, { action: 'Allow' }] });
    const host = hostEndpoint('h', { node: 'node1', interfaceName: 'eth0', profiles: ['logs'] });
    expect(told('R22', { snapshot: [logs, host], dataplane: 'ebpf' })[1]).toBe(
      '- Profile logs: a Log rule, which eBPF cannot render @ spec.ingress.0',
    );
    expect(told('R22', { snapshot: [logs], dataplane: 'ebpf' })).toEqual([]);
    expect(told('R22', { snapshot: [logs, host] })).toEqual([]);
  });

  it('R22: an empty net of a destination is only dropped', () => {
    const changes = [
      globalPolicy('out', {
        types: ['Egress'],
        egress: [{ action: 'Allow', destination: { nets: ['10.0.0.0/8', ''] } }],
      }),
    ];
    expect(told('R22', { changes })).toEqual([]);
  });

  it('R26: a port that does not decode makes its kind unreadable', () => {
    const changes = [
      networkPolicy('prod/web', {
        types: ['Ingress'],
        ingress: [{ action: 'Allow', protocol: 'TCP', destination: { ports: [65536] } }],
      }),
    ];
    expect(told('R26', { changes })).toEqual([
      'blocks R26: Once stored, NetworkPolicy cannot be read any more, whoever wrote it.',
      '- NetworkPolicy prod/web: port 65536 is not a whole number from 0 to 65535 @ spec.ingress.0.destination.ports.0',
      'Correct the field: native CRDs admit it, and then Calico loses every policy of the kind.',
    ]);
  });

  it('R26: a port that Felix refuses is another thing', () => {
    const changes = [
      stagedGlobalPolicy('zero', {
        types: ['Ingress'],
        ingress: [{ action: 'Allow', protocol: 'TCP', destination: { ports: [0] } }],
      }),
      clusterPolicy('fine', {
        tier: 'Admin',
        priority: 1,
        subject: { namespaces: {} },
        ingress: [{ action: 'Accept', from: [{ namespaces: {} }] }],
      }),
    ];
    expect(told('R26', { changes })).toEqual([]);
  });
});
