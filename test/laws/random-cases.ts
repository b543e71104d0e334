import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Case } from '../conformance/case';
import { findCaseFiles, readCases } from '../conformance/read-cases';

const FOLDER = path.resolve(import.meta.dirname, '../../../shared/conformance/random');

/** One case of this many: a sample that leaves the laws quick. */
const ONE_OF = 40;

/** A sample of the random conformance cases; empty where the folder is absent. */
export function randomCases(): readonly Case[] {
  if (!existsSync(FOLDER)) return [];
  return findCaseFiles([FOLDER]).flatMap((file) =>
    [...readCases(file)].filter((_asked, index) => index % ONE_OF === 0),
  );
}
