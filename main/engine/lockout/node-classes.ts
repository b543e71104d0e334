import type { Cluster } from '../cluster/cluster';
import type { ClusterNode, HostEndpoint } from '../cluster/endpoint';
import { felixSettings } from '../cluster/felix-settings';
import type { FailsafeList } from '../cluster/failsafe';
import { readProfileRules } from '../compile/every-rule';
import type { Policy, Rule } from '../compile/policy';
import { createHostInterfaces } from '../evaluate/host-interfaces';
import type { InterfaceKind } from '../evaluate/host-interfaces';
import { createPeers, ownedBy } from '../evaluate/peer';
import { createPeerQuestions } from '../evaluate/peer-questions';
import { objectAt, readText } from '../load/fields';
import type { Address } from '../net/address';
import { formatPrefix, parsePrefix } from '../net/prefix';
import type { Rollout } from '../rehearse/worlds';
import { allPolicies } from '../rehearse/worlds';

/** Tells nodes, and addresses of hosts, apart by all that any world can see of them. */
export interface NodeClasses {
  /** `''`: not known which node. */
  ofNode(name: string): string;
  ofAddress(address: Address): string;
}

const KINDS: readonly InterfaceKind[] = ['uplink', 'tunnel', 'pod', 'loopback'];

/** Nodes of one class have host endpoints that the same policies select, addresses that all rules take for the same, and one configuration. */
export function createNodeClasses(rollout: Rollout): NodeClasses {
  const { now, final } = rollout.worlds;
  const clusters = [...new Set([now.cluster, final.cluster])];
  const policies = allPolicies(rollout);
  const number = numberTexts();
  const classes = clusters.map((cluster) => createClusterClasses(cluster, policies, rollout));
  const nodes = new Map<string, string>();
  const addresses = new Map<Address, string>();
  const join = (known: readonly string[]) => `${number(known.join('\n'))}`;
  return {
    ofNode(name) {
      const found = nodes.get(name) ?? join(classes.map((one) => one.ofNode(name)));
      nodes.set(name, found);
      return found;
    },
    ofAddress(address) {
      const found = addresses.get(address) ?? join(classes.map((one) => one.ofAddress(address)));
      addresses.set(address, found);
      return found;
    },
  };
}

function createClusterClasses(cluster: Cluster, policies: readonly Policy[], rollout: Rollout): NodeClasses {
  const { interner, selectors } = rollout.shared;
  const peers = createPeers(cluster, selectors, ownedBy);
  const context = { ...rollout.worlds.final.evaluation.context, peers, services: cluster.services };
  const questions = createPeerQuestions(context);
  const rules: readonly Rule[] = [
    ...policies.flatMap((policy) => [...policy.inbound, ...policy.outbound]),
    ...[...cluster.profiles.values()].flatMap((profile) => {
      const read = profile.tag === 'object' ? readProfileRules(profile.resource, interner) : null;
      return read === null ? [] : [...read.ingress, ...read.egress];
    }),
  ];
  const asked = [...new Set([...questions.ofRules(rules, 'source'), ...questions.ofRules(rules, 'destination')])];
  // All are met before the first is asked about: questions are answered for many peers at one go.
  for (const node of cluster.nodes) for (const address of addressesOf(node)) peers.at(address);

  const ofAddress = (address: Address): string => {
    const peer = peers.at(address);
    return `${address.family} ${asked.map((question) => question.ask(peer)).join('')}`;
  };
  const interfaces = createHostInterfaces(cluster);
  const nodes = new Map(cluster.nodes.map((node) => [node.name, node]));
  const described = new Map<HostEndpoint, string>();
  const describeHost = (host: HostEndpoint): string => {
    const known = described.get(host);
    if (known !== undefined) return known;
    const selected = policies.map((policy) => selectors.matches(policy.selector, host.labels)).join('');
    const text = `${selected} ${host.profiles.join(',')}`;
    described.set(host, text);
    return text;
  };
  const acrossSubnets = crossesSubnets(cluster);
  const hostsByNode = new Map<string, HostEndpoint[]>();
  for (const host of cluster.hosts) hostsByNode.set(host.node, [...(hostsByNode.get(host.node) ?? []), host]);
  return {
    ofAddress,
    ofNode(name) {
      const node = nodes.get(name);
      const hosts = KINDS.map((kind) => {
        const governing = interfaces.governing(name, kind);
        if (governing === null) return '';
        return `${governing.wildcard ? '*' : ''}${describeHost(governing.host)} ${governing.assumption === '' ? '' : '?'}`;
      });
      const settings = felixSettings(cluster.felix, name);
      const subnet = acrossSubnets
        ? parsePrefix(node?.resource.annotations['projectcalico.org/IPv4Address'] ?? '')
        : undefined;
      // Any of them may govern an interface that the Node does not tell of.
      const all = (hostsByNode.get(name) ?? []).map(
        (host) => `${describeHost(host)} ${host.addresses.map(ofAddress).join(' ')}`,
      );
      return [
        ...hosts,
        ...all.toSorted(),
        describeList(settings.failsafeInbound),
        describeList(settings.failsafeOutbound),
        settings.endpointToHostAction,
        [settings.allowsVxlan, settings.allowsIpip, settings.sparesHosts].join(''),
        subnet === undefined ? '' : formatPrefix(subnet),
        ...(node === undefined ? [] : [node.addresses, node.tunnelAddresses]).map((list) =>
          list.map(ofAddress).join(' '),
        ),
      ].join(';');
    },
  };
}

function addressesOf(node: ClusterNode): readonly Address[] {
  return [...node.addresses, ...node.tunnelAddresses];
}

function crossesSubnets({ resources }: Cluster): boolean {
  const pools = resources.filter(({ kind }) => kind === 'IPPool').map(({ body }) => objectAt(body, 'spec'));
  return pools.some((spec) => [readText(spec, 'vxlanMode'), readText(spec, 'ipipMode')].includes('CrossSubnet'));
}

function describeList({ ports, from, fatal, doubt }: FailsafeList): string {
  const entries = ports.map(
    ({ protocol, port, net }) => `${protocol} ${port} ${net === null ? '' : formatPrefix(net)}`,
  );
  return [from, ...entries, ...fatal, doubt?.why ?? ''].join(',');
}

/** Gives equal texts one number, from 0. */
function numberTexts(): (text: string) => number {
  const numbers = new Map<string, number>();
  return (text) => {
    const number = numbers.get(text) ?? numbers.size;
    numbers.set(text, number);
    return number;
  };
}
