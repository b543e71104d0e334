import { realpath, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { SkippedFile } from '../engine/load/load-files';
import type { FlowFile } from '../engine/model/inputs';
import { nameOfFlowFile } from '../engine/model/inputs';
import { distinctNames } from './distinct-names';
import { readPlainFile } from './plain-file';
import type { ReadingProgress } from './reading-progress';
import { skippedFile } from './skipped-files';
import { walkFolder, type SkipReason } from './walk-folder';

/** Recorded flows as they were read, what was not, and the files (absolute) whose change would make them stale. */
export interface FlowsRead {
  readonly files: readonly FlowFile[];
  readonly skipped: readonly SkippedFile[];
  readonly watched: readonly { readonly absolute: string; readonly shown: string }[];
}

/** The bounds of one reading; smaller ones are for tests. */
export interface FlowLimits {
  readonly flowBytes: number;
  readonly flowFiles: number;
  readonly entries: number;
}

const unpack = promisify(gunzip);
const decoder = new TextDecoder('utf-8');

function whyNoFlows(name: string): string {
  return name.startsWith('.') ? 'hidden file' : '';
}

/**
 * Reads files and folders of recorded flows, packed ones (`.gz`) unpacked, within the limits: bytes count unpacked. Nothing is thrown
 * for what is met: a file that is missing or too large is accounted for with the reason.
 */
export async function readFlows(
  roots: readonly string[],
  limits: FlowLimits,
  progress: ReadingProgress,
): Promise<FlowsRead> {
  const files: FlowFile[] = [];
  const skipped: SkippedFile[] = [];
  const watched: { absolute: string; shown: string }[] = [];
  let left = limits.flowBytes;

  function skip(path: string, bytes: number, reason: SkipReason, why: string): void {
    skipped.push(skippedFile('flows', path, bytes, reason, why));
  }

  async function addFile(path: string, absolute: string): Promise<void> {
    progress.next();
    watched.push({ absolute, shown: nameOfFlowFile({ path }) });
    if (files.length >= limits.flowFiles) {
      return skip(path, 0, 'beyondLimit', `there are more than ${limits.flowFiles} files of flows: it is left out`);
    }
    const tooMany = `all recorded flows together are larger than ${limits.flowBytes} bytes: it is left out`;
    let found = await readPlainFile(absolute, (bytes) => bytes <= left);
    if (Buffer.isBuffer(found) && absolute.endsWith('.gz')) found = await unpackWithin(found, left);
    if (found === 'refused') return skip(path, (await stat(absolute)).size, 'fileTooLarge', tooMany);
    if (found === 'unreadable') return skip(path, 0, 'fileNotReadable', 'the file cannot be read');
    left -= found.byteLength;
    files.push({ path, text: decoder.decode(found) });
  }

  async function addRoot(name: string, root: string): Promise<void> {
    const real = await realpath(root).catch(() => undefined);
    const kind = real === undefined ? undefined : await stat(real).catch(() => undefined);
    if (real === undefined || kind === undefined) return skip(name, 0, 'fileNotReadable', 'there is no such file');
    if (kind.isFile()) {
      progress.find(1);
      return addFile(name, real);
    }
    if (!kind.isDirectory()) return skip(name, 0, 'fileNotReadable', 'neither a file nor a folder');
    const { entries } = await walkFolder(real, limits.entries, whyNoFlows);
    progress.find(entries.filter(({ tag }) => tag === 'file').length);
    for (const entry of entries) {
      const path = `${name}/${entry.path}`;
      if (entry.tag === 'file') await addFile(path, entry.absolute);
      else skip(path, 0, entry.reason, entry.why);
    }
  }

  const names = distinctNames(roots.map((root) => basename(root)));
  for (const [index, root] of roots.entries()) await addRoot(names[index] ?? basename(root), root);
  return { files, skipped, watched };
}

async function unpackWithin(packed: Buffer, most: number): Promise<Buffer | 'refused' | 'unreadable'> {
  try {
    return await unpack(packed, { maxOutputLength: Math.max(1, most) });
  } catch (thrown) {
    const isTooLarge = thrown instanceof Error && 'code' in thrown && thrown.code === 'ERR_BUFFER_TOO_LARGE';
    return isTooLarge ? 'refused' : 'unreadable';
  }
}
