import { realpath } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { ContractFailure } from './contract-failure';
import { isWithin } from './is-within';
import type { SelectedWorkspace } from './selected-workspace';

/** The real path of what may not be there yet, below folders that may not be there yet. */
async function realPathOf(path: string): Promise<string> {
  const known = await realpath(path).catch(() => null);
  if (known !== null || dirname(path) === path) return known ?? path;
  return join(await realPathOf(dirname(path)), basename(path));
}

/**
 * Throws `ContractFailure` `refused` when a folder (absolute path) lies in one that is read: what is exported there would be part of the
 * cluster or of the change set from then on.
 */
export async function refuseInputFolder(folder: string, { sides, flows }: SelectedWorkspace): Promise<void> {
  const inputs = [...(sides.tag === 'disk' ? [...sides.snapshot, ...sides.changes] : []), ...flows];
  const wanted = await realPathOf(folder);
  for (const input of inputs) {
    const real = await realPathOf(input);
    if (!isWithin(real, wanted)) continue;
    const place = real === wanted ? 'is' : 'lies in';
    throw new ContractFailure(
      'refused',
      `${basename(folder)} ${place} ${basename(input)}, which is read: what is written there would be rehearsed as part of it.`,
      'Give a folder outside of the snapshot, the policies and the recorded flows.',
    );
  }
}
