import { WORLDS } from '../model/world';
import type { TrafficSpace } from '../net/traffic-space';
import type { AnswerInterner, AnswerList, WorldAnswers } from './answers';
import { createAnswerInterner, rememberPairs } from './answers';
import type { Connectivity } from './connectivity';
import { createConnectivity } from './connectivity';
import type { Member } from './member';
import { createPathConnectivity } from './path-connectivity';
import { haveSameLive, isSameWorld } from './same-world';
import type { Rollout, RolloutWorld } from './worlds';

/** The set form of all worlds, pair by pair. */
export interface WorldConnectivity {
  /** Equal answers are the same object. */
  between(from: Member, to: Member, family: 4 | 6): WorldAnswers;
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
  const placeOf = new Map(
    WORLDS.map((name) => [name, places.findIndex((place) => place.includes(rollout.worlds[name]))]),
  );
  const concatenate = rememberPairs((left, right) => interner.internList([...left.answers, ...right.answers]));
  /** By the id of the list. */
  const byList = new Map<number, WorldAnswers>();

  const byWorld = (list: AnswerList): WorldAnswers => {
    const known = byList.get(list.id);
    if (known !== undefined) return known;
    const named = Object.fromEntries(
      WORLDS.map((name) => [name, list.answers[placeOf.get(name) ?? -1]]),
    ) as WorldAnswers;
    byList.set(list.id, named);
    return named;
  };

  const [first, ...others] = parts.map((part) => part.connectivity);
  if (first === undefined) throw new Error('a rollout without worlds');
  return {
    between(from, to, family) {
      let answers = first.between(from, to, family);
      for (const other of others) answers = concatenate(answers, other.between(from, to, family));
      return byWorld(answers);
    },
  };
}

/** Worlds of one cluster have nearly everything in common; those with the same policies in force, everything. */
function clusterParts(worlds: readonly RolloutWorld[], space: TrafficSpace, interner: AnswerInterner): readonly Part[] {
  return groupWorlds(worlds, (left, right) => left.cluster === right.cluster).map((group) => {
    const places = groupWorlds(group, haveSameLive);
    const evaluations = places.flatMap(([first]) => (first === undefined ? [] : [first.evaluation]));
    return { connectivity: createConnectivity(evaluations, space, interner), places };
  });
}

/** Staged policies matter here: they keep a host endpoint's forward list from being empty. */
function pathParts(worlds: readonly RolloutWorld[], space: TrafficSpace, interner: AnswerInterner): readonly Part[] {
  return groupWorlds(worlds, isSameWorld).flatMap((group) => {
    const [first] = group;
    return first === undefined
      ? []
      : [{ connectivity: createPathConnectivity(first, space, interner), places: [group] }];
  });
}

function groupWorlds(
  worlds: readonly RolloutWorld[],
  belongTogether: (left: RolloutWorld, right: RolloutWorld) => boolean,
): readonly (readonly RolloutWorld[])[] {
  const groups: RolloutWorld[][] = [];
  for (const world of worlds) {
    const group = groups.find(([first]) => first !== undefined && belongTogether(first, world));
    if (group === undefined) groups.push([world]);
    else group.push(world);
  }
  return groups;
}
