import type { WorkloadEndpoint } from '../cluster/endpoint';
import type { Program, ProgramTier } from '../compile/program';
import type { ConnectionEnd } from '../evaluate/connection-end';
import { peerOfEnd } from '../evaluate/connection-end';
import type { DecidingHit } from '../evaluate/decide';
import { decide } from '../evaluate/decide';
import type { Evaluation } from '../evaluate/evaluation';
import type { Packet } from '../evaluate/packet';
import type { Peer } from '../evaluate/peer';
import type { PeerClasses } from '../evaluate/peer-classes';
import { createPeerSorter } from '../evaluate/peer-classes';
import { createPeerQuestions } from '../evaluate/peer-questions';
import type { Direction } from '../model/traffic';
import type { Verdict } from '../model/verdict';

/** Some of the traffic that a record stands for: between two ends, from a source port or of an ICMP type. −1 where there is none. */
export interface TrafficPiece {
  readonly from: ConnectionEnd;
  readonly to: ConnectionEnd;
  readonly family: 4 | 6;
  readonly protocol: number;
  readonly port: number;
  readonly sourcePort: number;
  readonly icmpType: number;
  readonly icmpCode: number;
}

/** The half of it that one node reports: what its pod sends, or what its pod is sent. */
export interface HalfQuestion extends TrafficPiece {
  readonly pod: WorkloadEndpoint;
  readonly direction: Direction;
}

/** `null`: the reporter's end is no pod. */
export function halfOf(piece: TrafficPiece, reporter: 'src' | 'dst'): HalfQuestion | null {
  const [local, direction] = reporter === 'src' ? ([piece.from, 'egress'] as const) : ([piece.to, 'ingress'] as const);
  return local.tag === 'pod' ? { ...piece, pod: local.workload, direction } : null;
}

export type HalfAnswer =
  | { readonly verdict: Exclude<Verdict, 'undecided'>; readonly decider: DecidingHit }
  /** The snapshot cannot tell. */
  | { readonly verdict: 'undecided'; readonly decider: null };

const UNDECIDED: HalfAnswer = { verdict: 'undecided', decider: null };

/** One world, asked about the half of a flow that one node reports. */
export interface HalfAsker {
  readonly evaluation: Evaluation;
  ask(question: HalfQuestion): HalfAnswer;
  /** The reporter's pod as this world has it. */
  podOf(question: HalfQuestion): WorkloadEndpoint;
  /** The tiers that the reporter's pod meets on the way. */
  tiersOf(question: HalfQuestion): readonly ProgramTier[];
  packetOf(question: HalfQuestion): Packet;
}

/** What is known of one list of one program: answers by what its rules can tell apart. */
interface ProgramView {
  readonly remote: PeerClasses;
  readonly answers: Map<string, HalfAnswer>;
}

export function createHalfAsker(evaluation: Evaluation): HalfAsker {
  const { programs, peers, matcher, context, cluster } = evaluation;
  const pods = new Map(cluster.workloads.map((pod) => [`${pod.namespace}/${pod.name}`, pod]));
  const questions = createPeerQuestions(context);
  const views: Record<Direction, Map<Program, ProgramView>> = { egress: new Map(), ingress: new Map() };

  /** Objects of the change set change what a pod inherits: every world has its own pods. */
  const ownPod = (pod: WorkloadEndpoint): WorkloadEndpoint => pods.get(`${pod.namespace}/${pod.name}`) ?? pod;
  const peerOf = (end: ConnectionEnd, family: 4 | 6): Peer =>
    peerOfEnd(end.tag === 'pod' ? { tag: 'pod', workload: ownPod(end.workload) } : end, family, peers);

  /** Every selector is put to all newcomers at once: pods do not come one by one, as recordings name them. */
  for (const workload of cluster.workloads) {
    if (workload.addresses.length === 0) peers.declaredBy(workload);
    for (const address of workload.addresses) peers.at(address);
  }

  const viewOf = (program: Program, direction: Direction): ProgramView => {
    const known = views[direction].get(program);
    if (known !== undefined) return known;
    const rules = rulesOf(program, direction);
    const side = direction === 'egress' ? 'destination' : 'source';
    const view: ProgramView = { remote: createPeerSorter(questions.ofRules(rules, side)), answers: new Map() };
    views[direction].set(program, view);
    return view;
  };

  const packetOf = (question: HalfQuestion): Packet => {
    const { family, protocol, port, sourcePort, icmpType, icmpCode } = question;
    return {
      family,
      protocol,
      source: peerOf(question.from, family),
      destination: peerOf(question.to, family),
      sourcePort,
      destinationPort: port,
      icmpType,
      icmpCode,
    };
  };

  const programOf = ({ pod }: HalfQuestion): Program => programs.programOf(ownPod(pod));

  return {
    evaluation,
    podOf: ({ pod }) => ownPod(pod),
    tiersOf: (question) => programOf(question).tiers.normal[question.direction],
    packetOf,
    ask(question) {
      const { direction } = question;
      const program = programOf(question);
      const view = viewOf(program, direction);
      const packet = packetOf(question);
      const [local, remote] =
        direction === 'egress' ? [packet.source, packet.destination] : [packet.destination, packet.source];
      const { family, protocol, port, sourcePort, icmpType, icmpCode } = question;
      const key = `${local.index} ${view.remote.classOf(remote)} ${family} ${protocol} ${port} ${sourcePort} ${icmpType} ${icmpCode}`;
      const known = view.answers.get(key);
      if (known !== undefined) return known;
      const { outcomes, hits } = decide(program, 'normal', direction, packet, matcher);
      const decider = hits.at(-1);
      const answer: HalfAnswer =
        outcomes.allow !== outcomes.deny && decider !== undefined
          ? { verdict: outcomes.allow ? 'allow' : 'deny', decider }
          : UNDECIDED;
      view.answers.set(key, answer);
      return answer;
    },
  };
}

function rulesOf(program: Program, direction: Direction) {
  const policies = program.tiers.normal[direction].flatMap((tier) => tier.policies.flatMap(({ rules }) => rules));
  const profiles = program.profiles.flatMap((profile) =>
    profile[direction].flatMap((rule) => (rule.tag === 'rule' ? [rule.rule] : [])),
  );
  return [...policies, ...profiles];
}
