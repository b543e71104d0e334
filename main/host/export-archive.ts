// The build for browsers: the one for Node starts a worker by `require`, which a bundle of modules cannot hold.
import { strToU8, zipSync, type Zippable } from 'fflate/browser';
import { sealExport, type ExportFile } from './export-file';

/** A plain file that its owner may write and everybody may read, as Unix notes it. */
const UNIX = 3;
const PLAIN_FILE = 0o100644 << 16;

/** Packs files into a zip archive, all in the folder `top`. The same files give the same bytes. */
export function packExport(
  top: string,
  files: readonly ExportFile[],
): { readonly files: readonly string[]; readonly bytes: Uint8Array } {
  const sealed = sealExport(files);
  // The earliest time that an archive can name. It names local time, so this is the same in every zone.
  const mtime = new Date(1980, 0, 1);
  const entries: Zippable = {};
  for (const { path, content } of sealed) {
    const bytes = typeof content === 'string' ? strToU8(content) : content;
    entries[`${top}/${path}`] = [bytes, { mtime, os: UNIX, attrs: PLAIN_FILE }];
  }
  return { files: sealed.map(({ path }) => path), bytes: zipSync(entries, { level: 6 }) };
}
