import { describe, expect, it } from 'vitest';
import { createLabelSetInterner } from '../../../../main/engine/cluster/label-set';
import type { ProfileSource } from '../../../../main/engine/cluster/profile-source';
import { draftPods, isHostNetworked, readWorkload } from '../../../../main/engine/cluster/read-workloads';
import type { PodDraft } from '../../../../main/engine/cluster/read-workloads';
import type { JsonObject } from '../../../../main/engine/model/json';
import { parseAddress } from '../../../../main/engine/net/address';
import { resourceOf, resourcesOf } from './resource-of';

const profiles: ReadonlyMap<string, ProfileSource> = new Map<string, ProfileSource>([
  ['kns.prod', { tag: 'namespace', labels: { 'pcns.stage': 'live' }, labelsKnown: true }],
  ['ksa.prod.web', { tag: 'service-account', labels: { 'pcsa.team': 'a' }, labelsKnown: true }],
]);

interface Parts {
  readonly metadata?: JsonObject;
  readonly spec?: JsonObject;
  readonly status?: JsonObject;
}

function pod(name: string, { metadata = {}, spec = {}, status = {} }: Parts = {}): JsonObject {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { namespace: 'prod', name, ...metadata },
    spec: { nodeName: 'node1', ...spec },
    status: { podIP: '10.0.0.1', ...status },
  };
}

function controller(kind: string, name: string, spec: JsonObject, metadata: JsonObject = {}): JsonObject {
  const apiVersion = kind.endsWith('Job') ? 'batch/v1' : 'apps/v1';
  return { apiVersion, kind, metadata: { namespace: 'prod', name, ...metadata }, spec };
}

function template(labels: JsonObject, spec: JsonObject = {}): JsonObject {
  return { metadata: { labels }, spec };
}

function ownedBy(kind: string, name: string, more: JsonObject = {}): JsonObject {
  return { ownerReferences: [{ kind, name, controller: true, ...more }] };
}

function draftsOf(...objects: readonly JsonObject[]): readonly PodDraft[] {
  return draftPods(resourcesOf(...objects), false);
}

function outline(drafts: readonly PodDraft[]): readonly string[] {
  return drafts.map(({ owner, name, declared }) => `${owner.kind} ${owner.name}: ${declared ? 'declared' : name}`);
}

function workloadOf(object: JsonObject, complete = false) {
  const [draft] = draftPods([resourceOf(object)], complete);
  if (draft === undefined) throw new Error('no pod');
  return readWorkload(draft, profiles, createLabelSetInterner());
}

describe('whose a pod is', () => {
  it('a pod that nobody owns is its own', () => {
    expect(outline(draftsOf(pod('web')))).toEqual(['Pod web: web']);
  });

  it('a pod of a ReplicaSet in the files is that of the Deployment above it', () => {
    const objects = [
      controller('Deployment', 'web', { template: template({ app: 'web' }) }),
      controller('ReplicaSet', 'web-abc', { template: template({ app: 'web' }) }, ownedBy('Deployment', 'web')),
      pod('web-abc-1', { metadata: ownedBy('ReplicaSet', 'web-abc') }),
    ];
    expect(outline(draftsOf(...objects))).toEqual(['Deployment web: web-abc-1']);
  });

  it('a pod of a Job is that of the CronJob above it', () => {
    const objects = [
      controller('Job', 'backup-1', { template: template({}) }, ownedBy('CronJob', 'backup')),
      pod('backup-1-x', { metadata: ownedBy('Job', 'backup-1') }),
    ];
    expect(outline(draftsOf(...objects))).toEqual(['CronJob backup: backup-1-x']);
  });

  it('a ReplicaSet without an owner keeps its pods, whatever their hash', () => {
    const objects = [
      controller('ReplicaSet', 'web-abc', { template: template({}) }),
      pod('web-abc-1', {
        metadata: { ...ownedBy('ReplicaSet', 'web-abc'), labels: { 'pod-template-hash': 'abc' } },
      }),
    ];
    expect(outline(draftsOf(...objects))).toEqual(['ReplicaSet web-abc: web-abc-1']);
  });

  it('where the ReplicaSet is not in the files its name gives the Deployment away, by the hash of the pod', () => {
    const owned = (hash: string) =>
      outline(
        draftsOf(
          pod('p', {
            metadata: { ...ownedBy('ReplicaSet', 'web-abc'), labels: hash === '' ? {} : { 'pod-template-hash': hash } },
          }),
        ),
      );
    expect(owned('abc')).toEqual(['Deployment web: p']);
    expect(owned('bc')).toEqual(['ReplicaSet web-abc: p']);
    expect(owned('')).toEqual(['ReplicaSet web-abc: p']);
    expect(
      outline(
        draftsOf(pod('p', { metadata: { ...ownedBy('Job', 'web-abc'), labels: { 'pod-template-hash': 'abc' } } })),
      ),
    ).toEqual(['Job web-abc: p']);
  });

  it('of several references the one of the controller counts, otherwise the first', () => {
    const references = (second: JsonObject) => ({
      ownerReferences: [
        { kind: 'DaemonSet', name: 'first' },
        { kind: 'StatefulSet', name: 'second', ...second },
      ],
    });
    expect(outline(draftsOf(pod('p', { metadata: references({ controller: true }) })))).toEqual([
      'StatefulSet second: p',
    ]);
    expect(outline(draftsOf(pod('p', { metadata: references({}) })))).toEqual(['DaemonSet first: p']);
  });

  it('an owner that is no controller of Kubernetes, or has no name, is none', () => {
    expect(outline(draftsOf(pod('p', { metadata: ownedBy('Rollout', 'web') })))).toEqual(['Pod p: p']);
    expect(outline(draftsOf(pod('p', { metadata: ownedBy('Job', '') })))).toEqual(['Pod p: p']);
    expect(outline(draftsOf(pod('p', { metadata: { ownerReferences: [{}] } })))).toEqual(['Pod p: p']);
  });
});

describe('pods that a controller declares', () => {
  it('stand in where the files hold none of its pods', () => {
    const object = controller('Deployment', 'web', {
      replicas: 3,
      template: template({ app: 'web', broken: 1 }, { serviceAccountName: 'web' }),
    });
    const resource = resourceOf(object);
    expect(draftPods([resource], true)).toEqual([
      {
        resource,
        namespace: 'prod',
        name: 'web',
        owner: { kind: 'Deployment', name: 'web' },
        account: 'web',
        labels: { app: 'web', broken: '' },
        spec: { serviceAccountName: 'web' },
        declared: true,
        replicas: 3,
      },
    ]);
  });

  it('of a CronJob stand in its job template, and one replica is assumed', () => {
    const [draft] = draftsOf(
      controller('CronJob', 'backup', { jobTemplate: { spec: { template: template({ app: 'backup' }) } } }),
    );
    expect(draft).toMatchObject({ labels: { app: 'backup' }, account: 'default', replicas: 1, declared: true });
  });

  it('may have neither labels nor a spec', () => {
    expect(
      draftsOf(
        controller('Deployment', 'a', { template: {} }),
        controller('CronJob', 'b', { jobTemplate: { spec: { template: {} } } }),
      ),
    ).toMatchObject([
      { name: 'a', labels: {}, spec: {} },
      { name: 'b', labels: {}, spec: {} },
    ]);
  });

  it('are left out where a pod of theirs is there, by reference', () => {
    const objects = [
      controller('Deployment', 'web', { template: template({ app: 'web' }) }),
      pod('p', {
        metadata: { ...ownedBy('ReplicaSet', 'web-abc'), labels: { 'pod-template-hash': 'abc' } },
      }),
    ];
    expect(outline(draftsOf(...objects))).toEqual(['Deployment web: p']);
  });

  it('are left out where a controller above declares them', () => {
    const objects = [
      controller('ReplicaSet', 'web-abc', { template: template({ app: 'web' }) }, ownedBy('Deployment', 'web')),
      controller('Deployment', 'web', { template: template({ app: 'web' }) }),
    ];
    expect(outline(draftsOf(...objects))).toEqual(['Deployment web: declared']);
  });

  it('are taken to be a bare pod that carries all labels of the template', () => {
    const deployment = controller('Deployment', 'web', { template: template({ app: 'web', tier: 'front' }) });
    const bare = (labels: JsonObject, metadata: JsonObject = {}) => pod('p', { metadata: { labels, ...metadata } });
    expect(outline(draftsOf(deployment, bare({ app: 'web', tier: 'front', more: 'x' })))).toEqual(['Pod p: p']);
    expect(outline(draftsOf(deployment, bare({ app: 'web' })))).toEqual(['Pod p: p', 'Deployment web: declared']);
    expect(outline(draftsOf(deployment, bare({ app: 'web', tier: 'front' }, { namespace: 'test' })))).toEqual([
      'Pod p: p',
      'Deployment web: declared',
    ]);
    expect(outline(draftsOf(deployment, bare({ app: 'web', tier: 'front' }, ownedBy('Job', 'x'))))).toEqual([
      'Job x: p',
      'Deployment web: declared',
    ]);
    const unlabelled = controller('Deployment', 'web', { template: template({}) });
    expect(outline(draftsOf(unlabelled, bare({ app: 'web' })))).toEqual(['Pod p: p', 'Deployment web: declared']);
  });
});

describe('the service account of a pod', () => {
  const accountOf = (spec: JsonObject, complete: boolean) =>
    draftPods([resourceOf(pod('p', { spec }))], complete).map(({ account }) => account);

  it('is the one it names, in either field', () => {
    expect(accountOf({ serviceAccountName: 'web', serviceAccount: 'old' }, false)).toEqual(['web']);
    expect(accountOf({ serviceAccount: 'old' }, false)).toEqual(['old']);
  });

  it('is "default" where a file leaves it out, and none in a complete snapshot', () => {
    expect(accountOf({}, false)).toEqual(['default']);
    expect(accountOf({}, true)).toEqual(['']);
  });
});

describe('the endpoint of a pod', () => {
  it('has the labels of the pod, three that Calico forces, and those of its profiles', () => {
    const object = pod('web-1', {
      metadata: {
        labels: {
          app: 'web',
          'pcns.stage': 'spoofed',
          'pcsa.team': 'spoofed',
          'projectcalico.org/namespace': 'spoofed',
          'projectcalico.org/orchestrator': 'spoofed',
          'projectcalico.org/serviceaccount': 'spoofed',
        },
      },
      spec: { serviceAccountName: 'web', containers: [{ ports: [{ name: 'http', containerPort: 80 }] }] },
    });
    const resource = resourceOf(object);
    const [draft] = draftPods([resource], false);
    expect(draft && readWorkload(draft, profiles, createLabelSetInterner())).toEqual({
      tag: 'workload',
      namespace: 'prod',
      name: 'web-1',
      owner: { kind: 'Pod', name: 'web-1' },
      node: 'node1',
      labels: {
        index: 0,
        labels: {
          app: 'web',
          'pcns.stage': 'live',
          'pcsa.team': 'a',
          'projectcalico.org/namespace': 'prod',
          'projectcalico.org/orchestrator': 'k8s',
          'projectcalico.org/serviceaccount': 'web',
        },
        unknownPrefixes: [],
      },
      profiles: ['kns.prod', 'ksa.prod.web'],
      addresses: [parseAddress('10.0.0.1')],
      ports: [{ name: 'http', protocol: 6, port: 80 }],
      replicas: 1,
      resource,
    });
  });

  it('without a service account has the profile of its namespace alone', () => {
    const workload = workloadOf(pod('p'), true);
    expect(workload?.profiles).toEqual(['kns.prod']);
    expect(workload?.labels.labels).toEqual({
      'pcns.stage': 'live',
      'projectcalico.org/namespace': 'prod',
      'projectcalico.org/orchestrator': 'k8s',
    });
  });

  it('that a controller declares has neither node nor addresses', () => {
    const object = controller('Deployment', 'web', { replicas: 0, template: template({ app: 'web' }) });
    expect(workloadOf(object)).toMatchObject({ node: '', addresses: [], replicas: 0, name: 'web' });
  });

  it('is none in the network of its host, declared or not', () => {
    const [draft] = draftsOf(pod('p', { spec: { hostNetwork: true } }));
    expect(draft && isHostNetworked(draft)).toBe(true);
    expect(workloadOf(pod('p', { spec: { hostNetwork: true } }))).toBe(null);
    const daemonSet = controller('DaemonSet', 'agent', { template: template({}, { hostNetwork: true }) });
    expect(workloadOf(daemonSet)).toBe(null);
    expect(workloadOf(pod('p', { spec: { hostNetwork: false } }))).toMatchObject({ name: 'p' });
  });

  it('is none before the pod has a node or an address', () => {
    expect(workloadOf(pod('p', { spec: { nodeName: '' } }))).toBe(null);
    expect(workloadOf(pod('p', { status: { podIP: '' } }))).toBe(null);
    expect(workloadOf({ ...pod('p'), spec: null })).toBe(null);
    expect(workloadOf({ ...pod('p'), status: null })).toBe(null);
  });

  it.each(['Succeeded', 'Failed', 'Completed'])('is none once the pod is %s', (phase) => {
    expect(workloadOf(pod('p', { status: { phase } }))).toBe(null);
  });

  it.each(['Running', 'Pending', 'Unknown'])('is there while the pod is %s', (phase) => {
    expect(workloadOf(pod('p', { status: { phase } }))).toMatchObject({ name: 'p' });
  });

  it('of a pod that is being deleted is there until its address is taken back', () => {
    const deletionTimestamp = '2026-01-01T00:00:00Z';
    const deleted = (annotations: JsonObject) => workloadOf(pod('p', { metadata: { deletionTimestamp, annotations } }));
    expect(deleted({})).toMatchObject({ name: 'p' });
    const addressed = { 'cni.projectcalico.org/podIP': '10.0.0.1' };
    expect(workloadOf({ ...pod('p', { metadata: { annotations: addressed } }), status: null })).toMatchObject({
      name: 'p',
    });
    expect(deleted({ 'cni.projectcalico.org/podIP': '10.0.0.1/32' })).toMatchObject({ name: 'p' });
    expect(deleted({ 'cni.projectcalico.org/podIP': '' })).toBe(null);
    expect(deleted({ 'vpc.amazonaws.com/pod-ips': '' })).toBe(null);
    expect(workloadOf(pod('p', { metadata: { annotations: { 'cni.projectcalico.org/podIP': '' } } }))).toMatchObject({
      name: 'p',
    });
  });
});

describe('the ports that a pod declares', () => {
  it('are those of its containers, then of its init containers; TCP where nothing is said', () => {
    const spec = {
      initContainers: [{ ports: [{ name: 'sidecar', containerPort: 1 }] }],
      containers: [
        { ports: [{ name: 'http', containerPort: 80, protocol: 'TCP' }, { containerPort: 81 }] },
        {},
        {
          ports: [
            { name: 'dns', containerPort: 53, protocol: 'UDP' },
            { name: 'sig', containerPort: 7, protocol: 'SCTP' },
          ],
        },
      ],
    };
    expect(workloadOf(pod('p', { spec }))?.ports).toEqual([
      { name: 'http', protocol: 6, port: 80 },
      { name: '', protocol: 6, port: 81 },
      { name: 'dns', protocol: 17, port: 53 },
      { name: 'sig', protocol: 132, port: 7 },
      { name: 'sidecar', protocol: 6, port: 1 },
    ]);
  });

  it('without a number, or of a protocol that nobody knows, are left out', () => {
    const ports = [{ name: 'a' }, { name: 'b', containerPort: 0 }, { name: 'c', containerPort: 1, protocol: 'X' }];
    expect(workloadOf(pod('p', { spec: { containers: [{ ports }] } }))?.ports).toEqual([]);
  });
});
