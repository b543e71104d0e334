import { createHash } from 'node:crypto';
import { realpath, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { UploadedFile } from '../../preload/contract';
import type { SkippedFile } from '../engine/load/load-files';
import { assertNever } from '../engine/model/assert-never';
import type { FlowFile, InputState } from '../engine/model/inputs';
import { nameOfFlowFile } from '../engine/model/inputs';
import type { Role, SourceFile } from '../engine/model/source';
import type { Workspace } from '../engine/model/workspace';
import type { EngineInput } from '../engine/pipeline';
import { ContractFailure } from './contract-failure';
import { distinctNames } from './distinct-names';
import type { InputSelection } from './input-selection';
import { LIMITS } from './limits';
import { readPlainFile } from './plain-file';
import { readFlows, type FlowLimits } from './read-flows';
import { ReadingProgress, type OnRead } from './reading-progress';
import { selectWorkspace, type SelectedWorkspace } from './selected-workspace';
import { skippedFile } from './skipped-files';
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
export interface ReadingLimits extends FlowLimits {
  readonly fileBytes: number;
  readonly totalBytes: number;
  readonly yamlBytes: number;
  readonly files: number;
}

const decoder = new TextDecoder('utf-8');

/** Collects the files of the two sides and what became of the others, within the limits. */
class Reading {
  readonly files: SourceFile[] = [];
  readonly skipped: SkippedFile[] = [];
  readonly watchedFolders: { absolute: string; shown: string }[] = [];
  readonly watchedFiles: { absolute: string; shown: string }[] = [];
  private bytes = 0;
  private yamlBytes = 0;

  constructor(
    private readonly limits: ReadingLimits,
    private readonly progress: ReadingProgress,
  ) {}

  private skip(role: Role, path: string, bytes: number, reason: SkipReason, why: string): void {
    this.skipped.push(skippedFile(role, path, bytes, reason, why));
  }

  /** Whether a file of `bytes` may still be read; accounts for it when not. */
  private admits(role: Role, path: string, bytes: number): boolean {
    if (bytes > this.limits.fileBytes) {
      this.skip(role, path, bytes, 'fileTooLarge', `the file is larger than ${this.limits.fileBytes} bytes`);
    } else if (this.bytes + bytes > this.limits.totalBytes) {
      this.skip(role, path, bytes, 'beyondLimit', `all files together are larger than ${this.limits.totalBytes} bytes`);
    } else if (isYaml(path) && this.yamlBytes + bytes > this.limits.yamlBytes) {
      const why = `all YAML files together are larger than ${this.limits.yamlBytes} bytes`;
      this.skip(role, path, bytes, 'beyondLimit', why);
    } else if (this.files.length >= this.limits.files) {
      this.skip(role, path, bytes, 'beyondLimit', `there are more than ${this.limits.files} files`);
    } else {
      return true;
    }
    return false;
  }

  private addText(role: Role, path: string, content: string, bytes: number): void {
    if (!this.admits(role, path, bytes)) return;
    this.bytes += bytes;
    if (isYaml(path)) this.yamlBytes += bytes;
    this.files.push({ role, path, text: content });
  }

  private async addFile(role: Role, path: string, absolute: string): Promise<void> {
    this.progress.next();
    const found = await readPlainFile(absolute, (bytes) => this.admits(role, path, bytes));
    if (found === 'unreadable') this.skip(role, path, 0, 'fileNotReadable', 'the file cannot be read');
    else if (found !== 'refused') this.addText(role, path, decoder.decode(found), found.byteLength);
  }

  /** Reads a chosen file or folder. `prefix` tells its files from those of another root of the same role. */
  private async addRoot(role: Role, root: string, prefix: string): Promise<void> {
    const real = await realpath(root);
    if ((await stat(real)).isFile()) {
      const path = prefix === '' ? basename(root) : prefix.slice(0, -1);
      this.watchedFiles.push({ absolute: real, shown: `${role}/${path}` });
      this.progress.find(1);
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
    this.progress.find(entries.filter(({ tag }) => tag === 'file').length);
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
}

function isYaml(path: string): boolean {
  return !path.toLowerCase().endsWith('.json');
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** What the workspace says that decides something, whatever the order of its fields. */
function settingsText({ adminCidrs, ownPaths = [], cluster = {} }: Workspace): string {
  const rows = ownPaths.map((path) => [
    path.title,
    path.from,
    path.to,
    path.protocol,
    path.port,
    path.severity,
    path.expect,
  ]);
  return JSON.stringify([adminCidrs, rows, cluster.version, cluster.dataplane, cluster.complete]);
}

/** Wizard state is left out: a sign-off is given for what is rehearsed, not for itself. */
function inputState(files: readonly SourceFile[], flows: readonly FlowFile[], workspace: Workspace): InputState {
  const hashes: readonly (readonly [string, string])[] = [
    ...files.map(({ role, path, text }) => [`${role}/${path}`, sha256(text)] as const),
    ...flows.map((file) => [nameOfFlowFile(file), sha256(file.text)] as const),
    ['workspace', sha256(settingsText(workspace))],
  ];
  const sorted = Object.fromEntries(hashes.toSorted(([left], [right]) => (left < right ? -1 : 1)));
  return { digest: sha256(JSON.stringify(sorted)), files: sorted };
}

/**
 * Reads everything a workspace names into texts for the engine, files in the order of their paths. Files that are not read are
 * accounted for with the reason. Nothing outside the chosen files and folders is read.
 * Throws `ContractFailure` when a chosen root cannot be read, and what `tell` throws.
 */
export async function readSelected(
  selected: SelectedWorkspace,
  limits: ReadingLimits = LIMITS,
  tell: OnRead = () => undefined,
): Promise<Inputs> {
  const { name, workspace, sides, file, recovered } = selected;
  const progress = new ReadingProgress(tell);
  const reading = new Reading(limits, progress);
  switch (sides.tag) {
    case 'disk':
      await reading.addRoots('snapshot', sides.snapshot);
      await reading.addRoots('changes', sides.changes);
      break;
    case 'uploaded':
      reading.addUploaded('snapshot', sides.snapshot);
      reading.addUploaded('changes', sides.changes);
      break;
    default:
      assertNever(sides);
  }
  const flows = await readFlows(selected.flows, limits, progress);
  const workspaceFiles = file === null ? [] : [{ absolute: file, shown: basename(file) }];
  const lost =
    recovered === ''
      ? []
      : [
          skippedFile(
            'workspace',
            workspaceFiles[0]?.shown ?? 'draft',
            0,
            'recoveredWorkspace',
            `it ${recovered}, and the copy that was kept before it was opened instead`,
          ),
        ];
  const { files } = reading;
  // No verdict hangs on what was done in the wizard.
  const { events: _events, seenInputs: _seenInputs, ...settings } = workspace;
  return {
    input: {
      name,
      files,
      skipped: [...reading.skipped, ...flows.skipped, ...lost],
      flows: flows.files,
      workspace: settings,
      inputs: inputState(files, flows.files, workspace),
    },
    watched: {
      folders: reading.watchedFolders,
      files: [...reading.watchedFiles, ...flows.watched, ...workspaceFiles],
    },
  };
}

/** The same for what was chosen, as its files alone say it. Throws `ContractFailure` also when the workspace file cannot be read. */
export async function readInputs(selection: InputSelection, limits: ReadingLimits = LIMITS): Promise<Inputs> {
  return readSelected(await selectWorkspace(selection), limits);
}
