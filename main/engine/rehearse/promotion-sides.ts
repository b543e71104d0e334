import type { WorkloadEndpoint } from '../cluster/endpoint';
import type { Policy } from '../compile/policy';
import type { Program, ProgramTier } from '../compile/program';
import type { World } from '../compile/world';
import { withPolicies } from '../evaluate/evaluation';
import type { Peer } from '../evaluate/peer';
import type { PeerClasses } from '../evaluate/peer-classes';
import type { PeerQuestion } from '../evaluate/peer-questions';
import type { Direction } from '../model/traffic';
import type { BitSet } from '../net/bit-set';
import type { TrafficSpace } from '../net/traffic-space';
import type { AnswerInterner, PairAnswer } from './answers';
import { onlyOf, promotedOf } from './promoted-set';
import type { InForce, PromotionWorlds } from './promotion-worlds';
import { createSideTables, rulesOf } from './sides';
import type { Rollout } from './worlds';

/** The answer to peers of a class, while some changes are promoted. */
export type SideAnswers = (peerClass: number, promoted: BitSet) => PairAnswer;

/** What the policies of one end say in one direction, in all worlds of a promotion. */
export interface PromotionSide {
  /** The only changes that its answers can depend on, by number. */
  readonly changes: readonly number[];
  /** Peers of one class get one answer in every world. */
  classOf(peer: Peer): number;
  readonly answer: SideAnswers;
  /** Were the net not there. */
  readonly answerWithoutNet: SideAnswers;
}

/** The sides of the cluster; ends that no world of the promotion tells apart share one. */
export interface PromotionSides {
  of(workload: WorkloadEndpoint, own: Peer, direction: Direction, family: 4 | 6): PromotionSide;
}

/** Policies of pods alone: where hosts police what they forward, whole paths are asked. */
export function createPromotionSides(
  rollout: Rollout,
  worlds: PromotionWorlds,
  space: TrafficSpace,
  interner: AnswerInterner,
): PromotionSides {
  const evaluation = withPolicies(rollout.worlds.staged.evaluation, livePart(worlds), rollout.shared);
  const tables = createSideTables(evaluation, space, interner);
  const lists = new Map<string, PolicyLists>();
  const sides = new Map<string, PromotionSide>();

  const listsOf = (workload: WorkloadEndpoint, direction: Direction): PolicyLists => {
    const program = evaluation.programs.programOf(workload);
    const key = `${direction} ${tables.numberOf(program, direction)}`;
    const known = lists.get(key);
    if (known !== undefined) return known;
    const rules = rulesOf(program, direction);
    const made: PolicyLists = {
      key,
      program,
      changes: changesOf(program, direction, worlds),
      aboutOwn: tables.aboutOwn(rules, direction),
      peers: tables.peersOf(rules, direction),
    };
    lists.set(key, made);
    return made;
  };

  const makeSide = (policies: PolicyLists, own: Peer, direction: Direction, family: 4 | 6): PromotionSide => {
    const { program, changes, peers } = policies;
    /** By class: any peer of it. */
    const met: Peer[] = [];
    const answersIn = (inForce: InForce): SideAnswers => {
      const known = new Map<string, SideWorld>();
      return (peerClass, promoted) => {
        const key = promotedOf(changes, promoted);
        const world = known.get(key) ?? {
          program: keepPolicies(program, direction, inForce(onlyOf(changes, promoted))),
          answers: [],
        };
        known.set(key, world);
        const found = world.answers[peerClass];
        if (found !== undefined) return found;
        const peer = met[peerClass];
        if (peer === undefined) throw new Error('a class of peers that nobody met');
        const answer = tables.walk(world.program, direction, own, peer, family);
        world.answers[peerClass] = answer;
        return answer;
      };
    };
    return {
      changes,
      classOf(peer) {
        const peerClass = peers.classOf(peer);
        met[peerClass] ??= peer;
        return peerClass;
      },
      answer: answersIn(worlds.inForce),
      answerWithoutNet: answersIn(worlds.inForceWithoutNet),
    };
  };

  return {
    of(workload, own, direction, family) {
      const policies = listsOf(workload, direction);
      const answers = policies.aboutOwn.map((question) => question.ask(own)).join(',');
      const key = `${policies.key} ${family} ${answers}`;
      const side = sides.get(key) ?? makeSide(policies, own, direction, family);
      sides.set(key, side);
      return side;
    },
  };
}

/** The policies of some ends in one direction, whatever is promoted. */
interface PolicyLists {
  readonly key: string;
  readonly program: Program;
  readonly changes: readonly number[];
  readonly aboutOwn: readonly PeerQuestion[];
  readonly peers: PeerClasses;
}

/** A side while some of its changes are promoted. */
interface SideWorld {
  readonly program: Program;
  /** By class of the peer. */
  readonly answers: PairAnswer[];
}

/** Old and new versions side by side: each is in force in some world. */
function livePart({ everything }: PromotionWorlds): World {
  return {
    tiers: everything.tiers.map(({ tier, policies }) => ({ tier, policies: policies.filter(({ live }) => live) })),
  };
}

function changesOf(program: Program, direction: Direction, worlds: PromotionWorlds): readonly number[] {
  const listed = program.tiers.normal[direction].flatMap(({ policies }) => policies);
  const changes = new Set(listed.flatMap(({ policy }) => worlds.changesTo(policy)));
  return [...changes].toSorted((left, right) => left - right);
}

function keepPolicies(program: Program, direction: Direction, inForce: ReadonlySet<Policy>): Program {
  const tiers = program.tiers.normal[direction]
    .map(({ tier, policies }): ProgramTier => ({
      tier,
      policies: policies.filter(({ policy }) => inForce.has(policy)),
    }))
    .filter(({ policies }) => policies.length > 0);
  return { ...program, tiers: { ...program.tiers, normal: { ...program.tiers.normal, [direction]: tiers } } };
}
