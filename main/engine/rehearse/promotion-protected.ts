import type { Connection } from '../evaluate/connection-end';
import type { Verdict } from '../model/verdict';
import type { BitSet } from '../net/bit-set';
import { formatProtocol } from '../net/protocol';
import { decideIn } from './decide-in';
import type { EndLabels } from './end-labels';
import type { Cut, CutFlow, Watches } from './promotion-answers';
import type { ChangeReach } from './promotion-reach';
import type { Watch } from './promotion-search';
import { onlyOf, promotedOf } from './promoted-set';
import type { Intermediate, PromotionWorlds } from './promotion-worlds';
import type { Rollout, RolloutWorld } from './worlds';

/** A protected connection in all worlds of a promotion. */
export interface ProtectedFlow {
  readonly flow: CutFlow;
  readonly changes: readonly number[];
  readonly verdict: (promoted: BitSet) => Verdict;
  readonly verdictWithoutNet: (promoted: BitSet) => Verdict;
}

/** Decided as whole connections, once for every choice of those changes that select an endpoint on the way. */
export function createProtectedFlows(
  connections: readonly Connection[],
  worlds: PromotionWorlds,
  reach: ChangeReach,
  labelOf: EndLabels,
): readonly ProtectedFlow[] {
  return connections.map((connection): ProtectedFlow => {
    const changes = reach(connection);
    const verdictBy = (worldOf: (intermediate: Intermediate) => RolloutWorld) => {
      const known = new Map<string, Verdict>();
      return (promoted: BitSet): Verdict => {
        const key = promotedOf(changes, promoted);
        const verdict = known.get(key) ?? decideIn(worldOf(worlds.at(onlyOf(changes, promoted))), connection).verdict;
        known.set(key, verdict);
        return verdict;
      };
    };
    return {
      flow: { from: labelOf(connection.from), to: labelOf(connection.to), traffic: trafficOf(connection), connection },
      changes,
      verdict: verdictBy(({ world }) => world),
      verdictWithoutNet: verdictBy(({ withoutNet }) => withoutNet),
    };
  });
}

function trafficOf({ protocol, port }: Connection): string {
  return port < 0 ? formatProtocol(protocol) : `${formatProtocol(protocol)} ${port}`;
}

/** Protected flows that are watched, and those that no order can save. */
export interface ProtectedWatches extends Watches {
  /** Open today, and not when the changes stand staged, when all are promoted, or in the end. */
  readonly unsaved: readonly ProtectedFlow[];
}

export function watchProtected(flows: readonly ProtectedFlow[], { worlds }: Rollout): ProtectedWatches {
  const isOpen = ({ flow }: ProtectedFlow, world: RolloutWorld) => decideIn(world, flow.connection).verdict === 'allow';
  const open = flows.filter((flow) => isOpen(flow, worlds.now));
  const saved = open.filter((flow) =>
    [worlds.staged, worlds.promoted, worlds.final].every((world) => isOpen(flow, world)),
  );
  const watched = saved.filter(({ changes }) => changes.length > 0);
  return {
    watches: watched.map((flow) => watchFlow(flow, flow.verdict)),
    wishes: watched.map((flow) => watchFlow(flow, flow.verdictWithoutNet)),
    unsaved: open.filter((flow) => !saved.includes(flow)),
  };
}

function watchFlow({ flow, changes }: ProtectedFlow, verdict: (promoted: BitSet) => Verdict): Watch<Cut> {
  const cut: Cut = { flow: () => flow };
  return { changes, cut: (promoted) => (verdict(promoted) === 'allow' ? null : cut) };
}
