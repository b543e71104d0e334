import type { Cluster } from '../cluster/cluster';
import type { NamedPort, WorkloadEndpoint } from '../cluster/endpoint';
import type { PodDraft } from '../cluster/read-workloads';
import { draftPods, isHostNetworked } from '../cluster/read-workloads';
import type { ConnectionEnd } from '../evaluate/connection-end';
import { readNumber, readObjectList, readText } from '../load/fields';
import type { JsonObject } from '../model/json';
import type { Labels } from '../model/resource';
import { parseProtocol } from '../net/protocol';

/** A container port with what it opens on the node itself. */
interface ContainerPort extends NamedPort {
  /** 0: none. */
  readonly hostPort: number;
}

/** A pod of the cluster, in its own network or in that of its node. */
export interface KnownPod {
  readonly namespace: string;
  readonly name: string;
  /** Name of its controller, or its own. */
  readonly owner: string;
  readonly labels: Labels;
  readonly annotations: Labels;
  readonly spec: JsonObject;
  readonly ports: readonly ContainerPort[];
  /** Where it is found: none where it is in no network, several where only its controller is known. */
  readonly ends: readonly ConnectionEnd[];
  readonly hostNetworked: boolean;
}

export function readKnownPods(cluster: Cluster): readonly KnownPod[] {
  const workloads = new Map(cluster.workloads.map((workload) => [`${workload.namespace}/${workload.name}`, workload]));
  return draftPods(cluster.resources, cluster.profile.complete).map((draft): KnownPod => {
    const hostNetworked = isHostNetworked(draft);
    return {
      namespace: draft.namespace,
      name: draft.name,
      owner: draft.owner.name,
      labels: draft.labels,
      annotations: draft.resource.annotations,
      spec: draft.spec,
      ports: containerPorts(draft.spec),
      ends: hostNetworked ? hostEnds(draft, cluster) : podEnds(workloads.get(`${draft.namespace}/${draft.name}`)),
      hostNetworked,
    };
  });
}

function podEnds(workload: WorkloadEndpoint | undefined): readonly ConnectionEnd[] {
  return workload === undefined ? [] : [{ tag: 'pod', workload }];
}

/** A controller without a pod may run on any node. */
function hostEnds(draft: PodDraft, cluster: Cluster): readonly ConnectionEnd[] {
  const name = readText(draft.spec, 'nodeName') ?? '';
  return cluster.nodes
    .filter((node) => node.name === name || (draft.declared && name === ''))
    .flatMap((node) => node.addresses.map((address) => ({ tag: 'node', node, address })));
}

function containerPorts(spec: JsonObject): readonly ContainerPort[] {
  return (readObjectList(spec, 'containers') ?? []).flatMap((container) =>
    (readObjectList(container, 'ports') ?? []).flatMap((port) => {
      const protocol = parseProtocol(readText(port, 'protocol') ?? 'TCP');
      const number = readNumber(port, 'containerPort') ?? 0;
      if (protocol.tag === 'error' || number === 0) return [];
      const hostPort = readNumber(port, 'hostPort') ?? 0;
      return [{ name: readText(port, 'name') ?? '', protocol: protocol.number, port: number, hostPort }];
    }),
  );
}

const NAME_LABELS = ['app.kubernetes.io/name', 'k8s-app', 'app', 'name', 'component'] as const;

/** Pods by what the labels say by which people name applications. */
export function indexByName(pods: readonly KnownPod[]): ReadonlyMap<string, readonly KnownPod[]> {
  const index = new Map<string, KnownPod[]>();
  for (const pod of pods) {
    if (pod.ends.length === 0) continue;
    for (const name of new Set(NAME_LABELS.flatMap((label) => pod.labels[label] ?? []))) {
      const list = index.get(name) ?? [];
      index.set(name, list);
      list.push(pod);
    }
  }
  return index;
}
