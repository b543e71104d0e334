import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { SampleInfo } from '../../preload/contract';
import { ContractFailure } from './contract-failure';
import { packageRoot } from './package-root';
import { readWorkspace, WORKSPACE_SUFFIX } from './read-workspace';

function samplesFolder(): string {
  return join(packageRoot(), 'assets', 'samples');
}

function compareText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

function sampleFile(folder: string, id: string): string {
  return join(folder, id, id + WORKSPACE_SUFFIX);
}

/** The id of the bundled sample whose workspace file this is, or `null`. */
export function sampleId(file: string): string | null {
  const id = basename(file, WORKSPACE_SUFFIX);
  return file === sampleFile(samplesFolder(), id) ? id : null;
}

/** The samples that come with the program, by id. One that cannot be read is left out. */
export async function listSamples(folder: string = samplesFolder()): Promise<readonly SampleInfo[]> {
  const ids = await readdir(folder).catch(() => []);
  const samples = await Promise.all(
    ids.toSorted(compareText).map(async (id): Promise<readonly SampleInfo[]> => {
      try {
        const { workspace, description } = await readWorkspace(sampleFile(folder, id));
        return [{ id, title: workspace.name, description: description === '' ? workspace.name : description }];
      } catch (thrown) {
        if (thrown instanceof ContractFailure) return [];
        throw thrown;
      }
    }),
  );
  return samples.flat();
}

/** The workspace file of a listed sample. Throws `ContractFailure` `not-found` for every other id. */
export async function findSample(id: string, folder: string = samplesFolder()): Promise<string> {
  const samples = await listSamples(folder);
  const sample = samples.find((candidate) => candidate.id === id);
  if (sample === undefined)
    throw new ContractFailure('not-found', 'There is no such sample.', 'Choose one from the list.');
  return sampleFile(folder, sample.id);
}
