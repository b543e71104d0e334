import type { PolicyKind, Resource, ResourceKind } from '../model/resource';
import type { Change } from '../rehearse/change';
import { enforcedKind, stagedKind, stagesOnly } from '../rehearse/change';
import type { Rollout } from '../rehearse/worlds';
import { enforcedManifest, stagedManifest } from './change-manifests';
import type { Manifest } from './manifest';
import { manifestOf, objectKey } from './manifest';
import type { ObjectStates, StepOperations, Wish } from './object-states';
import { createObjectStates } from './object-states';

/** Changes that are promoted together. */
interface Move {
  readonly changes: readonly Change[];
}

/** One move: first what becomes enforced, then what need not stay staged. */
export interface MoveOperations<M extends Move> {
  readonly move: M;
  readonly live: StepOperations;
  readonly unstage: StepOperations;
}

/** What every step of a rollout does to the objects of the cluster, in the order of the rollout. */
interface RolloutOperations<M extends Move> {
  /** Empty where the snapshot has a net. */
  readonly net: StepOperations;
  /** What the change set holds beside policies: it takes effect at once. */
  readonly others: StepOperations;
  readonly stage: StepOperations;
  readonly moves: readonly MoveOperations<M>[];
  readonly removeNet: StepOperations;
}

/** `moves`: the changes in the order in which they are promoted, those together that go together. */
export function operateRollout<M extends Move>(rollout: Rollout, moves: readonly M[]): RolloutOperations<M> {
  const { net, netFound, changes, changesFromSnapshot, worlds, profile } = rollout;
  const states = createObjectStates(worlds.now.cluster.resources, profile.complete ? 'stored' : 'written');
  const staging = changesFromSnapshot ? [] : changes;
  return {
    net: states.change(netFound ? [] : [{ tag: 'put', manifest: manifestOf(net.resource, 'written') }]),
    others: states.change(otherObjects(rollout).map((resource) => put(manifestOf(resource, 'written')))),
    stage: states.change(
      staging.flatMap((change) => {
        const manifest = stagedManifest(change, 'written');
        return manifest === null ? [] : [put(manifest)];
      }),
    ),
    moves: moves.map((move) => ({ move, ...operateMove(move, states) })),
    removeNet: states.change([{ tag: 'remove', key: objectKey(net) }]),
  };
}

function operateMove({ changes }: Move, states: ObjectStates): Omit<MoveOperations<Move>, 'move'> {
  const promoted = changes.filter(({ action }) => !stagesOnly(action));
  const creations = promoted.filter(({ action }) => action === 'Set');
  const deletions = promoted.filter(({ action }) => action === 'Delete');
  return {
    live: states.change([
      ...creations.map((change) => put(enforcedManifest(change))),
      ...deletions.map(({ resource }) => remove(resource, enforcedKind(resource.kind as PolicyKind))),
    ]),
    unstage: states.change(
      promoted.flatMap(({ resource }) => {
        const kind = stagedKind(resource.kind as PolicyKind);
        return kind === null ? [] : [remove(resource, kind)];
      }),
    ),
  };
}

function put(manifest: Manifest): Wish {
  return { tag: 'put', manifest };
}

function remove(resource: Resource, kind: ResourceKind): Wish {
  return { tag: 'remove', key: objectKey({ ...resource, kind }) };
}

/** What others need comes first; a host endpoint polices its node from the moment it is there. */
const FIRST_KINDS: readonly ResourceKind[] = ['Namespace', 'ServiceAccount', 'Tier', 'GlobalNetworkSet', 'NetworkSet'];
const LAST_KINDS: readonly ResourceKind[] = ['HostEndpoint'];

/** The objects of the change set beside policies, in the order in which they are applied. */
export function otherObjects({ worlds }: Rollout): readonly Resource[] {
  const others = worlds.staged.cluster.resources.filter(({ role }) => role === 'changes');
  return others.toSorted((left, right) => rankOf(left.kind) - rankOf(right.kind));
}

function rankOf(kind: ResourceKind): number {
  if (LAST_KINDS.includes(kind)) return FIRST_KINDS.length + 1;
  const first = FIRST_KINDS.indexOf(kind);
  return first === -1 ? FIRST_KINDS.length : first;
}
