import type { Connection } from '../evaluate/connection-end';
import type { VerdictChange, VerdictChanges } from '../model/plan';
import type { Verdict } from '../model/verdict';
import { decideIn } from './decide-in';
import { decidedBy } from './decided-by';
import { rankChange, survivesIn } from './verdict-changes';
import type { RolloutWorld } from './worlds';

/** More changes of one move say nothing more. */
const MOST_LISTED = 50;

/** A piece of traffic that a move treats otherwise than before, before anybody asked who decides it. */
export interface ChangeDraft {
  readonly from: string;
  readonly to: string;
  readonly traffic: string;
  readonly before: Verdict;
  readonly after: Verdict;
  readonly protected: boolean;
  /** Not a port that the destination declares: of less interest. */
  readonly other: boolean;
  /** One connection of it. */
  readonly connection: Connection;
  readonly edge: () => string;
}

/** Counts all, and keeps the worst. */
export interface ChangeTally {
  add(draft: ChangeDraft): void;
  /** Asks `world`, in force after the move, who decides what is listed. */
  finish(compared: number, world: RolloutWorld): VerdictChanges;
}

export function createChangeTally(): ChangeTally {
  const counts = { allow: 0, deny: 0, undecided: 0 };
  /** By rank; the first of each are enough. */
  const worst: ChangeDraft[][] = [];
  return {
    add(draft) {
      counts[draft.after] += 1;
      const list = (worst[2 * rankChange(draft.protected, draft.after) + Number(draft.other)] ??= []);
      if (list.length < MOST_LISTED) list.push(draft);
    },
    finish(compared, world) {
      return {
        compared,
        opened: counts.allow,
        closed: counts.deny,
        becameUndecided: counts.undecided,
        listed: worst
          .flat()
          .slice(0, MOST_LISTED)
          .map((draft) => finishDraft(draft, world)),
      };
    },
  };
}

function finishDraft(draft: ChangeDraft, world: RolloutWorld): VerdictChange {
  const { from, to, traffic, before, after, connection } = draft;
  return {
    from,
    to,
    traffic,
    before,
    after,
    by: decidedBy(decideIn(world, connection)),
    protected: draft.protected,
    survives: survivesIn(world, connection),
    edge: draft.edge(),
  };
}
