import type { Edge } from '../../model/edge';
import { nameParties } from '../../model/edge';
import type { ProtectedPath } from '../../model/protected-path';
import type { Rehearsal } from '../../model/rehearsal';
import type { Wizard } from '../../model/wizard';
import { WORLDS } from '../../model/world';
import { orderForReading } from '../edge-groups';
import { safetyOf } from '../safety';

/** What a review is written from. */
export interface ReviewFacts {
  readonly rehearsal: Rehearsal;
  /** `null`: nobody has worked through the wizard, or its state is not at hand. */
  readonly wizard: Wizard | null;
  /** The name of a party by its id. */
  readonly labelOf: (party: string) => string;
  readonly changes: ChangedEdges;
  /** Rows of a list before the rest is counted. */
  readonly most: number;
}

/** The listed edges that the rollout treats otherwise than before, each list in the order of reading. */
export interface ChangedEdges {
  /** Open today, closed in the end. */
  readonly closes: readonly Edge[];
  /** Today or in the end nobody can tell. */
  readonly untold: readonly Edge[];
  /** Closed today, open in the end. */
  readonly opens: readonly Edge[];
  /** Closed today and in the end, open while the net is there. */
  readonly openedByNet: readonly Edge[];
  /** Changing edges were too many to be listed all: the lists are a part. */
  readonly isCut: boolean;
}

export function gatherFacts(rehearsal: Rehearsal, wizard: Wizard | null, most: number): ReviewFacts {
  return {
    rehearsal,
    wizard,
    labelOf: nameParties(rehearsal.parties),
    changes: findChanges(rehearsal),
    most,
  };
}

/** Changing edges were too many to be listed all. Steady ones are listed only while there is room after them. */
export function isListCut({ edges, unlistedEdges }: Rehearsal): boolean {
  return unlistedEdges > 0 && edges.every((edge) => edge.protected || isChanging(edge));
}

function findChanges(rehearsal: Rehearsal): ChangedEdges {
  const { edges: listed, parties } = rehearsal;
  const edges = orderForReading(listed, parties);
  const untold = edges.filter(isUntold);
  const told = edges.filter((edge) => !isUntold(edge));
  const moving = (now: 'allow' | 'deny', final: 'allow' | 'deny') =>
    told.filter(({ verdicts }) => verdicts.now.verdict === now && verdicts.final.verdict === final);
  return {
    closes: moving('allow', 'deny'),
    untold,
    opens: moving('deny', 'allow'),
    openedByNet: moving('deny', 'deny').filter(({ verdicts }) =>
      WORLDS.some((world) => verdicts[world].verdict === 'allow'),
    ),
    isCut: isListCut(rehearsal),
  };
}

function isUntold({ verdicts }: Edge): boolean {
  return verdicts.now.verdict === 'undecided' || verdicts.final.verdict === 'undecided';
}

function isChanging({ verdicts }: Edge): boolean {
  const { verdict } = verdicts.now;
  return verdict === 'undecided' || WORLDS.some((world) => verdicts[world].verdict !== verdict);
}

/** It must be open, and it is today; some world of the rollout closes it. */
export function isCutOff({ expect, verdicts }: ProtectedPath): boolean {
  const isOpenNow = safetyOf(verdicts.now) === 'open' || safetyOf(verdicts.now) === 'weak';
  return expect === 'open' && isOpenNow && WORLDS.some((world) => safetyOf(verdicts[world]) === 'closed');
}

/** No world has an answer for it. */
export function isUnchecked({ verdicts }: ProtectedPath): boolean {
  return WORLDS.every((world) => safetyOf(verdicts[world]) === 'absent');
}
