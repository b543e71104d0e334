import type { HostEndpoint } from '../../cluster/endpoint';
import { CLIENT_PORT } from '../../evaluate/dialled';
import type { ConnectionResult } from '../../evaluate/connection';
import { matchesFailsafe } from '../../evaluate/failsafe-match';
import { decide } from '../../evaluate/decide';
import type { Packet } from '../../evaluate/packet';
import type { Stage } from '../../evaluate/passage';
import type { Evidence } from '../../model/finding';
import type { Direction } from '../../model/traffic';
import { PROTOCOL } from '../../model/traffic';
import type { Verdict } from '../../model/verdict';
import type { WorldName } from '../../model/world';
import type { Address } from '../../net/address';
import { parseAddress } from '../../net/address';
import { outsideAddress } from '../outside-address';
import type { Rollout } from '../worlds';
import { allPolicies } from '../worlds';
import { connectionEvidence } from './evidence';
import type { SurpriseFacts } from './surprise-facts';

/** Traffic that no failsafe list has by default and that nodes are asked for: the kubelet, a ping, the clock. */
const QUESTIONS = [
  { protocol: PROTOCOL.tcp, port: 10_250, icmpType: -1, traffic: 'tcp 10250' },
  { protocol: PROTOCOL.icmp, port: -1, icmpType: 8, traffic: 'icmp' },
  { protocol: PROTOCOL.udp, port: 123, icmpType: -1, traffic: 'udp 123' },
] as const;
type Question = (typeof QUESTIONS)[number];

const ECHO_REQUEST_6 = 128;

/** A host endpoint, and traffic between it and somebody outside of the cluster. */
export interface HostQuestion {
  readonly host: HostEndpoint;
  readonly direction: Direction;
  readonly question: Question;
}

/** The normal list of a host endpoint; one that is not there yet polices nothing. */
export function askHost(
  facts: SurpriseFacts,
  { host, direction, question }: HostQuestion,
  world: WorldName,
): ConnectionResult {
  const { cluster, evaluation } = facts.rollout.worlds[world];
  const endpoint = cluster.hosts.find(({ name }) => name === host.name);
  if (endpoint === undefined) return { verdict: 'allow', passages: [{ verdict: 'allow', stages: [], doubts: [] }] };
  const { family } = familyAddress(endpoint.addresses) ?? UNKNOWN_HOST;
  const outside = evaluation.peers.at(someOutsideAddress(facts, family));
  const own = evaluation.peers.at(familyAddress(endpoint.addresses) ?? UNKNOWN_HOST);
  const isPing = question.protocol === PROTOCOL.icmp;
  const packet: Packet = {
    family,
    protocol: isPing && family === 6 ? PROTOCOL.icmpv6 : question.protocol,
    source: direction === 'ingress' ? outside : own,
    destination: direction === 'ingress' ? own : outside,
    sourcePort: question.port < 0 ? -1 : CLIENT_PORT,
    destinationPort: question.port,
    icmpType: isPing && family === 6 ? ECHO_REQUEST_6 : question.icmpType,
    icmpCode: question.icmpType < 0 ? -1 : 0,
  };
  const stageWith = (answer: Stage['answer'], decision: Stage['decision']): Stage => ({
    hook: 'normal',
    direction,
    endpoint,
    packet,
    answer,
    decision,
    why: '',
    assumption: '',
  });
  if (isFailsafe(facts, endpoint, direction, packet, world)) {
    const stage = stageWith('failsafe', null);
    return { verdict: 'allow', passages: [{ verdict: 'allow', stages: [stage], doubts: [] }] };
  }
  const decision = decide(evaluation.programs.programOf(endpoint), 'normal', direction, packet, evaluation.matcher);
  const { allow, deny } = decision.outcomes;
  const verdict: Verdict = allow && deny ? 'undecided' : deny ? 'deny' : 'allow';
  const answer = deny ? 'deny' : 'allow';
  return { verdict, passages: [{ verdict: answer, stages: [stageWith(answer, decision)], doubts: [] }] };
}

function isFailsafe(
  facts: SurpriseFacts,
  host: HostEndpoint,
  direction: Direction,
  packet: Packet,
  world: WorldName,
): boolean {
  const settings = facts.rollout.worlds[world].path.settings(host.node);
  const list = direction === 'ingress' ? settings.failsafeInbound : settings.failsafeOutbound;
  const limited = direction === 'ingress' ? packet.source : packet.destination;
  // A list that nobody knows proves no denial.
  return list.doubt !== null || matchesFailsafe(list, packet.protocol, packet.destinationPort, limited);
}

/** An address of the documentation network stands for a host whose addresses nobody told. */
const UNKNOWN_HOST = parseKnown('192.0.2.1');

/** By family. */
export const UNKNOWN_HOSTS: Readonly<Record<4 | 6, Address>> = { 4: UNKNOWN_HOST, 6: parseKnown('2001:db8::1') };

/** The address under which a node is asked about: over IPv4 where it has that. */
export function familyAddress(addresses: readonly Address[]): Address | undefined {
  return addresses.find(({ family }) => family === 4) ?? addresses[0];
}

const NOBODY = { 4: '203.0.113.77', 6: '2001:db8:77::77' } as const;
const OUTSIDE = { 4: new WeakMap<Rollout, Address>(), 6: new WeakMap<Rollout, Address>() } as const;

/** An address that no rule, set or object of the rollout names. */
export function someOutsideAddress({ rollout }: SurpriseFacts, family: 4 | 6): Address {
  const address =
    OUTSIDE[family].get(rollout) ??
    parseKnown(outsideAddress(allPolicies(rollout), rollout.worlds.final.cluster, family) ?? NOBODY[family]);
  OUTSIDE[family].set(rollout, address);
  return address;
}

/** An address that the program itself wrote. */
export function parseKnown(text: string): Address {
  const address = parseAddress(text);
  if (address === undefined) throw new Error(`${text} is not an address`);
  return address;
}

/** For every host endpoint and direction, the first traffic whose answer changes in this way. */
export function changedHosts(
  facts: SurpriseFacts,
  before: WorldName,
  after: WorldName,
  was: Verdict,
  becomes: Verdict,
): readonly HostQuestion[] {
  const { hosts } = facts.rollout.worlds[after].cluster;
  return hosts.flatMap((host) =>
    (['ingress', 'egress'] as const).flatMap((direction) => {
      const question = QUESTIONS.find(
        (candidate) =>
          askHost(facts, { host, direction, question: candidate }, before).verdict === was &&
          askHost(facts, { host, direction, question: candidate }, after).verdict === becomes,
      );
      return question === undefined ? [] : [{ host, direction, question }];
    }),
  );
}

export function hostEvidence(facts: SurpriseFacts, asked: HostQuestion, before: WorldName, after: WorldName): Evidence {
  const { host, direction, question } = asked;
  const [from, to] = direction === 'ingress' ? ['internet', host.name] : [host.name, 'internet'];
  return connectionEvidence(
    { from, to, traffic: question.traffic },
    { world: before, result: askHost(facts, asked, before) },
    { world: after, result: askHost(facts, asked, after) },
  );
}
