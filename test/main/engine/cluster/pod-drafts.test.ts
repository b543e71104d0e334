import { describe, expect, it } from 'vitest';
import { draftPods } from '../../../../main/engine/cluster/read-workloads';
import type { JsonObject } from '../../../../main/engine/model/json';
import { resourceOf } from './resource-of';

import { controller, draftsOf, outline, ownedBy, pod, template } from './pods';

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
