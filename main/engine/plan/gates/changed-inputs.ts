import type { InputState } from '../../model/inputs';
import type { StepName } from '../../model/world';
import { STEPS } from '../../model/world';
import { compareCodePoints } from '../../selector/compare-code-points';

/** What became of the inputs of a step since something was answered; `unknown`: nobody kept what it was answered for. */
export type InputChanges =
  | { readonly tag: 'same' }
  | { readonly tag: 'changed'; readonly files: readonly ChangedFile[] }
  | { readonly tag: 'unknown' };

interface ChangedFile {
  readonly file: string;
  readonly what: 'changed' | 'new' | 'gone';
}

/** Names of recorded flows among the inputs begin so. */
const FLOWS = 'flows/';

/**
 * What changed of the inputs that a step was judged by. Recorded flows say nothing of the net and of staging: dropping them in at Observe
 * opens neither again.
 */
export function changedInputs(step: StepName, before: InputState | undefined, now: InputState): InputChanges {
  if (before?.digest === now.digest) return { tag: 'same' };
  if (before === undefined) return { tag: 'unknown' };
  const names = [...new Set([...Object.keys(before.files), ...Object.keys(now.files)])];
  const files = names
    .filter((file) => isJudgedBy(step, file) && before.files[file] !== now.files[file])
    .toSorted(compareCodePoints)
    .map((file): ChangedFile => ({ file, what: whatBecame(before.files[file], now.files[file]) }));
  return files.length === 0 ? { tag: 'same' } : { tag: 'changed', files };
}

function isJudgedBy(step: StepName, file: string): boolean {
  return STEPS.indexOf(step) >= STEPS.indexOf('observe') || !file.startsWith(FLOWS);
}

function whatBecame(before: string | undefined, now: string | undefined): ChangedFile['what'] {
  if (before === undefined) return 'new';
  return now === undefined ? 'gone' : 'changed';
}

/** More files than this are counted. */
const MOST_NAMED = 8;

/** One sentence per file: `changes/web.yaml changed since Ada signed off.` */
export function tellChanges(
  changes: Exclude<InputChanges, { readonly tag: 'same' }>,
  signer: string,
): readonly string[] {
  switch (changes.tag) {
    case 'unknown':
      return [`It is not known any more what was rehearsed when ${signer} signed off.`];
    case 'changed': {
      const since = `since ${signer} signed off.`;
      const named = changes.files.slice(0, MOST_NAMED).map((file) => `${tellFile(file)} ${since}`);
      const more = changes.files.length - named.length;
      return more === 0 ? named : [...named, `${more} more ${more === 1 ? 'file' : 'files'} changed ${since}`];
    }
  }
}

const WORDS = { changed: 'changed', new: 'is new', gone: 'is gone' } as const;
/** What the workspace says beside its paths goes by this name among the inputs. */
const WORKSPACE = 'workspace';

function tellFile({ file, what }: ChangedFile): string {
  if (file === WORKSPACE) return 'The admin networks, own paths or facts about the cluster changed';
  return `${file} ${WORDS[what]}`;
}
