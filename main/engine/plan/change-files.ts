import { writeYaml } from '../load/write-yaml';
import type { ChangeFile } from '../model/plan';
import type { ClusterTool, ToolFor } from './cluster-tool';
import type { Manifest } from './manifest';
import { describeManifest } from './manifest';
import type { Operation } from './object-states';
import { numbered, safeName } from './safe-name';

/** Files that one command hands over, and that command. */
export interface FileBatch {
  readonly verb: Operation['verb'];
  readonly tool: ClusterTool;
  /** What `-f` takes: the one file, or the folder that holds them. */
  readonly target: string;
  readonly files: readonly ChangeFile[];
  readonly manifests: readonly Manifest[];
}

/**
 * Operations as files of a folder, in their order, numbered from `first`: those that one command can do share a file, e.g.
 * `4-promote/01-networkpolicy-prod-web/1-apply-live.yaml`. What a file is for is told by its name: `applyFiles` reads it back.
 */
export function batchFiles(
  folder: string,
  what: string,
  operations: readonly Operation[],
  toolFor: ToolFor,
  first = 1,
): readonly FileBatch[] {
  return groupOperations(operations, toolFor).map(({ verb, tool, manifests }, index) => {
    const target = `${folder}/${first + index}-${[verb, what].filter((word) => word !== '').join('-')}.yaml`;
    return { verb, tool, target, manifests, files: [writeFile(target, verb, tool, manifests)] };
  });
}

/** The same with a file for every object, in a folder for every command: what reviewers compare one by one. */
export function batchFolders(
  folder: string,
  what: string,
  operations: readonly Operation[],
  toolFor: ToolFor,
  first = 1,
): readonly FileBatch[] {
  return groupOperations(operations, toolFor).map(({ verb, tool, manifests }, index) => {
    const target = `${folder}/${first + index}-${verb}-${what}`;
    const files = manifests.map((manifest, place) =>
      writeFile(`${target}/${fileName(manifest, place + 1, manifests.length)}.yaml`, verb, tool, [manifest]),
    );
    return { verb, tool, target, manifests, files };
  });
}

/** `01-networkpolicy-prod-web`. */
function fileName({ writtenKind, namespace, name }: Manifest, number: number, count: number): string {
  return `${numbered(number, count)}-${safeName([writtenKind, namespace, name])}`;
}

interface OperationGroup {
  readonly verb: Operation['verb'];
  readonly tool: ClusterTool;
  readonly manifests: Manifest[];
}

function groupOperations(operations: readonly Operation[], toolFor: ToolFor): readonly OperationGroup[] {
  const groups = new Map<string, OperationGroup>();
  for (const { verb, manifest } of operations) {
    const tool = toolFor(manifest);
    const key = `${verb} ${tool}`;
    const group = groups.get(key) ?? { verb, tool, manifests: [] };
    groups.set(key, group);
    group.manifests.push(manifest);
  }
  return [...groups.values()];
}

/** The command that hands files over. Deleting what is gone already is no error: a step that was broken off can be done again. */
export function handOver({ verb, tool, target }: Pick<FileBatch, 'verb' | 'tool' | 'target'>): string {
  if (verb !== 'delete') return `${tool} ${verb} -f ${target}`;
  return `${tool} delete ${tool === 'kubectl' ? '--ignore-not-found' : '--skip-not-exists'} -f ${target}`;
}

export function writeFile(
  path: string,
  verb: Operation['verb'],
  tool: ClusterTool,
  manifests: readonly Manifest[],
): ChangeFile {
  const [first] = manifests;
  const named = manifests.length === 1 && first !== undefined ? describeManifest(first) : `${manifests.length} objects`;
  const comment = `${handOver({ verb, tool, target: path })}: ${named}`;
  return {
    path,
    text: writeYaml(
      [comment],
      manifests.map(({ object }) => object),
    ),
  };
}
