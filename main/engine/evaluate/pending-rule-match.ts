import type { EntityMatch, Rule } from '../compile/policy';
import { PROTOCOL } from '../model/traffic';
import type { Tri } from '../model/tri';
import { MAYBE, NO, YES } from '../model/tri';
import { containsPort } from '../net/port-set';
import type { Packet } from './packet';
import type { Contributor, Peer } from './peer';
import type { Criterion, MatchContext, RuleMatcher } from './rule-match';
import { CRITERIA } from './rule-match';

/**
 * Felix's flow-log evaluator, which computes the pending policies of a flow, departs from its own dataplane (calico:
 * app-policy/checker/match.go): it does not look at IP version and ICMP fields, never finds named ports, does not know SCTP in service
 * sets, and a net list of the other family is only a test that fails.
 */
export function createPendingMatcher(context: MatchContext): RuleMatcher {
  return (rule, packet) => {
    let result: Tri = YES;
    for (const criterion of IN_ORDER) {
      const answer = criterion(rule, packet, context);
      if (answer === NO) return NO;
      if (answer === MAYBE) result = MAYBE;
    }
    return result;
  };
}

/**
 * Of the members of a set that overlap, only the widest reaches the evaluator, and it never sees one of /25 to /31 (IPv6 /121 to /127)
 * (calico: app-policy/policystore/ipset.go trieNode.containsIP).
 */
export function seenByFlowLogs(peer: Peer, satisfies: (contributor: Contributor) => Tri): Tri {
  let maybe = false;
  for (const contributor of peer.contributors) {
    const answer = satisfies(contributor);
    if (answer === YES && contributor.certain) return isSeen(contributor.length, peer.family) ? YES : NO;
    maybe ||= answer !== NO;
  }
  return maybe ? MAYBE : NO;
}

function isSeen(length: number, family: 4 | 6): boolean {
  const full = family === 4 ? 32 : 128;
  return length <= full - 8 || length === full;
}

const IN_ORDER: readonly Criterion[] = [
  (rule, packet) => (rule.protocol === null ? null : is(rule.protocol.number === packet.protocol)),
  (rule, packet) => (rule.notProtocol === null ? null : is(rule.notProtocol.number !== packet.protocol)),
  CRITERIA.sourceNets,
  CRITERIA.sourceNotNets,
  CRITERIA.destinationNets,
  CRITERIA.destinationNotNets,
  CRITERIA.sourceSelector,
  CRITERIA.sourceNotSelector,
  CRITERIA.destinationSelector,
  CRITERIA.destinationNotSelector,
  (rule, packet) => matchPorts(rule.source, packet.sourcePort),
  (rule, packet) => matchPorts(rule.destination, packet.destinationPort),
  CRITERIA.sourceService,
  matchDestinationService,
];

function is(answer: boolean): Tri {
  return answer ? YES : NO;
}

/** Names are looked up as bare port numbers in a set of `address,protocol:port`, so they never match. */
function matchPorts(entity: EntityMatch, port: number): Tri | null {
  if (entity.ports === null && entity.notPorts === null) return null;
  if (entity.ports !== null && !containsPort(entity.ports.ranges, port)) return NO;
  return entity.notPorts !== null && containsPort(entity.notPorts.ranges, port) ? NO : YES;
}

function matchDestinationService(rule: Rule, packet: Packet, context: MatchContext): Tri | null {
  if (rule.destination.service !== null && packet.protocol === PROTOCOL.sctp) return NO;
  return CRITERIA.destinationService(rule, packet, context);
}
