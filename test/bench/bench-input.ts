import { dump } from 'js-yaml';
import type { EngineInput } from '../../main/engine/pipeline';
import type { SourceFile } from '../../main/engine/model/source';
import type { BenchSize } from './bench-size';
import { clusterObjects } from './cluster-objects';
import { inventNamespaces, inventWorkloads } from './invent-workloads';
import type { KubernetesObject } from './kubernetes-object';
import { policyObjects } from './policy-objects';
import { createSeededRandom } from './seeded-random';
import { NO_INPUTS } from '../main/engine/plan/no-plan';

const SEED = 20_261_121;

/** The input of one size, the same on every run: lists as `kubectl get` prints them, and one file per policy of the change set. */
export function benchInput(size: BenchSize): EngineInput {
  const random = createSeededRandom(SEED);
  const namespaces = inventNamespaces(size);
  const workloads = inventWorkloads(size, namespaces, random);
  const captured = clusterObjects(size, namespaces, workloads, random);
  const { enforced, changes } = policyObjects(size.policies, namespaces, workloads, random);
  const files: readonly SourceFile[] = [
    ...Object.entries(captured).map(([name, objects]) => listFile(name, objects)),
    listFile('policies', enforced),
    ...changes.map((change, index): SourceFile => ({
      role: 'changes',
      path: `${index}-${change.metadata.name}.yaml`,
      text: write(change),
    })),
  ];
  return {
    name: `bench ${size.name}`,
    files,
    skipped: [],
    flows: [],
    inputs: NO_INPUTS,
    workspace: {
      version: 1,
      name: `bench ${size.name}`,
      snapshot: ['snapshot'],
      changes: ['changes'],
      adminCidrs: ['172.20.0.0/24'],
      cluster: { complete: true },
    },
  };
}

function listFile(name: string, items: readonly KubernetesObject[]): SourceFile {
  return { role: 'snapshot', path: `${name}.yaml`, text: write({ apiVersion: 'v1', kind: 'List', items }) };
}

function write(object: unknown): string {
  return dump(object, { noRefs: true, lineWidth: -1 });
}

/** Another author's edit: one staged policy of the change set opens one port more. */
export function editOnePolicy(input: EngineInput): EngineInput {
  const edited = input.files.findLast((file) => file.role === 'changes');
  if (edited === undefined) throw new Error('an input without a change set');
  const text = edited.text.replace(
    'ingress:\n',
    'ingress:\n    - action: Allow\n      protocol: TCP\n      destination:\n        ports: [4711]\n',
  );
  if (text === edited.text) throw new Error('the policy to edit has no ingress rules');
  return { ...input, files: input.files.map((file) => (file === edited ? { ...file, text } : file)) };
}
