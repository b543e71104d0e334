import { assertNever } from '../engine/model/assert-never';
import type { ChangeFile } from '../engine/model/plan';
import type { Progress } from '../engine/model/progress';
import type { Rehearsal } from '../engine/model/rehearsal';
import type { Wizard } from '../engine/model/wizard';
import { planFiles } from '../engine/plan/plan-files';
import { writeChecklistPage } from '../engine/report/checklist-page';
import { writeReviewPack } from '../engine/report/review-pack';

/** The plan alone, or the whole pack for a review. */
export type ExportKind = 'pack' | 'plan';

/** The texts of an export: all of it but the pictures of the window. */
export function writeFiles(
  what: ExportKind,
  rehearsal: Rehearsal,
  wizard: Wizard,
  tell: Progress = () => undefined,
): readonly ChangeFile[] {
  switch (what) {
    case 'plan':
      tell('writing', 0, 1);
      return [...planFiles(rehearsal.plan), { path: 'checklist.html', text: writeChecklistPage(rehearsal) }];
    case 'pack':
      return writeReviewPack(rehearsal, wizard, tell);
    default:
      return assertNever(what);
  }
}
