import { readBoolean, readNumber, readObject, readObjectList, readText } from '../load/fields';
import type { JsonObject } from '../model/json';
import type { ControllerKind, Labels, Resource } from '../model/resource';
import { CONTROLLER_KINDS } from '../model/resource';
import { PROTOCOL } from '../model/traffic';
import type { NamedPort, Owner, WorkloadEndpoint } from './endpoint';
import { effectiveLabels } from './effective-labels';
import type { LabelSetInterner } from './label-set';
import type { Profiles } from './profile-source';
import { accountProfileName, namespaceProfileName } from './profile-source';
import { readPodAddresses } from './read-addresses';

/** A pod, or the pod that a controller declares, before labels are inherited. */
export interface PodDraft {
  readonly resource: Resource;
  readonly namespace: string;
  readonly name: string;
  readonly owner: Owner;
  readonly account: string;
  readonly labels: Labels;
  readonly spec: JsonObject;
  readonly declared: boolean;
  readonly replicas: number;
}

const CONTROLLERS: ReadonlySet<string> = new Set(CONTROLLER_KINDS);

function isController(resource: Resource): resource is Resource & { readonly kind: ControllerKind } {
  return CONTROLLERS.has(resource.kind);
}

/**
 * Every pod of the cluster, and for each controller without a pod the one it declares. Pods in the host's network are among them:
 * they are processes of their node, not endpoints.
 */
export function draftPods(resources: readonly Resource[], complete: boolean): readonly PodDraft[] {
  const known = DRAFTS.get(resources);
  if (known?.complete === complete) return known.drafts;
  const drafts = draftAfresh(resources, complete);
  DRAFTS.set(resources, { complete, drafts });
  return drafts;
}

/** Whoever asks about the pods of a cluster asks with its own list of resources, which nobody changes. */
const DRAFTS = new WeakMap<readonly Resource[], { readonly complete: boolean; readonly drafts: readonly PodDraft[] }>();

function draftAfresh(resources: readonly Resource[], complete: boolean): readonly PodDraft[] {
  const controllers = resources.filter(isController);
  const byName = new Map(controllers.map((controller) => [controllerKey(controller.kind, controller), controller]));
  const pods = resources.filter((resource) => resource.kind === 'Pod').map((pod) => draftPod(pod, byName, complete));
  const owned = new Set(pods.map((pod) => `${pod.owner.kind} ${pod.namespace}/${pod.owner.name}`));
  const declared = controllers.flatMap((controller) => {
    if (ownerReference(controller.body) !== null || owned.has(controllerKey(controller.kind, controller))) return [];
    const draft = draftDeclared(controller);
    return pods.some((pod) => pod.owner.kind === 'Pod' && carries(pod, draft)) ? [] : [draft];
  });
  return [...pods, ...declared];
}

function controllerKey(kind: string, resource: Resource): string {
  return `${kind} ${resource.namespace}/${resource.name}`;
}

function draftPod(pod: Resource, controllers: ReadonlyMap<string, Resource>, complete: boolean): PodDraft {
  const spec = readObject(pod.body, 'spec') ?? {};
  return {
    resource: pod,
    namespace: pod.namespace,
    name: pod.name,
    owner: podOwner(pod, controllers),
    account: podAccount(spec, complete),
    labels: pod.labels,
    spec,
    declared: false,
    replicas: 1,
  };
}

/** Kubernetes fills in `default`, so only a stored pod can be without an account. */
function podAccount(spec: JsonObject, stored: boolean): string {
  const written = readText(spec, 'serviceAccountName') ?? readText(spec, 'serviceAccount');
  return written ?? (stored ? '' : 'default');
}

/** The outermost controller that the files tell of; a ReplicaSet or Job made by another controller is followed by reference or by name. */
function podOwner(pod: Resource, controllers: ReadonlyMap<string, Resource>): Owner {
  const direct = ownerReference(pod.body);
  if (direct === null) return { kind: 'Pod', name: pod.name };
  const parent = controllers.get(`${direct.kind} ${pod.namespace}/${direct.name}`);
  const grandparent = parent === undefined ? null : ownerReference(parent.body);
  if (grandparent !== null) return grandparent;
  const hash = pod.labels['pod-template-hash'] ?? '';
  if (parent === undefined && direct.kind === 'ReplicaSet' && hash !== '' && direct.name.endsWith(`-${hash}`)) {
    return { kind: 'Deployment', name: direct.name.slice(0, -hash.length - 1) };
  }
  return direct;
}

function ownerReference(body: JsonObject): Owner | null {
  const references = readObjectList(readObject(body, 'metadata') ?? {}, 'ownerReferences') ?? [];
  const reference =
    references.find((candidate) => readBoolean(candidate, 'controller') === true) ?? references.at(0) ?? {};
  const kind = readText(reference, 'kind') ?? '';
  const name = readText(reference, 'name') ?? '';
  return CONTROLLERS.has(kind) && name !== '' ? { kind: kind as ControllerKind, name } : null;
}

function draftDeclared(controller: Resource & { readonly kind: ControllerKind }): PodDraft {
  const spec = readObject(controller.body, 'spec') ?? {};
  const job = controller.kind === 'CronJob' ? readObject(readObject(spec, 'jobTemplate') ?? {}, 'spec') : spec;
  const template = readObject(job ?? {}, 'template') ?? {};
  const podSpec = readObject(template, 'spec') ?? {};
  return {
    resource: controller,
    namespace: controller.namespace,
    name: controller.name,
    owner: { kind: controller.kind, name: controller.name },
    account: podAccount(podSpec, false),
    labels: textFields(readObject(readObject(template, 'metadata') ?? {}, 'labels') ?? {}),
    spec: podSpec,
    declared: true,
    replicas: readNumber(spec, 'replicas') ?? 1,
  };
}

/** A bare pod that carries every label of a controller's template is taken to be that controller's. */
function carries(pod: PodDraft, declared: PodDraft): boolean {
  const labels = Object.entries(declared.labels);
  return (
    pod.namespace === declared.namespace &&
    labels.length > 0 &&
    labels.every(([key, value]) => pod.labels[key] === value)
  );
}

function textFields(object: JsonObject): Labels {
  return Object.fromEntries(Object.keys(object).map((key) => [key, readText(object, key) ?? '']));
}

export function isHostNetworked(pod: PodDraft): boolean {
  return readBoolean(pod.spec, 'hostNetwork') === true;
}

/** The endpoint of a draft; `null` where Calico has none: host network, not scheduled, finished, without address. */
export function readWorkload(draft: PodDraft, profiles: Profiles, interner: LabelSetInterner): WorkloadEndpoint | null {
  if (isHostNetworked(draft)) return null;
  const addresses = draft.declared ? [] : readPodAddresses(draft.resource);
  if (!draft.declared && (isUnscheduled(draft) || isFinished(draft.resource) || addresses.length === 0)) return null;
  const profileNames = [
    namespaceProfileName(draft.namespace),
    ...(draft.account === '' ? [] : [accountProfileName(draft.namespace, draft.account)]),
  ];
  return {
    tag: 'workload',
    namespace: draft.namespace,
    name: draft.name,
    owner: draft.owner,
    node: readText(draft.spec, 'nodeName') ?? '',
    labels: effectiveLabels(workloadLabels(draft), profileNames, profiles, interner),
    profiles: profileNames,
    addresses,
    ports: containerPorts(draft.spec),
    replicas: draft.replicas,
    resource: draft.resource,
  };
}

function isUnscheduled(draft: PodDraft): boolean {
  return (readText(draft.spec, 'nodeName') ?? '') === '';
}

/** calico: K8S conversion.go IsFinished. */
function isFinished(pod: Resource): boolean {
  const phase = readText(readObject(pod.body, 'status') ?? {}, 'phase') ?? '';
  if (phase === 'Succeeded' || phase === 'Failed' || phase === 'Completed') return true;
  const deleted = readText(readObject(pod.body, 'metadata') ?? {}, 'deletionTimestamp') !== undefined;
  return (
    deleted &&
    (pod.annotations['cni.projectcalico.org/podIP'] === '' || pod.annotations['vpc.amazonaws.com/pod-ips'] === '')
  );
}

/** Pod labels that pretend to be inherited ones are removed; three are forced (calico: K8S workload_endpoint_default.go, UP workloadendpointprocessor.go). */
function workloadLabels(draft: PodDraft): Labels {
  const own = Object.entries(draft.labels).filter(([key]) => !key.startsWith('pcns.') && !key.startsWith('pcsa.'));
  const forced = [
    ['projectcalico.org/namespace', draft.namespace],
    ['projectcalico.org/orchestrator', 'k8s'],
    ['projectcalico.org/serviceaccount', draft.account],
  ];
  return Object.fromEntries([...own, ...(draft.account === '' ? forced.slice(0, 2) : forced)]) as Labels;
}

/** Kubernetes' words; nothing at all is TCP. */
const PORT_PROTOCOLS: ReadonlyMap<string, number> = new Map([
  ['', PROTOCOL.tcp],
  ['TCP', PROTOCOL.tcp],
  ['UDP', PROTOCOL.udp],
  ['SCTP', PROTOCOL.sctp],
]);

/** Ports of containers, then of init containers (calico: K8S workload_endpoint_default.go appendEndpointPorts). */
function containerPorts(spec: JsonObject): readonly NamedPort[] {
  const containers = [...(readObjectList(spec, 'containers') ?? []), ...(readObjectList(spec, 'initContainers') ?? [])];
  return containers.flatMap((container) =>
    (readObjectList(container, 'ports') ?? []).flatMap((port) => {
      const number = readNumber(port, 'containerPort') ?? 0;
      const protocol = PORT_PROTOCOLS.get(readText(port, 'protocol') ?? '');
      if (number === 0 || protocol === undefined) return [];
      return [{ name: readText(port, 'name') ?? '', protocol, port: number }];
    }),
  );
}
