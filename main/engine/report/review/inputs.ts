import { countOf } from '../../model/count-words';
import type { ClusterProfile } from '../../model/profile-of-cluster';
import type { Rehearsal } from '../../model/rehearsal';
import type { Block } from '../review-block';
import type { ReviewFacts } from './facts';
import { name, paragraph, tableAtMost, text, textColumns } from './lines';

/** `Calico v3.32, nftables, complete snapshot`. */
export function describeCluster({ version, dataplane, complete }: ClusterProfile): string {
  return [
    version === '' ? 'Calico version unknown' : `Calico ${version}`,
    dataplane === 'unknown' ? 'iptables or nftables' : dataplane,
    complete ? 'complete snapshot' : 'snapshot may be incomplete',
  ].join(', ');
}

/** `3 nodes, 9 pods in 4 workloads, 1 policy in force, 2 changes`. */
export function describeSize({ counts }: Rehearsal): string {
  return [
    countOf(counts.nodes, 'node'),
    `${countOf(counts.pods, 'pod')} in ${countOf(counts.workloads, 'workload')}`,
    `${countOf(counts.policies, 'policy', 'policies')} in force`,
    countOf(counts.changes, 'change'),
  ].join(', ');
}

/** What was rehearsed, to the byte. */
export function describeInputs({ rehearsal, most }: ReviewFacts): readonly Block[] {
  const { digest, files } = rehearsal.inputs;
  const entries = Object.entries(files);
  if (entries.length === 0) return [paragraph(text('No hashes of the inputs were taken.'))];
  return [
    paragraph(
      text('SHA-256 over all inputs: '),
      name(digest),
      text('. Whoever has the files checks them with '),
      name('sha256sum -c inputs.sha256'),
      text(
        ' in the folder that holds them under the names below; a changed byte gives another digest, and this review no longer speaks of them.',
      ),
    ),
    ...tableAtMost({
      caption: 'Inputs',
      columns: textColumns('File', 'SHA-256'),
      rows: entries.map(([file, hash]) => [[name(file)], [name(hash)]]),
      most,
      elsewhere: 'inputs.sha256',
    }),
  ];
}

/** What else lies in the pack. */
export function describePack(): readonly Block[] {
  return [
    {
      tag: 'table',
      caption: 'Files of this review pack',
      columns: textColumns('File', 'What it is'),
      rows: PACK.map(([file, what]) => [[name(file)], [text(what)]]),
    },
  ];
}

const PACK: readonly (readonly [string, string])[] = [
  ['review.html', 'this review as one page that loads nothing and runs nothing'],
  ['review.md', 'the same, to be pasted into a pull request'],
  ['map-before.svg, map-after.svg', 'who reaches whom today and in the end; what changes is bold'],
  ['differences.csv', 'every connection that some step treats otherwise than before, in all five worlds'],
  ['rehearsal.json, wizard.json', 'everything that was computed, and who answered for it'],
  ['change-files', 'what each step applies, how it is taken back, and other forms of the safety net'],
  ['checklist.md, checklist.html', 'the steps with boxes to tick, for a screen and for paper'],
  ['inputs.sha256', 'the hash of every input'],
];
