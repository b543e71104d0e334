import type { ChangeFile, Plan } from '../model/plan';
import { compareCodePoints } from '../selector/compare-code-points';
import { STEP_TEXTS } from './step-texts';

/** What is handed to the cluster, sorted by path: what each step applies, what takes it back, and the variants of the net. */
export function changeFiles({ steps, net }: Plan): readonly ChangeFile[] {
  return sortByPath([
    ...steps.flatMap((step) => [...step.files, ...step.rollback]),
    ...net.variants.map(({ file }) => file),
  ]);
}

/** Everything that the folder of a plan holds, sorted by path: the change files, checklist and README. */
export function planFiles(plan: Plan): readonly ChangeFile[] {
  return sortByPath([
    ...changeFiles(plan),
    { path: 'checklist.md', text: plan.checklist },
    { path: 'README.md', text: writeReadme(plan) },
  ]);
}

function sortByPath(files: readonly ChangeFile[]): readonly ChangeFile[] {
  return files.toSorted((left, right) => compareCodePoints(left.path, right.path));
}

const FOLDERS = {
  net: '1-net',
  stage: '2-stage',
  observe: '',
  promote: '4-promote',
  'remove-net': '5-remove-net',
} as const;

function writeReadme({ steps, net }: Plan): string {
  const rows = steps.flatMap(({ step, files }) => {
    const { title, does } = STEP_TEXTS[step];
    const folder = FOLDERS[step];
    const what = files.length === 0 ? 'nothing to apply' : `${files.length} ${files.length === 1 ? 'file' : 'files'}`;
    return [`| ${folder === '' ? 'no files' : `\`${folder}/\``} | ${title}: ${does} | ${what} |`];
  });
  const usesCalicoctl = steps.some(({ commands }) => commands.some(({ command }) => command.startsWith('calicoctl')));
  const tool = usesCalicoctl
    ? [
        'The snapshot holds Calico’s objects in their stored form alone (`crd.projectcalico.org/v1`): the Calico API server is not installed, and kubectl does not know `projectcalico.org/v3`. Calico’s objects are handed over with `calicoctl`, those of Kubernetes with `kubectl`. Never write the stored form yourself: nothing checks it.',
        '',
      ]
    : [];
  return [
    '# Rollout plan',
    '',
    'Start with `checklist.md`: it has the commands, what to expect, and the rollback beside each.',
    '',
    '| Folder | Step | Files |',
    '| --- | --- | --- |',
    ...rows,
    `| \`net-variants/\` | Other forms of the safety net. To use one, apply it instead, take a new snapshot, and rehearse again. | ${net.variants.length} files |`,
    '',
    '- Files and folders are numbered in the order in which they are handed over.',
    '- The first line of every file is the command that it is for. Files called `delete-…` name objects to delete; they are not to be applied.',
    '- A folder `rollback` takes back what stands beside it: what was there before, as the snapshot has it, and deletions of what was new. A new Namespace stays: deleting one takes along whatever is in it.',
    '- `types` of every policy are written out, so that no way of applying them has to guess.',
    '- Objects of kinds that the rehearsal does not read are not in these files.',
    '',
    ...tool,
  ].join('\n');
}
