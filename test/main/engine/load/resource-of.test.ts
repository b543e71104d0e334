import { describe, expect, it } from 'vitest';
import type { ReadOutcome } from '../../../../main/engine/load/resource-of';
import { readResource } from '../../../../main/engine/load/resource-of';
import { resourcesOfObjects } from '../../../../main/engine/load/resources-of-objects';
import type { Json, JsonObject } from '../../../../main/engine/model/json';
import type { Resource } from '../../../../main/engine/model/resource';
import { NO_ORIGIN } from '../../../../main/engine/model/source';

function read(value: Json): ReadOutcome {
  return readResource(value, 'snapshot', NO_ORIGIN);
}

function resource(value: Json): Resource {
  const outcome = read(value);
  if (outcome.tag !== 'resource') throw new Error(JSON.stringify(outcome));
  return outcome.resource;
}

function object(apiVersion: string, kind: string, metadata: JsonObject, rest: JsonObject = {}): JsonObject {
  return { apiVersion, kind, metadata, ...rest };
}

describe('the kind of a resource', () => {
  it.each([
    ['networking.k8s.io/v1', 'NetworkPolicy', 'KubernetesNetworkPolicy', 'default'],
    ['projectcalico.org/v3', 'NetworkPolicy', 'NetworkPolicy', 'default'],
    ['crd.projectcalico.org/v1', 'NetworkPolicy', 'NetworkPolicy', 'default'],
    ['projectcalico.org/v3', 'StagedKubernetesNetworkPolicy', 'StagedKubernetesNetworkPolicy', 'default'],
    ['projectcalico.org/v3', 'GlobalNetworkSet', 'GlobalNetworkSet', ''],
    ['policy.networking.k8s.io/v1alpha2', 'ClusterNetworkPolicy', 'KubernetesClusterNetworkPolicy', ''],
    ['policy.networking.k8s.io/v1alpha1', 'AdminNetworkPolicy', 'KubernetesAdminNetworkPolicy', ''],
    ['policy.networking.k8s.io/v1alpha1', 'BaselineAdminNetworkPolicy', 'KubernetesBaselineAdminNetworkPolicy', ''],
    ['v1', 'Node', 'Node', ''],
    ['discovery.k8s.io/v1', 'EndpointSlice', 'EndpointSlice', 'default'],
    ['networking.k8s.io/v1', 'Ingress', 'Ingress', 'default'],
    ['v1', 'PersistentVolume', 'PersistentVolume', ''],
    ['apiregistration.k8s.io/v1', 'APIService', 'APIService', ''],
    ['apiextensions.k8s.io/v1', 'CustomResourceDefinition', 'CustomResourceDefinition', ''],
    ['admissionregistration.k8s.io/v1', 'ValidatingWebhookConfiguration', 'ValidatingWebhookConfiguration', ''],
    ['admissionregistration.k8s.io/v1', 'MutatingWebhookConfiguration', 'MutatingWebhookConfiguration', ''],
    ['crd.projectcalico.org/v1', 'BGPPeer', 'BGPPeer', ''],
    ['projectcalico.org/v3', 'BGPConfiguration', 'BGPConfiguration', ''],
  ])('is told by group and kind: %s %s', (apiVersion, kind, expected, namespace) => {
    const known = resource(object(apiVersion, kind, { name: 'a' }));
    expect([known.kind, known.namespace, known.apiVersion]).toEqual([expected, namespace, apiVersion]);
  });

  it('that calicoctl shares with Kubernetes is not read in the group of Calico', () => {
    expect(read(object('projectcalico.org/v3', 'Node', { name: 'a' }))).toEqual({
      tag: 'ignored',
      kind: 'projectcalico.org/v3 Node',
      why: 'projectcalico.org/v3 Node is not read',
      problems: [],
    });
  });

  it('that looks like a policy in a wrong version or spelling is warned of', () => {
    const problems = [
      object('projectcalico.org/v1', 'NetworkPolicy', { name: 'a' }),
      object('v1', 'globalnetworkpolicy', { name: 'a' }),
      object('security.example.com/v1', 'NetworkPolicy', { name: 'a' }),
    ].map((value) => {
      const outcome = read(value);
      return outcome.tag === 'ignored' ? outcome.problems.map(({ problem, help }) => [problem, help]) : [];
    });
    expect(problems).toEqual([
      [
        [
          'unknownVersion',
          'Kinds of that name stand in crd.projectcalico.org/v1, extensions/v1beta1, networking.k8s.io/v1, projectcalico.org/v3; mind the spelling of the kind.',
        ],
      ],
      [
        [
          'unknownVersion',
          'Kinds of that name stand in crd.projectcalico.org/v1, projectcalico.org/v3; mind the spelling of the kind.',
        ],
      ],
      [],
    ]);
  });
});

describe('what is no object of Kubernetes', () => {
  it('is ignored with the reason', () => {
    const whys = [
      null,
      'text',
      5,
      {},
      { kind: '' },
      { kind: 'Chart' },
      { kind: 'Pod', apiVersion: 'v1', $patch: 'delete' },
    ].map((value) => {
      const outcome = read(value);
      return outcome.tag === 'ignored' ? [outcome.kind, outcome.why] : outcome.tag;
    });
    expect(whys).toEqual([
      ['', 'not a Kubernetes object: it is not a mapping'],
      ['', 'not a Kubernetes object: it is not a mapping'],
      ['', 'not a Kubernetes object: it is not a mapping'],
      ['', 'not a Kubernetes object: it has no kind'],
      ['', 'not a Kubernetes object: it has no kind'],
      ['', 'not a Kubernetes object: it has no apiVersion'],
      ['', 'a kustomize patch, not an object'],
    ]);
  });
});

describe('an object without what it needs', () => {
  it.each([
    ['an apiVersion', { kind: 'Pod', metadata: { name: 'a' } }, ['kind'], 'This Pod has no apiVersion.'],
    ['metadata', { apiVersion: 'v1', kind: 'Pod' }, [], 'This Pod has no metadata.'],
    ['a name', object('v1', 'Pod', { generateName: 'a-' }), ['metadata'], 'This Pod has no metadata.name.'],
    [
      'a template',
      object('apps/v1', 'Deployment', { name: 'a' }, { spec: {} }),
      ['spec'],
      'This Deployment has no spec.template, so its pods are unknown.',
    ],
    [
      'a job template',
      object('batch/v1', 'CronJob', { name: 'a' }),
      ['spec'],
      'This CronJob has no spec.jobTemplate.spec.template, so its pods are unknown.',
    ],
  ])('such as %s is rejected', (_, value, path, message) => {
    const outcome = read(value);
    expect(
      outcome.tag === 'rejected' ? [outcome.problem.problem, outcome.problem.path, outcome.problem.message] : outcome,
    ).toEqual(['malformedObject', path, message]);
  });
});

describe('names, labels and annotations that are not text', () => {
  it('are read as calicoctl reads them, with a warning; null is the empty text', () => {
    const outcome = read(
      object('v1', 'Pod', { name: 7, labels: { a: 1, b: true, c: null, d: 'x' }, annotations: { e: 1.5 } }),
    );
    if (outcome.tag !== 'resource') throw new Error(outcome.tag);
    expect(outcome.resource.name).toBe('7');
    expect(outcome.resource.labels).toEqual({ a: '1', b: 'true', c: '', d: 'x' });
    expect(outcome.resource.annotations).toEqual({ e: '1.5' });
    expect(outcome.problems.map(({ problem, severity, path }) => [problem, severity, path.join('.')])).toEqual([
      ['notText', undefined, 'metadata.name'],
      ['notText', undefined, 'metadata.labels.a'],
      ['notText', undefined, 'metadata.labels.b'],
      ['notText', undefined, 'metadata.annotations.e'],
    ]);
  });

  it('are left out with an error when they are lists or mappings', () => {
    const outcome = read(object('v1', 'Pod', { name: 'a', labels: { x: ['y'], z: 'ok' }, annotations: 'none' }));
    if (outcome.tag !== 'resource') throw new Error(outcome.tag);
    expect([outcome.resource.labels, outcome.resource.annotations]).toEqual([{ z: 'ok' }, {}]);
    expect(outcome.problems.map(({ problem, severity, path }) => [problem, severity, path.join('.')])).toEqual([
      ['notText', 'error', 'metadata.labels.x'],
      ['notText', 'error', 'metadata.annotations'],
    ]);
  });

  it('are found in the pod template of a controller too', () => {
    const template = { metadata: { labels: { version: 2 } } };
    const outcome = read(object('apps/v1', 'Deployment', { name: 'a' }, { spec: { template } }));
    expect(outcome.tag === 'resource' ? outcome.problems.map(({ path }) => path.join('.')) : []).toEqual([
      'spec.template.metadata.labels.version',
    ]);
  });
});

describe('the storage form', () => {
  const kind = 'GlobalNetworkPolicy';
  const stored = (metadata: JsonObject, spec: JsonObject = {}): Resource =>
    resource(object('crd.projectcalico.org/v1', kind, metadata, { spec }));
  const annotated = (name: string, shown: JsonObject, tier = '', labels: JsonObject = {}): Resource =>
    stored(
      { name, labels, annotations: { other: 'x', 'projectcalico.org/metadata': JSON.stringify(shown) } },
      { tier },
    );

  it('without the annotation keeps its metadata, a tier prefix included', () => {
    expect(stored({ name: 'default.allow-dns', labels: { a: 'b' } })).toMatchObject({
      name: 'default.allow-dns',
      labels: { a: 'b' },
    });
  });

  it('with the annotation has the name, labels and annotations of it', () => {
    const shown = annotated(
      'default.allow-dns',
      { name: 'allow-dns', labels: { a: 'new' }, annotations: { note: 'y' } },
      '',
      { a: 'old', b: 'c' },
    );
    expect([shown.name, shown.labels, shown.annotations]).toEqual([
      'allow-dns',
      { a: 'new', b: 'c' },
      { other: 'x', note: 'y' },
    ]);
  });

  it('with an annotation without name loses one "default." prefix, in tier default alone', () => {
    expect(annotated('default.default.x', {}).name).toBe('default.x');
    expect(annotated('default.x', {}, 'default').name).toBe('x');
    expect(annotated('default.x', {}, 'security').name).toBe('default.x');
    const set = object('crd.projectcalico.org/v1', 'GlobalNetworkSet', {
      name: 'default.x',
      annotations: { 'projectcalico.org/metadata': '{}' },
    });
    expect(resource(set).name).toBe('default.x');
  });

  it.each(['{', '[]', '"a"', 'null'])(
    'with an annotation that is no JSON object keeps its metadata and says so: %s',
    (text) => {
      const outcome = read(
        object('crd.projectcalico.org/v1', kind, { name: 'a', annotations: { 'projectcalico.org/metadata': text } }),
      );
      expect(
        outcome.tag === 'resource' ? [outcome.resource.name, outcome.problems.map(({ problem }) => problem)] : [],
      ).toEqual(['a', ['notText']]);
    },
  );
});

describe('objects that stand in no file', () => {
  it('become resources in the order given, the last of a name counting', () => {
    const tier = (name: string, order: number): JsonObject =>
      object('projectcalico.org/v3', 'Tier', { name }, { spec: { order } });
    const loaded = resourcesOfObjects(
      [tier('b', 1), tier('a', 2), tier('b', 3), object('v1', 'Secret', { name: 's' }), 'x'],
      'changes',
    );
    expect(loaded.resources.map(({ name, body, role, origin }) => [name, body['spec'], role, origin])).toEqual([
      ['a', { order: 2 }, 'changes', NO_ORIGIN],
      ['b', { order: 3 }, 'changes', NO_ORIGIN],
    ]);
    expect(loaded.accounting).toEqual({
      files: [],
      loaded: [{ kind: 'projectcalico.org/v3 Tier', count: 2 }],
      notRead: [{ kind: 'v1 Secret', count: 1 }],
    });
  });
});
