import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../main/engine/model/json';
import type { ChangeFile } from '../../main/engine/model/plan';
import type { Resource } from '../../main/engine/model/resource';
import { applyFiles } from '../../main/engine/plan/apply-files';
import { batchFiles, batchFolders } from '../../main/engine/plan/change-files';
import type { Operation, StepOperations } from '../../main/engine/plan/object-states';
import { operateRollout } from '../../main/engine/plan/rollout-operations';
import { decideIn } from '../../main/engine/rehearse/decide-in';
import { sampleConnection } from '../../main/engine/rehearse/sample-connection';
import type { RolloutWorld } from '../../main/engine/rehearse/worlds';
import { buildRollout } from '../../main/engine/rehearse/worlds';
import { globalNetworkSet, hostEndpoint, namespace, tier } from '../main/engine/evaluate/manifests';
import { canonicalWorld } from '../main/engine/plan/canonical-world';
import { ADDRESSES, randomCluster } from './random-cluster';
import { enforcedPolicy } from './random-policies';
import type { AskedRollout } from './rollout-of';
import { membersOf, rolloutOf } from './rollout-of';

const OPTIONS = { hosts: true, hooks: true, declared: true, eitherFamily: false } as const;

/** Objects of a change set that are no policies. */
const besidePolicies = fc.subarray<JsonObject>([
  tier('late', { order: 1 }),
  tier('brand-new', { order: 3, defaultAction: 'Pass' }),
  globalNetworkSet('offices', ['10.9.0.0/24'], { 'key-a': 'value-a' }),
  namespace('alpha', { 'key-b': 'value-b' }),
  hostEndpoint('node1-host', { node: 'node1', interfaceName: '*', profiles: ['projectcalico-default-allow'] }),
]);

/** Types that somebody left out, and objects as Calico stores them. */
const looseEnds = fc.record({ untyped: fc.boolean(), stored: fc.boolean(), complete: fc.boolean(), own: fc.boolean() });

function withoutTypes(object: JsonObject): JsonObject {
  const { types: _, policyTypes: __, ...spec } = object['spec'] as JsonObject;
  return { ...object, spec };
}

function asStored(object: JsonObject): JsonObject {
  return object['apiVersion'] === 'projectcalico.org/v3'
    ? { ...object, apiVersion: 'crd.projectcalico.org/v1', status: {} }
    : object;
}

const rollouts = fc
  .tuple(randomCluster(OPTIONS), fc.array(enforcedPolicy(OPTIONS), { maxLength: 2 }), besidePolicies, looseEnds)
  .map(([cluster, enforced, beside, { untyped, stored, complete, own }]) => {
    const isPolicy = (object: JsonObject) => JSON.stringify(object['kind']).endsWith('Policy"');
    const loosen = (object: JsonObject) => (untyped && isPolicy(object) ? withoutTypes(object) : object);
    // Without a change set of its own the staged policies of the snapshot are what is rolled out.
    const changes = own ? [...cluster.changes, ...enforced] : [];
    const snapshot = own ? cluster.snapshot : [...cluster.snapshot, ...cluster.changes];
    return rolloutOf(
      {
        snapshot: snapshot.map(loosen).map((object) => (stored ? asStored(object) : object)),
        changes: [...changes.map(loosen), ...beside],
      },
      { complete },
    );
  });

/** The world that a cluster with these objects is in. */
function worldOf(objects: readonly Resource[], { rollout }: AskedRollout): RolloutWorld {
  return buildRollout(objects, rollout.profile).worlds.now;
}

function verdicts(world: RolloutWorld, asked: AskedRollout): readonly string[] {
  const members = membersOf(asked, ADDRESSES.slice(0, 2));
  return members.flatMap((from) =>
    members.flatMap((to) => asked.space.map((atom) => decideIn(world, sampleConnection(from, to, 4, atom)).verdict)),
  );
}

const files = (operations: readonly Operation[]) =>
  batchFiles('a', 'x', operations, () => 'kubectl').flatMap((batch) => batch.files);
const folders = (operations: readonly Operation[]) =>
  batchFolders('a', 'x', operations, () => 'kubectl').flatMap((batch) => batch.files);

/** Steps of a rollout with the world that each one leads to. */
function stepsOf({ rollout }: AskedRollout, write: (operations: readonly Operation[]) => readonly ChangeFile[]) {
  const moves = rollout.changes.map((change) => [change]);
  const { net, others, stage, moves: moved, removeNet } = operateRollout(rollout, moves);
  const join = (...parts: readonly StepOperations[]) => ({
    forward: parts.flatMap(({ forward }) => write(forward)),
    backward: parts.toReversed().flatMap(({ backward }) => write(backward)),
  });
  const { worlds } = rollout;
  return [
    { ...join(net), from: worlds.now, to: worlds.net },
    { ...join(others, stage), from: worlds.net, to: worlds.staged },
    { ...join(...moved.flatMap(({ live, unstage }) => [live, unstage])), from: worlds.staged, to: worlds.promoted },
    { ...join(removeNet), from: worlds.promoted, to: worlds.final },
  ];
}

describe('the change files of a plan', () => {
  it('lead from each world to the next, and their rollbacks back, policy for policy', { timeout: 120_000 }, () => {
    fc.assert(
      fc.property(rollouts, fc.constantFrom(files, folders), (asked, write) => {
        let objects: readonly Resource[] = asked.rollout.worlds.now.cluster.resources;
        for (const { forward, backward, from, to } of stepsOf(asked, write)) {
          const before = objects;
          objects = applyFiles(objects, forward);
          expect(canonicalWorld(worldOf(objects, asked))).toEqual(canonicalWorld(to));
          expect(canonicalWorld(worldOf(applyFiles(objects, backward), asked))).toEqual(canonicalWorld(from));
          expect(canonicalWorld(worldOf(before, asked))).toEqual(canonicalWorld(from));
        }
      }),
      { numRuns: 150 },
    );
  });

  it('lead from each world to the next, verdict for verdict', { timeout: 120_000 }, () => {
    fc.assert(
      fc.property(rollouts, (asked) => {
        let objects: readonly Resource[] = asked.rollout.worlds.now.cluster.resources;
        for (const { forward, backward, from, to } of stepsOf(asked, files)) {
          objects = applyFiles(objects, forward);
          expect(verdicts(worldOf(objects, asked), asked)).toEqual(verdicts(to, asked));
          expect(verdicts(worldOf(applyFiles(objects, backward), asked), asked)).toEqual(verdicts(from, asked));
        }
      }),
      { numRuns: 8 },
    );
  });
});
