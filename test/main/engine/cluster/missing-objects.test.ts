import { expect, it } from 'vitest';
import { buildCluster } from '../../../../main/engine/cluster/cluster';
import { clusterProfile } from '../../../../main/engine/cluster/cluster-profile';
import { missingObjects } from '../../../../main/engine/cluster/missing-objects';
import { loadFiles } from '../../../../main/engine/load/load-files';

function pod(namespace: string, name = 'web'): string {
  return `apiVersion: v1
kind: Pod
metadata:
  name: ${name}
  namespace: ${namespace}
spec: { nodeName: node1 }
status: { podIP: 10.0.0.1 }
`;
}

function missingOf(complete: boolean, ...texts: readonly string[]) {
  const file = { role: 'snapshot' as const, path: 'pods.yaml', text: texts.join('---\n') };
  const { resources, sources } = loadFiles([file], []);
  return missingObjects(buildCluster(resources, clusterProfile(resources, { complete })), sources);
}

const known = 'apiVersion: v1\nkind: Namespace\nmetadata: { name: known }\n';

it('namespaces that pods live in and no file holds are told once, sorted, at the first such pod', () => {
  expect(missingOf(false, known, pod('known'), pod('b'), pod('a'), pod('b', 'db'))).toEqual([
    {
      code: 'LOAD04',
      severity: 'information',
      position: { file: 'snapshot/pods.yaml', line: 17, column: 3 },
      excerpt: '',
      message:
        'The snapshot has no Namespace object for a, b. Their labels are unknown: what depends on them is undecided.',
      help: 'Add them: kubectl get namespaces -o yaml',
    },
  ]);
});

it('from the sixth on they are counted', () => {
  const messages = (...names: readonly string[]) =>
    missingOf(false, ...names.map((name) => pod(name))).map(({ message }) => message);
  const end = 'Their labels are unknown: what depends on them is undecided.';
  expect(messages('a', 'b', 'c', 'd', 'e')).toEqual([`The snapshot has no Namespace object for a, b, c, d, e. ${end}`]);
  expect(messages('a', 'b', 'c', 'd', 'e', 'f', 'g')).toEqual([
    `The snapshot has no Namespace object for a, b, c, d, e and 2 more. ${end}`,
  ]);
});

it('nothing is missing where the files hold all namespaces, or are known to hold everything', () => {
  expect(missingOf(false, known, pod('known'))).toEqual([]);
  expect(missingOf(true, pod('lost'))).toEqual([]);
});
