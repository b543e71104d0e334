import type { ClusterNode } from '../../cluster/endpoint';
import { PROTOCOL } from '../../model/traffic';
import type { Address } from '../../net/address';
import { addressKey } from '../../net/address';
import { containsAddress, parsePrefixes } from '../../net/prefix';
import { besidePrefix } from '../../net/beside-prefix';
import { pathAcross, pathTo } from '../find-path';
import type { EndGroup, LockoutFacts } from '../lockout-facts';
import { NO_ADMIN_NETWORK, NO_NODE, everyNode, nodeEnds, nodeGroup, otherNodeEnds, untold } from '../lockout-facts';
import type { ProtectedRow } from '../protected-row';

const SSH = { protocol: PROTOCOL.tcp, port: 22 };
const BASTION = /bastion|jump-?(?:host|server|box)/i;
const DIRECTORY = /ldap|kerberos|radius|freeipa|active-?directory|directory-?(?:server|service)/i;

export const LOGIN_ROWS: readonly ProtectedRow[] = [
  {
    id: 'L01',
    theme: 'login',
    title: 'SSH from an admin network to a node',
    protects: 'Without it nobody logs in to a node to repair what the cluster no longer can.',
    ports: 'tcp 22',
    letters: ['A'],
    failsafe: 'inbound tcp 22, from anywhere; no other port',
    severity: 'blocks',
    expect: 'open',
    find: (facts) => {
      if (facts.adminCidrs.length === 0) return NO_ADMIN_NETWORK;
      if (facts.cluster.nodes.length === 0) return NO_NODE;
      return facts.adminCidrs.flatMap((cidr) =>
        facts.cluster.nodes.flatMap((node) =>
          waysIn(facts, node).map((to) => pathTo(facts, networkGroup(facts, cidr), to, SSH)),
        ),
      );
    },
  },
  {
    id: 'L02',
    theme: 'login',
    title: 'SSH from outside the admin networks',
    protects: 'Who is not in an admin network has no business on a node.',
    ports: 'tcp 22',
    letters: ['A'],
    failsafe: 'inbound tcp 22 opens it to everybody: then a restriction has no effect',
    severity: 'warns',
    expect: 'closed',
    find: (facts) => {
      if (facts.adminCidrs.length === 0) return NO_ADMIN_NETWORK;
      if (facts.cluster.nodes.length === 0) return NO_NODE;
      const strangers = strangersOf(facts);
      if (strangers.length === 0) return untold('the admin networks leave no address out');
      const nodes = {
        ...everyNode(facts),
        ends: facts.cluster.nodes.flatMap((node) => [...nodeEnds(node), ...otherNodeEnds(facts, node)]),
      };
      return strangers.map(({ cidr, address }) =>
        pathTo(
          facts,
          { label: `${addressKey(address)}, just outside ${cidr}`, ends: [{ tag: 'outside', address }] },
          nodes,
          SSH,
        ),
      );
    },
  },
  {
    id: 'L03',
    theme: 'login',
    title: 'SSH from a bastion to the nodes',
    protects: 'Where operators come in by a bastion it is the only way to a node.',
    ports: 'tcp 22',
    letters: ['A', 'B'],
    failsafe: 'inbound tcp 22 at the node; outbound tcp 22 at the bastion is not covered',
    severity: 'blocks',
    expect: 'open',
    find: (facts) => {
      const found = bastions(facts).map((bastion) => pathAcross(facts, bastion, everyNode(facts), SSH));
      return found.length > 0
        ? found
        : untold('no Node and no network set is called a bastion; if there is one, add a row of your own');
    },
  },
  {
    id: 'L04',
    theme: 'login',
    title: 'Login services from a node',
    protects: 'Without its directory a node may refuse every login but those of local accounts.',
    ports: 'tcp 389, tcp 636, tcp 88, udp 88, udp 1812',
    letters: ['B'],
    failsafe: 'not covered',
    severity: 'blocks',
    expect: 'open',
    find: (facts) => {
      if (facts.cluster.nodes.length === 0) return NO_NODE;
      const found = setsCalled(facts, DIRECTORY).flatMap((set) =>
        DIRECTORY_PORTS.map((sent) => pathTo(facts, everyNode(facts), set, sent)),
      );
      return found.length > 0
        ? found
        : untold('no network set is called a directory; where logins need one, add a row of your own');
    },
  },
];

const DIRECTORY_PORTS = [
  { protocol: PROTOCOL.tcp, port: 389 },
  { protocol: PROTOCOL.tcp, port: 636 },
  { protocol: PROTOCOL.tcp, port: 88 },
  { protocol: PROTOCOL.udp, port: 88 },
  { protocol: PROTOCOL.udp, port: 1812 },
] as const;

/** A node by the addresses of its status, and by each other one that it is reached at. */
function waysIn(facts: LockoutFacts, node: ClusterNode): readonly EndGroup[] {
  const others = otherNodeEnds(facts, node).map((end): EndGroup => ({
    label: `${node.name} at ${addressKey(end.address)}`,
    ends: [end],
  }));
  return [nodeGroup(facts, [node]), ...others];
}

/** Every piece of the network that some rule could treat differently. */
export function networkGroup({ classes }: LockoutFacts, cidr: string): EndGroup {
  return { label: cidr, ends: parsePrefixes([cidr]).flatMap((prefix) => classes.network(prefix)) };
}

/** An address beside each admin network that lies in none of them. */
function strangersOf({
  adminCidrs,
  cluster,
}: LockoutFacts): readonly { readonly cidr: string; readonly address: Address }[] {
  const prefixes = adminCidrs.flatMap((cidr) => parsePrefixes([cidr]).map((prefix) => [cidr, prefix] as const));
  const owned = new Set([...cluster.nodes, ...cluster.workloads].flatMap(({ addresses }) => addresses.map(addressKey)));
  const isStrange = (address: Address) =>
    !owned.has(addressKey(address)) && prefixes.every(([, prefix]) => !containsAddress(prefix, address));
  return prefixes.flatMap(([cidr, prefix]) => {
    const address = besidePrefix(prefix).find(isStrange);
    return address === undefined ? [] : [{ cidr, address }];
  });
}

function bastions(facts: LockoutFacts): readonly EndGroup[] {
  const nodes = facts.cluster.nodes.filter(
    ({ name, labels }) =>
      BASTION.test(name) || Object.entries(labels).some(([key, value]) => BASTION.test(`${key} ${value}`)),
  );
  return [
    ...nodes.map((node): EndGroup => ({ label: node.name, ends: nodeEnds(node) })),
    ...setsCalled(facts, BASTION),
  ];
}

/** Network sets whose name or labels match, with an address of every piece that rules tell apart. */
function setsCalled({ cluster, classes }: LockoutFacts, name: RegExp): readonly EndGroup[] {
  return cluster.sets
    .filter((set) => name.test(set.name) || Object.values(set.resource.labels).some((value) => name.test(value)))
    .map((set) => ({
      label: set.namespace === '' ? set.name : `${set.namespace}/${set.name}`,
      ends: set.nets.flatMap((net) => classes.network(net)),
    }));
}
