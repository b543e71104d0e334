import { createLabelSetInterner } from '../../../../main/engine/cluster/label-set';
import type { ProfileSource } from '../../../../main/engine/cluster/profile-source';
import { draftPods, readWorkload } from '../../../../main/engine/cluster/read-workloads';
import type { PodDraft } from '../../../../main/engine/cluster/read-workloads';
import type { JsonObject } from '../../../../main/engine/model/json';
import { resourceOf, resourcesOf } from './resource-of';

export const profiles: ReadonlyMap<string, ProfileSource> = new Map<string, ProfileSource>([
  ['kns.prod', { tag: 'namespace', labels: { 'pcns.stage': 'live' }, labelsKnown: true }],
  ['ksa.prod.web', { tag: 'service-account', labels: { 'pcsa.team': 'a' }, labelsKnown: true }],
]);

interface Parts {
  readonly metadata?: JsonObject;
  readonly spec?: JsonObject;
  readonly status?: JsonObject;
}

export function pod(name: string, { metadata = {}, spec = {}, status = {} }: Parts = {}): JsonObject {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { namespace: 'prod', name, ...metadata },
    spec: { nodeName: 'node1', ...spec },
    status: { podIP: '10.0.0.1', ...status },
  };
}

export function controller(kind: string, name: string, spec: JsonObject, metadata: JsonObject = {}): JsonObject {
  const apiVersion = kind.endsWith('Job') ? 'batch/v1' : 'apps/v1';
  return { apiVersion, kind, metadata: { namespace: 'prod', name, ...metadata }, spec };
}

export function template(labels: JsonObject, spec: JsonObject = {}): JsonObject {
  return { metadata: { labels }, spec };
}

export function ownedBy(kind: string, name: string, more: JsonObject = {}): JsonObject {
  return { ownerReferences: [{ kind, name, controller: true, ...more }] };
}

export function draftsOf(...objects: readonly JsonObject[]): readonly PodDraft[] {
  return draftPods(resourcesOf(...objects), false);
}

export function outline(drafts: readonly PodDraft[]): readonly string[] {
  return drafts.map(({ owner, name, declared }) => `${owner.kind} ${owner.name}: ${declared ? 'declared' : name}`);
}

export function workloadOf(object: JsonObject, complete = false) {
  const [draft] = draftPods([resourceOf(object)], complete);
  if (draft === undefined) throw new Error('no pod');
  return readWorkload(draft, profiles, createLabelSetInterner());
}
