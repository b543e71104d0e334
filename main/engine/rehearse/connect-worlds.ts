import type { WorldName } from '../model/world';
import { WORLDS } from '../model/world';
import type { TrafficSpace } from '../net/traffic-space';
import type { AnswerList, PairAnswer, WorldAnswers } from './answers';
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

/** What `earlier` answers say of ends that are as they were is taken over. */
export function connectWorlds(
  rollout: Rollout,
  space: TrafficSpace,
  earlier: SpaceAnswers | null = null,
): WorldConnectivity {
  const groups = rollout.hostsPoliceForwarding ? groupForPaths(rollout) : groupForPods(rollout);
  const answers = liftAnswers(earlier, space, nameGroups(groups));
  const { interner } = answers;
  const places = groups.flat();
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

  const [first, ...others] = groups.map((part): Connectivity => {
    if (rollout.hostsPoliceForwarding) return createPathConnectivity(part[0][0], space, interner);
    return createConnectivity(
      part.map(([world]) => world.evaluation),
      space,
      interner,
    );
  });
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

type WorldGroup = readonly [RolloutWorld, ...RolloutWorld[]];

/** Worlds that are computed together, by place in the lists of answers: those of one place have one answer. */
type WorldPlaces = readonly [WorldGroup, ...WorldGroup[]];

/** Worlds of one cluster have nearly everything in common; those with the same policies in force, everything. */
function groupForPods(rollout: Rollout): readonly WorldPlaces[] {
  const ofClusters = groupWorlds(allWorlds(rollout), (left, right) => left.cluster === right.cluster);
  return ofClusters.map((group) => groupWorlds(group, haveSameLive));
}

/** Staged policies matter here: they keep a host endpoint's forward list from being empty. */
function groupForPaths(rollout: Rollout): readonly WorldPlaces[] {
  return groupWorlds(allWorlds(rollout), isSameWorld).map((group) => [group]);
}

function allWorlds({ worlds }: Rollout): WorldGroup {
  const [first, ...others] = WORLDS;
  return [worlds[first], ...others.map((name) => worlds[name])];
}

/** Equal where lists of answers are about the same worlds, place by place. */
function nameGroups(groups: readonly WorldPlaces[]): string {
  return groups.map((part) => part.map((place) => place.map(({ name }) => name).join('=')).join(' ')).join('; ');
}

function groupWorlds(
  [first, ...others]: WorldGroup,
  belongTogether: (left: RolloutWorld, right: RolloutWorld) => boolean,
): WorldPlaces {
  type Group = [RolloutWorld, ...RolloutWorld[]];
  const groups: [Group, ...Group[]] = [[first]];
  for (const world of others) {
    const group = groups.find(([known]) => belongTogether(known, world));
    if (group === undefined) groups.push([world]);
    else group.push(world);
  }
  return groups;
}
