import type { Cluster } from '../cluster/cluster';
import type { WorkloadEndpoint } from '../cluster/endpoint';
import type { Connection, ConnectionEnd } from '../evaluate/connection-end';
import { PROTOCOL } from '../model/traffic';
import { addressKey } from '../net/address';
import { parsePrefix } from '../net/prefix';
import { podIn } from '../rehearse/end-in';
import type { Signatures } from '../rehearse/signatures';
import { compareCodePoints } from '../selector/compare-code-points';
import { formatProtocol } from '../net/protocol';
import { findApiServers, findApiService } from './api-server';
import type { PathDraft } from './path-draft';

const SSH_PORT = 22;
const DNS_PORT = 53;
const NO_ADMIN_NETWORK = 'no admin network is given: name one with --admin or in the workspace';

/** One way to dial a destination. */
interface Target {
  readonly end: ConnectionEnd;
  readonly port: number;
  readonly via: Connection['via'];
}

/** The protected paths of a cluster: SSH, the API server and DNS. Rows without a source or a destination say so. */
export function listProtectedPaths(
  before: Cluster,
  cluster: Cluster,
  adminCidrs: readonly string[],
  signatures: Signatures,
): readonly PathDraft[] {
  return [
    ...sshPaths(cluster, adminCidrs, signatures),
    ...apiPaths(cluster, adminCidrs, signatures),
    ...dnsPaths(before, cluster, signatures),
  ];
}

function sshPaths(cluster: Cluster, adminCidrs: readonly string[], signatures: Signatures): readonly PathDraft[] {
  const row = { row: 'L01', title: 'SSH from an admin network to a node', observable: false };
  if (adminCidrs.length === 0) return [absentPath(row, NO_ADMIN_NETWORK)];
  if (cluster.nodes.length === 0) return [absentPath(row, 'the snapshot has no Node')];
  return adminCidrs.flatMap((cidr) =>
    cluster.nodes.map((node) => {
      const targets = node.addresses.map((address): Target => ({
        end: { tag: 'node', node, address },
        port: SSH_PORT,
        via: null,
      }));
      return draftPath(row, cidr, node.name, PROTOCOL.tcp, networkEnds(cidr, signatures), targets);
    }),
  );
}

function apiPaths(cluster: Cluster, adminCidrs: readonly string[], signatures: Signatures): readonly PathDraft[] {
  const servers = findApiServers(cluster);
  const service = findApiService(cluster);
  const rows = [
    { row: 'L05', title: 'API server from an admin network', observable: false },
    { row: 'L06', title: 'API server from a node', observable: false },
    { row: 'L08', title: 'API server from pods', observable: true },
  ] as const;
  const [admins, nodes, pods] = rows;
  if (servers.length === 0) {
    return rows.map((row) =>
      absentPath(row, 'neither endpoints of service default/kubernetes nor a control-plane Node'),
    );
  }
  const unasked = adminCidrs.length === 0 ? [absentPath(admins, NO_ADMIN_NETWORK)] : [];
  const asked = servers.flatMap((server) => {
    const direct: readonly Target[] = [{ end: server.end, port: server.port, via: null }];
    const dialled: readonly Target[] =
      service === null ? direct : [{ end: server.end, port: server.port, via: service }];
    return [
      ...adminCidrs.map((cidr) =>
        draftPath(admins, cidr, server.label, PROTOCOL.tcp, networkEnds(cidr, signatures), direct),
      ),
      ...cluster.nodes.flatMap((node) => {
        const [address] = node.addresses;
        return address === undefined
          ? []
          : [draftPath(nodes, node.name, server.label, PROTOCOL.tcp, [{ tag: 'node', node, address }], direct)];
      }),
      ...byNamespace(cluster.workloads).map(([namespace, workloads]) =>
        draftPath(pods, `pods of ${namespace}`, server.label, PROTOCOL.tcp, workloads.map(podEnd), dialled),
      ),
    ];
  });
  return [...unasked, ...asked];
}

/** DNS goes to the pods behind `kube-dns`, over both protocols: long answers come over TCP. */
function dnsPaths(before: Cluster, cluster: Cluster, signatures: Signatures): readonly PathDraft[] {
  /** Between pods nothing tells members of a class apart. */
  const onePerClass = (workloads: readonly WorkloadEndpoint[]): readonly WorkloadEndpoint[] => {
    const classes = new Map(
      workloads.toReversed().map((workload) => [signatures.ofWorkload(workload, podIn(before, workload)), workload]),
    );
    return [...classes.values()].toReversed();
  };
  const row = { row: 'L20', title: 'DNS from pods', observable: true };
  const servers = onePerClass(cluster.workloads.filter(isDnsServer));
  if (servers.length === 0) return [absentPath(row, 'no pod with label k8s-app=kube-dns is in the snapshot')];
  const targets = servers.map((server): Target => ({ end: podEnd(server), port: DNS_PORT, via: null }));
  return byNamespace(cluster.workloads)
    .flatMap(([namespace, workloads]) => {
      const others = workloads.filter((workload) => !isDnsServer(workload));
      const clients = onePerClass(others).map(podEnd);
      return [PROTOCOL.udp, PROTOCOL.tcp].map((protocol) =>
        draftPath(row, `pods of ${namespace}`, 'cluster DNS', protocol, clients, targets),
      );
    })
    .filter((path) => path.connections.length > 0);
}

function isDnsServer(workload: WorkloadEndpoint): boolean {
  return workload.labels.labels['k8s-app'] === 'kube-dns';
}

function podEnd(workload: WorkloadEndpoint): ConnectionEnd {
  return { tag: 'pod', workload };
}

function byNamespace(
  workloads: readonly WorkloadEndpoint[],
): readonly (readonly [string, readonly WorkloadEndpoint[]])[] {
  const namespaces = new Map<string, WorkloadEndpoint[]>();
  for (const workload of workloads) {
    namespaces.set(workload.namespace, [...(namespaces.get(workload.namespace) ?? []), workload]);
  }
  return [...namespaces].toSorted(([left], [right]) => compareCodePoints(left, right));
}

/** Every piece of the network that some rule could treat differently. */
function networkEnds(cidr: string, signatures: Signatures): readonly ConnectionEnd[] {
  const prefix = parsePrefix(cidr);
  if (prefix === undefined) return [];
  return [...signatures.ofNetwork(prefix).values()].map((address) => ({ tag: 'outside', address }));
}

interface RowHead {
  readonly row: string;
  readonly title: string;
  readonly observable: boolean;
}

function absentPath(head: RowHead, absent: string): PathDraft {
  return { ...head, id: `${head.row} not checked`, from: '', to: '', traffic: '', connections: [], absent };
}

function draftPath(
  head: RowHead,
  from: string,
  to: string,
  protocol: number,
  sources: readonly ConnectionEnd[],
  targets: readonly Target[],
): PathDraft {
  const connections = sources.flatMap((source) =>
    targets.flatMap((target): readonly Connection[] => {
      const family = sharedFamily(source, target.end);
      if (family === null || isSame(source, target.end)) return [];
      const { end, port, via } = target;
      return [{ from: source, to: end, family, protocol, port, icmpType: -1, icmpCode: -1, via }];
    }),
  );
  const [first] = targets;
  const traffic = `${formatProtocol(protocol)} ${first?.port ?? ''}`;
  const absent = connections.length === 0 ? 'source and destination share no address family' : '';
  return { ...head, id: `${head.row} ${from} → ${to} ${traffic}`, from, to, traffic, connections, absent };
}

function sharedFamily(from: ConnectionEnd, to: ConnectionEnd): 4 | 6 | null {
  const families = (end: ConnectionEnd): readonly (4 | 6)[] => {
    if (end.tag !== 'pod') return [end.address.family];
    const { addresses } = end.workload;
    return addresses.length === 0 ? [4] : addresses.map((address) => address.family);
  };
  const shared = families(from).filter((family) => families(to).includes(family));
  return shared.includes(4) ? 4 : (shared[0] ?? null);
}

function isSame(from: ConnectionEnd, to: ConnectionEnd): boolean {
  if (from.tag === 'pod' && to.tag === 'pod') return from.workload === to.workload;
  return from.tag === 'outside' && to.tag === 'outside' && addressKey(from.address) === addressKey(to.address);
}
