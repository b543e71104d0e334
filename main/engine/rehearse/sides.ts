import type { WorkloadEndpoint } from '../cluster/endpoint';
import type { Policy, Rule } from '../compile/policy';
import type { Program, ProfileRule } from '../compile/program';
import type { Evaluation } from '../evaluate/evaluation';
import type { Peer } from '../evaluate/peer';
import type { MetPeerClasses } from '../evaluate/peer-classes';
import { createPeerClasses } from '../evaluate/peer-classes';
import type { PeerQuestion, PeerQuestions } from '../evaluate/peer-questions';
import { createPeerQuestions } from '../evaluate/peer-questions';
import type { MatchContext } from '../evaluate/rule-match';
import { createRuleSets } from '../evaluate/rule-sets';
import { walkSets } from '../evaluate/set-walk';
import type { Direction } from '../model/traffic';
import { andBits, andNotBits } from '../net/bit-set';
import type { TrafficSpace } from '../net/traffic-space';
import type { AnswerTable } from './answer-table';
import type { AnswerInterner, AnswerList, AnswerNumbering, PairAnswer } from './answers';

/** What the policies of one end say in one direction, in every world. */
export interface Side {
  /** Equal for sides that say the same, also in later sessions of one cluster. */
  readonly key: string;
  /** By the peer at the other end. */
  answersTo(peer: Peer): AnswerList;
  /** Writes the ids of the answers to some peers, side by side. */
  writeIds(peers: readonly Peer[], into: Int32Array): void;
}

/** The sides of a cluster; ends whose policies are the same in every world, and which their rules do not tell apart, share one. */
export interface Sides {
  of(workload: WorkloadEndpoint, own: Peer, direction: Direction, family: 4 | 6): Side;
  /** Takes the table that was kept last, also by earlier sides: who takes it may write into it. */
  takeTable(): AnswerTable | null;
  keepTable(table: AnswerTable): void;
}

/** The policies of some ends in one direction, in every world. */
interface PolicyLists {
  readonly key: string;
  readonly programs: readonly Program[];
  /** By world: programs with equal numbers say the same in this direction. */
  readonly numbers: readonly number[];
  /** What rules ask about the end that the policies belong to. */
  readonly aboutOwn: readonly PeerQuestion[];
  /** The other ends, as the rules tell them apart. */
  readonly peers: MetPeerClasses;
}

/** What sides are made with; those of one cluster share it. */
export interface SideTables {
  /** Equal for programs that say the same in the direction. */
  numberOf(program: Program, direction: Direction): number;
  /** What the rules of one direction ask about the end that they belong to. */
  aboutOwn(rules: readonly Rule[], direction: Direction): readonly PeerQuestion[];
  /** The other ends, as the rules tell them apart. */
  peersOf(rules: readonly Rule[], direction: Direction): MetPeerClasses;
  walk(program: Program, direction: Direction, own: Peer, peer: Peer, family: 4 | 6): PairAnswer;
}

/** What is known of the ends of a cluster, whatever policies are in force: worlds that are made later, and later sessions, ask the same. */
interface EndTables {
  readonly questions: PeerQuestions;
  readonly classes: Map<string, MetPeerClasses>;
  readonly numberOf: SideTables['numberOf'];
  /** Of the sides that were made last. */
  latest: KnownSides | null;
}

/** Answers of sides as data: who takes them over holds on to nothing else. */
interface KnownSides {
  readonly numbering: AnswerNumbering;
  readonly lists: ReadonlyMap<string, PolicyLists>;
  /** By key of the side, then by class of the peer. */
  readonly answers: ReadonlyMap<string, readonly AnswerList[]>;
  table: AnswerTable | null;
}

const END_TABLES = new WeakMap<MatchContext, EndTables>();

function endTables(context: MatchContext): EndTables {
  const known = END_TABLES.get(context);
  if (known !== undefined) return known;
  const made: EndTables = {
    questions: createPeerQuestions(context),
    classes: new Map(),
    numberOf: createListNumbers(),
    latest: null,
  };
  END_TABLES.set(context, made);
  return made;
}

export function createSideTables(
  { context, peers }: Evaluation,
  space: TrafficSpace,
  interner: AnswerInterner,
): SideTables {
  const { questions, classes, numberOf } = endTables(context);
  const ruleSets = createRuleSets(context, space, questions);
  return {
    numberOf,
    aboutOwn: (rules, direction) => questions.ofRules(rules, direction === 'ingress' ? 'destination' : 'source'),
    peersOf(rules, direction) {
      const asked = questions.ofRules(rules, direction === 'ingress' ? 'source' : 'destination');
      const key = asked.map(({ index }) => index).join(' ');
      const known = classes.get(key) ?? createPeerClasses(asked, peers);
      classes.set(key, known);
      return known;
    },
    walk(program, direction, own, peer, family) {
      const [source, destination] = direction === 'ingress' ? [peer, own] : [own, peer];
      const { allow, deny } = walkSets(program, 'normal', direction, space.length, (rule) =>
        ruleSets.between(rule, source, destination, family),
      );
      return interner.intern(andNotBits(allow, deny), andBits(allow, deny));
    },
  };
}

/** Sides that the sides made last for this cluster had, too, keep their answers. */
export function createSides(evaluations: readonly Evaluation[], space: TrafficSpace, interner: AnswerInterner): Sides {
  const [first] = evaluations;
  if (first === undefined) throw new Error('sides of no world');
  const tables = createSideTables(first, space, interner);
  const lists = new Map<string, PolicyLists>();
  const sides = new Map<string, Side>();
  const answersOf = new Map<string, AnswerList[]>();
  const ends = endTables(first.context);
  const earlier = ends.latest;
  const haveSameIds = earlier?.numbering === interner.numbering;
  const latest: KnownSides = {
    numbering: interner.numbering,
    lists,
    answers: answersOf,
    table: haveSameIds ? earlier.table : null,
  };
  ends.latest = latest;

  const listsOf = (workload: WorkloadEndpoint, direction: Direction): PolicyLists => {
    const programs = evaluations.map((evaluation) => evaluation.programs.programOf(workload));
    const numbers = programs.map((program) => tables.numberOf(program, direction));
    const key = `${direction} ${numbers.join(' ')}`;
    const known = lists.get(key) ?? earlier?.lists.get(key);
    if (known !== undefined) {
      lists.set(key, known);
      return known;
    }
    const rules = [...new Set(programs.flatMap((program) => rulesOf(program, direction)))];
    const made: PolicyLists = {
      key,
      programs,
      numbers,
      aboutOwn: tables.aboutOwn(rules, direction),
      peers: tables.peersOf(rules, direction),
    };
    lists.set(key, made);
    return made;
  };

  const makeSide = (
    { programs, numbers, peers }: PolicyLists,
    own: Peer,
    direction: Direction,
    family: 4 | 6,
    key: string,
    known: AnswerList[],
  ): Side => {
    const ask = (peer: Peer, peerClass: number): AnswerList => {
      const byNumber = new Map<number, PairAnswer>();
      const answers = programs.map((program, world) => {
        const number = numbers[world] ?? -1;
        const answer = byNumber.get(number) ?? tables.walk(program, direction, own, peer, family);
        byNumber.set(number, answer);
        return answer;
      });
      const list = interner.internList(answers);
      known[peerClass] = list;
      return list;
    };
    return {
      key,
      answersTo(peer) {
        const peerClass = peers.classOf(peer);
        return known[peerClass] ?? ask(peer, peerClass);
      },
      writeIds(others, into) {
        const classes = peers.ofAllMet();
        let place = 0;
        for (const peer of others) {
          const peerClass = classes[peer.index] ?? peers.classOf(peer);
          into[place] = (known[peerClass] ?? ask(peer, peerClass)).id;
          place += 1;
        }
      },
    };
  };

  return {
    takeTable() {
      const { table } = latest;
      latest.table = null;
      return table;
    },
    keepTable(table) {
      latest.table = table;
    },
    of(workload, own, direction, family) {
      const policies = listsOf(workload, direction);
      const answers = policies.aboutOwn.map((question) => question.ask(own)).join(',');
      const key = `${policies.key} ${family} ${answers}`;
      const found = sides.get(key);
      if (found !== undefined) return found;
      /** By class of the peer. */
      const answered = haveSameIds ? (earlier.answers.get(key) ?? []).map(({ id }) => interner.listOf(id)) : [];
      const side = makeSide(policies, own, direction, family, key, answered);
      answersOf.set(key, answered);
      sides.set(key, side);
      return side;
    },
  };
}

/** Rules with criteria: those of tiers, and those of profiles that are objects. */
export function rulesOf(program: Program, direction: Direction): readonly Rule[] {
  const tiers = program.tiers.normal[direction];
  const profileRules = program.profiles.flatMap((profile) => profile[direction]);
  return [
    ...tiers.flatMap(({ policies }) => policies.flatMap(({ rules }) => rules)),
    ...profileRules.flatMap((profileRule) => (profileRule.tag === 'rule' ? [profileRule.rule] : [])),
  ];
}

/** Gives one number to programs that say the same in one direction, whatever world or endpoint they belong to. */
function createListNumbers(): (program: Program, direction: Direction) => number {
  const policyNumbers = new Map<Policy | Rule, number>();
  const numbers = new Map<string, number>();
  const numberOf = (part: Policy | Rule): number => {
    const number = policyNumbers.get(part) ?? policyNumbers.size;
    policyNumbers.set(part, number);
    return number;
  };
  const profileText = (rule: ProfileRule) => (rule.tag === 'always' ? rule.action : `rule ${numberOf(rule.rule)}`);
  const known: Readonly<Record<Direction, WeakMap<Program, number>>> = {
    ingress: new WeakMap(),
    egress: new WeakMap(),
  };
  const find = (program: Program, direction: Direction): number => {
    const tiers = program.tiers.normal[direction].map(({ tier, policies }) => {
      const placed = policies.map(({ policy, certain }) => `${numberOf(policy)}${certain ? '' : '?'}`);
      return `${tier.name} ${tier.defaultAction} ${placed.join(',')}`;
    });
    const profiles = program.profiles.map((profile) => profile[direction].map(profileText).join(','));
    const text = `${tiers.join(';')}|${profiles.join(';')}`;
    const number = numbers.get(text) ?? numbers.size;
    numbers.set(text, number);
    return number;
  };
  return (program, direction) => {
    const number = known[direction].get(program) ?? find(program, direction);
    known[direction].set(program, number);
    return number;
  };
}
