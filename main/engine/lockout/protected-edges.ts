import type { Locate } from '../evaluate/explain-connection';
import type { Edge, EdgeVerdict, Party } from '../model/edge';
import type { ProtectedVerdict } from '../model/protected-path';
import type { Position } from '../model/source';
import type { Verdict } from '../model/verdict';
import type { WorldName } from '../model/world';
import { WORLDS } from '../model/world';
import { NO_POLICY } from '../rehearse/decided-by';
import type { EdgeSource } from '../rehearse/edges';
import { netPosition } from '../rehearse/edges';
import type { Rollout } from '../rehearse/worlds';
import type { AskedPath } from './asked-path';

/** Protected paths between two parties of the drawing, as edges of it. */
export function protectedEdges(
  asked: readonly AskedPath[],
  parties: readonly Party[],
  rollout: Rollout,
  locate: Locate,
): readonly EdgeSource[] {
  const ids = new Map(parties.map((party) => [party.label, party.id]));
  return asked.flatMap(({ path, answers }): readonly EdgeSource[] => {
    const [from, to] = [ids.get(path.from), ids.get(path.to)];
    if (answers === null || from === undefined || to === undefined || from === to) return [];
    const verdicts = Object.fromEntries(
      WORLDS.map((world) => [world, edgeVerdict(path.verdicts[world], rollout, locate)]),
    ) as Record<WorldName, EdgeVerdict>;
    const { now, net, staged, promoted, final } = answers;
    const { protocol, port } = final.connection;
    const connections = {
      now: now.connection,
      net: net.connection,
      staged: staged.connection,
      promoted: promoted.connection,
      final: final.connection,
    };
    const edge: Edge = {
      id: `${from} > ${to} > ${path.traffic} protected`,
      from,
      to,
      traffic: path.traffic,
      sample: { protocol, port },
      other: false,
      verdicts,
      protected: true,
    };
    return [{ edge, connections }];
  });
}

function edgeVerdict(verdict: ProtectedVerdict, rollout: Rollout, locate: Locate): EdgeVerdict {
  return {
    by: carrierName(verdict, rollout),
    position: carrierPlace(verdict, rollout, locate),
    onlyByNet: verdict.tag === 'net-only',
    onlyByFailsafe: verdict.tag === 'failsafe-only',
    verdict: plainVerdict(verdict),
  };
}

function plainVerdict({ tag }: ProtectedVerdict): Verdict {
  switch (tag) {
    case 'blocked':
      return 'deny';
    case 'undecided':
    case 'absent':
      return 'undecided';
    case 'rule':
    case 'no-policy':
    case 'failsafe-only':
    case 'net-only':
      return 'allow';
  }
}

/** In the words of edges: what decided. */
function carrierName(verdict: ProtectedVerdict, rollout: Rollout): string {
  switch (verdict.tag) {
    case 'rule':
      return verdict.policy;
    case 'no-policy':
      return NO_POLICY;
    case 'failsafe-only':
      return 'failsafe ports';
    case 'net-only':
      return rollout.net.name;
    case 'blocked':
      return verdict.by;
    case 'undecided':
    case 'absent':
      return 'what the files do not tell';
  }
}

function carrierPlace(verdict: ProtectedVerdict, rollout: Rollout, locate: Locate): Position | null {
  switch (verdict.tag) {
    case 'rule':
    case 'blocked':
      return verdict.position;
    case 'net-only':
      return netPosition(rollout, locate);
    case 'no-policy':
    case 'failsafe-only':
    case 'undecided':
    case 'absent':
      return null;
  }
}
