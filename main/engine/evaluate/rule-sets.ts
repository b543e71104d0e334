import type { Rule } from '../compile/policy';
import type { Tri } from '../model/tri';
import { MAYBE, NO } from '../model/tri';
import type { BitSet } from '../net/bit-set';
import { addBit, createBitSet } from '../net/bit-set';
import type { Atom, TrafficSpace } from '../net/traffic-space';
import type { Packet } from './packet';
import type { Peer } from './peer';
import type { PeerQuestion, PeerQuestions } from './peer-questions';
import { createPeerQuestions } from './peer-questions';
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
function atomPacket(atom: Atom, source: Peer, destination: Peer, family: 4 | 6): Packet {
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

/** What is known of a rule once it was asked about. */
interface RuleView {
  readonly addressCriteria: readonly Criterion[];
  readonly trafficCriteria: readonly Criterion[];
  readonly aboutSource: readonly PeerQuestion[];
  readonly aboutDestination: readonly PeerQuestion[];
  /** By what the peers answer to the questions; one entry where there is no question. */
  readonly traffic: Map<string, RuleSet>;
}

export function createRuleSets(
  context: MatchContext,
  space: TrafficSpace,
  questions: PeerQuestions = createPeerQuestions(context),
): RuleSets {
  const views = new Map<Rule, RuleView>();
  /** Rules with the same traffic criteria match the same atoms: few differ. */
  const trafficByText = new Map<string, Map<string, RuleSet>>();

  const viewOf = (rule: Rule, packet: Packet): RuleView => {
    const known = views.get(rule);
    if (known !== undefined) return known;
    const has = (criterion: Criterion) => criterion(rule, packet, context) !== null;
    const text = trafficText(rule);
    const traffic = trafficByText.get(text) ?? new Map<string, RuleSet>();
    trafficByText.set(text, traffic);
    const view: RuleView = {
      addressCriteria: ADDRESS_CRITERIA.filter(has),
      trafficCriteria: TRAFFIC_CRITERIA.filter(has),
      aboutSource: questions.aboutTraffic(rule.source),
      aboutDestination: questions.aboutTraffic(rule.destination),
      traffic,
    };
    views.set(rule, view);
    return view;
  };

  const compute = (rule: Rule, view: RuleView, { source, destination, family }: Packet): RuleSet => {
    const surely = createBitSet(space.length);
    const possibly = createBitSet(space.length);
    for (const [index, atom] of space.entries()) {
      const answer = allHold(view.trafficCriteria, rule, atomPacket(atom, source, destination, family), context);
      if (answer === NO) continue;
      addBit(possibly, index);
      if (answer !== MAYBE) addBit(surely, index);
    }
    return { surely, possibly };
  };

  const trafficOf = (rule: Rule, view: RuleView, packet: Packet): RuleSet => {
    const key = `${answersTo(view.aboutSource, packet.source)}/${answersTo(view.aboutDestination, packet.destination)}`;
    const known = view.traffic.get(key);
    if (known !== undefined) return known;
    const computed = compute(rule, view, packet);
    view.traffic.set(key, computed);
    return computed;
  };

  return {
    between(rule, source, destination, family) {
      const packet = addressPacket(source, destination, family);
      const view = viewOf(rule, packet);
      const addresses = allHold(view.addressCriteria, rule, packet, context);
      if (addresses === NO) return null;
      const matched = trafficOf(rule, view, packet);
      return addresses === MAYBE ? { surely: createBitSet(space.length), possibly: matched.possibly } : matched;
    },
  };
}

/** A packet of no traffic yet. Its properties are written out: spreading others into it costs more than the criteria do. */
function addressPacket(source: Peer, destination: Peer, family: 4 | 6): Packet {
  return { family, protocol: -1, source, destination, sourcePort: -1, destinationPort: -1, icmpType: -1, icmpCode: -1 };
}

function allHold(criteria: readonly Criterion[], rule: Rule, packet: Packet, context: MatchContext): Tri {
  let result: Tri = 1;
  for (const criterion of criteria) {
    const answer = criterion(rule, packet, context);
    if (answer === NO) return NO;
    if (answer === MAYBE) result = MAYBE;
  }
  return result;
}

function answersTo(questions: readonly PeerQuestion[], peer: Peer): string {
  return questions.length === 0 ? '' : questions.map((question) => question.ask(peer)).join(',');
}

/** Everything that the traffic criteria look at; a selector matters where ports have names. */
function trafficText({ protocol, notProtocol, icmp, notIcmp, source, destination, http }: Rule): string {
  const sides = [source, destination].map(({ ports, notPorts, positive, service }) => {
    const named = [ports, notPorts].some((match) => match !== null && match.names.length > 0);
    return [ports, notPorts, named ? (positive?.index ?? null) : null, service];
  });
  return JSON.stringify([protocol, notProtocol, icmp, notIcmp, sides, http]);
}
