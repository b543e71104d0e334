import type { ConnectionEnd } from '../evaluate/connection-end';
import type { Party } from '../model/edge';

/** One way in which rules can see a party: an endpoint, a node, or an address of a set or network. */
export interface Member {
  readonly end: ConnectionEnd;
  /** Equal for members that no policy of any world can tell apart. */
  readonly signature: string;
}

/** A party with one representative per class of its members; usually there is one. */
export interface PartyMembers {
  readonly party: Party;
  readonly members: readonly Member[];
  /** Ports that the party declares: what somebody connects to. */
  readonly ports: readonly { readonly protocol: number; readonly port: number }[];
  /** Owner of a workload: parties of one owner count as one in pair summaries. */
  readonly owner: string;
}
