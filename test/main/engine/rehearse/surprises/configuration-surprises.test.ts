import { describe, expect, it } from 'vitest';
import { calicoNode } from '../../cluster/felix-objects';
import { felix, hostEndpoint } from '../../evaluate/manifests';
import { told } from './find-surprises';

const HOST = hostEndpoint('node1-eth0', { node: 'node1', interfaceName: 'eth0', expectedIPs: ['10.9.0.1'] });

describe('settings that stop Felix', () => {
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

  it('H21: a word, a list, a number and a network that Felix cannot read, in every source', () => {
    const snapshot = [
      felix({ defaultEndpointToHostAction: 'Open', externalNodesList: ['10.0.0.0/8', 'office'] }),
      felix({ metadataPort: 70_000 }, 'node.node1'),
      calicoNode([{ name: 'FELIX_INTERFACEPREFIX', value: 'cali, tap' }]),
    ];
    expect(told('H21', { snapshot })).toEqual([
      'blocks H21: A setting that Felix cannot work with keeps it from starting.',
      '- FelixConfiguration default: defaultEndpointToHostAction "Open" is none of accept, drop, return @ spec.defaultEndpointToHostAction',
      '- FelixConfiguration default: externalNodesCIDRList "10.0.0.0/8,office" holds "office", which is neither a CIDR nor an address @ spec.externalNodesList',
      '- FelixConfiguration node.node1: metadataPort "70000" is no port from 0 to 65535 @ spec.metadataPort',
      '- FELIX_INTERFACEPREFIX: interfacePrefix "cali, tap" is no list of interface names of 1 to 15 letters, digits, - and _, with commas and no blanks between them @ spec.template.spec.containers',
      'Correct the setting before anything is applied. The rules of every node stay as they are until the object is corrected: no later change takes effect, the rollback included.',
    ]);
  });

  it('H21: settings that Felix can read, or takes the default for, are harmless', () => {
    const snapshot = [
      felix({
        defaultEndpointToHostAction: 'Accept',
        externalNodesList: [],
        interfacePrefix: 'cali,tap',
        metadataAddr: 'None',
        iptablesMarkMask: 0xff_ff_00_00,
        nftablesMode: 'sometimes',
        bpfLogLevel: 'loud',
      }),
      calicoNode([{ name: 'FELIX_CHAININSERTMODE', value: 'Append' }]),
    ];
    expect(told('H21', { snapshot })).toEqual([]);
  });

  it('H21: a mark mask without bits enough for Felix, or for eBPF programs', () => {
    const snapshot = [felix({ iptablesMarkMask: 0xf0_00 })];
    expect(told('H21', { snapshot }).slice(1, -1)).toEqual([
      '- FelixConfiguration default: iptablesMarkMask 61440 leaves Felix 4 bits of the packet mark, and it needs 5 @ spec.iptablesMarkMask',
    ]);
    expect(told('H21', { snapshot, dataplane: 'nftables' })).toEqual([]);
    expect(told('H21', { snapshot, dataplane: 'unknown' }).slice(1, -1)).toEqual([
      '- FelixConfiguration default: iptablesMarkMask 61440 leaves Felix 4 bits of the packet mark, and it needs 5, if Felix takes its bits from it, which the files do not tell @ spec.iptablesMarkMask',
    ]);
    const ebpf = [felix({ iptablesMarkMask: 0xff_ff_00, bpfEnabled: true, nftablesMode: 'Disabled' })];
    expect(told('H21', { snapshot: ebpf, dataplane: 'ebpf' }).slice(1, -1)).toEqual([
      '- FelixConfiguration default: iptablesMarkMask 16776960 lacks bits of 0x1ff00000, which eBPF programs use @ spec.iptablesMarkMask',
    ]);
  });
});
