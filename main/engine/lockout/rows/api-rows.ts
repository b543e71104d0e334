import { PROTOCOL } from '../../model/traffic';
import { addressKey } from '../../net/address';
import { connectEnds } from '../connect-ends';
import { formatDialled, formatSent, foundPath, pathTo, pathWithin } from '../find-path';
import {
  NO_ADMIN_NETWORK,
  NO_API_SERVER,
  everyNode,
  lacking,
  loopbackEnds,
  nodeEnds,
  nodeGroup,
  podGroup,
  podsCalled,
  serverGroup,
  untold,
} from '../lockout-facts';
import type { ProtectedRow } from '../protected-row';
import { networkGroup } from './login-rows';

const tcp = (port: number) => ({ protocol: PROTOCOL.tcp, port });

/** Who reaches the API server. */
export const API_ROWS: readonly ProtectedRow[] = [
  {
    id: 'L05',
    theme: 'api',
    title: 'API server from an admin network',
    protects: 'Without it kubectl is gone, and with it the rollback.',
    ports: 'tcp 6443, or as the endpoints of service default/kubernetes say',
    letters: ['A'],
    failsafe: 'inbound tcp 6443; no other port',
    severity: 'blocks',
    expect: 'open',
    find: (facts) => {
      if (facts.servers.length === 0) return NO_API_SERVER;
      if (facts.adminCidrs.length === 0) return NO_ADMIN_NETWORK;
      return facts.servers.flatMap(({ end, label, port }) =>
        facts.adminCidrs.map((cidr) => pathTo(facts, networkGroup(facts, cidr), { label, ends: [end] }, tcp(port))),
      );
    },
  },
  {
    id: 'L06',
    theme: 'api',
    title: 'API server from a node',
    protects: 'Without it kubelet, kube-proxy and calico-node of the node hear of no change any more.',
    ports: 'tcp 6443, 443 in managed clusters',
    letters: ['A', 'B'],
    failsafe: 'tcp 6443 in both lists; 443 in none',
    severity: 'blocks',
    expect: 'open',
    find: (facts) => {
      if (facts.servers.length === 0) return NO_API_SERVER;
      return facts.servers.flatMap(({ end, label, port }) =>
        facts.cluster.nodes.map((node) => pathTo(facts, nodeGroup(facts, [node]), { label, ends: [end] }, tcp(port))),
      );
    },
  },
  {
    id: 'L07',
    theme: 'api',
    title: 'API server from a node, by its service',
    protects: 'Processes of a node that dial the service address lose the API server, calico-node among them.',
    ports: 'tcp 443, rewritten to the port of the endpoints',
    letters: ['A', 'B'],
    failsafe: 'as L06; a doNotTrack hook sees the service address and port, which no list covers',
    severity: 'blocks',
    expect: 'open',
    find: (facts) => {
      const { servers, apiService, classes } = facts;
      const [first] = servers;
      if (first === undefined) return NO_API_SERVER;
      if (apiService === null) return lacking(facts, 'service default/kubernetes', 'kubectl get services -A -o yaml');
      const nodes = everyNode(facts);
      const connections = servers.flatMap(({ end, port }) =>
        connectEnds(classes, nodes.ends, [{ end, via: { ...apiService, node: '' } }], tcp(port)),
      );
      const traffic = formatDialled(tcp(first.port), apiService.port);
      return [foundPath(nodes.label, `service ${addressKey(apiService.address)}`, traffic, connections)];
    },
  },
  {
    id: 'L08',
    theme: 'api',
    title: 'API server from pods',
    protects: 'Controllers, operators, CoreDNS and metrics stop when their pods lose the API server.',
    ports: 'tcp 443, rewritten to the port of the endpoints',
    letters: ['E', 'F'],
    failsafe: 'inbound tcp 6443 at the destination; nothing at the pod, nor in a preDNAT hook of a * host endpoint',
    severity: 'blocks',
    expect: 'open',
    find: (facts) => {
      const { servers, apiService, namespaces, classes } = facts;
      if (servers.length === 0) return NO_API_SERVER;
      if (namespaces.length === 0) return lacking(facts, 'pod', 'kubectl get pods -A -o yaml');
      const via = apiService === null ? null : { ...apiService, node: '' };
      return servers.flatMap(({ end, label, port }) =>
        namespaces.map((pods) => {
          const connections = connectEnds(classes, pods.ends, [{ end, via }], tcp(port));
          return foundPath(pods.label, label, formatSent(tcp(port)), connections);
        }),
      );
    },
  },
  {
    id: 'L14',
    theme: 'api',
    title: 'API server from its own node',
    protects: 'Scheduler and controller manager, and the probes that restart them, talk to the node they run on.',
    ports: 'tcp 6443, 10257, 10259, 2381',
    letters: ['A', 'B'],
    failsafe: 'tcp 6443 in both lists, which loopback needs; no other port',
    severity: 'warns',
    expect: 'open',
    find: (facts) => {
      const nodes = facts.servers.flatMap(({ end, port }) => (end.tag === 'node' ? [{ node: end.node, port }] : []));
      const [first] = nodes;
      if (facts.servers.length === 0) return NO_API_SERVER;
      if (first === undefined) return untold('the API server runs outside the nodes of the snapshot');
      const own = nodes.map(({ node }) => node);
      const { label } = nodeGroup(facts, own);
      const { port } = first;
      const loopback = (name: string) => ({ label: name, ends: own.flatMap(loopbackEnds) });
      return [
        pathWithin(facts, loopback(label), loopback('itself by 127.0.0.1'), tcp(port)),
        pathWithin(
          facts,
          { label, ends: own.flatMap(nodeEnds) },
          { label: 'itself by its own address', ends: own.flatMap(nodeEnds) },
          tcp(port),
        ),
        pathWithin(facts, loopback(label), loopback('controller manager on 127.0.0.1'), tcp(10_257)),
        pathWithin(facts, loopback(label), loopback('scheduler on 127.0.0.1'), tcp(10_259)),
        pathWithin(facts, loopback(label), loopback('etcd health on 127.0.0.1'), tcp(2381)),
      ];
    },
  },
  {
    id: 'L37',
    theme: 'api',
    title: 'Konnectivity agent to its server',
    protects: 'Through this tunnel the API server reaches kubelets, webhooks and API services.',
    ports: 'tcp 8132',
    letters: ['B', 'E', 'F'],
    failsafe: 'not covered',
    severity: 'blocks',
    expect: 'open',
    find: (facts) => {
      const agents = podsCalled(facts, ['konnectivity-agent']);
      if (agents.length === 0) return lacking(facts, 'konnectivity agent', 'kubectl get pods -n kube-system -o yaml');
      const servers = podsCalled(facts, ['konnectivity-server']);
      const target = servers.length === 0 ? serverGroup(facts) : podGroup('konnectivity server', servers);
      if (target.ends.length === 0) return untold('the files do not tell where the konnectivity server listens');
      return [pathTo(facts, podGroup('konnectivity agents', agents), target, tcp(8132))];
    },
  },
];
