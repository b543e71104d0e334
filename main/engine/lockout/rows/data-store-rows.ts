import type { ClusterNode } from '../../cluster/endpoint';
import { nodeName } from '../../evaluate/connection-end';
import { objectAt, readText } from '../../load/fields';
import { PROTOCOL } from '../../model/traffic';
import { pathTo } from '../find-path';
import type { LockoutFacts } from '../lockout-facts';
import { NO_NODE, everyNode, lacking, loopbackEnds, nodeGroup, podGroup, podsCalled, untold } from '../lockout-facts';
import type { Absence } from '../path-draft';
import type { ProtectedRow } from '../protected-row';

const tcp = (port: number) => ({ protocol: PROTOCOL.tcp, port });
const ETCD_ROLE = 'node-role.kubernetes.io/etcd';
const TYPHA_PORT = 5473;

/** What keeps the state of the cluster, and brings it to Felix. */
export const DATA_STORE_ROWS: readonly ProtectedRow[] = [
  {
    id: 'L13',
    theme: 'data-store',
    title: 'etcd',
    protects: 'Without etcd the API server neither reads nor writes.',
    ports: 'tcp 2379, 2380',
    letters: ['A', 'B'],
    failsafe: 'tcp 2379 and 2380 in both lists, which loopback needs',
    severity: 'blocks',
    expect: 'open',
    find: (facts) => {
      if (facts.cluster.nodes.length === 0) return NO_NODE;
      const members = etcdNodes(facts);
      if (members.length === 0) return etcdElsewhere(facts);
      const servers = facts.servers.flatMap(({ end }) => (end.tag === 'node' ? [end.node] : []));
      const clients = servers.length === 0 ? members : servers;
      const etcd = { ...nodeGroup(facts, members), label: `etcd on ${nodeGroup(facts, members).label}` };
      const loopback = (label: string) => ({ label, ends: members.flatMap(loopbackEnds) });
      return [
        pathTo(facts, nodeGroup(facts, clients), etcd, tcp(2379)),
        pathTo(facts, nodeGroup(facts, members), etcd, tcp(2380)),
        ...(clients.some((client) => members.includes(client))
          ? [pathTo(facts, loopback(nodeGroup(facts, members).label), loopback('etcd on 127.0.0.1'), tcp(2379))]
          : []),
      ];
    },
  },
  {
    id: 'L16',
    theme: 'data-store',
    title: 'Typha from a node',
    protects:
      'Felix hears of policies through Typha: cut off, it keeps the rules that it has, and no rollback takes effect.',
    ports: 'tcp 5473',
    letters: ['A', 'B'],
    failsafe: 'tcp 5473 in both lists',
    severity: 'blocks',
    expect: 'open',
    find: (facts) => {
      if (facts.cluster.nodes.length === 0) return NO_NODE;
      const pods = podsCalled(facts, ['calico-typha']);
      if (pods.length > 0) {
        const named = pods.flatMap(({ ports }) => ports.filter(({ name }) => name === 'calico-typha'));
        return [pathTo(facts, everyNode(facts), podGroup('Typha', pods), tcp(named[0]?.port ?? TYPHA_PORT))];
      }
      if (usesTypha(facts)) {
        return untold(
          'ClusterInformation names Typha, and none of its pods is in the snapshot; fetch them: kubectl get pods -A -l k8s-app=calico-typha -o yaml',
        );
      }
      return lacking(facts, 'Typha', 'kubectl get pods -A -l k8s-app=calico-typha -o yaml');
    },
  },
];

/** By its pods, then by the role of nodes; a control plane that shows neither is taken to be stacked. */
function etcdNodes(facts: LockoutFacts): readonly ClusterNode[] {
  const { nodes } = facts.cluster;
  const pods = podsCalled(facts, ['etcd']).filter(({ hostNetworked }) => hostNetworked);
  const byPod = new Set(pods.flatMap(({ ends }) => ends.map(nodeName)));
  const found = nodes.filter(({ name }) => byPod.has(name));
  if (found.length > 0) return found;
  const byRole = nodes.filter(({ labels }) => Object.hasOwn(labels, ETCD_ROLE));
  return byRole.length > 0 ? byRole : nodes.filter(({ controlPlane }) => controlPlane);
}

/** In a managed cluster the API server and its etcd stand on no node: no host endpoint is asked between them. */
function etcdElsewhere({ servers, cluster }: LockoutFacts): Absence {
  if (cluster.profile.complete && servers.length > 0 && servers.every(({ end }) => end.tag === 'outside')) {
    return { why: 'the API server runs outside the nodes, and its etcd with it', needless: true };
  }
  return untold(
    'the files do not tell where etcd runs: no etcd pod and no control-plane Node; fetch them: kubectl get nodes,pods -A -o yaml',
  );
}

function usesTypha({ cluster }: LockoutFacts): boolean {
  return cluster.resources.some(
    ({ kind, body }) =>
      kind === 'ClusterInformation' &&
      readText(objectAt(body, 'spec'), 'clusterType')?.split(',').includes('typha') === true,
  );
}
