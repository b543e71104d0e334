import { LOAD_CODES } from '../engine/load/diagnostic-codes';
import type { SkippedFile } from '../engine/load/load-files';
import type { FileRole } from '../engine/model/source';
import type { SkipReason } from './walk-folder';

/** What the user can do about a file that is not read. */
const HELP: Readonly<Record<SkipReason, string>> = {
  ignored: '',
  linkLoop: 'Nothing is lost: what it leads to is read where it really lies.',
  fileNotReadable: 'Put a readable copy of the file into the chosen folder.',
  fileTooLarge: 'Split the file into smaller ones.',
  beyondLimit: 'Choose a smaller folder, or capture large kinds as JSON: kubectl get … -o json.',
  recoveredWorkspace: 'Look through the wizard: what was done last may be missing.',
};

/** The account of a file that is not read, with its code and what to do. */
export function skippedFile(role: FileRole, path: string, bytes: number, reason: SkipReason, why: string): SkippedFile {
  const code = reason === 'ignored' ? 'ignored' : LOAD_CODES[reason].code;
  return { role, path, bytes, code, why, help: HELP[reason] };
}
