import { basename, join } from 'node:path';
import { readdir } from 'node:fs/promises';
import type { Exported, Picture } from '../../preload/contract';
import type { ChangeFile } from '../engine/model/plan';
import { packExport } from './export-archive';
import { CHECKSUMS_NAME, type ExportFile } from './export-file';
import { writeExportFolder } from './export-folder';
import { pictureFiles } from './picture-files';
import type { ExportKind } from './write-files';

/** Everything that an export holds, pictures of the window included. Throws `ContractFailure` for what is no picture. */
export function exportFiles(written: readonly ChangeFile[], pictures: readonly Picture[]): readonly ExportFile[] {
  return [...written.map(({ path, text }) => ({ path, content: text })), ...pictureFiles(pictures)];
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
