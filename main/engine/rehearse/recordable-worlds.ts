import type { PlacedPolicy, World } from '../compile/world';
import { createEvaluation, createPendingEvaluation } from '../evaluate/evaluation';
import type { RecordableWorld, RecordedEvaluations } from '../flows/flow-facts';
import { bareName } from '../flows/record-words';
import { isNet } from './safety-net';
import type { Rollout, RolloutWorld } from './worlds';

/**
 * The worlds in which flows may have been recorded before anything was promoted, the likeliest first: with the net and the staged
 * changes, as the step Observe asks for; and without one of them, or both.
 */
export function recordableWorlds(rollout: Rollout): readonly RecordableWorld[] {
  const { staged, net } = rollout.worlds;
  const worlds = [
    { net: true, changes: true, world: staged },
    { net: false, changes: true, world: staged },
    { net: true, changes: false, world: net },
    { net: false, changes: false, world: net },
  ];
  const nothingStaged = rollout.changes.length === 0;
  return worlds
    .filter(({ changes }) => (nothingStaged ? !changes : changes || !rollout.changesFromSnapshot))
    .map(({ net: hasNet, changes, world }) => recordableWorld(rollout, world, hasNet, changes));
}

function recordableWorld(rollout: Rollout, base: RolloutWorld, net: boolean, changes: boolean): RecordableWorld {
  const arranged = net ? base.arranged : selectPolicies(base.arranged, ({ policy }) => !isNet(policy, rollout.net));
  const names = new Set(arranged.tiers.flatMap(({ policies }) => policies.map(({ policy }) => nameOf(policy))));
  let known: RecordedEvaluations | undefined;
  return {
    net,
    changes,
    evaluations: () => (known ??= evaluate(rollout, base, arranged)),
    has: (policy) => names.has(nameOf({ ...policy, tier: '' })),
  };
}

function nameOf({
  kind,
  namespace,
  name,
  tier,
}: {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly tier: string;
}): string {
  return `${kind} ${namespace}/${bareName(kind, tier, name)}`;
}

function evaluate({ shared }: Rollout, { cluster, evaluation }: RolloutWorld, arranged: World): RecordedEvaluations {
  const { dataplane } = evaluation;
  const previewed: World = {
    tiers: arranged.tiers.map(({ tier, policies }) => ({
      tier,
      policies: policies.map(({ policy }) => ({ policy, live: true })),
    })),
  };
  return {
    enforced: createEvaluation(cluster, arranged, dataplane, shared),
    pending: createPendingEvaluation(cluster, previewed, dataplane, shared),
    previewed: createEvaluation(cluster, previewed, dataplane, shared),
  };
}

function selectPolicies({ tiers }: World, wanted: (placed: PlacedPolicy) => boolean): World {
  return { tiers: tiers.map(({ tier, policies }) => ({ tier, policies: policies.filter(wanted) })) };
}
