import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readText } from '../../main/engine/load/fields';
import type { JsonObject } from '../../main/engine/model/json';
import type { ChangeFile } from '../../main/engine/model/plan';
import type { Resource } from '../../main/engine/model/resource';
import { applyFiles } from '../../main/engine/plan/apply-files';
import { batchFiles, batchFolders } from '../../main/engine/plan/change-files';
import type { Operation, StepOperations } from '../../main/engine/plan/object-states';
import type { EngineInput } from '../../main/engine/pipeline';
import { openSession } from '../../main/engine/pipeline';
import { operateRollout } from '../../main/engine/plan/rollout-operations';
import { decideIn } from '../../main/engine/rehearse/decide-in';
import { sampleConnection } from '../../main/engine/rehearse/sample-connection';
import type { RolloutWorld } from '../../main/engine/rehearse/worlds';
import { buildRollout } from '../../main/engine/rehearse/worlds';
import { globalNetworkSet, hostEndpoint, namespace, tier } from '../main/engine/evaluate/manifests';
import { canonicalWorld } from '../main/engine/plan/canonical-world';
import { KEEP_OPEN, NET } from '../main/engine/plan/checks/policies';
import { NO_INPUTS } from '../main/engine/plan/no-plan';
import { rolloutOfInput, worldWith } from '../main/engine/plan/planned-rollout';
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

/** Types that somebody left out, objects as Calico stores them, a net that is there already, and deletions of what is in force. */
const looseEnds = fc.record({
  untyped: fc.boolean(),
  stored: fc.boolean(),
  complete: fc.boolean(),
  own: fc.boolean(),
  net: fc.constantFrom<readonly JsonObject[]>([], [], [NET], [KEEP_OPEN]),
  deletes: fc.boolean(),
});

const STAGED: Readonly<Record<string, string>> = {
  'projectcalico.org/v3 NetworkPolicy': 'StagedNetworkPolicy',
  'projectcalico.org/v3 GlobalNetworkPolicy': 'StagedGlobalNetworkPolicy',
  'networking.k8s.io/v1 NetworkPolicy': 'StagedKubernetesNetworkPolicy',
};

/** The deletion of a policy in force; nothing where the kind has none, or a change speaks of it already. */
function deletionOf(object: JsonObject, changes: readonly JsonObject[]): readonly JsonObject[] {
  const { metadata } = object;
  const staged = STAGED[`${readText(object, 'apiVersion') ?? ''} ${readText(object, 'kind') ?? ''}`];
  const isChanged = changes.some((change) => JSON.stringify(change['metadata']) === JSON.stringify(metadata));
  if (staged === undefined || isChanged) return [];
  return [{ apiVersion: 'projectcalico.org/v3', kind: staged, metadata, spec: { stagedAction: 'Delete' } }];
}

function withoutTypes(object: JsonObject): JsonObject {
  const { types: _, policyTypes: __, ...spec } = object['spec'] as JsonObject;
  return { ...object, spec };
}

function asStored(object: JsonObject): JsonObject {
  return object['apiVersion'] === 'projectcalico.org/v3'
    ? { ...object, apiVersion: 'crd.projectcalico.org/v1', status: {} }
    : object;
}

const cases = fc
  .tuple(randomCluster(OPTIONS), fc.array(enforcedPolicy(OPTIONS), { maxLength: 2 }), besidePolicies, looseEnds)
  .map(([cluster, enforced, beside, { untyped, stored, complete, own, net, deletes }]) => {
    const isPolicy = (object: JsonObject) => JSON.stringify(object['kind']).endsWith('Policy"');
    const loosen = (object: JsonObject) => (untyped && isPolicy(object) ? withoutTypes(object) : object);
    const written = [...cluster.changes, ...enforced];
    const first = deletes ? cluster.snapshot.filter(isPolicy).slice(0, 1) : [];
    const proposed = [...written, ...first.flatMap((object) => deletionOf(object, written))];
    // Without a change set of its own the staged policies of the snapshot are what is rolled out.
    const snapshot = [...cluster.snapshot, ...net, ...(own ? [] : proposed.filter(isStaged))];
    return {
      snapshot: snapshot.map(loosen).map((object) => (stored ? asStored(object) : object)),
      changes: [...(own ? proposed : []).map(loosen), ...beside],
      complete,
    };
  });

function isStaged(object: JsonObject): boolean {
  return readText(object, 'kind')?.startsWith('Staged') === true;
}

const rollouts = cases.map(({ complete, ...cluster }) => rolloutOf(cluster, { complete }));

function inputOf(snapshot: readonly JsonObject[], changes: readonly JsonObject[], complete: boolean): EngineInput {
  const file = (role: 'snapshot' | 'changes', objects: readonly JsonObject[]) => ({
    role,
    path: 'objects.yaml',
    text: objects.map((object) => JSON.stringify(object)).join('\n---\n'),
  });
  return {
    name: 'random',
    files: [file('snapshot', snapshot), file('changes', changes)],
    skipped: [],
    flows: [],
    inputs: NO_INPUTS,
    workspace: {
      version: 1,
      name: 'random',
      snapshot: [],
      changes: [],
      adminCidrs: ['10.77.0.0/24'],
      cluster: { complete, dataplane: 'iptables' },
    },
  };
}

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
  const moves = rollout.changes.map((change) => ({ changes: [change] }));
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
      { numRuns: 120 },
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

  it(
    'of every move of a promotion are taken back by its own rollback, and all moves lead to its end',
    { timeout: 120_000 },
    () => {
      fc.assert(
        fc.property(cases, ({ snapshot, changes, complete }) => {
          const input = inputOf(snapshot, changes, complete);
          const { plan } = openSession(input).rehearse(() => undefined);
          const rollout = rolloutOfInput(input);
          const world = (objects: readonly Resource[]) => canonicalWorld(worldWith(objects, rollout));
          const early = plan.steps.filter(({ step }) => step === 'net' || step === 'stage');
          const staged = applyFiles(
            rollout.worlds.now.cluster.resources,
            early.flatMap(({ files: list }) => list),
          );
          let objects = staged;
          for (const { files: forward, rollback } of plan.promotion.moves) {
            const before = objects;
            objects = applyFiles(before, forward);
            expect(world(applyFiles(objects, rollback))).toEqual(world(before));
          }
          expect(world(objects)).toEqual(canonicalWorld(rollout.worlds.promoted));
        }),
        { numRuns: 30 },
      );
    },
  );
});
