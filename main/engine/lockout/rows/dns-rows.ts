import type { WorkloadEndpoint } from '../../cluster/endpoint';
import type { ConnectionEnd } from '../../evaluate/connection-end';
import { nodeName } from '../../evaluate/connection-end';
import { readObjectList, readTextList } from '../../load/fields';
import { PROTOCOL } from '../../model/traffic';
import type { Address } from '../../net/address';
import { addressKey, parseAddresses } from '../../net/address';
import type { Target } from '../connect-ends';
import { connectEnds, connectWithin } from '../connect-ends';
import { formatDialled, formatSent, foundPath, pathSomewhere } from '../find-path';
import type { KnownPod } from '../known-pods';
import type { KnownService } from '../known-services';
import { dialService } from '../known-services';
import type { EndGroup, LockoutFacts } from '../lockout-facts';
import { NO_NODE, anywhere, everyNode, lacking, nodeEnds, podsCalled } from '../lockout-facts';
import type { FoundPath, ProtectedRow } from '../protected-row';

const DNS_PORT = 53;
const PROTOCOLS = [PROTOCOL.udp, PROTOCOL.tcp] as const;
const PODS_COMMAND = 'kubectl get pods -n kube-system -o yaml';
const CACHE_ADDRESS = '169.254.20.10';

/** Names, over both protocols: long answers come over TCP. */
export const DNS_ROWS: readonly ProtectedRow[] = [
  {
    id: 'L20',
    theme: 'dns',
    title: 'DNS from pods',
    protects: 'Without names hardly any service finds another.',
    ports: 'udp 53 and tcp 53, rewritten to the target port of kube-dns',
    letters: ['H'],
    failsafe: 'not covered: failsafe ports never help pods',
    severity: 'blocks',
    expect: 'open',
    find: (facts) => {
      const targets = dnsTargets(facts);
      if (targets.length === 0) return lacking(facts, 'pod with label k8s-app=kube-dns', PODS_COMMAND);
      const servers = new Set(targets.map(({ target }) => (target.end.tag === 'pod' ? target.end.workload : null)));
      return facts.namespaces
        .flatMap(({ label, ends }) => {
          const clients = { label, ends: ends.filter((end) => end.tag !== 'pod' || !servers.has(end.workload)) };
          return PROTOCOLS.flatMap((protocol) => pathsToDns(facts, clients, targets, protocol));
        })
        .filter(({ connections }) => connections.length > 0);
    },
  },
  {
    id: 'L21',
    theme: 'dns',
    title: 'Node-local DNS from pods',
    protects: 'Pods that ask the cache of their node lose every name with it.',
    ports: 'udp 53 and tcp 53 at 169.254.20.10 and at the address of kube-dns, which the node answers itself',
    letters: ['E'],
    failsafe: 'not covered',
    severity: 'blocks',
    expect: 'open',
    find: (facts) => {
      const nodes = cacheNodes(facts);
      if (nodes.length === 0) return lacking(facts, 'node-local-dns', PODS_COMMAND);
      const addresses = cacheAddresses(facts);
      const targets = nodes.flatMap((node) =>
        addresses.map((address): Target => ({ end: { tag: 'node', node, address }, via: null })),
      );
      return facts.namespaces.flatMap((pods) => {
        return PROTOCOLS.map((protocol) => {
          const sent = { protocol, port: DNS_PORT };
          const connections = connectWithin(facts.classes, pods.ends, targets, sent);
          return foundPath(pods.label, 'the DNS cache of their node', formatSent(sent), connections);
        }).filter(({ connections }) => connections.length > 0);
      });
    },
  },
  {
    id: 'L22',
    theme: 'dns',
    title: 'Node-local DNS to its upstreams',
    protects: 'A cache that reaches nobody answers nothing new.',
    ports: 'udp 53 and tcp 53',
    letters: ['B', 'C', 'D'],
    failsafe: 'outbound udp 53 alone; tcp 53 is not covered',
    severity: 'blocks',
    expect: 'open',
    find: (facts) => {
      const nodes = cacheNodes(facts);
      if (nodes.length === 0) return lacking(facts, 'node-local-dns', PODS_COMMAND);
      const from: EndGroup = { label: 'node-local-dns', ends: nodes.flatMap(nodeEnds) };
      return PROTOCOLS.flatMap((protocol) => [
        ...pathsToDns(facts, from, dnsTargets(facts), protocol),
        pathSomewhere(facts, from, anywhere(facts, 'resolvers'), { protocol, port: DNS_PORT }),
      ]);
    },
  },
  {
    id: 'L23',
    theme: 'dns',
    title: 'CoreDNS to its upstreams',
    protects: 'Names outside the cluster are asked for here.',
    ports: 'udp 53 and tcp 53',
    letters: ['F'],
    failsafe: 'not covered: failsafe ports never help pods',
    severity: 'blocks',
    expect: 'open',
    find: (facts) => {
      const pods = dnsTargets(facts).flatMap(({ target: { end } }) => (end.tag === 'pod' ? [end.workload] : []));
      if (pods.length === 0) return lacking(facts, 'pod with label k8s-app=kube-dns', PODS_COMMAND);
      const from: EndGroup = {
        label: 'cluster DNS',
        ends: [...new Set(pods)].map((workload) => ({ tag: 'pod', workload })),
      };
      const to: EndGroup = { label: 'resolvers, wherever they are', ends: facts.elsewhereFor(pods) };
      return PROTOCOLS.map((protocol) => pathSomewhere(facts, from, to, { protocol, port: DNS_PORT }));
    },
  },
  {
    id: 'L24',
    theme: 'dns',
    title: 'Resolvers from a node',
    protects: 'A node that finds no names pulls no images and reaches no API server by its name.',
    ports: 'udp 53 and tcp 53',
    letters: ['B'],
    failsafe: 'outbound udp 53; tcp 53 is not covered',
    severity: 'warns',
    expect: 'open',
    find: (facts) => {
      if (facts.cluster.nodes.length === 0) return NO_NODE;
      return PROTOCOLS.map((protocol) =>
        pathSomewhere(facts, everyNode(facts), anywhere(facts, 'resolvers'), { protocol, port: DNS_PORT }),
      );
    },
  },
];

function dnsServices(facts: LockoutFacts): readonly KnownService[] {
  return facts.services(
    ({ namespace, name }) =>
      (namespace === 'kube-system' && /^(?:kube-dns|coredns|rke2-coredns)/.test(name)) ||
      (namespace === 'openshift-dns' && name === 'dns-default'),
  );
}

interface DnsTarget {
  readonly target: Target;
  readonly protocol: number;
  /** On which the pod listens. */
  readonly port: number;
}

/** Straight to the pods and by the service, on the port that the pods listen on. */
function dnsTargets(facts: LockoutFacts): readonly DnsTarget[] {
  const byService = dnsServices(facts).flatMap((service) =>
    service.ports
      .filter(({ port }) => port === DNS_PORT)
      .flatMap((entry) =>
        dialService(service, entry).flatMap(({ target, port }) =>
          waysTo(facts, target).map((one) => ({ target: one, protocol: entry.protocol, port })),
        ),
      ),
  );
  const served = new Set(byService.map(({ target }) => ownerOf(target.end)));
  const straight = facts.pods
    .filter(({ labels }) => labels['k8s-app'] === 'kube-dns')
    .flatMap(({ ends }) => ends)
    .filter((end) => !served.has(ownerOf(end)))
    .flatMap((end) => PROTOCOLS.map((protocol) => ({ target: { end, via: null }, protocol, port: DNS_PORT })));
  return [...byService, ...straight];
}

/** By the service, and past it where somebody on the way could tell the difference. */
function waysTo({ hostsPoliceForwarding }: LockoutFacts, target: Target): readonly Target[] {
  return hostsPoliceForwarding ? [target, { end: target.end, via: null }] : [target];
}

function ownerOf(end: ConnectionEnd): WorkloadEndpoint | ConnectionEnd {
  return end.tag === 'pod' ? end.workload : end;
}

/** One path per port that the servers listen on. */
function pathsToDns(
  facts: LockoutFacts,
  from: EndGroup,
  targets: readonly DnsTarget[],
  protocol: number,
): readonly FoundPath[] {
  const asked = targets.filter((target) => target.protocol === protocol);
  return [...new Set(asked.map(({ port }) => port))].map((port) => {
    const own = asked.filter((target) => target.port === port).map(({ target }) => target);
    const connections = connectEnds(facts.classes, from.ends, own, { protocol, port });
    return foundPath(from.label, 'cluster DNS', formatDialled({ protocol, port }, DNS_PORT), connections);
  });
}

/** Pods that serve names from a cache on their node. */
function caches(facts: LockoutFacts): readonly KnownPod[] {
  return podsCalled(facts, ['node-local-dns', 'nodelocaldns']).filter(({ hostNetworked }) => hostNetworked);
}

function cacheNodes(facts: LockoutFacts): LockoutFacts['cluster']['nodes'] {
  const names = new Set(caches(facts).flatMap(({ ends }) => ends.map(nodeName)));
  return facts.cluster.nodes.filter(({ name }) => names.has(name));
}

/** As its arguments say; it answers at the address of kube-dns too. */
function cacheAddresses(facts: LockoutFacts): readonly Address[] {
  const written = caches(facts).flatMap(({ spec }) =>
    (readObjectList(spec, 'containers') ?? []).flatMap((container) => {
      const args = readTextList(container, 'args') ?? [];
      return (args[args.indexOf('-localip') + 1] ?? '').split(',');
    }),
  );
  const local = parseAddresses(written);
  const services = dnsServices(facts).flatMap(({ addresses }) => addresses);
  const all = [...(local.length === 0 ? parseAddresses([CACHE_ADDRESS]) : local), ...services];
  return [...new Map(all.map((address) => [addressKey(address), address])).values()];
}
