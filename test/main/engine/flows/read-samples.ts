import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { FlowFile } from '../../../../main/engine/model/inputs';

/** Recorded flows of one invented cluster in every format (test/corpus/recorded-flows). */
export const SAMPLES = path.resolve(import.meta.dirname, '../../../corpus/recorded-flows');

export function sampleFile(place: string): FlowFile {
  return { path: place, text: readFileSync(path.join(SAMPLES, place), 'utf8') };
}

export function sampleNames(folder: 'flows' | 'not-read'): readonly string[] {
  return readdirSync(path.join(SAMPLES, folder)).toSorted();
}
