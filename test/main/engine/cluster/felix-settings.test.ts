import { describe, expect, it } from 'vitest';
import {
  DEFAULT_FAILSAFE_INBOUND,
  DEFAULT_FAILSAFE_OUTBOUND,
  parseFailsafeText,
} from '../../../../main/engine/cluster/failsafe';
import {
  configuredDataplane,
  felixSettings,
  findConfigurationProblem,
  readFelixConfigurations,
} from '../../../../main/engine/cluster/felix-settings';
import type { JsonObject } from '../../../../main/engine/model/json';
import { resourceOf, resourcesOf } from './resource-of';

function configuration(name: string, spec: JsonObject): JsonObject {
  return { apiVersion: 'projectcalico.org/v3', kind: 'FelixConfiguration', metadata: { name }, spec };
}

function calicoNode(...env: readonly JsonObject[]): JsonObject {
  return {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { namespace: 'kube-system', name: 'calico-node' },
    spec: { template: { spec: { containers: [{ name: 'calico-node', env: [...env] }] } } },
  };
}

const port = (number: number): JsonObject => ({ protocol: 'tcp', port: number });
/** Of a snapshot that need not be complete. */
const configurationsOf = (...objects: readonly JsonObject[]) => readFelixConfigurations(resourcesOf(...objects), false);
const settingsOf = (node: string, ...objects: readonly JsonObject[]) =>
  felixSettings(configurationsOf(...objects), node);

describe('what configures Felix', () => {
  it('the global configuration, those of single nodes, and the environment of calico-node', () => {
    const objects = [
      configuration('default', { bpfEnabled: true }),
      configuration('node.a', { bpfEnabled: false }),
      configuration('elsewhere', { bpfEnabled: false }),
      calicoNode({ name: 'felix_ipv6support', value: 'false' }, { name: 'FELIX_LOG' }, { name: 'CNI', value: '1' }, {}),
    ];
    expect(configurationsOf(...objects)).toEqual({
      global: { bpfEnabled: true },
      byNode: new Map([['a', { bpfEnabled: false }]]),
      environment: new Map([
        ['FELIX_IPV6SUPPORT', 'false'],
        ['FELIX_LOG', ''],
      ]),
      environmentKnown: true,
    });
  });

  it('nothing, where the snapshot holds none of them', () => {
    const other = { ...calicoNode({ name: 'FELIX_LOG', value: 'x' }), kind: 'Deployment' };
    const named = { ...calicoNode({ name: 'FELIX_LOG', value: 'x' }), metadata: { name: 'fluentd' } };
    const nothing = { global: {}, byNode: new Map(), environment: new Map() };
    expect(configurationsOf(other, named)).toEqual({ ...nothing, environmentKnown: false });
    expect(readFelixConfigurations([], true)).toEqual({ ...nothing, environmentKnown: true });
    const daemonSet = (template: JsonObject) => configurationsOf({ ...calicoNode(), spec: { template } }).environment;
    expect(daemonSet({})).toEqual(new Map());
    expect(daemonSet({ spec: {} })).toEqual(new Map());
    expect(daemonSet({ spec: { containers: [{}] } })).toEqual(new Map());
    const bare = { apiVersion: 'projectcalico.org/v3', kind: 'FelixConfiguration', metadata: { name: 'default' } };
    expect(configurationsOf(bare).global).toEqual({});
  });
});

describe('the settings of a node', () => {
  it('are the built-in ones where nothing is configured', () => {
    expect(felixSettings(readFelixConfigurations([], true), 'a')).toEqual({
      failsafeInbound: DEFAULT_FAILSAFE_INBOUND,
      failsafeOutbound: DEFAULT_FAILSAFE_OUTBOUND,
      endpointToHostAction: 'drop',
      endpointToHostFrom: 'built-in default',
      applicationLayer: false,
    });
  });

  it('what becomes of packets to the own node is unknown where calico-node is not in the files', () => {
    const unknown = {
      endpointToHostAction: 'unknown',
      endpointToHostFrom: 'neither FelixConfiguration nor calico-node says it',
    };
    expect(settingsOf('a')).toMatchObject(unknown);
    expect(settingsOf('a', configuration('default', { defaultEndpointToHostAction: 'Other' }))).toMatchObject(unknown);
    expect(settingsOf('a', calicoNode())).toMatchObject({
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
      failsafeInbound: { ports: [{ protocol: 6, port: 1, net: null }], from: 'FelixConfiguration default', fatal: [] },
      failsafeOutbound: { ports: [{ protocol: 6, port: 2, net: null }], from: 'FelixConfiguration default', fatal: [] },
      endpointToHostAction: 'return',
      endpointToHostFrom: 'FelixConfiguration default',
      applicationLayer: false,
    });
  });

  it('come from the configuration of the node before the global one', () => {
    expect(settingsOf('a', global, node)).toEqual({
      failsafeInbound: { ports: [{ protocol: 6, port: 3, net: null }], from: 'FelixConfiguration node.a', fatal: [] },
      failsafeOutbound: { ports: [], from: 'FelixConfiguration node.a', fatal: [] },
      endpointToHostAction: 'accept',
      endpointToHostFrom: 'FelixConfiguration node.a',
      applicationLayer: true,
    });
  });

  it('come from the environment of calico-node before everything else', () => {
    const environment = calicoNode(
      { name: 'FELIX_FAILSAFEINBOUNDHOSTPORTS', value: 'none' },
      { name: 'FELIX_FailsafeOutboundHostPorts', value: 'udp:53' },
      { name: 'FELIX_DEFAULTENDPOINTTOHOSTACTION', value: 'DROP' },
    );
    const settings = settingsOf('a', global, node, environment);
    expect(settings.failsafeInbound).toEqual(parseFailsafeText('none', 'environment of calico-node'));
    expect(settings.failsafeOutbound).toEqual(parseFailsafeText('udp:53', 'environment of calico-node'));
    expect(settings.endpointToHostAction).toBe('drop');
    expect(settings.endpointToHostFrom).toBe('environment of calico-node');
  });

  it('application-layer policy is on where a path for it is given, on the node or globally', () => {
    expect(settingsOf('a', configuration('default', { policySyncPathPrefix: '/x' })).applicationLayer).toBe(true);
    expect(settingsOf('a', configuration('default', { policySyncPathPrefix: '' })).applicationLayer).toBe(false);
  });
});

describe('the dataplane', () => {
  const dataplaneOf = (spec: JsonObject) => configuredDataplane(configurationsOf(configuration('default', spec)));

  it('is eBPF where that is enabled, whatever else is', () => {
    expect(dataplaneOf({ bpfEnabled: true, nftablesMode: 'Enabled' })).toBe('ebpf');
  });

  it('is what nftablesMode says, in any case', () => {
    expect(dataplaneOf({ bpfEnabled: false, nftablesMode: 'enabled' })).toBe('nftables');
    expect(dataplaneOf({ nftablesMode: 'Disabled' })).toBe('iptables');
  });

  it('is unknown where Felix finds out itself or nothing is said', () => {
    expect(dataplaneOf({ nftablesMode: 'Auto' })).toBe('unknown');
    expect(dataplaneOf({})).toBe('unknown');
  });
});

describe('a FelixConfiguration', () => {
  const problemOf = (spec: JsonObject) => findConfigurationProblem(resourceOf(configuration('default', spec)));

  it('that Felix can read has no problem, whatever the case of its words', () => {
    expect(problemOf({})).toBeNull();
    expect(problemOf({ failsafeInboundHostPorts: [{ protocol: 'UDP', port: 53, net: 'fd00::/8' }] })).toBeNull();
    expect(problemOf({ failsafeInboundHostPorts: null, defaultEndpointToHostAction: '' })).toBeNull();
    expect(problemOf({ defaultEndpointToHostAction: 'ACCEPT' })).toBeNull();
  });

  it.each([
    [{ failsafeInboundHostPorts: [port(22), { protocol: 'SCTP', port: 1 }] }, ['failsafeInboundHostPorts', 1]],
    [{ failsafeOutboundHostPorts: [{ port: 1 }] }, ['failsafeOutboundHostPorts', 0]],
    [{ failsafeOutboundHostPorts: [null] }, ['failsafeOutboundHostPorts', 0]],
    [{ defaultEndpointToHostAction: 'Allow' }, ['defaultEndpointToHostAction']],
  ])('%j ends Felix, again and again', (spec, path) => {
    expect(problemOf(spec)).toMatchObject({ tag: 'exit', path: ['spec', ...path] });
  });

  it('with a net that cannot be read crashes Felix before it looks at anything else', () => {
    const bad = { protocol: 'tcp', port: 22, net: 'office' };
    expect(
      problemOf({ failsafeInboundHostPorts: [{ protocol: 'icmp', port: 8 }], failsafeOutboundHostPorts: [bad] }),
    ).toEqual({ tag: 'panic', path: ['spec', 'failsafeOutboundHostPorts', 0], why: 'net "office" cannot be read' });
  });

  it('with a field of the wrong type is absent', () => {
    const spec = { failsafeInboundHostPorts: ['tcp:22'], defaultEndpointToHostAction: 'Accept' };
    expect(problemOf(spec)?.tag).toBe('undecodable');
    expect(settingsOf('a', configuration('default', spec)).failsafeInbound).toBe(DEFAULT_FAILSAFE_INBOUND);
    expect(settingsOf('a', configuration('default', spec)).endpointToHostAction).toBe('unknown');
  });
});
