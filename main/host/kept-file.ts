import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { prepareReplacement, removeLeftovers, writeAtomically } from './atomic-write';
import { ContractFailure } from './contract-failure';
import { LIMITS } from './limits';

/** What was read of a kept file. */
export interface KeptText {
  readonly text: string;
  /** Why the copy of before was read instead, in words that follow the file's name; `''`: it was not. */
  readonly recovered: string;
}

/** How the copy of before and the unreadable one are called. */
export const PREVIOUS_SUFFIX = '.previous';
const UNREADABLE_SUFFIX = '.unreadable';

/** Something that was cut off while it was written, unlike a whole text with a mistake in it: that one is for its author to correct. */
function isTorn(text: string): boolean {
  return !text.trimEnd().endsWith('}') || text.includes('\0');
}

function digestOf(text: string | null): string | null {
  return text === null ? null : createHash('sha256').update(text).digest('hex');
}

function systemCode(thrown: unknown): string {
  return thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
}

/**
 * A JSON file that is replaced as a whole, with the one before kept as `<name>.previous`. Another program's changes are never
 * overwritten, and a torn or missing file is made up for by the one before. One call at a time.
 */
export class KeptFile {
  /** SHA-256 of what the file held when it was last read or written; `null`: there was no file. */
  private known: string | null = null;

  /** `name`: for sentences. `mode`: of a file that does not exist yet. */
  constructor(
    private readonly path: string,
    private readonly name: string,
    private readonly mode: number,
  ) {}

  /** `null` when there is neither the file nor one before. Throws `ContractFailure`: `not-found` or `too-large`. */
  async read(): Promise<KeptText | null> {
    const text = await this.readText(this.path);
    this.known = digestOf(text);
    if (text !== null && !isTorn(text)) return { text, recovered: '' };
    const previous = await this.readText(this.path + PREVIOUS_SUFFIX);
    if (previous === null || isTorn(previous)) return text === null ? null : { text, recovered: '' };
    return { text: previous, recovered: text === null ? 'is missing' : 'is torn' };
  }

  /** Throws `ContractFailure`: `refused` when the file changed since it was read, or may not be written; `too-large`. */
  async write(text: string): Promise<void> {
    if (Buffer.byteLength(text) > LIMITS.workspaceBytes) {
      throw new ContractFailure(
        'too-large',
        `${this.name} would become larger than this program reads.`,
        'Start a new workspace file for the next rollout.',
      );
    }
    try {
      await this.replace(text);
    } catch (thrown) {
      if (thrown instanceof ContractFailure || systemCode(thrown) === '') throw thrown;
      throw new ContractFailure(
        'refused',
        `${this.name} could not be saved (${systemCode(thrown)}).`,
        'Make room on the disk or ask for the right to write there, then do it again.',
      );
    }
    this.known = digestOf(text);
  }

  /** Whether the file holds what was last read or written. */
  async isUnchanged(): Promise<boolean> {
    return digestOf(await this.readText(this.path)) === this.known;
  }

  private async replace(text: string): Promise<void> {
    const mode = await this.modeOfFile();
    const replacement = await prepareReplacement(this.path, text, mode);
    try {
      const current = await this.readText(this.path);
      if (digestOf(current) !== this.known) {
        throw new ContractFailure(
          'refused',
          `${this.name} changed on disk since it was read, so it was not overwritten.`,
          'Reload the inputs, then do it again.',
        );
      }
      // What is torn must not take the place of the last whole copy.
      if (current !== null) {
        const suffix = isTorn(current) ? UNREADABLE_SUFFIX : PREVIOUS_SUFFIX;
        await writeAtomically(this.path + suffix, current, mode);
      }
    } catch (thrown) {
      await replacement.drop();
      throw thrown;
    }
    await replacement.take();
    // Of its copies, too, whose names begin alike.
    await removeLeftovers(dirname(this.path), basename(this.path));
  }

  private async modeOfFile(): Promise<number> {
    const found = await stat(this.path).catch(() => undefined);
    return found === undefined ? this.mode : found.mode & 0o777;
  }

  /** `null` when there is no such file. */
  private async readText(path: string): Promise<string | null> {
    try {
      const { size } = await stat(path);
      if (size > LIMITS.workspaceBytes) {
        throw new ContractFailure(
          'too-large',
          `${this.name} is too large for a workspace file.`,
          'Choose another file.',
        );
      }
      return await readFile(path, 'utf8');
    } catch (thrown) {
      if (thrown instanceof ContractFailure) throw thrown;
      if (['ENOENT', 'ENOTDIR'].includes(systemCode(thrown))) return null;
      throw new ContractFailure(
        'not-found',
        `${this.name} cannot be read.`,
        'Choose a workspace file that you may read.',
      );
    }
  }
}
