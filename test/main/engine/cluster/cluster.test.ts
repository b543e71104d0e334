import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildCluster } from '../../../../main/engine/cluster/cluster';
import { clusterProfile } from '../../../../main/engine/cluster/cluster-profile';
import { createLabelSetInterner } from '../../../../main/engine/cluster/label-set';
import type { JsonObject } from '../../../../main/engine/model/json';
import { compileSelector } from '../../../../main/engine/selector/compile-selector';
import { parseSelector } from '../../../../main/engine/selector/parse-selector';
import { resourceOf, resourcesOf } from './resource-of';

const calico = (kind: string, metadata: JsonObject, spec: JsonObject = {}): JsonObject => ({
  apiVersion: 'projectcalico.org/v3',
  kind,
  metadata,
  spec,
});

function pod(namespace: string, name: string, spec: JsonObject = {}, labels: JsonObject = {}): JsonObject {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { namespace, name, labels },
    spec: { nodeName: 'node1', ...spec },
    status: { podIP: '10.0.0.1' },
  };
}

function clusterOf(complete: boolean, ...objects: readonly JsonObject[]) {
  const resources = resourcesOf(...objects);
  return buildCluster(resources, clusterProfile(resources, { complete }));
}

describe('what a cluster is made of', () => {
  const broken = calico('HostEndpoint', { name: 'broken' }, { interfaceName: 'eth0' });
  const objects = [
    pod('prod', 'web'),
    pod('prod', 'pending', { nodeName: '' }),
    pod('kube-system', 'proxy', { hostNetwork: true }),
    pod('kube-system', 'floating', { hostNetwork: true, nodeName: null }),
    calico('HostEndpoint', { name: 'node1-eth0' }, { node: 'node1' }),
    broken,
    calico('NetworkSet', { namespace: 'prod', name: 'db' }),
    calico('GlobalNetworkSet', { name: 'office' }),
    calico('FelixConfiguration', { name: 'default' }, { bpfEnabled: true }),
    { apiVersion: 'v1', kind: 'Node', metadata: { name: 'node1' } },
    {
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: { namespace: 'prod', name: 'web-1', labels: { 'kubernetes.io/service-name': 'web' } },
    },
  ];

  it('every object stands in its list', () => {
    const resources = resourcesOf(...objects);
    const profile = clusterProfile(resources, undefined);
    const cluster = buildCluster(resources, profile);
    expect(cluster.profile).toBe(profile);
    expect(cluster.resources).toBe(resources);
    expect(cluster.workloads.map(({ name }) => name)).toEqual(['web']);
    expect(cluster.hosts.map(({ name }) => name)).toEqual(['node1-eth0']);
    expect(cluster.sets.map(({ name }) => name)).toEqual(['db', 'office']);
    expect(cluster.nodes.map(({ name }) => name)).toEqual(['node1']);
    expect([...cluster.services.keys()]).toEqual(['prod/web']);
    expect(cluster.felix.global).toEqual({ bpfEnabled: true });
  });

  it('pods in the network of their host are processes of the node', () => {
    expect(clusterOf(false, ...objects).hostProcesses).toEqual([
      { namespace: 'kube-system', name: 'proxy', node: 'node1' },
      { namespace: 'kube-system', name: 'floating', node: '' },
    ]);
  });

  it('a host endpoint that Felix drops is a problem and not a host', () => {
    const resource = resourceOf(broken);
    expect(buildCluster([resource], clusterProfile([], undefined)).problems).toEqual([
      {
        tag: 'ignored',
        resource,
        path: ['spec', 'node'],
        why: 'a HostEndpoint without a node is not delivered to Felix: Felix drops the whole object',
      },
    ]);
  });

  it('a network set that crashes Felix stays in the lists, one that cannot be decoded does not', () => {
    const crashing = resourceOf(calico('GlobalNetworkSet', { name: 'crashing' }, { nets: ['10.0.0.0/8', ''] }));
    const undecodable = resourceOf(calico('NetworkSet', { namespace: 'prod', name: 'broken' }, { nets: 'all' }));
    const cluster = buildCluster([crashing, undecodable], clusterProfile([], undefined));
    expect(cluster.sets.map(({ name }) => name)).toEqual(['crashing']);
    expect(cluster.problems).toEqual([
      {
        tag: 'panic',
        resource: crashing,
        path: ['spec', 'nets', 1],
        why: 'an empty text among the nets crashes Felix',
      },
      {
        tag: 'undecodable',
        resource: undecodable,
        path: ['spec', 'nets'],
        why: expect.stringContaining('spec.nets must be'),
      },
    ]);
  });

  it('clusters that share an interner share their label sets', () => {
    const interner = createLabelSetInterner();
    const resources = resourcesOf(pod('prod', 'web'));
    const profile = clusterProfile(resources, undefined);
    const [first, second] = [1, 2].map(() => buildCluster(resources, profile, interner).workloads[0]?.labels);
    expect(first).toBe(second);
    expect(buildCluster(resources, profile).workloads[0]?.labels).not.toBe(first);
  });
});

describe('namespaces and service accounts that no file holds', () => {
  it('leave labels of pods and network sets unknown', () => {
    const cluster = clusterOf(false, pod('prod', 'web'), calico('NetworkSet', { namespace: 'data', name: 'db' }));
    expect(cluster.workloads[0]?.labels.unknownPrefixes).toEqual(['pcns.', 'pcsa.']);
    expect(cluster.sets[0]?.labels.unknownPrefixes).toEqual(['pcns.']);
    expect([...cluster.profiles.keys()]).toEqual([
      'projectcalico-default-allow',
      'kns.prod',
      'kns.data',
      'ksa.prod.default',
    ]);
  });

  it('do not exist in a complete snapshot', () => {
    const cluster = clusterOf(true, pod('prod', 'web', { serviceAccountName: 'web' }));
    expect(cluster.workloads[0]?.labels.unknownPrefixes).toEqual([]);
    expect([...cluster.profiles.keys()]).toEqual(['projectcalico-default-allow']);
    expect(cluster.workloads[0]?.profiles).toEqual(['kns.prod', 'ksa.prod.web']);
  });

  it('of global network sets are not asked for', () => {
    const cluster = clusterOf(false, calico('GlobalNetworkSet', { name: 'office' }));
    expect([...cluster.profiles.keys()]).toEqual(['projectcalico-default-allow']);
  });
});

describe('laws of labels', () => {
  const LABELS = ['app', 'tier', 'zone'] as const;
  const label = fc.constantFrom(...LABELS);
  const labels = fc.dictionary(label, fc.constantFrom('a', 'b', ''), { noNullPrototype: true });
  const test = fc.oneof(
    fc.tuple(label, fc.constantFrom('a', 'b')).map(
      ([name, value]) =>
        (of: (name: string) => string) =>
          `${of(name)} == '${value}'`,
    ),
    fc.tuple(label, fc.constantFrom('a', 'b')).map(
      ([name, value]) =>
        (of: (name: string) => string) =>
          `${of(name)} not in {'${value}'}`,
    ),
    label.map((name) => (of: (name: string) => string) => `has(${of(name)})`),
    label.map((name) => (of: (name: string) => string) => `!has(${of(name)})`),
  );
  const selector = fc
    .array(test, { minLength: 1, maxLength: 3 })
    .chain((tests) =>
      fc
        .constantFrom(' && ', ' || ')
        .map((glue) => (of: (name: string) => string) => tests.map((write) => write(of)).join(glue)),
    );

  function matches(text: string, own: JsonObject, inherited: JsonObject): boolean {
    const parsed = parseSelector(text);
    if (parsed.tag === 'error') throw new Error(`${text}: ${parsed.message}`);
    const cluster = clusterOf(
      true,
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'prod', labels: inherited } },
      pod('prod', 'web', {}, own),
    );
    return compileSelector(parsed.selector)(cluster.workloads[0]?.labels.labels ?? {});
  }

  const rename = (name: string) => `renamed.io/${name}`;
  const renamed = (set: JsonObject): JsonObject =>
    Object.fromEntries(Object.entries(set).map(([name, value]) => [rename(name), value]));

  it('renaming labels everywhere changes no match', () => {
    fc.assert(
      fc.property(selector, labels, labels, (write, own, inherited) => {
        const before = matches(
          write((name) => name),
          own,
          inherited,
        );
        expect(matches(write(rename), renamed(own), renamed(inherited))).toBe(before);
      }),
      { numRuns: 60 },
    );
  });

  it('labels of the namespace are seen under pcns. and under no other name', () => {
    fc.assert(
      fc.property(selector, labels, labels, (write, own, inherited) => {
        expect(
          matches(
            write((name) => `pcns.${name}`),
            own,
            inherited,
          ),
        ).toBe(
          matches(
            write((name) => name),
            inherited,
            {},
          ),
        );
        expect(
          matches(
            write((name) => name),
            own,
            inherited,
          ),
        ).toBe(
          matches(
            write((name) => name),
            own,
            {},
          ),
        );
      }),
      { numRuns: 60 },
    );
  });
});
