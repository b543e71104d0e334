import type { ClusterNode } from '../../cluster/endpoint';
import { objectAt, readNumber } from '../../load/fields';
import { PROTOCOL } from '../../model/traffic';
import { foundPath, pathTo, pathWithin } from '../find-path';
import { connectWithin } from '../connect-ends';
import type { EndGroup, LockoutFacts } from '../lockout-facts';
import {
  NO_API_SERVER,
  NO_NODE,
  everyNode,
  lacking,
  loopbackEnds,
  nodeEnds,
  nodeGroup,
  podGroup,
  podsCalled,
  serverGroup,
} from '../lockout-facts';
import type { FoundPath, ProtectedRow } from '../protected-row';

const KUBELET_PORT = 10_250;

/** What runs on every node and is asked by others, or by the node itself. */
export const KUBELET_ROWS: readonly ProtectedRow[] = [
  {
    id: 'L09',
    theme: 'api',
    title: 'Kubelet from the API server',
    protects: 'kubectl logs, exec and port-forward go this way.',
    ports: 'tcp 10250, or as the Node says',
    letters: ['A', 'B'],
    failsafe: 'not covered',
    severity: 'warns',
    expect: 'open',
    find: (facts) => {
      if (facts.servers.length === 0) return NO_API_SERVER;
      return facts.cluster.nodes.length === 0 ? NO_NODE : toKubelets(facts, serverGroup(facts));
    },
  },
  {
    id: 'L10',
    theme: 'monitoring',
    title: 'Kubelet from metrics-server',
    protects: 'Without it kubectl top and horizontal autoscaling have no figures.',
    ports: 'tcp 10250, or as the Node says',
    letters: ['E', 'F'],
    failsafe: 'not covered',
    severity: 'warns',
    expect: 'open',
    find: (facts) => {
      const pods = podsCalled(facts, ['metrics-server']);
      if (pods.length === 0) return lacking(facts, 'metrics-server pod', 'kubectl get pods -n kube-system -o yaml');
      return facts.cluster.nodes.length === 0 ? NO_NODE : toKubelets(facts, podGroup('metrics-server', pods));
    },
  },
  {
    id: 'L15',
    theme: 'api',
    title: 'A node to itself',
    protects: 'Health checks on loopback restart kubelet, kube-proxy and calico-node when they get no answer.',
    ports: 'tcp 10248, 9099, 10249',
    letters: ['A', 'B'],
    failsafe: 'not covered; a * host endpoint polices loopback in both directions',
    severity: 'warns',
    expect: 'open',
    find: (facts) => {
      const { nodes } = facts.cluster;
      if (nodes.length === 0) return NO_NODE;
      const cache = podsCalled(facts, ['node-local-dns']).length > 0 ? [['node-local-dns', 8080] as const] : [];
      const services = [['kubelet', 10_248], ['Felix', 9099], ['kube-proxy', 10_249], ...cache] as const;
      return services.map(([name, port]) => {
        const group = (label: string): EndGroup => ({ label, ends: nodes.flatMap(loopbackEnds) });
        const sent = { protocol: PROTOCOL.tcp, port };
        return pathWithin(facts, group(everyNode(facts).label), group(`${name} on its loopback`), sent);
      });
    },
  },
  {
    id: 'L30',
    theme: 'api',
    title: 'Probes of the kubelet',
    protects: 'Failing probes take pods out of service or restart them.',
    ports: 'any',
    letters: ['C'],
    failsafe: 'not needed: nobody decides what a node sends to its own pods by their address',
    severity: 'warns',
    expect: 'open',
    find: (facts) => {
      const firsts = new Map(
        facts.cluster.workloads
          .filter(({ node }) => node !== '')
          .toReversed()
          .map((workload) => [workload.node, workload]),
      );
      const pods = [...firsts.values()].map((workload) => ({ tag: 'pod', workload }) as const);
      const from = everyNode(facts);
      const to = pods.map((end) => ({ end, via: null }));
      const connections = connectWithin(facts.classes, from.ends, to, { protocol: PROTOCOL.tcp, port: 8080 });
      if (connections.length === 0) return lacking(facts, 'pod on a node', 'kubectl get pods -A -o yaml');
      return [foundPath(from.label, 'the pods of that node', 'any port', connections)];
    },
  },
];

/** Nodes whose kubelets listen on the same port go together. */
function toKubelets(facts: LockoutFacts, from: EndGroup): readonly FoundPath[] {
  const byPort = new Map<number, ClusterNode[]>();
  for (const node of facts.cluster.nodes) {
    const port = kubeletPort(node);
    byPort.set(port, [...(byPort.get(port) ?? []), node]);
  }
  return [...byPort].map(([port, nodes]) => {
    const to: EndGroup = { label: `kubelet of ${nodeGroup(facts, nodes).label}`, ends: nodes.flatMap(nodeEnds) };
    return pathTo(facts, from, to, { protocol: PROTOCOL.tcp, port });
  });
}

function kubeletPort({ resource }: ClusterNode): number {
  return readNumber(objectAt(resource.body, 'status', 'daemonEndpoints', 'kubeletEndpoint'), 'Port') ?? KUBELET_PORT;
}
