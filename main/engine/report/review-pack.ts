import type { ChangeFile } from '../model/plan';
import type { Progress } from '../model/progress';
import type { Rehearsal } from '../model/rehearsal';
import type { Wizard } from '../model/wizard';
import { changeFiles } from '../plan/plan-files';
import { drawChangeMaps } from './change-maps';
import { writeChecklistPage } from './checklist-page';
import { writeChecksums } from './checksum-list';
import { writeDifferences } from './difference-table';
import { describeReview } from './review/describe-review';
import { gatherFacts } from './review/facts';
import type { ChangeMaps } from './change-maps';
import { writeReviewMarkdown } from './review-markdown';
import { writeReviewPage } from './review-page';
import { stableJson } from './stable-json';

/** Rows of every list of the page; what is left out is in the other files. */
const PAGE_ROWS = 100;

/** The same for Markdown: as many as fit into a comment of GitHub. */
const MARKDOWN_ROWS: readonly number[] = [60, 40, 25, 15, 10, 6, 4, 2, 1];

/** GitHub refuses longer comments; it counts characters. */
const LONGEST_COMMENT = 65_536;

/**
 * The review pack as files: paths are relative, with `/`. The same rehearsal and wizard give the same bytes; nothing in it depends on the time
 * or the machine, and nothing on who listens. Everything that was written by others is escaped for the format it stands in.
 */
export function writeReviewPack(
  rehearsal: Rehearsal,
  wizard: Wizard | null,
  tell: Progress = () => undefined,
): readonly ChangeFile[] {
  tell('drawing the maps', 0, 1);
  const parts = listParts(rehearsal, wizard, drawChangeMaps(rehearsal));
  return parts.map(({ path, write }, done) => {
    tell('writing', done, parts.length, path);
    return { path, text: write() };
  });
}

interface PackPart {
  readonly path: string;
  readonly write: () => string;
}

function listParts(rehearsal: Rehearsal, wizard: Wizard | null, maps: ChangeMaps): readonly PackPart[] {
  return [
    {
      path: 'review.html',
      write: () => writeReviewPage(describeReview(gatherFacts(rehearsal, wizard, PAGE_ROWS), maps)),
    },
    { path: 'review.md', write: () => writeComment(rehearsal, wizard, maps) },
    { path: 'map-before.svg', write: () => maps.before },
    { path: 'map-after.svg', write: () => maps.after },
    { path: 'differences.csv', write: () => writeDifferences(rehearsal) },
    { path: 'rehearsal.json', write: () => stableJson(rehearsal) },
    ...(wizard === null ? [] : [{ path: 'wizard.json', write: () => stableJson(wizard) }]),
    ...changeFiles(rehearsal.plan).map(({ path, text }) => ({ path: `change-files/${path}`, write: () => text })),
    { path: 'checklist.md', write: () => rehearsal.plan.checklist },
    { path: 'checklist.html', write: () => writeChecklistPage(rehearsal) },
    { path: 'inputs.sha256', write: () => writeChecksums(rehearsal.inputs) },
  ];
}

function writeComment(rehearsal: Rehearsal, wizard: Wizard | null, maps: ChangeMaps): string {
  let comment = '';
  for (const rows of MARKDOWN_ROWS) {
    comment = writeReviewMarkdown(describeReview(gatherFacts(rehearsal, wizard, rows), maps));
    if (comment.length <= LONGEST_COMMENT) break;
  }
  return comment;
}
