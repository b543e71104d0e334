import type { Cluster } from '../cluster/cluster';
import type { ClusterNode, NetworkSet, WorkloadEndpoint } from '../cluster/endpoint';
import { compareCodePoints } from '../selector/compare-code-points';
import type { Prefix } from '../net/prefix';
import { parsePrefix } from '../net/prefix';
import { podIn } from './end-in';
import type { Member, PartyMembers } from './member';
import type { Signatures } from './signatures';

interface KnownParties {
  readonly asked: readonly unknown[];
  readonly parties: readonly PartyMembers[];
}

const KNOWN = new WeakMap<Signatures, KnownParties>();

/** Everybody a connection can start from or end at, sorted by id. */
export function listParties(
  before: Cluster,
  after: Cluster,
  adminCidrs: readonly string[],
  outside: readonly string[],
  signatures: Signatures,
): readonly PartyMembers[] {
  const asked = [before, after, adminCidrs.join(' '), outside.join(' ')];
  const known = KNOWN.get(signatures);
  if (known?.asked.every((one, place) => one === asked[place]) === true) return known.parties;
  const parties = findParties(before, after, adminCidrs, outside, signatures);
  KNOWN.set(signatures, { asked, parties });
  return parties;
}

function findParties(
  before: Cluster,
  after: Cluster,
  adminCidrs: readonly string[],
  outside: readonly string[],
  signatures: Signatures,
): readonly PartyMembers[] {
  return [
    ...workloadParties(before, after, signatures),
    ...after.nodes.map(nodeParty),
    ...after.sets.flatMap((set) => setParty(set, signatures)),
    ...adminCidrs.flatMap((cidr) => networkParty([cidr], cidr, 'admin network', signatures)),
    ...networkParty(outside, 'internet', 'any other address', signatures),
  ].toSorted((left, right) => compareCodePoints(left.party.id, right.party.id));
}

type EndpointClass = [WorkloadEndpoint, ...WorkloadEndpoint[]];

/** One party per owner and class: pods of one owner that some policy tells apart are parties of their own. */
function workloadParties(before: Cluster, after: Cluster, signatures: Signatures): readonly PartyMembers[] {
  const owners = new Map<string, Map<string, EndpointClass>>();
  for (const workload of after.workloads) {
    const owner = `${workload.namespace}/${workload.owner.name} ${workload.owner.kind}`;
    const classes = owners.get(owner) ?? new Map<string, EndpointClass>();
    owners.set(owner, classes);
    const signature = signatures.ofWorkload(workload, podIn(before, workload));
    const alike = classes.get(signature);
    if (alike === undefined) classes.set(signature, [workload]);
    else alike.push(workload);
  }
  return [...owners].flatMap(([owner, classes]) => {
    const sorted = [...classes].toSorted(([, left], [, right]) => right.length - left.length);
    return sorted.map(([signature, workloads], index) =>
      workloadParty(owner, signature, workloads, index, sorted.length),
    );
  });
}

function workloadParty(
  owner: string,
  signature: string,
  workloads: Readonly<EndpointClass>,
  index: number,
  classes: number,
): PartyMembers {
  const [first] = workloads;
  const suffix = index === 0 ? '' : `#${index + 1}`;
  const count = workloads.reduce((sum, workload) => sum + workload.replicas, 0);
  const label = `${first.namespace}/${first.owner.name}${suffix}`;
  const split = classes > 1 ? `, class ${index + 1} of ${classes}` : '';
  const ports = first.ports.map(({ protocol, port }) => ({ protocol, port }));
  return {
    party: {
      id: `workload:${label}`,
      kind: 'workload',
      label,
      namespace: first.namespace,
      name: `${first.owner.name}${suffix}`,
      detail: `${first.owner.kind} · ${count}${split}`,
      members: count,
    },
    members: [{ end: { tag: 'pod', workload: first }, signature }],
    ports: uniquePorts(ports),
    owner,
  };
}

function uniquePorts(ports: readonly { readonly protocol: number; readonly port: number }[]) {
  const unique = new Map(ports.map((port) => [`${port.protocol} ${port.port}`, port]));
  return [...unique.values()].toSorted((left, right) => left.protocol - right.protocol || left.port - right.port);
}

function nodeParty(node: ClusterNode): PartyMembers {
  const [address] = node.addresses;
  const members: readonly Member[] =
    address === undefined ? [] : [{ end: { tag: 'node', node, address }, signature: `node ${node.name}` }];
  return {
    party: {
      id: `host:${node.name}`,
      kind: 'host',
      label: node.name,
      namespace: '',
      name: node.name,
      detail: node.controlPlane ? 'node · control plane' : 'node',
      members: 1,
    },
    members,
    ports: [],
    owner: `host:${node.name}`,
  };
}

/** One member per class of addresses. */
function networkMembers(nets: readonly Prefix[], signatures: Signatures): readonly Member[] {
  const members = new Map<string, Member>();
  for (const net of nets) {
    for (const [signature, address] of signatures.ofNetwork(net)) {
      if (!members.has(signature)) members.set(signature, { end: { tag: 'outside', address }, signature });
    }
  }
  return [...members.values()];
}

function setParty(set: NetworkSet, signatures: Signatures): readonly PartyMembers[] {
  const members = networkMembers(set.nets, signatures);
  if (members.length === 0) return [];
  const label = set.namespace === '' ? set.name : `${set.namespace}/${set.name}`;
  return [
    {
      party: {
        id: `set:${set.namespace}/${set.name}`,
        kind: 'network-set',
        label,
        namespace: set.namespace,
        name: set.name,
        detail: set.namespace === '' ? 'global network set' : 'network set',
        members: set.nets.length,
      },
      members,
      ports: [],
      owner: `set:${set.namespace}/${set.name}`,
    },
  ];
}

function networkParty(
  cidrs: readonly string[],
  label: string,
  detail: string,
  signatures: Signatures,
): readonly PartyMembers[] {
  const prefixes = cidrs.flatMap((cidr) => parsePrefix(cidr) ?? []);
  if (prefixes.length === 0) return [];
  return [
    {
      party: {
        id: `external:${label}`,
        kind: 'external',
        label,
        namespace: '',
        name: label,
        detail,
        members: 1,
      },
      members: networkMembers(prefixes, signatures),
      ports: [],
      owner: `external:${label}`,
    },
  ];
}
