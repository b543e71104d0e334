import type { PolicyForm } from '../compile/read-policy';
import type { Resource } from '../model/resource';
import type { Manifest } from './manifest';
import { manifestOf, nameOnly, objectKey } from './manifest';

/** One thing to do to one object. */
export interface Operation {
  readonly verb: 'apply' | 'replace' | 'delete';
  readonly manifest: Manifest;
}

/** What is to be: an object as it is to stand there, or one that is to be gone. */
export type Wish =
  { readonly tag: 'put'; readonly manifest: Manifest } | { readonly tag: 'remove'; readonly key: string };

/** What a step does, and what takes it back; each in the order in which it is done. */
export interface StepOperations {
  readonly forward: readonly Operation[];
  readonly backward: readonly Operation[];
}

/** The objects of a cluster while a rollout changes them one after the other. */
export interface ObjectStates {
  /**
   * Fulfils wishes in their order. What is there already, or gone already, needs nothing. A new Namespace stays when the step is taken
   * back: deleting one takes along whatever is in it.
   */
  change(wishes: readonly Wish[]): StepOperations;
}

/** What is done to an object, and what takes that back; `null`: it stays. */
type OperationPair = readonly [Operation, Operation | null];

/** Starts from the objects of a snapshot; `form` is the one in which their policies are read. */
export function createObjectStates(snapshot: readonly Resource[], form: PolicyForm): ObjectStates {
  const objects = new Map<string, Resource | Manifest>(snapshot.map((resource) => [objectKey(resource), resource]));

  function find(key: string): Manifest | undefined {
    const found = objects.get(key);
    if (found === undefined || 'object' in found) return found;
    const manifest = manifestOf(found, form);
    objects.set(key, manifest);
    return manifest;
  }

  function put(manifest: Manifest): OperationPair | null {
    const key = objectKey(manifest);
    const before = find(key);
    if (before !== undefined && isSame(before, manifest)) return null;
    objects.set(key, manifest);
    if (before === undefined) {
      return [
        { verb: 'apply', manifest },
        manifest.kind === 'Namespace' ? null : { verb: 'delete', manifest: nameOnly(manifest) },
      ];
    }
    return [
      { verb: 'replace', manifest },
      { verb: 'replace', manifest: before },
    ];
  }

  function remove(key: string): OperationPair | null {
    const before = find(key);
    if (before === undefined) return null;
    objects.delete(key);
    return [
      { verb: 'delete', manifest: nameOnly(before) },
      { verb: 'apply', manifest: before },
    ];
  }

  return {
    change(wishes) {
      const done = wishes.flatMap((wish) => {
        const pair = wish.tag === 'put' ? put(wish.manifest) : remove(wish.key);
        return pair === null ? [] : [pair];
      });
      return {
        forward: done.map(([operation]) => operation),
        backward: done.flatMap(([, undoing]) => undoing ?? []).toReversed(),
      };
    },
  };
}

function isSame(left: Manifest, right: Manifest): boolean {
  return JSON.stringify(left.object) === JSON.stringify(right.object);
}
