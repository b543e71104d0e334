import { loadFiles } from '../load/load-files';
import { compareCodePoints } from '../selector/compare-code-points';
import type { ChangeFile } from '../model/plan';
import type { Resource } from '../model/resource';
import { objectKey } from './manifest';

/**
 * The objects of a cluster after files of a plan were handed to it in this order, read by the loader that reads everything else: files
 * called `delete-…` take their objects away, all others put theirs in place of what has the same kind, namespace and name. Throws where
 * a file holds what cannot be read.
 */
export function applyFiles(objects: readonly Resource[], files: readonly ChangeFile[]): readonly Resource[] {
  const state = new Map(objects.map((resource) => [objectKey(resource), resource]));
  for (const { path, text } of files) {
    const { resources, diagnostics, accounting } = loadFiles([{ role: 'snapshot', path, text }], []);
    const rejected = accounting.files.flatMap(({ documents }) => documents).find(({ fate }) => fate.tag !== 'loaded');
    if (rejected !== undefined) {
      throw new Error(`${path} cannot be read: ${diagnostics[0]?.message ?? `line ${rejected.line}`}`);
    }
    for (const resource of resources) {
      if (isDeletion(path)) state.delete(objectKey(resource));
      else state.set(objectKey(resource), resource);
    }
  }
  return [...state.values()];
}

/**
 * Of the files of a plan those that lead from `now` to `final`, in the order in which they are applied: rollbacks, variants of the net and
 * texts for people are left out.
 */
export function filesForward(files: readonly ChangeFile[]): readonly ChangeFile[] {
  return files
    .filter(({ path }) => /^[1-5]-.*\.yaml$/.test(path) && !path.split('/').includes('rollback'))
    .toSorted((left, right) => compareCodePoints(left.path, right.path));
}

/** `5-remove-net/delete-net.yaml`, `4-promote/01-…/2-delete-live.yaml`. */
function isDeletion(path: string): boolean {
  return path.split('/').some((part) => /^(\d+-)?delete(-|\.yaml$)/.test(part));
}
