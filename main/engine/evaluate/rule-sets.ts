import type { EntityMatch, Rule } from '../compile/policy';
import type { Tri } from '../model/tri';
import { MAYBE, NO } from '../model/tri';
import type { BitSet } from '../net/bit-set';
import { addBit, createBitSet } from '../net/bit-set';
import type { Atom, TrafficSpace } from '../net/traffic-space';
import type { Packet } from './packet';
import type { Peer } from './peer';
import type { Criterion, MatchContext } from './rule-match';
import { CRITERIA } from './rule-match';

/** The atoms that a rule matches: surely, and possibly (a superset). */
export interface RuleSet {
  readonly surely: BitSet;
  readonly possibly: BitSet;
}

/** Gives the traffic between two peers that a rule matches; `null`: none, whatever the traffic. */
export interface RuleSets {
  between(rule: Rule, source: Peer, destination: Peer, family: 4 | 6): RuleSet | null;
}

/** Criteria that look at addresses alone. */
const ADDRESS_CRITERIA: readonly Criterion[] = [
  CRITERIA.ipVersion,
  CRITERIA.netFamilies,
  CRITERIA.sourceNets,
  CRITERIA.sourceNotNets,
  CRITERIA.sourceSelector,
  CRITERIA.sourceNotSelector,
  CRITERIA.sourceService,
  CRITERIA.destinationNets,
  CRITERIA.destinationNotNets,
  CRITERIA.destinationSelector,
  CRITERIA.destinationNotSelector,
];

/** Criteria that look at what the packet carries. */
const TRAFFIC_CRITERIA: readonly Criterion[] = [
  CRITERIA.protocol,
  CRITERIA.notProtocol,
  CRITERIA.icmp,
  CRITERIA.notIcmp,
  CRITERIA.sourcePorts,
  CRITERIA.sourceNotPorts,
  CRITERIA.destinationPorts,
  CRITERIA.destinationNotPorts,
  CRITERIA.destinationService,
  CRITERIA.http,
];

/** A packet of an atom between two peers. */
export function atomPacket(atom: Atom, source: Peer, destination: Peer, family: 4 | 6): Packet {
  return {
    family,
    protocol: atom.protocol,
    source,
    destination,
    sourcePort: atom.source?.first ?? -1,
    destinationPort: atom.destination?.first ?? -1,
    icmpType: atom.icmpType,
    icmpCode: atom.icmpCode,
  };
}

export function createRuleSets(context: MatchContext, space: TrafficSpace): RuleSets {
  /** Traffic of rules whose answer does not depend on the peers. */
  const plain = new Map<Rule, RuleSet>();
  /** Of rules with named ports or services, by the peers they look at. */
  const named = new Map<Rule, Map<string, RuleSet>>();

  const compute = (rule: Rule, source: Peer, destination: Peer, family: 4 | 6): RuleSet => {
    const surely = createBitSet(space.length);
    const possibly = createBitSet(space.length);
    for (const [index, atom] of space.entries()) {
      const answer = allHold(TRAFFIC_CRITERIA, rule, atomPacket(atom, source, destination, family), context);
      if (answer === NO) continue;
      addBit(possibly, index);
      if (answer !== MAYBE) addBit(surely, index);
    }
    return { surely, possibly };
  };

  const traffic = (rule: Rule, source: Peer, destination: Peer, family: 4 | 6): RuleSet => {
    if (!dependsOnPeers(rule)) {
      const known = plain.get(rule) ?? compute(rule, source, destination, family);
      plain.set(rule, known);
      return known;
    }
    const byPeers = named.get(rule) ?? new Map<string, RuleSet>();
    named.set(rule, byPeers);
    const key = `${source.key} ${destination.key}`;
    const known = byPeers.get(key) ?? compute(rule, source, destination, family);
    byPeers.set(key, known);
    return known;
  };

  return {
    between(rule, source, destination, family) {
      const packet: Packet = { ...NO_TRAFFIC, family, source, destination };
      const addresses = allHold(ADDRESS_CRITERIA, rule, packet, context);
      if (addresses === NO) return null;
      const matched = traffic(rule, source, destination, family);
      return addresses === MAYBE ? { surely: createBitSet(space.length), possibly: matched.possibly } : matched;
    },
  };
}

const NO_TRAFFIC = { protocol: -1, sourcePort: -1, destinationPort: -1, icmpType: -1, icmpCode: -1 } as const;

function allHold(criteria: readonly Criterion[], rule: Rule, packet: Packet, context: MatchContext): Tri {
  let result: Tri = 1;
  for (const criterion of criteria) {
    const answer = criterion(rule, packet, context);
    if (answer === NO) return NO;
    if (answer === MAYBE) result = MAYBE;
  }
  return result;
}

function dependsOnPeers(rule: Rule): boolean {
  return hasNames(rule.source) || hasNames(rule.destination) || rule.destination.service !== null;
}

function hasNames(entity: EntityMatch): boolean {
  return (entity.ports?.names.length ?? 0) > 0 || (entity.notPorts?.names.length ?? 0) > 0;
}
