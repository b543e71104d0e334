import { describe, expect, it } from 'vitest';
import { readFelixConfigurations } from '../../../../main/engine/cluster/felix-configurations';
import type { JsonObject } from '../../../../main/engine/model/json';
import { SECRET, calicoNode, configuration, configurationsOf, node, overridden } from './felix-objects';
import { resourcesOf } from './resource-of';

const NOTHING = {
  global: {},
  byNode: new Map(),
  selected: [],
  nodeLabels: new Map(),
  environment: new Map(),
  elsewhere: new Set(),
  namespace: 'calico-system',
};

describe('what configures Felix', () => {
  it('the global configuration, those of single nodes, and the environment of calico-node', () => {
    const objects = [
      configuration('default', { bpfEnabled: true }),
      configuration('node.a', { bpfEnabled: false }),
      node('a', { role: 'edge' }),
      calicoNode([
        { name: 'felix_ipv6support', value: 'false' },
        { name: 'FELIX_LOG' },
        { name: 'CNI', value: '1' },
        { name: 'FELIX_BPFENABLED', ...SECRET },
        {},
      ]),
    ];
    expect(configurationsOf(...objects)).toEqual({
      ...NOTHING,
      global: { bpfEnabled: true },
      byNode: new Map([['a', { bpfEnabled: false }]]),
      nodeLabels: new Map([['a', { role: 'edge' }]]),
      nodesKnown: false,
      environment: new Map([
        ['FELIX_IPV6SUPPORT', 'false'],
        ['FELIX_LOG', ''],
      ]),
      elsewhere: new Set(['FELIX_BPFENABLED']),
      environmentKnown: true,
      namespace: 'kube-system',
    });
  });

  it('nothing, where the snapshot holds none of them', () => {
    const other = { ...calicoNode([{ name: 'FELIX_LOG', value: 'x' }]), kind: 'Deployment' };
    const named = { ...calicoNode([{ name: 'FELIX_LOG', value: 'x' }]), metadata: { name: 'fluentd' } };
    expect(configurationsOf(other, named)).toEqual({ ...NOTHING, nodesKnown: false, environmentKnown: false });
    const complete = readFelixConfigurations([], { complete: true, naming: 'plain' });
    expect(complete).toEqual({ ...NOTHING, nodesKnown: true, environmentKnown: true });
    const daemonSet = (template: JsonObject) => configurationsOf({ ...calicoNode([]), spec: { template } }).environment;
    expect(daemonSet({})).toEqual(new Map());
    expect(daemonSet({ spec: {} })).toEqual(new Map());
    expect(daemonSet({ spec: { containers: [{}] } })).toEqual(new Map());
    const bare = { apiVersion: 'projectcalico.org/v3', kind: 'FelixConfiguration', metadata: { name: 'default' } };
    expect(configurationsOf(bare).global).toEqual({});
  });

  it('of the containers of calico-node the one of that name', () => {
    const beside = { name: 'exporter', env: [{ name: 'FELIX_BPFENABLED', value: 'true' }] };
    const own = { name: 'calico-node', env: [{ name: 'FELIX_BPFENABLED', value: 'false' }] };
    const daemonSet = (containers: readonly JsonObject[]) =>
      configurationsOf({ ...calicoNode([]), spec: { template: { spec: { containers: [...containers] } } } });
    expect(daemonSet([beside, own]).environment.get('FELIX_BPFENABLED')).toBe('false');
    expect(daemonSet([beside]).environment.get('FELIX_BPFENABLED')).toBe('true');
  });

  it('an environment that is taken from another object as a whole is known in part, except for the API server’s address', () => {
    const from = (...names: readonly string[]) =>
      configurationsOf(calicoNode([], { envFrom: names.map((name) => ({ configMapRef: { name } })) }));
    expect(from().environmentKnown).toBe(true);
    expect(from('kubernetes-services-endpoint').environmentKnown).toBe(true);
    expect(from('kubernetes-services-endpoint', 'felix').environmentKnown).toBe(false);
    expect(configurationsOf(calicoNode([], { envFrom: [{ secretRef: { name: 'x' } }] })).environmentKnown).toBe(false);
  });
});

describe('an annotation config.projectcalico.org/NAME', () => {
  it('stands in place of the field of that name, in any case, and as text', () => {
    const spec = { bpfEnabled: false, failsafeInboundHostPorts: [] };
    expect(configurationsOf(overridden('default', spec, 'BPFEnabled', 'true')).global).toEqual({
      ...spec,
      bpfEnabled: 'true',
    });
    expect(configurationsOf(overridden('node.a', spec, 'failsafeinboundhostports', 'tcp:22')).byNode.get('a')).toEqual({
      ...spec,
      failsafeInboundHostPorts: 'tcp:22',
    });
  });

  it('of a parameter that changes no verdict is left out', () => {
    expect(configurationsOf(overridden('default', {}, 'LogPrefix', 'x')).global).toEqual({});
    const plain = configuration('default', {}, { annotations: { bpfEnabled: 'true' } });
    expect(configurationsOf(plain).global).toEqual({});
  });
});

describe('a FelixConfiguration of another name', () => {
  const old = configuration('old', { nodeSelector: 'all()' }, { creationTimestamp: '2024-01-01T00:00:00Z' });
  const young = configuration('a-young', { nodeSelector: "a == 'b'" }, { creationTimestamp: '2025-01-01T00:00:00Z' });
  const twin = configuration('b-young', { nodeSelector: '' }, { creationTimestamp: '2025-01-01T00:00:00Z' });

  it('counts by its selector, the oldest first, then by name', () => {
    const { selected } = configurationsOf(twin, young, old);
    expect(selected.map(({ name }) => name)).toEqual(['old', 'a-young', 'b-young']);
    expect(selected.map(({ selector }) => selector?.tag ?? null)).toEqual(['all', 'equals', null]);
  });

  it('is left out where its selector does not parse, and before v3.32', () => {
    expect(configurationsOf(configuration('x', { nodeSelector: 'a ==' })).selected).toEqual([]);
    const before = readFelixConfigurations(resourcesOf(old), { complete: false, naming: 'tier-prefixed' });
    expect(before.selected).toEqual([]);
  });
});

describe('the labels of a node', () => {
  it('are those of Kubernetes over those of Calico', () => {
    const annotation = (text: string) => ({ 'projectcalico.org/labels': text });
    const labels = (text: string) => configurationsOf(node('a', { zone: '1' }, annotation(text))).nodeLabels.get('a');
    expect(labels('{"zone": "2", "rack": "7"}')).toEqual({ zone: '1', rack: '7' });
    expect(labels('{')).toEqual({ zone: '1' });
    expect(labels('[]')).toEqual({ zone: '1' });
  });
});
