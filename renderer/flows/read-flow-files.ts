import type { UploadedFile } from '../../preload/contract';
import type { ChosenFile } from '../open/uploads';

/** Why the chosen files cannot be sent, in one sentence; `''` when they can. */
export function flowFilesProblem(files: readonly ChosenFile[], limit: number): string {
  if (files.length === 0) return 'Nothing was dropped that is a file.';
  const bytes = files.reduce((sum, { file }) => sum + file.size, 0);
  const mebibytes = Math.floor(limit / 1024 / 1024);
  return bytes > limit
    ? `The files are larger than ${mebibytes} MiB: record a shorter time, or add them one by one.`
    : '';
}

/** The contents of the chosen files; what ends in `.gz` is unpacked. Rejects when a file cannot be read. */
export async function readFlowFiles(files: readonly ChosenFile[]): Promise<readonly UploadedFile[]> {
  return Promise.all(files.map(readFlowFile));
}

async function readFlowFile({ path, file }: ChosenFile): Promise<UploadedFile> {
  if (!path.endsWith('.gz')) return { path, text: await file.text() };
  const unpacked = file.stream().pipeThrough(new DecompressionStream('gzip'));
  return { path: path.slice(0, -'.gz'.length), text: await new Response(unpacked).text() };
}
