import type { Edge, EdgeVerdict, Party } from '../model/edge';
import type { ProtectedPath, ProtectedVerdict } from '../model/protected-path';
import type { WorldName } from '../model/world';
import { WORLDS } from '../model/world';
import { decidedBy } from '../rehearse/decided-by';
import type { EdgeSource } from '../rehearse/edges';
import { decideIn } from '../rehearse/edges';
import type { Rollout } from '../rehearse/worlds';
import type { PathDraft } from './path-draft';

/** Protected paths between two parties of the drawing, as edges of it. */
export function protectedEdges(
  drafts: readonly PathDraft[],
  paths: readonly ProtectedPath[],
  parties: readonly Party[],
  rollout: Rollout,
): readonly EdgeSource[] {
  const ids = new Map(parties.map((party) => [party.label, party.id]));
  return drafts.flatMap((draft, index): readonly EdgeSource[] => {
    const path = paths[index];
    const [connection] = draft.connections;
    const [from, to] = [ids.get(draft.from), ids.get(draft.to)];
    if (path === undefined || connection === undefined || from === undefined || to === undefined || from === to)
      return [];
    const verdicts = Object.fromEntries(
      WORLDS.map((world) => [
        world,
        edgeVerdict(path.verdicts[world], decidedBy(decideIn(rollout.worlds[world], connection))),
      ]),
    ) as Record<WorldName, EdgeVerdict>;
    const edge: Edge = {
      id: `${from} > ${to} > ${draft.traffic} protected`,
      from,
      to,
      traffic: draft.traffic,
      sample: { protocol: connection.protocol, port: connection.port },
      other: false,
      verdicts,
      protected: true,
    };
    return [{ edge, connection }];
  });
}

function edgeVerdict(verdict: ProtectedVerdict, by: string): EdgeVerdict {
  const base = { by, onlyByNet: verdict.tag === 'net-only', onlyByFailsafe: verdict.tag === 'failsafe-only' };
  switch (verdict.tag) {
    case 'blocked':
      return { ...base, verdict: 'deny' };
    case 'undecided':
    case 'absent':
      return { ...base, verdict: 'undecided' };
    case 'rule':
    case 'no-policy':
    case 'node-local':
    case 'failsafe-only':
    case 'net-only':
      return { ...base, verdict: 'allow' };
  }
}
