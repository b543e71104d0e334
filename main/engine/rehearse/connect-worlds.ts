import type { WorldName } from '../model/world';
import { WORLDS } from '../model/world';
import type { TrafficSpace } from '../net/traffic-space';
import type { AnswerInterner, AnswerList, PairAnswer, WorldAnswers } from './answers';
import { rememberPairs } from './answers';
import type { Connectivity } from './connectivity';
import { createConnectivity } from './connectivity';
import { NO_PAIR } from './end-table';
import type { SpaceAnswers } from './lift-answers';
import { liftAnswers } from './lift-answers';
import type { Member } from './member';
import type { PairEnd } from './pairs';
import { createPathConnectivity } from './path-connectivity';
import { haveSameLive, isSameWorld } from './same-world';
import type { TellRows } from './tabulate-answers';
import type { Rollout, RolloutWorld } from './worlds';

/** The set form of all worlds, pair by pair. */
export interface WorldConnectivity {
  /** Equal answers are the same object. */
  between(from: Member, to: Member, family: 4 | 6): WorldAnswers;
  /** The same for any two of some ends, row by row; ids are those of `answersOf`. What stands there of two ends that are no pair means nothing. */
  amongEnds(ends: readonly PairEnd[], tell: TellRows): Int32Array;
  readonly answersOf: (id: number) => WorldAnswers;
  /** For a later rehearsal of nearly the same worlds. */
  readonly answers: SpaceAnswers;
}

/** Worlds that are computed together. */
interface Part {
  readonly connectivity: Connectivity;
  /** By place in the answer lists: the worlds that this answer is for. */
  readonly places: readonly (readonly RolloutWorld[])[];
}

/** What `earlier` answers say of ends that are as they were is taken over. */
export function connectWorlds(
  rollout: Rollout,
  space: TrafficSpace,
  earlier: SpaceAnswers | null = null,
): WorldConnectivity {
  const worlds = WORLDS.map((name) => rollout.worlds[name]);
  const answers = liftAnswers(earlier, space);
  const { interner } = answers;
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
  /** By the id of the list. */
  const named: WorldAnswers[] = [];
  const answersOf = (id: number): WorldAnswers => (named[id] ??= nameAnswers(interner.listOf(id)));
  const nameAnswers = ({ id, answers: list }: AnswerList): WorldAnswers => {
    const byName = Object.fromEntries(placesOfWorlds.map(([name, place]) => [name, list[place]]));
    return { id, ...(byName as Readonly<Record<WorldName, PairAnswer>>) };
  };

  const [first, ...others] = parts.map((part) => part.connectivity);
  if (first === undefined) throw new Error('a rollout without worlds');
  return {
    answers,
    answersOf,
    between(from, to, family) {
      let list = first.between(from, to, family).id;
      for (const other of others) list = concatenate(list, other.between(from, to, family).id);
      return answersOf(list);
    },
    amongEnds(ends, tell) {
      let ids = first.amongEnds(ends, tell);
      for (const other of others) {
        const added = other.amongEnds(ends, tell);
        ids = ids.map((id, place) => (id === NO_PAIR ? NO_PAIR : concatenate(id, added[place] ?? NO_PAIR)));
      }
      return ids;
    },
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
