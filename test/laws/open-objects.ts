import type { EngineInput, Kept, Session } from '../../main/engine/pipeline';
import { openSession } from '../../main/engine/pipeline';
import type { JsonObject } from '../../main/engine/model/json';
import type { Rehearsal } from '../../main/engine/model/rehearsal';
import type { Role, SourceFile } from '../../main/engine/model/source';
import type { RandomCluster } from './random-cluster';
import { NO_INPUTS } from '../main/engine/plan/no-plan';

/** A file with one object per document and line. */
export function fileOf(role: Role, path: string, objects: readonly JsonObject[]): SourceFile {
  return { role, path, text: objects.map((object) => JSON.stringify(object)).join('\n---\n') };
}

/** Snapshot and changes, several objects to a file. */
export function filesOf({ snapshot, changes }: RandomCluster): readonly SourceFile[] {
  const half = Math.ceil(snapshot.length / 2);
  return [
    fileOf('snapshot', 'a.yaml', snapshot.slice(0, half)),
    fileOf('snapshot', 'b.yaml', snapshot.slice(half)),
    fileOf('changes', 'c.yaml', changes),
  ];
}

export function openFiles(files: readonly SourceFile[], complete = true, earlier?: Kept): Session {
  const input: EngineInput = {
    name: 'random',
    files,
    skipped: [],
    flows: [],
    inputs: NO_INPUTS,
    workspace: {
      version: 1,
      name: 'random',
      snapshot: ['snapshot'],
      changes: ['changes'],
      adminCidrs: ['10.9.0.0/24'],
      cluster: { complete, dataplane: 'iptables' },
    },
  };
  return openSession(input, () => undefined, earlier);
}

export function rehearse(files: readonly SourceFile[], complete = true): Rehearsal {
  return openFiles(files, complete).rehearse(() => undefined);
}
