import { groupDigits } from '../model/count-words';
import type { Edge, Party } from '../model/edge';
import { nameParties } from '../model/edge';

/** Edges to one destination that carry the same traffic and meet the same fate: they differ in their sources only. */
export interface EdgeGroup {
  /** What stands before it; `''` for nothing. */
  readonly mark: string;
  /** Ids of parties. */
  readonly sources: readonly string[];
  readonly to: string;
  readonly traffic: string;
  readonly why: string;
}

/** Sources that are named before the rest is counted. */
const NAMED = 5;

const KIND_RANK: Readonly<Record<Party['kind'], number>> = { workload: 0, host: 1, 'network-set': 2, external: 3 };

/** Protected paths first, then declared ports before other traffic, then what pods ask for before what comes from elsewhere. */
export function orderForReading(edges: readonly Edge[], parties: readonly Party[]): readonly Edge[] {
  const ranks = new Map(parties.map((party) => [party.id, KIND_RANK[party.kind]]));
  const rank = ({ from, to }: Edge) => Math.max(...[from, to].map((id) => ranks.get(id) ?? 0));
  return edges.toSorted(
    (left, right) =>
      Number(right.protected) - Number(left.protected) ||
      Number(left.other) - Number(right.other) ||
      rank(left) - rank(right),
  );
}

/** Groups in the order of their first edges. */
export function groupBySources(edges: readonly Edge[], whyOf: (edge: Edge) => string): readonly EdgeGroup[] {
  const groups = new Map<string, EdgeGroup>();
  for (const edge of edges) {
    const { from, to, traffic } = edge;
    const why = whyOf(edge);
    const key = JSON.stringify([to, traffic, why]);
    const sources = groups.get(key)?.sources ?? [];
    groups.set(key, { mark: '', sources: [...sources, from], to, traffic, why });
  }
  return [...groups.values()];
}

/** Two lines: `opens prod/frontend, internet → prod/database tcp 8080`, and why. */
export function describeGroup(group: EdgeGroup, parties: readonly Party[]): readonly string[] {
  const nameOf = nameParties(parties);
  const { mark, sources, to, traffic, why } = group;
  const rest = sources.length - NAMED;
  const named = sources.slice(0, NAMED).map(nameOf).join(', ');
  const ends = `${named}${rest > 0 ? ` and ${groupDigits(rest)} more` : ''} → ${nameOf(to)}`;
  return [`${mark === '' ? '' : `${mark}: `}${ends} ${traffic}`, `  ${why}`];
}
