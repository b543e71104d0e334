import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../main/engine/model/json';
import { enforcedManifest, stagedManifest } from '../../../../main/engine/plan/change-manifests';
import { kubernetesPolicy, networkPolicy, stagedKubernetesPolicy, stagedPolicy } from '../evaluate/manifests';
import { rolloutOn } from '../rehearse/rehearse-objects';
import { CLUSTER } from './checks/checks-of';

/** Both forms of a change, as objects. */
function formsOf(object: JsonObject): readonly (JsonObject | null)[] {
  const [change] = rolloutOn(CLUSTER, [object]).changes;
  if (change === undefined) throw new Error('no change');
  return [stagedManifest(change, 'written')?.object ?? null, enforcedManifest(change).object];
}

const OWNED = {
  labels: { team: 'shop' },
  annotations: { why: 'audit', 'kubectl.kubernetes.io/last-applied-configuration': '{}' },
  ownerReferences: [{ apiVersion: 'v1', kind: 'ConfigMap', name: 'owner', uid: '1' }],
  uid: '7',
  resourceVersion: '42',
};

function owned(object: JsonObject): JsonObject {
  return { ...object, metadata: { ...(object['metadata'] as JsonObject), ...OWNED } };
}

const METADATA = { name: 'web', namespace: 'prod', labels: { team: 'shop' }, annotations: { why: 'audit' } };

describe('a change as manifests', () => {
  it('of an enforced policy: staged with name, labels, tier and spec as they are, and enforced as it was written', () => {
    const spec = { tier: 'app', order: 5, selector: "app == 'web'", types: ['Ingress'], ingress: [{ action: 'Pass' }] };
    const [staged, enforced] = formsOf(owned(networkPolicy('prod/web', spec)));
    expect([staged, enforced]).toEqual([
      {
        apiVersion: 'projectcalico.org/v3',
        kind: 'StagedNetworkPolicy',
        metadata: METADATA,
        spec: { stagedAction: 'Set', ...spec },
      },
      { apiVersion: 'projectcalico.org/v3', kind: 'NetworkPolicy', metadata: METADATA, spec },
    ]);
  });

  it('of a staged policy: enforced without stagedAction, and without the owner whose end would take it along', () => {
    const spec = { order: 5, selector: "app == 'web'", types: ['Egress'] };
    const [, enforced] = formsOf(owned(stagedPolicy('prod/web', { stagedAction: 'Set', ...spec })));
    expect(enforced).toEqual({
      apiVersion: 'projectcalico.org/v3',
      kind: 'NetworkPolicy',
      metadata: METADATA,
      spec,
    });
  });

  it('of a Kubernetes policy: staged in Calico’s group, enforced in its own, with policyTypes in both', () => {
    const spec = { podSelector: { matchLabels: { app: 'web' } }, egress: [{}] };
    const types = { policyTypes: ['Ingress', 'Egress'] };
    expect(formsOf(kubernetesPolicy('prod/web', spec))).toEqual([
      {
        apiVersion: 'projectcalico.org/v3',
        kind: 'StagedKubernetesNetworkPolicy',
        metadata: { name: 'web', namespace: 'prod' },
        spec: { stagedAction: 'Set', ...spec, ...types },
      },
      {
        apiVersion: 'networking.k8s.io/v1',
        kind: 'NetworkPolicy',
        metadata: { name: 'web', namespace: 'prod' },
        spec: { ...spec, ...types },
      },
    ]);
  });

  it('of a staged Kubernetes policy: previews what it previews, and is enforced with the types it will get', () => {
    const spec = { podSelector: {}, egress: [{}] };
    const [staged, enforced] = formsOf(stagedKubernetesPolicy('prod/web', spec));
    expect(staged).toMatchObject({ spec: { stagedAction: 'Set', ...spec } });
    expect(staged?.['spec']).not.toHaveProperty('policyTypes');
    expect(enforced).toMatchObject({
      apiVersion: 'networking.k8s.io/v1',
      spec: { policyTypes: ['Ingress', 'Egress'] },
    });
  });

  it('that says nothing: is staged and enforced with the types that Calico gives it', () => {
    const { spec: _, ...silent } = networkPolicy('prod/web', {});
    expect(formsOf(silent).map((form) => form?.['spec'])).toEqual([
      { stagedAction: 'Set', types: ['Ingress'] },
      { types: ['Ingress'] },
    ]);
  });

  it('that deletes: says its tier and nothing else, as Calico refuses other fields beside it', () => {
    const deletion = stagedPolicy('prod/web', { stagedAction: 'Delete', tier: 'app', order: 7, types: ['Ingress'] });
    const [staged] = formsOf(deletion);
    expect(staged).toEqual({
      apiVersion: 'projectcalico.org/v3',
      kind: 'StagedNetworkPolicy',
      metadata: { name: 'web', namespace: 'prod' },
      spec: { stagedAction: 'Delete', tier: 'app' },
    });
  });

  it('of a kind without a staged form: is not staged', () => {
    const [staged] = formsOf({
      apiVersion: 'policy.networking.k8s.io/v1alpha1',
      kind: 'AdminNetworkPolicy',
      metadata: { name: 'anp' },
      spec: { priority: 5, subject: { namespaces: {} } },
    });
    expect(staged).toBe(null);
  });
});
