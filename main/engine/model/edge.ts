import type { Position } from './source';
import type { Verdict } from './verdict';
import type { WorldName } from './world';

/** The states of the drawing (DESIGN §5). Never names of verdicts. */
export const EDGE_STATES = ['will-be-blocked', 'undecided', 'only-by-net', 'will-open', 'blocked', 'live'] as const;
export type EdgeState = (typeof EDGE_STATES)[number];

/** Who a connection can start from or end at, as one row of the tables and one node of the drawing. */
export interface Party {
  /** Stable: `workload:prod/frontend`, `host:node1`, `set:/offices`, `set:prod/db`, `external:10.1.0.0/24`. */
  readonly id: string;
  readonly kind: 'workload' | 'host' | 'network-set' | 'external';
  /** `prod/frontend`, `node1`, `10.1.0.0/24`. */
  readonly label: string;
  /** Namespace, or `''`. */
  readonly namespace: string;
  readonly name: string;
  /** e.g. `Deployment · 3`, `host endpoint`, `network set`. */
  readonly detail: string;
  /** How many endpoints stand behind it. */
  readonly members: number;
}

/** How people call a party, by its id; who is not among the parties goes by the id. */
export function nameParties(parties: readonly Pick<Party, 'id' | 'label'>[]): (party: string) => string {
  const labels = new Map(parties.map(({ id, label }) => [id, label]));
  return (party) => labels.get(party) ?? party;
}

/** What one world says of an edge. */
export interface EdgeVerdict {
  readonly verdict: Verdict;
  /** Name of what decided, e.g. `zzz-final-allow-everything`, `backend-lockdown · end of tier default`, `no policy`. */
  readonly by: string;
  /** Where that stands: the rule, or the policy at whose end the tier ended; `null` where no file holds it. */
  readonly position: Position | null;
  /** Allowed by the safety net alone: without it this world denies. */
  readonly onlyByNet: boolean;
  /** Allowed by failsafe ports alone. */
  readonly onlyByFailsafe: boolean;
}

/** Traffic between two parties that all five worlds treat alike. */
export interface Edge {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  /** e.g. `tcp 8080`, `udp 53, tcp 53`, `other traffic`, `all traffic`. */
  readonly traffic: string;
  /** A single flow of it to ask `explain` about. */
  readonly sample: { readonly protocol: number; readonly port: number | null };
  /** True when it is what is left beside the ports that the destination declares. */
  readonly other: boolean;
  readonly verdicts: Readonly<Record<WorldName, EdgeVerdict>>;
  /** A protected path: it must stay open. */
  readonly protected: boolean;
}

/** The state of an edge in a world, compared with what the rollout ends in. */
export function compareState(edge: Edge, world: WorldName): EdgeState {
  const here = edge.verdicts[world];
  const afterwards = edge.verdicts.final;
  if (here.verdict === 'undecided' || afterwards.verdict === 'undecided') return 'undecided';
  if (here.verdict === 'deny') return afterwards.verdict === 'allow' ? 'will-open' : 'blocked';
  if (here.onlyByNet) return 'only-by-net';
  return afterwards.verdict === 'allow' ? 'live' : 'will-be-blocked';
}

/** The state of an edge in one world alone. */
export function plainState(edge: Edge, world: WorldName): EdgeState {
  const here = edge.verdicts[world];
  switch (here.verdict) {
    case 'undecided':
      return 'undecided';
    case 'deny':
      return 'blocked';
    case 'allow':
      return here.onlyByNet ? 'only-by-net' : 'live';
  }
}
