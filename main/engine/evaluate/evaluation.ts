import type { Cluster } from '../cluster/cluster';
import { felixSettings } from '../cluster/felix-settings';
import type { Programs } from '../compile/program';
import { createPrograms } from '../compile/program';
import type { SelectorInterner } from '../compile/selector-interner';
import type { SelectorMatches } from '../compile/selector-matches';
import type { World } from '../compile/world';
import type { Dataplane } from '../model/profile-of-cluster';
import type { Prefix } from '../net/prefix';
import type { Peers } from './peer';
import { createPeers } from './peer';
import { createPendingMatcher, seenByFlowLogs } from './pending-rule-match';
import type { RuleMatcher } from './rule-match';
import { createRuleMatcher } from './rule-match';

/** One world of one cluster, ready to be asked. */
export interface Evaluation {
  readonly cluster: Cluster;
  readonly programs: Programs;
  readonly peers: Peers;
  readonly matcher: RuleMatcher;
  readonly dataplane: Dataplane;
}

/** What all worlds of a rehearsal share: answers about selectors are remembered once. */
export interface SharedTables {
  readonly interner: SelectorInterner;
  readonly selectors: SelectorMatches;
}

/** The world as the dataplane enforces it. */
export function createEvaluation(cluster: Cluster, world: World, dataplane: Dataplane, shared: SharedTables): Evaluation {
  return build(cluster, world, dataplane, shared, () => true, createRuleMatcher);
}

/** The world as Felix's flow-log evaluator sees it, with its departures (calico: app-policy/checker/match.go). */
export function createPendingEvaluation(
  cluster: Cluster,
  world: World,
  dataplane: Dataplane,
  shared: SharedTables,
): Evaluation {
  return build(cluster, world, dataplane, shared, seenByFlowLogs, createPendingMatcher);
}

function build(
  cluster: Cluster,
  world: World,
  dataplane: Dataplane,
  { interner, selectors }: SharedTables,
  usesNet: (net: Prefix) => boolean,
  createMatcher: typeof createRuleMatcher,
): Evaluation {
  const peers = createPeers(cluster, selectors, usesNet);
  const matcher = createMatcher({
    peers,
    services: cluster.services,
    dataplane,
    complete: cluster.profile.complete,
    applicationLayer: felixSettings(cluster.felix, '').applicationLayer,
  });
  return { cluster, programs: createPrograms(world, cluster.profiles, selectors, interner), peers, matcher, dataplane };
}
