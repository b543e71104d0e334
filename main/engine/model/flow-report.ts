import type { Position } from './source';
import type { Verdict } from './verdict';

export type FlowFormat = 'whisker-list' | 'whisker-stream' | 'goldmane' | 'calico-node-flows';

/** How a recorded flow compares with what the engine says of it (reference: flows-and-lockout A6). */
export type FlowResult =
  /** Verdicts and deciding hits agree. */
  | { readonly tag: 'match' }
  /** Verdicts agree, the deciding hit differs. */
  | { readonly tag: 'match-verdict' }
  /** The record stands for several pieces of traffic that are treated differently; the recorded one is among them. */
  | { readonly tag: 'match-set' }
  /** Felix is known to depart here, e.g. `D5`. */
  | { readonly tag: 'expected-difference'; readonly departure: string; readonly why: string }
  | { readonly tag: 'stale-connection'; readonly why: string }
  | { readonly tag: 'snapshot-drift'; readonly why: string }
  | { readonly tag: 'not-comparable'; readonly why: string }
  | { readonly tag: 'unresolved'; readonly why: string }
  | { readonly tag: 'mismatch'; readonly why: string };

/** Recorded flows of one kind: same ends, port, protocol and reporter. */
export interface RecordedFlow {
  /** Stable: reporter, ends, protocol, port. */
  readonly id: string;
  readonly position: Position;
  readonly reporter: 'src' | 'dst';
  readonly from: string;
  readonly to: string;
  /** e.g. `tcp 8080`. */
  readonly traffic: string;
  /** Party ids of the rehearsal; `null` where the snapshot has nobody of the name. */
  readonly fromParty: string | null;
  readonly toParty: string | null;
  readonly records: number;
  readonly connections: number;
  readonly firstSeen: string;
  readonly lastSeen: string;
  readonly recordedAction: 'allow' | 'deny';
  readonly recordedPending: 'allow' | 'deny' | null;
  /** This half, as the engine decides it: enforced, and as Felix would preview it. */
  readonly enforced: Verdict;
  readonly pending: Verdict;
  /** Both halves and every host on the path, at the end of the rollout. */
  readonly now: Verdict;
  readonly final: Verdict;
  /** What decides in the end. */
  readonly by: string;
  readonly confidence: 'exact' | 'approximate' | 'synthetic' | 'none';
  readonly result: FlowResult;
}

export interface FlowFileAccount {
  readonly file: string;
  readonly format: FlowFormat | null;
  readonly records: number;
  /** Lines that could not be read, with the reason. */
  readonly rejected: readonly { readonly line: number; readonly why: string }[];
}

/** What recorded flows say about the rollout. */
export interface FlowReport {
  readonly files: readonly FlowFileAccount[];
  /** Flows that the change breaks come first, then those that cannot be told, then by number of connections. */
  readonly flows: readonly RecordedFlow[];
  /** Times are RFC 3339; `''` where nothing was recorded. */
  readonly window: { readonly from: string; readonly to: string; readonly minutes: number };
  readonly counts: {
    readonly records: number;
    readonly comparable: number;
    readonly agree: number;
    readonly explained: number;
    readonly unexplained: number;
    readonly notComparable: number;
    /** Records of flows that are allowed now and denied in the end. */
    readonly wouldBreak: number;
  };
  /** e.g. `1 204 of 1 231 comparable records agree; 27 explained; 0 unexplained; 312 not comparable`. */
  readonly agreement: string;
  readonly coverage: {
    /** Ids of edges that were seen. */
    readonly edgesSeen: readonly string[];
    /** Ids of protected paths: seen, not seen, and those that flow logs can never show. */
    readonly pathsSeen: readonly string[];
    readonly pathsNotSeen: readonly string[];
    readonly pathsNeverSeen: readonly string[];
    /** Party ids of workloads without a record. */
    readonly silentWorkloads: readonly string[];
  };
}
