import { basename } from 'node:path';
import type { SelectedWorkspace } from '../host/selected-workspace';

/** Where sign-offs were read from, for a sentence. */
export function keptInWords({ file }: SelectedWorkspace): string {
  return file === null ? 'no workspace file' : basename(file);
}
