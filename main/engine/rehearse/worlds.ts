import type { Cluster } from '../cluster/cluster';
import { buildCluster } from '../cluster/cluster';
import type { FelixSettings } from '../cluster/felix-settings';
import { configuredDataplanes, felixSettings } from '../cluster/felix-settings';
import type { LabelSetInterner } from '../cluster/label-set';
import { createLabelSetInterner } from '../cluster/label-set';
import type { CompiledPolicies } from '../compile/compile-policies';
import { compilePolicies, tiersOf } from '../compile/compile-policies';
import { profileProblems } from '../compile/every-rule';
import type { Policy } from '../compile/policy';
import { isStagedKind } from '../compile/policy';
import type { PolicyProblem } from '../compile/read-policy';
import { isPolicyResource, readPolicy } from '../compile/read-policy';
import { createSelectorInterner } from '../compile/selector-interner';
import { createSelectorMatches } from '../compile/selector-matches';
import type { World, WorldPolicies } from '../compile/world';
import { arrangeWorld } from '../compile/world';
import type { PathContext } from '../evaluate/path-context';
import type { Evaluation, SharedTables } from '../evaluate/evaluation';
import { createEvaluation, createPendingEvaluation, withPolicies } from '../evaluate/evaluation';
import { createHostInterfaces } from '../evaluate/host-interfaces';
import { readPathNetwork } from '../evaluate/path-network';
import type { ClusterProfile, Dataplane } from '../model/profile-of-cluster';
import type { Resource } from '../model/resource';
import type { WorldName } from '../model/world';
import { WORLDS } from '../model/world';
import type { Change } from './change';
import { readChange, stagesOnly } from './change';
import { policyKey, promotePolicies } from './promote';
import { clusterOf, isDerivedFrom, replaceObjects } from './same-snapshot';
import type { SortedObjects } from './sort-objects';
import { sortObjects } from './sort-objects';
import { SAFETY_NET, findSafetyNet, isNet } from './safety-net';

/** One world of the rollout. */
export interface RolloutWorld {
  readonly name: WorldName;
  readonly cluster: Cluster;
  readonly arranged: World;
  /** One per dataplane that the cluster may run: more than one only where nothing tells which. */
  readonly paths: readonly PathContext[];
  /** The first of them, for where one is enough. */
  readonly path: PathContext;
  readonly evaluation: Evaluation;
}

/** The five worlds, and what they were made of. */
export interface Rollout {
  readonly profile: ClusterProfile;
  readonly snapshot: SortedObjects;
  /** The change set. */
  readonly added: SortedObjects;
  /** What the worlds share, and worlds that are made later with them. */
  readonly shared: SharedTables;
  /** Of the clusters of all worlds. */
  readonly labelSets: LabelSetInterner;
  readonly worlds: Readonly<Record<WorldName, RolloutWorld>>;
  /** The same world without the net; `null` where it has none. */
  readonly withoutNet: Readonly<Record<WorldName, RolloutWorld | null>>;
  /** Felix's own preview: staged policies next to the enforced ones, all live. For comparison with recordings. */
  readonly pending: Evaluation;
  readonly net: Policy;
  /** The net is in the snapshot already. */
  readonly netFound: boolean;
  /** What the operator wants to roll out. */
  readonly changes: readonly Change[];
  /** Policies of the change set that stand in it staged as well: the staged form counts. */
  readonly repeated: readonly Resource[];
  /** The staged policies of the snapshot are the change set: no files of changes were given. */
  readonly changesFromSnapshot: boolean;
  readonly enforced: readonly Policy[];
  /** Of the snapshot, staged ones too. */
  readonly compiled: CompiledPolicies;
  /** Some policy has an untracked, preDNAT or forward list to go to: paths between pods cross host endpoints too. */
  readonly hostsPoliceForwarding: boolean;
  /** Of Profile objects, too. */
  readonly policyProblems: readonly PolicyProblem[];
}

/** Every policy of any world, staged ones too. */
export function allPolicies(rollout: Pick<Rollout, 'enforced' | 'net' | 'changes'>): readonly Policy[] {
  const changed = rollout.changes.flatMap(({ staged, promoted }) =>
    [staged, promoted].filter((policy) => policy !== null),
  );
  return [...rollout.enforced, rollout.net, ...changed];
}

/**
 * Makes the worlds of a rollout: what is in force, with the net, with the changes staged, promoted, and without the net. The order of
 * the objects changes nothing. What an `earlier` rollout of the same snapshot has is taken over.
 */
export function buildRollout(objects: readonly Resource[], profile: ClusterProfile, earlier?: Rollout): Rollout {
  const objectsOf = (role: Resource['role']) => objects.filter((resource) => resource.role === role);
  const sorted = sortObjects(objectsOf('snapshot'), earlier?.snapshot);
  const snapshot = sorted.sorted;
  const known =
    earlier !== undefined && isDerivedFrom(earlier.worlds.now.cluster, snapshot, profile) ? earlier : undefined;
  const shared: SharedTables = known?.shared ?? {
    interner: createSelectorInterner(),
    selectors: createSelectorMatches(),
  };
  const sortedChanges = sortObjects(objectsOf('changes'), earlier?.added);
  const added = sortedChanges.sorted;
  const compiled = known?.compiled ?? compilePolicies(snapshot, profile, shared.interner);
  const { policies, problems } = compiled;
  const enforced = policies.filter((policy) => !isStagedKind(policy.kind));
  const alreadyStaged = policies.filter((policy) => isStagedKind(policy.kind));
  const changesFromSnapshot = added.every((resource) => !isPolicyResource(resource));
  const proposed = (changesFromSnapshot ? snapshot.filter(isStagedResource) : added).filter(isPolicyResource);
  const stagedKeys = new Set(proposed.filter(isStagedResource).map(policyKey));
  const repeated = proposed.filter((resource) => !isStagedResource(resource) && stagedKeys.has(policyKey(resource)));
  const changes = readChanges(
    proposed.filter((resource) => !repeated.includes(resource)),
    profile,
    shared,
    known?.changes ?? [],
  );

  const labelSets = known?.labelSets ?? createLabelSetInterner();
  const before = known?.worlds.now.cluster ?? buildCluster(snapshot, profile, labelSets);
  const others = added.filter((resource) => !isPolicyResource(resource));
  const after =
    others.length === 0
      ? before
      : clusterOf(replaceObjects(snapshot, others), profile, labelSets, known?.worlds.final.cluster);

  const changedKeys = new Set(changes.map(({ resource }) => policyKey(resource)));
  const found = findSafetyNet({
    enforced,
    cluster: before,
    matches: shared.selectors,
    naming: profile.naming,
    isChanged: (policy) => changedKeys.has(policyKey(policy)),
  });
  const net = found ?? (known?.netFound === false ? known.net : compileNet(shared));
  const kept = alreadyStaged.filter((policy) => !changedKeys.has(policyKey(policy)));
  const staysStaged = changes.flatMap(({ action, staged }) => (stagesOnly(action) ? (staged ?? []) : []));
  const withNet = found === undefined ? [...enforced, net] : enforced;
  const promoted = promotePolicies(withNet, changes);
  const withoutNet = promoted.filter((policy) => !isNet(policy, net));
  const staging = [...kept, ...changes.flatMap((change) => change.staged ?? [])];
  const content: Readonly<Record<WorldName, WorldContent>> = {
    now: { cluster: before, live: enforced, beside: alreadyStaged },
    net: { cluster: before, live: withNet, beside: alreadyStaged },
    staged: { cluster: after, live: withNet, beside: staging },
    promoted: { cluster: after, live: promoted, beside: [...kept, ...staysStaged] },
    final: { cluster: after, live: withoutNet, beside: [...kept, ...staysStaged] },
  };
  const worlds = Object.fromEntries(
    WORLDS.map((name) => [name, buildWorld(name, content[name], profile, shared, known?.worlds[name])]),
  ) as Record<WorldName, RolloutWorld>;
  const bare = enforced.filter((policy) => !isNet(policy, net));
  const netless =
    found === undefined
      ? worlds.now
      : buildWorld('now', { cluster: before, live: bare, beside: alreadyStaged }, profile, shared, known?.worlds.now);
  const pendingPolicies = [...withNet, ...staging];
  const pendingWorld = arrangeContent(
    { cluster: after, live: pendingPolicies, beside: [] },
    known?.pending.programs.world,
  );
  return {
    profile,
    snapshot: sorted,
    added: sortedChanges,
    shared,
    labelSets,
    worlds,
    withoutNet: {
      now: found === undefined ? null : netless,
      net: netless,
      staged:
        after === before
          ? netless
          : buildWorld(
              'staged',
              { cluster: after, live: bare, beside: staging },
              profile,
              shared,
              known?.worlds.staged,
            ),
      promoted: worlds.final,
      final: null,
    },
    pending:
      known?.pending.cluster === after
        ? withPolicies(known.pending, pendingWorld, shared)
        : createPendingEvaluation(after, pendingWorld, worlds.staged.evaluation.dataplane, shared),
    net,
    netFound: found !== undefined,
    changes,
    repeated,
    changesFromSnapshot,
    enforced,
    compiled,
    hostsPoliceForwarding:
      after.hosts.length > 0 &&
      allPolicies({ enforced, net, changes }).some((policy) => policy.hook !== 'normal' || policy.applyOnForward),
    policyProblems: [
      ...problems,
      ...(changesFromSnapshot ? [] : changes.flatMap((change) => change.problems)),
      ...profileProblems(after),
    ],
  };
}

function isStagedResource(resource: Resource): boolean {
  return isPolicyResource(resource) && isStagedKind(resource.kind);
}

function readChanges(
  resources: readonly Resource[],
  profile: ClusterProfile,
  shared: SharedTables,
  earlier: readonly Change[],
): readonly Change[] {
  const known = new Map(earlier.map((change) => [change.resource, change]));
  return resources.map(
    (resource) =>
      known.get(resource) ??
      readChange(
        resource,
        profile.complete && resource.role === 'snapshot' ? 'stored' : 'written',
        shared.interner,
        profile.naming,
      ),
  );
}

/** A cluster, and what a world of it is made of. */
interface WorldContent extends WorldPolicies {
  readonly cluster: Cluster;
}

/** What an `earlier` world has in the same order is taken over. */
export function arrangeContent({ cluster, live, beside }: WorldContent, earlier?: World): World {
  const standing = beside.filter((policy) => policy.stagedAction !== 'Delete' && isStagedKind(policy.kind));
  return arrangeWorld({ live, beside: standing }, tiersOf(cluster), cluster.profile.naming, earlier);
}

function buildWorld(
  name: WorldName,
  content: WorldContent,
  profile: ClusterProfile,
  shared: SharedTables,
  earlier: RolloutWorld | undefined,
): RolloutWorld {
  const { cluster } = content;
  const arranged = arrangeContent(content, earlier?.arranged);
  if (earlier?.cluster === cluster) return withArranged(earlier, name, arranged, shared);
  const paths = dataplanes(profile, cluster).map((dataplane): PathContext => ({
    evaluation: createEvaluation(cluster, arranged, dataplane, shared),
    interfaces: createHostInterfaces(cluster),
    network: readPathNetwork(cluster),
    firewall: { forward: () => profile.hostForwardPolicy, input: () => profile.hostInputPolicy },
    settings: rememberSettings(cluster),
  }));
  return worldOf(name, cluster, arranged, paths);
}

/** The same cluster with other policies: what is known of its endpoints and addresses is shared. */
function withArranged(world: RolloutWorld, name: WorldName, arranged: World, shared: SharedTables): RolloutWorld {
  const paths = world.paths.map((path) => ({ ...path, evaluation: withPolicies(path.evaluation, arranged, shared) }));
  return worldOf(name, world.cluster, arranged, paths);
}

export function worldOf(
  name: WorldName,
  cluster: Cluster,
  arranged: World,
  paths: readonly PathContext[],
): RolloutWorld {
  const [path] = paths;
  if (path === undefined) throw new Error('a world without a dataplane');
  return { name, cluster, arranged, paths, path, evaluation: path.evaluation };
}

/** Settings are asked for at every host endpoint of every path. */
function rememberSettings(cluster: Cluster): (node: string) => FelixSettings {
  const known = new Map<string, FelixSettings>();
  return (node) => {
    const settings = known.get(node) ?? felixSettings(cluster.felix, node);
    known.set(node, settings);
    return settings;
  };
}

/** Where nothing tells the dataplane, an answer must hold for all that the files may mean. */
function dataplanes(profile: ClusterProfile, cluster: Cluster): readonly Dataplane[] {
  return profile.dataplane === 'unknown' ? configuredDataplanes(cluster.felix) : [profile.dataplane];
}

function compileNet(shared: SharedTables): Policy {
  const { policy } = readPolicy(SAFETY_NET, 'stored', shared.interner);
  if (policy === null) throw new Error('the safety net cannot be read');
  return policy;
}
