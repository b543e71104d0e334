import type { WorldName } from '../model/world';
import { WORLDS } from '../model/world';
import type { TrafficSpace } from '../net/traffic-space';
import type { AnswerInterner, PairAnswer, WorldAnswers } from './answers';
import { createAnswerInterner, rememberPairs } from './answers';
import type { Connectivity } from './connectivity';
import { createConnectivity } from './connectivity';
import { NO_PAIR } from './end-table';
import type { Member } from './member';
import type { PairEnd } from './pairs';
import { createPathConnectivity } from './path-connectivity';
import { haveSameLive, isSameWorld } from './same-world';
import type { Rollout, RolloutWorld } from './worlds';
import type { WriteRows } from './write-rows';

/** The set form of all worlds, pair by pair. */
export interface WorldConnectivity {
  /** Equal answers are the same object. */
  between(from: Member, to: Member, family: 4 | 6): WorldAnswers;
  /** The same for many pairs of the ends of a table; ids are those of `answersOf`. */
  amongEnds(ends: readonly PairEnd[]): WriteRows;
  readonly answersOf: (id: number) => WorldAnswers;
}

/** Worlds that are computed together. */
interface Part {
  readonly connectivity: Connectivity;
  /** By place in the answer lists: the worlds that this answer is for. */
  readonly places: readonly (readonly RolloutWorld[])[];
}

export function connectWorlds(rollout: Rollout, space: TrafficSpace): WorldConnectivity {
  const worlds = WORLDS.map((name) => rollout.worlds[name]);
  const interner = createAnswerInterner();
  const parts = rollout.hostsPoliceForwarding
    ? pathParts(worlds, space, interner)
    : clusterParts(worlds, space, interner);
  const places = parts.flatMap((part) => part.places);
  const placesOfWorlds = WORLDS.map(
    (name) => [name, places.findIndex((place) => place.includes(rollout.worlds[name]))] as const,
  );
  const concatenate = rememberPairs(
    (left, right) => interner.internList([...left.answers, ...right.answers]),
    interner,
  );
  /** By the id of the list: 1 + the id of the answers; 0: not named. */
  let byList = new Int32Array(256);
  const distinct: WorldAnswers[] = [];

  const nameAnswers = (id: number): number => {
    const { answers } = interner.listOf(id);
    const byName = Object.fromEntries(placesOfWorlds.map(([name, place]) => [name, answers[place]])) as Readonly<
      Record<WorldName, PairAnswer>
    >;
    if (id >= byList.length) {
      const grown = new Int32Array(2 * (id + 1));
      grown.set(byList);
      byList = grown;
    }
    byList[id] = distinct.push({ ...byName, id: distinct.length });
    return distinct.length - 1;
  };
  const idOf = (list: number): number => ((byList[list] ?? 0) || nameAnswers(list) + 1) - 1;
  const answersOf = (id: number): WorldAnswers => {
    const answers = distinct[id];
    if (answers === undefined) throw new RangeError(`no answers have the id ${id}`);
    return answers;
  };

  const [first, ...others] = parts.map((part) => part.connectivity);
  if (first === undefined) throw new Error('a rollout without worlds');
  return {
    between(from, to, family) {
      let list = first.between(from, to, family).id;
      for (const other of others) list = concatenate(list, other.between(from, to, family).id);
      return answersOf(idOf(list));
    },
    amongEnds(ends) {
      const writeFirst = first.amongEnds(ends);
      const writeOthers = others.map((other) => other.amongEnds(ends));
      return (sources, into) => {
        const length = sources.length * ends.length;
        writeFirst(sources, into);
        for (const writeOther of writeOthers) {
          const added = new Int32Array(length);
          writeOther(sources, added);
          for (let place = 0; place < length; place += 1) {
            const left = into[place] ?? NO_PAIR;
            if (left >= 0) into[place] = concatenate(left, added[place] ?? NO_PAIR);
          }
        }
        for (let place = 0; place < length; place += 1) {
          const list = into[place] ?? NO_PAIR;
          if (list >= 0) into[place] = idOf(list);
        }
      };
    },
    answersOf,
  };
}

/** Worlds of one cluster have nearly everything in common; those with the same policies in force, everything. */
function clusterParts(worlds: readonly RolloutWorld[], space: TrafficSpace, interner: AnswerInterner): readonly Part[] {
  return groupWorlds(worlds, (left, right) => left.cluster === right.cluster).map((group) => {
    const places = groupWorlds(group, haveSameLive);
    const evaluations = places.map(([first]) => first.evaluation);
    return { connectivity: createConnectivity(evaluations, space, interner), places };
  });
}

/** Staged policies matter here: they keep a host endpoint's forward list from being empty. */
function pathParts(worlds: readonly RolloutWorld[], space: TrafficSpace, interner: AnswerInterner): readonly Part[] {
  return groupWorlds(worlds, isSameWorld).map((group) => ({
    connectivity: createPathConnectivity(group[0], space, interner),
    places: [group],
  }));
}

type WorldGroup = [RolloutWorld, ...RolloutWorld[]];

function groupWorlds(
  worlds: readonly RolloutWorld[],
  belongTogether: (left: RolloutWorld, right: RolloutWorld) => boolean,
): readonly Readonly<WorldGroup>[] {
  const groups: WorldGroup[] = [];
  for (const world of worlds) {
    const group = groups.find(([first]) => belongTogether(first, world));
    if (group === undefined) groups.push([world]);
    else group.push(world);
  }
  return groups;
}
