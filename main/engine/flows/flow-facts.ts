import type { Cluster } from '../cluster/cluster';
import type { WorkloadEndpoint } from '../cluster/endpoint';
import type { LabelSetInterner } from '../cluster/label-set';
import type { Connection } from '../evaluate/connection-end';
import type { DecidingHit } from '../evaluate/decide';
import type { Evaluation } from '../evaluate/evaluation';
import type { Edge, Party } from '../model/edge';
import type { RecordingWorld } from '../model/flow-report';
import type { Position } from '../model/source';
import type { Verdict } from '../model/verdict';
import type { Address } from '../net/address';
import type { Prefix } from '../net/prefix';

/** What Felix has of a world in which flows may have been recorded. */
export interface RecordedEvaluations {
  readonly enforced: Evaluation;
  /** Felix's preview: staged policies live beside the enforced ones, matched as its flow-log evaluator matches. */
  readonly pending: Evaluation;
  /** The same policies, matched as the dataplane matches: what the preview would say without its departures. */
  readonly previewed: Evaluation;
}

export interface RecordableWorld extends RecordingWorld {
  /** Made when it is first asked for. */
  evaluations(): RecordedEvaluations;
  /** Whether a policy stands in it, staged ones too; the name without its tier. */
  has(policy: { readonly kind: string; readonly namespace: string; readonly name: string }): boolean;
}

/** The answer for a whole connection, with what decided it. */
export interface DecidedConnection {
  readonly verdict: Verdict;
  readonly by: string;
  readonly position: Position | null;
  /** A host endpoint or a setting of the host denied it. */
  readonly atHost: boolean;
}

/** The worlds that whole connections are asked in: before the rollout, with the net, and at its end. */
export type JudgedWorld = 'now' | 'net' | 'final';

/**
 * What becomes of a policy: the net is removed, a twin replaced, a target deleted, a staged one left out (Learn, Ignore); the others
 * stay, or are promoted.
 */
export type PolicyFate = 'safety-net' | 'replaced' | 'deleted' | 'left-out' | 'stays';

/** A protected path as recordings could show it. */
export interface WatchedPath {
  readonly id: string;
  readonly observable: boolean;
  readonly connections: readonly Connection[];
}

/** What the rest of the engine knows, as far as recorded flows are held against it. The pipeline fills it in. */
export interface FlowFacts {
  /** Ends are looked up here: the snapshot with the change set. */
  readonly cluster: Cluster;
  readonly labelSets: LabelSetInterner;
  /** Every net of any rule and set. */
  readonly nets: readonly Prefix[];
  /** Equal for addresses that no rule and no set tells apart. */
  readonly signatureOf: (address: Address) => string;
  /** Party id of a pod of the cluster; pods of one party are the same to every policy. */
  readonly partyOf: (workload: WorkloadEndpoint) => string;
  readonly parties: readonly Party[];
  /** Not empty; where a recording fits several, the first of them. */
  readonly worlds: readonly RecordableWorld[];
  /** Both halves and every host on the path. */
  readonly decide: (connection: Connection, world: JudgedWorld) => DecidedConnection;
  /** The same worlds, to ask about one half alone. */
  readonly judged: Readonly<Record<JudgedWorld, Evaluation>>;
  readonly fateOf: (policy: Pick<DecidingHit, 'kind' | 'namespace' | 'name'>) => PolicyFate;
  readonly edges: readonly Edge[];
  readonly paths: readonly WatchedPath[];
}
