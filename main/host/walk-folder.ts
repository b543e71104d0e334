import type { Dirent } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { LoadProblem } from '../engine/load/diagnostic-codes';
import { isWithin } from './is-within';

/** Why something is not read: it is not meant to be, or which problem of `LOAD_CODES` it is. */
export type SkipReason =
  | 'ignored'
  | Extract<LoadProblem, 'linkLoop' | 'fileNotReadable' | 'fileTooLarge' | 'beyondLimit' | 'recoveredWorkspace'>;

/** What a walk met, in the order of its paths. `path` is relative to the folder walked, with `/`. */
export type WalkedEntry =
  | { readonly tag: 'file'; readonly path: string; readonly absolute: string }
  | {
      readonly tag: 'skipped';
      readonly path: string;
      readonly reason: SkipReason;
      readonly why: string;
    };

export interface Walk {
  readonly entries: readonly WalkedEntry[];
  /** Absolute paths of the folders that were looked into. */
  readonly folders: readonly string[];
}

interface Link {
  readonly path: string;
  readonly absolute: string;
}

/** How the folder of recorded flows beside a workspace file ends. */
export const FLOWS_SUFFIX = '.flows';

const SUFFIXES = ['.yaml', '.yml', '.json'];

/** Why a file is not read, judged by its name alone; `''` when it is. */
export function whyIgnored(name: string): string {
  if (name.startsWith('.')) return 'hidden file';
  if (name.endsWith('.rehearsal.json')) return 'workspace file: it says what to read, and is no part of the cluster';
  const lower = name.toLowerCase();
  return SUFFIXES.some((suffix) => lower.endsWith(suffix)) ? '' : 'neither .yaml, .yml nor .json';
}

/** Why a folder is not looked into, judged by its name alone; `''` when it is. */
export function whyFolderIgnored(name: string): string {
  if (name.startsWith('.')) return 'hidden folder';
  if (name.endsWith(FLOWS_SUFFIX)) return 'folder of recorded flows';
  return name === 'node_modules' ? 'folder of installed packages' : '';
}

function byName(left: { readonly name: string }, right: { readonly name: string }): number {
  return left.name < right.name ? -1 : left.name > right.name ? 1 : 0;
}

function byPath(left: { readonly path: string }, right: { readonly path: string }): number {
  return left.path < right.path ? -1 : left.path > right.path ? 1 : 0;
}

function shownFolder(path: string): string {
  return path === '' ? './' : `${path}/`;
}

/**
 * Walks the folder at the real path `root`, in the order of names, without ever leaving it. Real files come first; a symbolic link is
 * followed only when it stays inside and what it leads to is not read already, so nothing is read twice and no loop is entered.
 * Looks at no more than `mostEntries` entries; `whyNot` says of a file's name why it is not read. Never throws for what it meets: that becomes a skipped entry.
 */
export async function walkFolder(
  root: string,
  mostEntries: number,
  whyNot: (name: string) => string = whyIgnored,
): Promise<Walk> {
  const entries: WalkedEntry[] = [];
  const folders: string[] = [];
  const reached = new Map<string, string>();
  const links: Link[] = [];
  let looked = 0;

  function skip(path: string, reason: SkipReason, why: string): void {
    entries.push({ tag: 'skipped', path, reason, why });
  }

  async function listFolder(absolute: string, path: string): Promise<readonly Dirent[]> {
    try {
      return (await readdir(absolute, { withFileTypes: true })).toSorted(byName);
    } catch {
      skip(shownFolder(path), 'fileNotReadable', 'the folder cannot be read');
      return [];
    }
  }

  async function walk(absolute: string, path: string): Promise<void> {
    reached.set(absolute, path);
    folders.push(absolute);
    for (const entry of await listFolder(absolute, path)) {
      looked += 1;
      if (looked > mostEntries) {
        if (looked === mostEntries + 1)
          skip(shownFolder(path), 'beyondLimit', `more than ${mostEntries} entries: the rest is not read`);
        return;
      }
      const entryPath = path === '' ? entry.name : `${path}/${entry.name}`;
      const entryAbsolute = join(absolute, entry.name);
      if (entry.isSymbolicLink()) links.push({ path: entryPath, absolute: entryAbsolute });
      else if (entry.isDirectory()) await meetFolder(entryAbsolute, entryPath, entry.name);
      else if (entry.isFile()) meetFile(entryAbsolute, entryPath, entry.name);
      else skip(entryPath, 'ignored', 'neither a file nor a folder');
    }
  }

  async function meetFolder(absolute: string, path: string, name: string): Promise<void> {
    const why = whyFolderIgnored(name);
    if (why === '') await walk(absolute, path);
    else skip(`${path}/`, 'ignored', why);
  }

  function meetFile(absolute: string, path: string, name: string): void {
    const why = whyNot(name);
    if (why !== '') return skip(path, 'ignored', why);
    reached.set(absolute, path);
    entries.push({ tag: 'file', path, absolute });
  }

  async function meetLink(link: Link): Promise<void> {
    let target: string;
    try {
      target = await realpath(link.absolute);
    } catch (thrown) {
      const isLoop = thrown instanceof Error && 'code' in thrown && thrown.code === 'ELOOP';
      return isLoop
        ? skip(link.path, 'linkLoop', 'symbolic link that leads back to itself')
        : skip(link.path, 'fileNotReadable', 'symbolic link to nothing');
    }
    if (!isWithin(root, target))
      return skip(link.path, 'fileNotReadable', 'symbolic link that leads out of the chosen folder');
    const known = reached.get(target);
    if (known !== undefined) {
      if (isWithin(target, dirname(link.absolute))) {
        return skip(link.path, 'linkLoop', 'symbolic link that leads back to a folder around it');
      }
      return skip(link.path, 'ignored', `symbolic link to ${known}, which is read once`);
    }
    const found = await stat(target).catch(() => undefined);
    const name = link.path.slice(link.path.lastIndexOf('/') + 1);
    if (found?.isDirectory() === true) await meetFolder(target, link.path, name);
    else if (found?.isFile() === true) meetFile(target, link.path, name);
    else skip(link.path, 'ignored', 'symbolic link to neither a file nor a folder');
  }

  await walk(root, '');
  // A followed link may lead to a folder with links of its own: those are appended here, and each is met once.
  for (let index = 0; index < links.length; index += 1) {
    const link = links[index];
    if (link !== undefined) await meetLink(link);
  }
  return { entries: entries.toSorted(byPath), folders };
}
