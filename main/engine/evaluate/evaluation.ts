import type { Cluster } from '../cluster/cluster';
import { mayEnforceHttp } from '../cluster/felix-settings';
import { createPartialPrograms } from '../compile/partial-programs';
import type { ProfilePass, Programs } from '../compile/program';
import { createPrograms } from '../compile/program';
import type { SelectorInterner } from '../compile/selector-interner';
import type { SelectorMatches } from '../compile/selector-matches';
import type { PlacedPolicy, World } from '../compile/world';
import type { Dataplane } from '../model/profile-of-cluster';
import type { Membership, Peers } from './peer';
import { createPeers, ownedBy } from './peer';
import { createPendingMatcher, seenByFlowLogs } from './pending-rule-match';
import type { MatchContext, RuleMatcher } from './rule-match';
import { createRuleMatcher } from './rule-match';

/** One world of one cluster, ready to be asked. */
export interface Evaluation {
  readonly cluster: Cluster;
  readonly programs: Programs;
  readonly peers: Peers;
  readonly matcher: RuleMatcher;
  /** What the matcher holds criteria against: the set form uses the same. */
  readonly context: MatchContext;
  readonly dataplane: Dataplane;
  readonly profilePass: ProfilePass;
}

/** What all worlds of a rehearsal share: answers about selectors are remembered once. */
export interface SharedTables {
  readonly interner: SelectorInterner;
  readonly selectors: SelectorMatches;
}

/** The world as the dataplane enforces it. */
export function createEvaluation(
  cluster: Cluster,
  world: World,
  dataplane: Dataplane,
  shared: SharedTables,
): Evaluation {
  return build(cluster, world, dataplane, shared, {
    membership: ownedBy,
    createMatcher: createRuleMatcher,
    profilePass: enforcedProfilePass(dataplane),
  });
}

/** The same cluster with other policies in force: what is known of its addresses is shared, and programs that are the same. */
export function withPolicies(evaluation: Evaluation, world: World, { interner, selectors }: SharedTables): Evaluation {
  const { cluster, profilePass } = evaluation;
  // Not the programs themselves: they would hold those that they were made with, and so on.
  const similar = { world: evaluation.programs.world, made: evaluation.programs.made };
  return {
    ...evaluation,
    programs: createPrograms(world, cluster.profiles, selectors, interner, profilePass, similar),
  };
}

/** The same cluster in worlds that have some of the policies of one world. */
export function createPartialEvaluations(
  evaluation: Evaluation,
  whole: World,
  { interner, selectors }: SharedTables,
): (world: World, keeps: (placed: PlacedPolicy) => boolean) => Evaluation {
  const { cluster, profilePass } = evaluation;
  const partial = createPartialPrograms(whole, cluster.profiles, selectors, interner, profilePass);
  return (world, keeps) => ({ ...evaluation, programs: partial.keep(world, keeps) });
}

function enforcedProfilePass(dataplane: Dataplane): ProfilePass {
  return dataplane === 'ebpf' ? 'deny' : 'next-profile';
}

/** The world as Felix's flow-log evaluator sees it, with its departures (calico: app-policy/checker/match.go). */
export function createPendingEvaluation(
  cluster: Cluster,
  world: World,
  dataplane: Dataplane,
  shared: SharedTables,
): Evaluation {
  return build(cluster, world, dataplane, shared, {
    membership: seenByFlowLogs,
    createMatcher: createPendingMatcher,
    profilePass: 'deny',
  });
}

/** Where the dataplane and the flow-log evaluator differ. */
interface Semantics {
  readonly membership: Membership;
  readonly createMatcher: typeof createRuleMatcher;
  readonly profilePass: ProfilePass;
}

function build(
  cluster: Cluster,
  world: World,
  dataplane: Dataplane,
  { interner, selectors }: SharedTables,
  semantics: Semantics,
): Evaluation {
  const peers = createPeers(cluster, selectors, semantics.membership);
  const context: MatchContext = {
    peers,
    services: cluster.services,
    dataplane,
    complete: cluster.profile.complete,
    applicationLayer: mayEnforceHttp(cluster.felix),
  };
  const matcher = semantics.createMatcher(context);
  const programs = createPrograms(world, cluster.profiles, selectors, interner, semantics.profilePass);
  return { cluster, programs, peers, matcher, context, dataplane, profilePass: semantics.profilePass };
}
