import { basename, join } from 'node:path';
import { readdir } from 'node:fs/promises';
import type { Exported, Picture } from '../../preload/contract';
import { assertNever } from '../engine/model/assert-never';
import type { ChangeFile } from '../engine/model/plan';
import type { Rehearsal } from '../engine/model/rehearsal';
import type { Wizard } from '../engine/model/wizard';
import { planFiles } from '../engine/plan/plan-files';
import { writeChecklistPage } from '../engine/report/checklist-page';
import { writeReviewPack } from '../engine/report/review-pack';
import { packExport } from './export-archive';
import { CHECKSUMS_NAME, type ExportFile } from './export-file';
import { writeExportFolder } from './export-folder';
import { pictureFiles } from './picture-files';

/** The plan alone, or the whole pack for a review. */
export type ExportKind = 'pack' | 'plan';

/** Everything that an export holds, pictures of the window included. Throws `ContractFailure` for what is no picture. */
export function exportFiles(
  what: ExportKind,
  rehearsal: Rehearsal,
  wizard: Wizard,
  pictures: readonly Picture[],
): readonly ExportFile[] {
  const written = writtenFiles(what, rehearsal, wizard);
  return [...written.map(({ path, text }) => ({ path, content: text })), ...pictureFiles(pictures)];
}

function writtenFiles(what: ExportKind, rehearsal: Rehearsal, wizard: Wizard): readonly ChangeFile[] {
  switch (what) {
    case 'plan':
      return [...planFiles(rehearsal.plan), { path: 'checklist.html', text: writeChecklistPage(rehearsal) }];
    case 'pack':
      return writeReviewPack(rehearsal, wizard);
    default:
      return assertNever(what);
  }
}

/** What the folder or archive of an export is called: `shop-default-deny-plan`. */
export function exportName(what: ExportKind, name: string): string {
  const words = name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 60);
  const kind = what === 'plan' ? 'plan' : 'review-pack';
  return words === '' ? kind : `${words}-${kind}`;
}

/** One archive that holds the export in a folder of its name. */
export function exportAsArchive(name: string, files: readonly ExportFile[]): Exported {
  const packed = packExport(name, files);
  const base64 = Buffer.from(packed.bytes).toString('base64');
  return { tag: 'archive', name: `${name}.zip`, files: packed.files, base64 };
}

/**
 * Writes the export into the folder that the user chose where that is empty or holds an earlier export, and otherwise into a new folder of its
 * name inside. Throws `ContractFailure` `refused`.
 */
export async function exportIntoChosen(chosen: string, name: string, files: readonly ExportFile[]): Promise<Exported> {
  const names = await readdir(chosen).catch((): readonly string[] => []);
  const isFree = names.length === 0 || names.includes(CHECKSUMS_NAME);
  const folder = isFree ? chosen : join(chosen, name);
  return { tag: 'folder', name: basename(folder), files: await writeExportFolder(folder, files) };
}
