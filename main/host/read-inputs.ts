import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { open, realpath, stat } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import type { UploadedFile } from '../../preload/contract';
import { LOAD_CODES } from '../engine/load/diagnostic-codes';
import type { SkippedFile } from '../engine/load/load-files';
import type { InputState } from '../engine/model/inputs';
import type { Role, SourceFile } from '../engine/model/source';
import type { Workspace } from '../engine/model/workspace';
import type { EngineInput } from '../engine/pipeline';
import { assertNever } from '../engine/model/assert-never';
import { ContractFailure } from './contract-failure';
import type { InputSelection } from './input-selection';
import { LIMITS } from './limits';
import { readWorkspace } from './read-workspace';
import { walkFolder, whyFolderIgnored, whyIgnored, type SkipReason } from './walk-folder';

/** What was read, and where on disk a change would make it stale. */
export interface Inputs {
  readonly input: EngineInput;
  readonly watched: WatchedPaths;
}

/** Absolute paths. */
export interface WatchedPaths {
  /** Folders that were looked into, each with the prefix its files have for the user (`changes/net/`). */
  readonly folders: readonly { readonly absolute: string; readonly shown: string }[];
  /** Single files that were named, each with its name for the user. */
  readonly files: readonly { readonly absolute: string; readonly shown: string }[];
}

/** The bounds of one reading; smaller ones are for tests. */
export interface ReadingLimits {
  readonly fileBytes: number;
  readonly totalBytes: number;
  readonly files: number;
  readonly entries: number;
}

/** What the user can do about a file that is not read. */
const HELP: Readonly<Record<SkipReason, string>> = {
  ignored: '',
  linkLoop: 'Nothing is lost: what it leads to is read where it really lies.',
  fileNotReadable: 'Put a readable copy of the file into the chosen folder.',
  fileTooLarge: 'Split the file into smaller ones.',
  beyondLimit: 'Choose a smaller folder.',
};

const decoder = new TextDecoder('utf-8');

/** Collects files and what became of the others, within the limits. */
class Reading {
  readonly files: SourceFile[] = [];
  readonly skipped: SkippedFile[] = [];
  readonly watchedFolders: { absolute: string; shown: string }[] = [];
  readonly watchedFiles: { absolute: string; shown: string }[] = [];
  private bytes = 0;

  constructor(private readonly limits: ReadingLimits) {}

  skip(role: Role, path: string, bytes: number, reason: SkipReason, why: string): void {
    const code = reason === 'ignored' ? 'ignored' : LOAD_CODES[reason].code;
    this.skipped.push({ role, path, bytes, code, why, help: HELP[reason] });
  }

  /** Whether a file of `bytes` may still be read; accounts for it when not. */
  private admits(role: Role, path: string, bytes: number): boolean {
    if (bytes > this.limits.fileBytes) {
      this.skip(role, path, bytes, 'fileTooLarge', `the file is larger than ${this.limits.fileBytes} bytes`);
    } else if (this.bytes + bytes > this.limits.totalBytes) {
      this.skip(role, path, bytes, 'beyondLimit', `all files together are larger than ${this.limits.totalBytes} bytes`);
    } else if (this.files.length >= this.limits.files) {
      this.skip(role, path, bytes, 'beyondLimit', `there are more than ${this.limits.files} files`);
    } else {
      return true;
    }
    return false;
  }

  addText(role: Role, path: string, content: string, bytes: number): void {
    if (!this.admits(role, path, bytes)) return;
    this.bytes += bytes;
    this.files.push({ role, path, text: content });
  }

  async addFile(role: Role, path: string, absolute: string): Promise<void> {
    // Not through a link and never waiting for a writer: what was a plain file during the walk may be something else by now.
    const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
    let handle;
    try {
      handle = await open(absolute, flags);
    } catch {
      return this.skip(role, path, 0, 'fileNotReadable', 'the file cannot be read');
    }
    try {
      const { size } = await handle.stat();
      if (!this.admits(role, path, size)) return;
      const content = await handle.readFile();
      this.addText(role, path, decoder.decode(content), content.byteLength);
    } catch {
      this.skip(role, path, 0, 'fileNotReadable', 'the file cannot be read');
    } finally {
      await handle.close();
    }
  }

  /** Reads a chosen file or folder. `prefix` tells its files from those of another root of the same role. */
  async addRoot(role: Role, root: string, prefix: string): Promise<void> {
    const real = await realpath(root);
    if ((await stat(real)).isFile()) {
      const path = prefix === '' ? basename(root) : prefix.slice(0, -1);
      this.watchedFiles.push({ absolute: real, shown: `${role}/${path}` });
      return this.addFile(role, path, real);
    }
    const { entries, folders } = await walkFolder(real, this.limits.entries);
    for (const folder of folders) {
      const below = folder
        .slice(real.length)
        .split(/[/\\]/)
        .filter((part) => part !== '');
      this.watchedFolders.push({ absolute: folder, shown: [role, `${prefix}${below.join('/')}`].join('/') });
    }
    for (const entry of entries) {
      if (entry.tag === 'file') await this.addFile(role, prefix + entry.path, entry.absolute);
      else this.skip(role, prefix + entry.path, 0, entry.reason, entry.why);
    }
  }

  /** Reads the roots of one role. Throws `ContractFailure` `not-found` for a root that is not there. */
  async addRoots(role: Role, roots: readonly string[]): Promise<void> {
    const prefixes = roots.length === 1 ? [''] : distinctNames(roots.map((root) => basename(root)));
    for (const [index, root] of roots.entries()) {
      try {
        await stat(root);
      } catch {
        throw new ContractFailure('not-found', `${root} does not exist or cannot be read.`, 'Check the path.');
      }
      const prefix = prefixes[index] ?? '';
      await this.addRoot(role, root, prefix === '' ? '' : `${prefix}/`);
    }
  }

  addUploaded(role: Role, uploaded: readonly UploadedFile[]): void {
    const seen = new Set<string>();
    for (const file of uploaded.toSorted((left, right) => (left.path < right.path ? -1 : 1))) {
      const bytes = Buffer.byteLength(file.text);
      const parts = file.path.split('/');
      const name = parts.at(-1) ?? '';
      const why = [...parts.slice(0, -1).map(whyFolderIgnored), whyIgnored(name)].find((reason) => reason !== '');
      if (seen.has(file.path)) this.skip(role, file.path, bytes, 'fileNotReadable', 'a second file of the same path');
      else if (why !== undefined) this.skip(role, file.path, bytes, 'ignored', why);
      else this.addText(role, file.path, file.text, bytes);
      seen.add(file.path);
    }
  }

  /** Wizard state is left out: a sign-off is given for what is rehearsed, not for itself. */
  private state({ events: _events, seenInputs: _seenInputs, gates: _gates, ...workspace }: Workspace): InputState {
    const hashes = this.files.map(({ role, path, text }) => [`${role}/${path}`, sha256(text)] as const);
    const files = Object.fromEntries(hashes.toSorted(([left], [right]) => (left < right ? -1 : 1)));
    return { digest: sha256(JSON.stringify([files, workspace])), files };
  }

  inputs(name: string, workspace: Workspace): Inputs {
    return {
      input: { name, files: this.files, skipped: this.skipped, flows: [], workspace, inputs: this.state(workspace) },
      watched: { folders: this.watchedFolders, files: this.watchedFiles },
    };
  }
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function distinctNames(names: readonly string[]): readonly string[] {
  const taken = new Map<string, number>();
  return names.map((name) => {
    const count = (taken.get(name) ?? 0) + 1;
    taken.set(name, count);
    return count === 1 ? name : `${name}-${count}`;
  });
}

/** The workspace that stands for two folders which no workspace file describes. */
function plainWorkspace(name: string, snapshot: readonly string[], changes: readonly string[]): Workspace {
  return { version: 1, name, snapshot, changes, adminCidrs: [] };
}

/**
 * Reads everything a selection names into texts for the engine, files in the order of their paths. Files that are not read are
 * accounted for with the reason. Nothing outside the chosen files and folders is read.
 * Throws `ContractFailure` when a chosen root or the workspace file itself cannot be read.
 */
export async function readInputs(selection: InputSelection, limits: ReadingLimits = LIMITS): Promise<Inputs> {
  const reading = new Reading(limits);
  switch (selection.tag) {
    case 'workspace': {
      const { workspace, folder } = await readWorkspace(selection.file);
      await reading.addRoots(
        'snapshot',
        workspace.snapshot.map((path) => resolve(folder, path)),
      );
      await reading.addRoots(
        'changes',
        workspace.changes.map((path) => resolve(folder, path)),
      );
      reading.watchedFiles.push({ absolute: selection.file, shown: basename(selection.file) });
      return reading.inputs(workspace.name === '' ? basename(dirname(selection.file)) : workspace.name, workspace);
    }
    case 'folders': {
      const snapshot = selection.snapshot === null ? [] : [selection.snapshot];
      const changes = selection.changes === null ? [] : [selection.changes];
      await reading.addRoots('snapshot', snapshot);
      await reading.addRoots('changes', changes);
      const name = [...snapshot, ...changes].map((path) => basename(path)).join(' + ');
      return reading.inputs(
        name,
        plainWorkspace(
          name,
          snapshot.map((path) => basename(path)),
          changes.map((path) => basename(path)),
        ),
      );
    }
    case 'uploaded': {
      reading.addUploaded('snapshot', selection.snapshot);
      reading.addUploaded('changes', selection.changes);
      const workspace = { ...plainWorkspace(selection.name, [], []), adminCidrs: selection.adminCidrs };
      return reading.inputs(selection.name, workspace);
    }
    default:
      return assertNever(selection);
  }
}
