import { createHash } from 'node:crypto';

/** A file to export. `path` is relative to the folder of the export, with `/`. */
export interface ExportFile {
  readonly path: string;
  readonly content: string | Uint8Array;
}

/** The list of what an export holds, in the format of `sha256sum -c`: also how a folder is known as one that this program wrote. */
export const CHECKSUMS_NAME = 'calico-rehearsal.sha256';

/** What some system does not allow in a file name; control characters included. */
const FORBIDDEN = /[\\:*?"<>|]|\p{Cc}/u;

function isSafe(path: string): boolean {
  return path.split('/').every((part) => {
    const isName = part !== '' && part !== '.' && part !== '..' && !part.endsWith('.') && !part.endsWith(' ');
    return isName && !FORBIDDEN.test(part) && Buffer.byteLength(part) <= 255;
  });
}

function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

function byPath(left: ExportFile, right: ExportFile): number {
  return left.path < right.path ? -1 : 1;
}

/**
 * The files in the order of their paths, and their list. Throws when a path would leave the folder, cannot be written on some system,
 * or stands there twice: paths are made by this program, so that is a defect of it.
 */
export function sealExport(files: readonly ExportFile[]): readonly ExportFile[] {
  const seen = new Set<string>();
  for (const { path } of files) {
    // Some file systems do not tell upper case from lower case.
    const key = path.toLowerCase();
    if (!isSafe(path) || seen.has(key) || key === CHECKSUMS_NAME.toLowerCase()) {
      throw new Error(`an export cannot hold ${JSON.stringify(path)}`);
    }
    seen.add(key);
  }
  const sorted = files.toSorted(byPath);
  const lines = sorted.map(({ path, content }) => `${sha256(content)}  ${path}\n`);
  return [...sorted, { path: CHECKSUMS_NAME, content: lines.join('') }];
}

/** What a list of an export says: SHA-256 by path. `null` when it is no such list. */
export function readChecksums(text: string): ReadonlyMap<string, string> | null {
  const lines = text.split('\n');
  if (lines.pop() !== '') return null;
  const entries = lines.map((line) => /^([0-9a-f]{64}) {2}(.+)$/.exec(line));
  const sums = new Map<string, string>();
  for (const entry of entries) {
    const [, sum, path] = entry ?? [];
    if (sum === undefined || path === undefined) return null;
    sums.set(path, sum);
  }
  return sums;
}

/** Whether `content` is what the list says of it. */
export function isAsListed(content: Uint8Array, sum: string | undefined): boolean {
  return sum !== undefined && sha256(content) === sum;
}
