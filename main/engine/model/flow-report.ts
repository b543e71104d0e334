import type { Position } from './source';
import type { Verdict } from './verdict';

export type FlowFormat = 'whisker-list' | 'whisker-stream' | 'goldmane' | 'calico-node-flows';

/**
 * Where Felix's preview of staged policies is known to depart from what promotion does, or recordings from what they seem to say: the
 * numbers of docs/semantics.md, `Recorded flows`.
 */
export type Departure =
  'D1' | 'D2' | 'D3' | 'D4' | 'D5' | 'D6' | 'D7' | 'D8' | 'D9' | 'D10' | 'D11' | 'D13' | 'D14' | 'D15';

/** How a recorded flow compares with what the engine says of it (reference: flows-and-lockout A6). */
export type FlowResult =
  /** Verdicts and deciding hits agree. */
  | { readonly tag: 'match' }
  /** Verdicts agree, the deciding hit differs. */
  | { readonly tag: 'match-verdict'; readonly why: string }
  /** The record stands for several pieces of traffic that are treated differently; the recorded one is among them. */
  | { readonly tag: 'match-set' }
  /** Felix is known to depart here. */
  | { readonly tag: 'expected-difference'; readonly departure: Departure; readonly why: string }
  | { readonly tag: 'stale-connection'; readonly why: string }
  | { readonly tag: 'snapshot-drift'; readonly why: string }
  | { readonly tag: 'not-comparable'; readonly why: string }
  | { readonly tag: 'unresolved'; readonly why: string }
  | { readonly tag: 'mismatch'; readonly why: string };

/**
 * What the rollout does to a recorded flow. `breaks`: allowed now, denied in the end; `only-by-net`: recorded as allowed, but neither
 * `now` nor `final` allow it; `undecided`: the record or the snapshot cannot tell; `opens`: denied now, allowed in the end; `stays`: the
 * same now and in the end.
 */
export type FlowOutcome = 'breaks' | 'only-by-net' | 'undecided' | 'opens' | 'stays';

/** Why flow logs do not announce what the end of the rollout does to a flow. */
export interface Unannounced {
  /** `safety-net`: the net hides it; `other-checkpoint`: this half of the flow does not decide it; `unknown`: none of those known. */
  readonly reason: Departure | 'safety-net' | 'other-checkpoint' | 'unknown';
  /** One sentence. */
  readonly why: string;
}

/** Some of the traffic that a record may stand for, where not all of it is treated alike. */
export interface FlowPiece {
  /** e.g. `shop-web/web-6c9f7d8b54-2xk4p → 10.244.1.0`. */
  readonly what: string;
  /** The reporter's half, and the whole connection at the end of the rollout. */
  readonly enforced: Verdict;
  readonly pending: Verdict;
  readonly final: Verdict;
  /** The record can be about this piece: it was treated as recorded. */
  readonly asRecorded: boolean;
}

/** Which policies were in force when flows were recorded: the snapshot's, with or without the safety net and the staged change set. */
export interface RecordingWorld {
  readonly net: boolean;
  readonly changes: boolean;
}

/** Recorded flows of one kind: same ends, port, protocol, reporter and verdicts. */
export interface RecordedFlow {
  /** Stable: reporter, ends, protocol, port; numbered where several kinds share them. */
  readonly id: string;
  /** Of the first record. */
  readonly position: Position;
  readonly reporter: 'src' | 'dst';
  /** As recorded: `shop-web/web-6c9f7d8b54-*`, `node wk-1`, `set partner-payments`, `public network`. */
  readonly from: string;
  readonly to: string;
  /** e.g. `tcp 8080`. */
  readonly traffic: string;
  /** Party ids of the rehearsal; `null` where the snapshot has nobody of the name. */
  readonly fromParty: string | null;
  readonly toParty: string | null;
  /** Ids of the edges that it may be traffic of, for every two parties that it may stand for; empty where some two have none listed. */
  readonly edges: readonly string[];
  readonly records: number;
  /** Connections started, or found open; `null`: the format does not count them. */
  readonly connections: number | null;
  /** RFC 3339; the window of the first record begins, that of the last one ends. */
  readonly firstSeen: string;
  readonly lastSeen: string;
  readonly recordedAction: 'allow' | 'deny';
  readonly recordedPending: 'allow' | 'deny' | null;
  /** The deciding policies as recorded, e.g. `platform.allow-dns rule 0`, `end of tier default`; `''` where none is. */
  readonly recordedBy: string;
  readonly recordedPendingBy: string;
  /** This half, as the engine decides it: enforced, and as Felix would preview it. */
  readonly enforced: Verdict;
  readonly pending: Verdict;
  /** The deciding policies as the engine has them, in the same words. */
  readonly enforcedBy: string;
  readonly pendingBy: string;
  /** Both halves and every host on the path, before the rollout and at its end. */
  readonly now: Verdict;
  readonly final: Verdict;
  /** What decides in the end, and where that stands; `null` where no file holds it. */
  readonly by: string;
  readonly byPosition: Position | null;
  readonly outcome: FlowOutcome;
  /** `null`: the preview says what the end of the rollout does, or nobody can tell. */
  readonly unannounced: Unannounced | null;
  readonly confidence: 'exact' | 'approximate' | 'synthetic' | 'none';
  /** Empty where all traffic that the record may stand for is treated alike. */
  readonly pieces: readonly FlowPiece[];
  readonly result: FlowResult;
}

export interface FlowFileAccount {
  readonly file: string;
  /** `null`: not read, the reason stands in `rejected`. */
  readonly format: FlowFormat | null;
  readonly records: number;
  /** Lines that could not be read, with the reason; the first ones. Line 1 stands for the whole file. */
  readonly rejected: readonly { readonly line: number; readonly why: string }[];
  /** All of them. */
  readonly rejectedCount: number;
  /** The world that explains the file best, and how well each one does; empty where nothing is comparable. */
  readonly recordedIn: RecordingWorld | null;
  readonly fits: readonly (RecordingWorld & { readonly agree: number; readonly compared: number })[];
}

/** What recorded flows say about the rollout. */
export interface FlowReport {
  readonly files: readonly FlowFileAccount[];
  /** Flows that the change breaks come first, then those that live by the net alone, those that cannot be told, then by connections. */
  readonly flows: readonly RecordedFlow[];
  /**
   * Of the first and the last record, RFC 3339; `''` where nothing was recorded. `minutes` are those that were observed, without pauses of
   * more than an hour; one that was begun counts.
   */
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
    /** Records of flows that were allowed by the safety net alone. */
    readonly onlyByNet: number;
    /** Records of flows whose end flow logs do not announce. */
    readonly unannounced: number;
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
