import { PROTOCOL } from '../../model/traffic';
import { pathAcross, pathFromSomewhere, pathSomewhere, pathTo } from '../find-path';
import { NO_NODE, anywhere, everyNode } from '../lockout-facts';
import type { EndGroup, LockoutFacts } from '../lockout-facts';
import type { FoundPath, ProtectedRow } from '../protected-row';
import { networkGroup } from './login-rows';

/** What every node asks of the network it stands in. */
export const NODE_SERVICE_ROWS: readonly ProtectedRow[] = [
  {
    id: 'L25',
    theme: 'network',
    title: 'DHCP of a node',
    protects: 'A node that cannot renew its address loses it.',
    ports: 'udp 67 out and udp 68 in; 547 and 546 for IPv6',
    letters: ['A', 'B'],
    failsafe: 'outbound udp 67, inbound udp 68; DHCPv6 and router advertisements are not covered',
    severity: 'warns',
    expect: 'open',
    find: (facts) => {
      if (facts.cluster.nodes.length === 0) return NO_NODE;
      const nodes = everyNode(facts);
      const servers = anywhere(facts, 'DHCP servers');
      return [
        ...ofFamily(facts, nodes, servers, 4, (from, to) => [
          pathSomewhere(facts, from, to, udp(67)),
          pathFromSomewhere(facts, to, from, udp(68)),
        ]),
        ...ofFamily(facts, nodes, servers, 6, (from, to) => [
          pathSomewhere(facts, from, to, udp(547)),
          pathFromSomewhere(facts, to, from, udp(546)),
        ]),
      ];
    },
  },
  {
    id: 'L26',
    theme: 'network',
    title: 'Time servers from a node',
    protects: 'When clocks drift apart, certificates and leases are refused.',
    ports: 'udp 123',
    letters: ['B'],
    failsafe: 'not covered',
    severity: 'warns',
    expect: 'open',
    find: (facts) => {
      if (facts.cluster.nodes.length === 0) return NO_NODE;
      return [pathSomewhere(facts, everyNode(facts), anywhere(facts, 'time servers'), udp(123))];
    },
  },
  {
    id: 'L29',
    theme: 'management',
    title: 'Registries and mirrors from a node',
    protects: 'A node that reaches no registry starts no pod that it has not run before.',
    ports: 'tcp 443; 80 and 3128 where a mirror or a proxy wants them',
    letters: ['B'],
    failsafe: 'not covered',
    severity: 'warns',
    expect: 'open',
    find: (facts) => {
      if (facts.cluster.nodes.length === 0) return NO_NODE;
      const registries = anywhere(facts, 'registries');
      return [pathSomewhere(facts, everyNode(facts), registries, { protocol: PROTOCOL.tcp, port: 443 })];
    },
  },
  {
    id: 'L40',
    theme: 'network',
    title: 'ICMP of nodes',
    protects: 'Ping tells operators whether a node lives; in IPv6 nodes find each other by ICMP.',
    ports: 'icmp 8; icmp6 128, 135, 136',
    letters: ['A', 'B'],
    failsafe: 'not covered; errors that belong to a connection pass with it',
    severity: 'warns',
    expect: 'open',
    find: (facts) => {
      if (facts.cluster.nodes.length === 0) return NO_NODE;
      const nodes = everyNode(facts);
      const found = [
        ...facts.adminCidrs.map((cidr) => pathTo(facts, networkGroup(facts, cidr), nodes, ECHO)),
        pathAcross(facts, nodes, nodes, ECHO),
        ...NEIGHBOUR_DISCOVERY.map((sent) => pathAcross(facts, nodes, nodes, sent)),
      ].filter(({ connections }) => connections.length > 0);
      return found.length > 0
        ? found
        : { why: 'there is but one node, and no admin network is given', needless: false };
    },
  },
];

const udp = (port: number) => ({ protocol: PROTOCOL.udp, port });
const ECHO = { protocol: PROTOCOL.icmp, port: -1 };
const NEIGHBOUR_DISCOVERY = [128, 135, 136].map((icmpType) => ({ protocol: PROTOCOL.icmpv6, port: -1, icmpType }));

/** Nothing where one side has no address of the family. */
function ofFamily(
  facts: LockoutFacts,
  left: EndGroup,
  right: EndGroup,
  family: 4 | 6,
  find: (left: EndGroup, right: EndGroup) => readonly FoundPath[],
): readonly FoundPath[] {
  const limited = (group: EndGroup): EndGroup => ({
    ...group,
    ends: group.ends.filter((end) => end.tag !== 'pod' && end.address.family === family),
  });
  return facts.cluster.nodes.some(({ addresses }) => addresses.some((address) => address.family === family))
    ? find(limited(left), limited(right))
    : [];
}
