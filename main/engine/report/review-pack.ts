import type { ChangeFile } from '../model/plan';
import type { Rehearsal } from '../model/rehearsal';
import type { Wizard } from '../model/wizard';
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
 * or the machine. Everything that was written by others is escaped for the format it stands in.
 */
export function writeReviewPack(rehearsal: Rehearsal, wizard: Wizard | null): readonly ChangeFile[] {
  const maps = drawChangeMaps(rehearsal);
  return [
    { path: 'review.html', text: writeReviewPage(describeReview(gatherFacts(rehearsal, wizard, PAGE_ROWS), maps)) },
    { path: 'review.md', text: writeComment(rehearsal, wizard, maps) },
    { path: 'map-before.svg', text: maps.before },
    { path: 'map-after.svg', text: maps.after },
    { path: 'differences.csv', text: writeDifferences(rehearsal) },
    { path: 'rehearsal.json', text: stableJson(rehearsal) },
    ...(wizard === null ? [] : [{ path: 'wizard.json', text: stableJson(wizard) }]),
    ...listChangeFiles(rehearsal),
    { path: 'checklist.md', text: rehearsal.plan.checklist },
    { path: 'checklist.html', text: writeChecklistPage(rehearsal) },
    { path: 'inputs.sha256', text: writeChecksums(rehearsal.inputs) },
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

/** What every step applies and what takes it back, each file once. */
function listChangeFiles({ plan }: Rehearsal): readonly ChangeFile[] {
  const files = [...plan.steps, ...plan.promotion.moves].flatMap((part) => [...part.files, ...part.rollback]);
  const byPath = new Map(files.map(({ path, text }) => [`change-files/${path}`, text]));
  return [...byPath].map(([path, text]) => ({ path, text }));
}
