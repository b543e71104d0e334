import type { Loaded } from '../../../../main/engine/load/load-files';
import { loadFiles } from '../../../../main/engine/load/load-files';
import type { Role } from '../../../../main/engine/model/source';

export function load(files: Readonly<Record<string, string>>, role: Role = 'snapshot'): Loaded {
  return loadFiles(
    Object.entries(files).map(([path, text]) => ({ role, path, text })),
    [],
  );
}

export function names(loaded: Loaded): readonly string[] {
  return loaded.resources.map(({ kind, namespace, name }) => `${kind} ${namespace}/${name}`);
}

export function briefly(loaded: Loaded): readonly string[] {
  return loaded.diagnostics.map(({ code, position }) => `${code} ${position.file}:${position.line}:${position.column}`);
}

export function fates(loaded: Loaded): readonly unknown[] {
  return loaded.accounting.files.flatMap(({ path, documents }) =>
    documents.map(({ line, fate }) => [path, line, fate]),
  );
}

export const POD = 'apiVersion: v1\nkind: Pod\nmetadata: {name: web, namespace: prod}\n';
export const TIER = 'apiVersion: projectcalico.org/v3\nkind: Tier\nmetadata: {name: security}\nspec: {order: 100}\n';
