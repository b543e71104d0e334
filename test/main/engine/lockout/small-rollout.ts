import type { JsonObject } from '../../../../main/engine/model/json';
import type { Rehearsal } from '../../../../main/engine/model/rehearsal';
import { WORLDS } from '../../../../main/engine/model/world';
import { pod } from '../evaluate/manifests';
import { rehearse } from '../rehearse/rehearse-objects';
import { ADMIN, TWO_NODES, wordOf } from './resolve-row';

/** Two nodes, a pod, and a DNS server. */
export const CLUSTER: readonly JsonObject[] = [
  ...TWO_NODES,
  pod('kube-system/dns', '10.0.0.9', { node: 'worker', labels: { 'k8s-app': 'kube-dns' } }),
];

/** Closes what selects hosts to all that comes in. */
export const DENY_HOSTS = { selector: 'has(host)', order: 10, types: ['Ingress'] };

export function run(objects: readonly JsonObject[], changes: readonly JsonObject[] = [], fields = {}): Rehearsal {
  return rehearse([...CLUSTER, ...objects], changes, { adminCidrs: [ADMIN], ...fields });
}

/** A path's words by world; one where they are the same everywhere. */
export function words({ protectedPaths }: Rehearsal, id: string): readonly string[] {
  const path = protectedPaths.find((candidate) => candidate.id === id);
  if (path === undefined) return [];
  const all = WORLDS.map((world) => wordOf(path.verdicts[world]));
  return new Set(all).size === 1 ? all.slice(0, 1) : all;
}

export const SSH = `L01 ${ADMIN} → worker tcp 22`;
