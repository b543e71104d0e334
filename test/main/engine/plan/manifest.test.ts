import { describe, expect, it } from 'vitest';
import { resourcesOfObjects } from '../../../../main/engine/load/resources-of-objects';
import type { JsonObject } from '../../../../main/engine/model/json';
import type { Manifest } from '../../../../main/engine/plan/manifest';
import { describeManifest, manifestOf } from '../../../../main/engine/plan/manifest';
import {
  clusterPolicy,
  kubernetesPolicy,
  namespace,
  networkPolicy,
  stagedKubernetesPolicy,
  stagedPolicy,
} from '../evaluate/manifests';

function manifest(object: JsonObject, form: Parameters<typeof manifestOf>[1] = 'written'): Manifest {
  const [resource] = resourcesOfObjects([object], 'snapshot').resources;
  if (resource === undefined) throw new Error('no resource');
  return manifestOf(resource, form);
}

function specOf(object: JsonObject, form: Parameters<typeof manifestOf>[1]): unknown {
  return manifest(object, form).object['spec'];
}

describe('an object as a file to apply', () => {
  it('is written with the group and kind of its own, two kinds that are called alike included', () => {
    const objects = [
      namespace('prod'),
      networkPolicy('prod/web', {}),
      kubernetesPolicy('prod/web', {}),
      { ...kubernetesPolicy('prod/old', {}), apiVersion: 'extensions/v1beta1' },
      { ...networkPolicy('prod/stored', {}), apiVersion: 'crd.projectcalico.org/v1' },
      clusterPolicy('all', { priority: 1 }),
    ];
    expect(objects.map((object) => manifest(object)).map((one) => [one.apiVersion, describeManifest(one)])).toEqual([
      ['v1', 'Namespace prod'],
      ['projectcalico.org/v3', 'NetworkPolicy prod/web'],
      ['networking.k8s.io/v1', 'NetworkPolicy prod/web'],
      ['networking.k8s.io/v1', 'NetworkPolicy prod/old'],
      ['projectcalico.org/v3', 'NetworkPolicy prod/stored'],
      ['policy.networking.k8s.io/v1alpha2', 'ClusterNetworkPolicy all'],
    ]);
  });

  it('has no spec where it has none', () => {
    expect(manifest(namespace('prod')).object).toEqual({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: 'prod' },
    });
  });

  it.each<[string, JsonObject, unknown, unknown]>([
    [
      'of Calico without types',
      networkPolicy('prod/x', { egress: [{ action: 'Allow' }] }),
      { types: ['Egress'], egress: [{ action: 'Allow' }] },
      { types: ['Ingress', 'Egress'], egress: [{ action: 'Allow' }] },
    ],
    [
      'of Calico without rules',
      networkPolicy('prod/x', { types: [] }),
      { types: ['Ingress'] },
      { types: ['Ingress', 'Egress'] },
    ],
    [
      'of Kubernetes without policyTypes',
      kubernetesPolicy('prod/x', { podSelector: {}, egress: [{}] }),
      { podSelector: {}, egress: [{}], policyTypes: ['Ingress', 'Egress'] },
      { podSelector: {}, egress: [{}], policyTypes: ['Ingress'] },
    ],
    [
      'of Kubernetes with policyTypes',
      kubernetesPolicy('prod/x', { podSelector: {}, policyTypes: ['Egress'] }),
      { podSelector: {}, policyTypes: ['Egress'] },
      { podSelector: {}, policyTypes: ['Egress'] },
    ],
    [
      'that is a staged deletion',
      stagedPolicy('prod/x', { stagedAction: 'Delete' }),
      { stagedAction: 'Delete' },
      { stagedAction: 'Delete' },
    ],
    [
      'that is the staged form of one of Kubernetes',
      stagedKubernetesPolicy('prod/x', { podSelector: {} }),
      { podSelector: {} },
      { podSelector: {} },
    ],
    [
      'whose types cannot be read',
      networkPolicy('prod/x', { types: 'Ingress' }),
      { types: 'Ingress' },
      { types: 'Ingress' },
    ],
  ])('that is a policy %s has its types written out as they count, applied or stored', (_, object, written, stored) => {
    expect([specOf(object, 'written'), specOf(object, 'stored')]).toEqual([written, stored]);
  });
});
