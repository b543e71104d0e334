import { describe, expect, it } from 'vitest';
import {
  DEFAULT_FAILSAFE_INBOUND,
  DEFAULT_FAILSAFE_OUTBOUND,
  parseFailsafeText,
} from '../../../../main/engine/cluster/failsafe';
import { readFelixConfigurations } from '../../../../main/engine/cluster/felix-configurations';
import { configuredDataplanes, felixSettings, mayEnforceHttp } from '../../../../main/engine/cluster/felix-settings';
import type { JsonObject } from '../../../../main/engine/model/json';
import { MAYBE, NO, YES } from '../../../../main/engine/model/tri';
import { SECRET, calicoNode, configuration, configurationsOf, node as nodeObject, overridden } from './felix-objects';

const port = (number: number): JsonObject => ({ protocol: 'tcp', port: number });
const settingsOf = (name: string, ...objects: readonly JsonObject[]) =>
  felixSettings(configurationsOf(...objects), name);
const OFF = { applicationLayer: NO, allowsVxlan: NO, allowsIpip: NO, vxlanPort: 4789, sparesHosts: NO, doubts: [] };

describe('the settings of a node', () => {
  it('are the built-in ones where nothing is configured', () => {
    expect(felixSettings(readFelixConfigurations([], { complete: true, naming: 'plain' }), 'a')).toEqual({
      failsafeInbound: DEFAULT_FAILSAFE_INBOUND,
      failsafeOutbound: DEFAULT_FAILSAFE_OUTBOUND,
      endpointToHostAction: 'drop',
      endpointToHostFrom: 'built-in default',
      ...OFF,
    });
  });

  it('what becomes of packets to the own node is unknown where calico-node is not in the files', () => {
    const unknown = {
      endpointToHostAction: 'unknown',
      endpointToHostFrom: 'neither FelixConfiguration nor calico-node says defaultEndpointToHostAction',
    };
    expect(settingsOf('a')).toMatchObject(unknown);
    expect(settingsOf('a', configuration('default', { defaultEndpointToHostAction: 'Other' }))).toMatchObject({
      endpointToHostAction: 'unknown',
      endpointToHostFrom: 'FelixConfiguration default',
    });
    expect(settingsOf('a', calicoNode([]))).toMatchObject({
      endpointToHostAction: 'drop',
      endpointToHostFrom: 'built-in default',
    });
  });

  const global = configuration('default', {
    failsafeInboundHostPorts: [port(1)],
    failsafeOutboundHostPorts: [port(2)],
    defaultEndpointToHostAction: 'Return',
  });
  const node = configuration('node.a', {
    failsafeInboundHostPorts: [port(3)],
    failsafeOutboundHostPorts: [],
    defaultEndpointToHostAction: 'ACCEPT',
    policySyncPathPrefix: '/var/run/nodeagent',
  });

  it('come from the global configuration where the node has none', () => {
    expect(settingsOf('b', global, node)).toEqual({
      failsafeInbound: {
        ports: [{ protocol: 6, port: 1, net: null }],
        from: 'FelixConfiguration default',
        fatal: [],
        doubt: null,
      },
      failsafeOutbound: {
        ports: [{ protocol: 6, port: 2, net: null }],
        from: 'FelixConfiguration default',
        fatal: [],
        doubt: null,
      },
      endpointToHostAction: 'return',
      endpointToHostFrom: 'FelixConfiguration default',
      ...OFF,
    });
  });

  it('come from the configuration of the node before the global one', () => {
    expect(settingsOf('a', global, node)).toEqual({
      failsafeInbound: {
        ports: [{ protocol: 6, port: 3, net: null }],
        from: 'FelixConfiguration node.a',
        fatal: [],
        doubt: null,
      },
      failsafeOutbound: { ports: [], from: 'FelixConfiguration node.a', fatal: [], doubt: null },
      endpointToHostAction: 'accept',
      endpointToHostFrom: 'FelixConfiguration node.a',
      ...OFF,
      applicationLayer: YES,
    });
  });

  it('come from the environment of calico-node before everything else', () => {
    const environment = calicoNode([
      { name: 'FELIX_FAILSAFEINBOUNDHOSTPORTS', value: 'none' },
      { name: 'FELIX_FailsafeOutboundHostPorts', value: 'udp:53' },
      { name: 'FELIX_DEFAULTENDPOINTTOHOSTACTION', value: 'DROP' },
    ]);
    const settings = settingsOf('a', global, node, environment);
    expect(settings.failsafeInbound).toEqual(parseFailsafeText('none', 'environment of calico-node'));
    expect(settings.failsafeOutbound).toEqual(parseFailsafeText('udp:53', 'environment of calico-node'));
    expect(settings.endpointToHostAction).toBe('drop');
    expect(settings.endpointToHostFrom).toBe('environment of calico-node');
  });

  it('a field that is missing or null leaves the default, an empty list is no ports at all', () => {
    const listOf = (spec: JsonObject) => settingsOf('a', configuration('default', spec)).failsafeInbound;
    expect(listOf({})).toBe(DEFAULT_FAILSAFE_INBOUND);
    expect(listOf({ failsafeInboundHostPorts: null })).toBe(DEFAULT_FAILSAFE_INBOUND);
    expect(listOf({ failsafeInboundHostPorts: [] })).toEqual({
      ports: [],
      from: 'FelixConfiguration default',
      fatal: [],
      doubt: null,
    });
  });

  it('failsafe ports in an annotation are text, in place of those of the field', () => {
    const written = overridden('node.a', { failsafeInboundHostPorts: [] }, 'FailsafeInboundHostPorts', 'tcp:22');
    expect(settingsOf('a', written).failsafeInbound).toEqual(parseFailsafeText('tcp:22', 'FelixConfiguration node.a'));
  });

  it('that the environment takes from elsewhere are told as doubts, each with its command', () => {
    const names = ['failsafeInboundHostPorts', 'defaultEndpointToHostAction', 'allowVXLANPacketsFromWorkloads'];
    const environment = calicoNode(names.map((name) => ({ name: `FELIX_${name.toUpperCase()}`, ...SECRET })));
    const settings = settingsOf('a', global, environment);
    const doubts = names.map((name) => ({
      why: `the value of FELIX_${name.toUpperCase()} of calico-node stands in another object`,
      command: `kubectl -n kube-system exec daemonset/calico-node -c calico-node -- printenv FELIX_${name.toUpperCase()}`,
    }));
    expect(settings.doubts).toEqual(doubts.map((doubt, index) => ({ about: names[index], ...doubt })));
    expect(settings.failsafeInbound).toEqual({
      ports: [],
      from: 'environment of calico-node, not in the files',
      fatal: [],
      doubt: doubts[0],
    });
    expect(settings.endpointToHostAction).toBe('unknown');
    expect(settings.endpointToHostFrom).toBe(doubts[1]?.why);
    expect([settings.allowsVxlan, settings.allowsIpip]).toEqual([MAYBE, NO]);
  });

  it('tunnel packets of pods, and what they send to hosts, go as the parameters of that name say', () => {
    const spec = {
      allowVXLANPacketsFromWorkloads: true,
      allowIPIPPacketsFromWorkloads: true,
      natOutgoingExclusions: 'IPPoolsAndHostIPs',
    };
    const on = { allowsVxlan: YES, allowsIpip: YES, vxlanPort: 4789, sparesHosts: YES };
    expect(settingsOf('a', configuration('default', spec))).toMatchObject(on);
    expect(settingsOf('a', configuration('default', { natOutgoingExclusions: 'IPPoolsOnly' })).sparesHosts).toBe(NO);
    const elsewhere = calicoNode([{ name: 'FELIX_NATOUTGOINGEXCLUSIONS', ...SECRET }]);
    expect(settingsOf('a', elsewhere).sparesHosts).toBe(MAYBE);
  });

  it('application-layer policy is on where a path for it is given, on the node or globally', () => {
    const layerOf = (...objects: readonly JsonObject[]) => settingsOf('a', ...objects).applicationLayer;
    expect(layerOf(configuration('default', { policySyncPathPrefix: '/x' }))).toBe(YES);
    expect(layerOf(configuration('default', { policySyncPathPrefix: '' }))).toBe(NO);
    expect(layerOf(configuration('node.a', { policySyncPathPrefix: 'none' }))).toBe(NO);
    expect(layerOf(calicoNode([{ name: 'FELIX_POLICYSYNCPATHPREFIX', ...SECRET }]))).toBe(MAYBE);
  });

  it('application-layer policy may be enforced where one node may do it', () => {
    const http = (...objects: readonly JsonObject[]) => mayEnforceHttp(configurationsOf(...objects));
    const one = configuration('node.a', { policySyncPathPrefix: '/x' });
    expect(http()).toBe(false);
    expect(http(nodeObject('a'), nodeObject('b'))).toBe(false);
    expect(http(one, nodeObject('a'), nodeObject('b'))).toBe(true);
    expect(http(calicoNode([{ name: 'FELIX_POLICYSYNCPATHPREFIX', ...SECRET }]))).toBe(true);
  });
});

describe('the dataplane', () => {
  const dataplanesOf = (...objects: readonly JsonObject[]) => configuredDataplanes(configurationsOf(...objects));
  const withGlobal = (spec: JsonObject) => dataplanesOf(configuration('default', spec));
  const BOTH = ['iptables', 'nftables'];

  it('is eBPF where that is enabled, whatever else is', () => {
    expect(withGlobal({ bpfEnabled: true, nftablesMode: 'Enabled' })).toEqual(['ebpf']);
  });

  it('is what nftablesMode says, in any case', () => {
    expect(withGlobal({ bpfEnabled: false, nftablesMode: 'enabled' })).toEqual(['nftables']);
    expect(withGlobal({ nftablesMode: 'Disabled' })).toEqual(['iptables']);
  });

  it('is unknown where Felix finds out itself or nothing is said', () => {
    expect(withGlobal({ nftablesMode: 'Auto' })).toEqual(BOTH);
    expect(withGlobal({})).toEqual(BOTH);
    expect(dataplanesOf(nodeObject('a'))).toEqual(BOTH);
  });

  it('is that of the environment of calico-node before any FelixConfiguration', () => {
    const bpf = configuration('default', { bpfEnabled: true, nftablesMode: 'Enabled' });
    const off = { name: 'FELIX_BPFENABLED', value: 'false' };
    expect(dataplanesOf(bpf, calicoNode([off]))).toEqual(['nftables']);
    expect(dataplanesOf(bpf, calicoNode([off, { name: 'FELIX_NFTABLESMODE', value: 'Disabled' }]))).toEqual([
      'iptables',
    ]);
    expect(dataplanesOf(calicoNode([{ name: 'FELIX_BPFENABLED', value: 'true' }]))).toEqual(['ebpf']);
  });

  it('may be eBPF beside the others where the environment takes that from elsewhere', () => {
    const elsewhere = calicoNode([{ name: 'FELIX_BPFENABLED', ...SECRET }]);
    expect(dataplanesOf(elsewhere)).toEqual([...BOTH, 'ebpf']);
    expect(dataplanesOf(elsewhere, configuration('default', { nftablesMode: 'Disabled' }))).toEqual([
      'iptables',
      'ebpf',
    ]);
  });

  it('is unknown where nodes run different ones', () => {
    const edges = configuration('edges', { bpfEnabled: true, nodeSelector: "role == 'edge'" });
    const rest = configuration('default', { nftablesMode: 'Enabled' });
    expect(dataplanesOf(edges, rest, nodeObject('a', { role: 'edge' }), nodeObject('b'))).toEqual(['nftables', 'ebpf']);
    expect(dataplanesOf(edges, rest, nodeObject('b'))).toEqual(['nftables']);
    expect(dataplanesOf(rest, configuration('node.b', { nftablesMode: 'Disabled' }), nodeObject('b'))).toEqual([
      'iptables',
    ]);
  });
});

describe('a FelixConfiguration with a field of the wrong type', () => {
  it('is absent', () => {
    const spec = { failsafeInboundHostPorts: ['tcp:22'], defaultEndpointToHostAction: 'Accept' };
    expect(settingsOf('a', configuration('default', spec)).failsafeInbound).toBe(DEFAULT_FAILSAFE_INBOUND);
    expect(settingsOf('a', configuration('default', spec)).endpointToHostAction).toBe('unknown');
  });
});

describe('the port of VXLAN', () => {
  it('is 4789 unless the node says another', () => {
    const portOf = (...objects: readonly JsonObject[]) => settingsOf('a', ...objects).vxlanPort;
    expect([portOf(), portOf(configuration('default', { vxlanPort: 8472 }))]).toEqual([4789, 8472]);
    expect(portOf(configuration('default', { vxlanPort: 1 }), configuration('node.a', { vxlanPort: 2 }))).toBe(2);
    expect(portOf(calicoNode([{ name: 'FELIX_VXLANPORT', value: 'x' }]))).toBe(4789);
  });
});
