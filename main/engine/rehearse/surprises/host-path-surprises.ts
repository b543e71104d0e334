import { felixSettings } from '../../cluster/felix-settings';
import type { ConnectionEnd } from '../../evaluate/connection-end';
import type { Packet } from '../../evaluate/packet';
import { countOf } from '../../model/count-words';
import type { Evidence } from '../../model/finding';
import { PROTOCOL } from '../../model/traffic';
import type { Address } from '../../net/address';
import { addressKey } from '../../net/address';
import { decideIn } from '../decide-in';
import { firstStages } from '../decided-by';
import { closedPath, connectionTo, nodeEnd, pathEvidence } from './closed-paths';
import { closedBetween, denyingStage } from './deciding-stages';
import { connectionEvidence, edgeEvidence, fieldEvidence, listNames, proved } from './evidence';
import { parseKnown } from './host-questions';
import type { Detector, SurpriseFacts } from './surprise-facts';
import { valueAt } from './written-rules';

const KUBELET_PORT = 10_250;
const KUBELET_HEALTH_PORT = 10_248;

/** H7: the kubelet’s port is in no failsafe list. */
export const kubeletIsClosed: Detector = (facts) => {
  const { nodes, hosts } = facts.rollout.worlds.final.cluster;
  if (hosts.length === 0) return [];
  const closed = nodes
    .filter(({ controlPlane }) => controlPlane)
    .flatMap((from) =>
      nodes.flatMap((to) => {
        const [source, target] = [nodeEnd(from), nodeEnd(to)];
        if (from === to || source === null || target === null) return [];
        const names = { from: from.name, to: to.name, traffic: `tcp ${KUBELET_PORT}` };
        return closedPath(facts, connectionTo(source, target, KUBELET_PORT), names) ?? [];
      }),
    );
  return proved(
    {
      code: 'H7',
      severity: 'warns',
      title: `The API server loses the kubelet of ${listNames(closed.map(({ to }) => to))}: no failsafe list covers tcp 10250 at both ends.`,
      help: 'kubectl logs, exec and port-forward stop although the API server itself stays reachable: allow tcp 10250 from the control plane.',
    },
    closed.map(pathEvidence),
  );
};

const LOOPBACK = parseKnown('127.0.0.1');

/** What a process of a node reaches on the node itself, by 127.0.0.1 and by the node's own address. */
function ownPaths(facts: SurpriseFacts) {
  const { nodes, hosts } = facts.rollout.worlds.final.cluster;
  const traffic = `tcp ${KUBELET_HEALTH_PORT}`;
  return nodes
    .filter(({ name }) => hosts.some((host) => host.node === name && host.interfaceName === '*'))
    .flatMap((node) => {
      const own = nodeEnd(node);
      if (own === null) return [];
      const loopback: ConnectionEnd = { tag: 'node', node, address: LOOPBACK };
      const ask = (end: ConnectionEnd, to: string) =>
        closedPath(facts, connectionTo(end, end, KUBELET_HEALTH_PORT), { from: node.name, to, traffic });
      return [{ loopback: ask(loopback, '127.0.0.1'), own: ask(own, `${node.name}, its own address`) }];
    });
}

/** H6: a wildcard host endpoint polices the loopback interface as well. */
export const loopbackIsClosed: Detector = (facts) => {
  const closed = ownPaths(facts).flatMap(({ loopback }) => loopback ?? []);
  return proved(
    {
      code: 'H6',
      severity: 'warns',
      title: `A wildcard host endpoint polices the loopback interface too: ${countOf(closed.length, 'node')} cannot reach ${closed.length === 1 ? 'itself' : 'themselves'}.`,
      help: 'Probes of components on 127.0.0.1 fail. Allow the node to itself, by 127.0.0.0/8 and by its own addresses, in both directions.',
    },
    closed.map(pathEvidence),
  );
};

/** H24: a rule for 127.0.0.0/8 opens 127.0.0.1, and not what a node dials under its own address. */
export const ownAddressIsClosed: Detector = (facts) => {
  const closed = ownPaths(facts).flatMap(({ loopback, own }) => (loopback === null && own !== null ? [own] : []));
  return proved(
    {
      code: 'H24',
      severity: 'warns',
      title: `A node reaches itself by 127.0.0.1 but not by its own address: ${listNames(closed.map(({ from }) => from))}.`,
      help: 'Traffic to the node’s own address passes the loopback interface too: add the node’s addresses to the rule for 127.0.0.0/8.',
    },
    closed.map(pathEvidence),
  );
};

/** H18: forwarded traffic that an untracked Allow takes out of connection tracking does not come back. */
export const untrackedAllowBreaksForwarding: Detector = (facts) => {
  const broken = closedBetween(facts, 'now', 'final').filter(
    ({ stages }) =>
      denyingStage(stages) === undefined &&
      stages.some(({ hook, answer }) => hook === 'untracked' && answer === 'allow'),
  );
  return proved(
    {
      code: 'H18',
      severity: 'warns',
      title: `A doNotTrack Allow breaks ${countOf(broken.length, 'forwarded path')}: the answers are dropped.`,
      help: 'Limit the rule to the node’s own addresses and ports; untracked packets are never rewritten, and their answers belong to no connection.',
    },
    edgeEvidence(
      facts,
      broken.map(({ source }) => source),
      'now',
      'final',
    ),
  );
};

const VXLAN_PORT = 4789;

/** H23: hooks in front of the filter see the tunnel's own packets. */
export const tunnelIsCut: Detector = (facts) => {
  const { nodes } = facts.rollout.worlds.final.cluster;
  const nodeKeys = new Set(nodes.flatMap(({ addresses }) => addresses.map(addressKey)));
  const cut = closedBetween(facts, 'now', 'final').filter(({ stages }) => {
    const stage = denyingStage(stages);
    const isEarly = stage?.hook === 'untracked' || stage?.hook === 'preDNAT';
    return isEarly && isTunnelPacket(stage.packet, nodeKeys);
  });
  return proved(
    {
      code: 'H23',
      severity: 'warns',
      title: `A preDNAT or doNotTrack Deny cuts the VXLAN tunnel between nodes: ${countOf(cut.length, 'path')} between pods close.`,
      help: 'Allow udp 4789 between the nodes in the same hook; a normal policy does not see the tunnel.',
    },
    edgeEvidence(
      facts,
      cut.map(({ source }) => source),
      'now',
      'final',
    ),
  );
};

/** From node to node: what the pods themselves sent is inside of it. */
function isTunnelPacket(
  { protocol, destinationPort, source, destination }: Packet,
  nodes: ReadonlySet<string>,
): boolean {
  const isVxlan = protocol === PROTOCOL.udp && destinationPort === VXLAN_PORT;
  return isVxlan && nodes.has(source.key) && nodes.has(destination.key);
}

/** H13, N11: pods to their own node are dropped by a setting that no policy overrides. */
export const podsCannotReachTheirNode: Detector = (facts) => {
  const { cluster } = facts.rollout.worlds.net;
  const evidence = cluster.nodes.flatMap((node): readonly Evidence[] => {
    const { endpointToHostAction, endpointToHostFrom } = felixSettings(cluster.felix, node.name);
    const to = nodeEnd(node);
    const workload = cluster.workloads.find(
      (candidate) => candidate.node === node.name && hasIPv4(candidate.addresses),
    );
    if (endpointToHostAction !== 'drop' || to === null || workload === undefined) return [];
    const isKnown = endpointToHostFrom !== 'built-in default' || cluster.profile.complete;
    const connection = connectionTo({ tag: 'pod', workload }, to, KUBELET_PORT);
    const result = decideIn(facts.rollout.worlds.net, connection);
    if (!isKnown || denyingStage(firstStages(result))?.hook !== 'host-action') return [];
    const names = {
      from: `${workload.namespace}/${workload.owner.name}`,
      to: node.name,
      traffic: `tcp ${KUBELET_PORT}`,
    };
    const now = decideIn(facts.rollout.worlds.now, connection);
    return [connectionEvidence(names, { world: 'now', result: now }, { world: 'net', result })];
  });
  return proved(
    {
      code: 'H13',
      severity: 'informs',
      title: 'Pods cannot reach their own node: defaultEndpointToHostAction is Drop.',
      help: 'No policy overrides it, the net neither; operators and manifests set it to Accept in FelixConfiguration.',
    },
    [...evidence, ...(evidence.length === 0 ? [] : hostActionFields(facts))],
  );
};

function hasIPv4(addresses: readonly Address[]): boolean {
  return addresses.some(({ family }) => family === 4);
}

function hostActionFields(facts: SurpriseFacts): readonly Evidence[] {
  const path = ['spec', 'defaultEndpointToHostAction'];
  return facts.rollout.worlds.net.cluster.resources
    .filter(({ kind, body }) => kind === 'FelixConfiguration' && valueAt(body, path) !== undefined)
    .map((resource) => fieldEvidence(facts, resource, path, `FelixConfiguration ${resource.name}`));
}
