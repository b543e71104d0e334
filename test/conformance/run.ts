/**
 * `npm run conformance [-- [--json] [--show N] [PATH …]]`: asks the engine every question of the conformance cases and prints a table,
 * with at most N disagreements. Ends in 1 on a disagreement, 2 on wrong usage or where there is nothing to read.
 */
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { answerQuestion, createCaseWorlds } from './answer-question';
import { findCaseFiles, readCases } from './read-cases';
import type { Row } from './table';
import { countReply, printDisagreement, printTable, rowsOf } from './table';

const DEFAULT_ROOT = '../shared/conformance';
const SHOWN = 12;

const { values, positionals } = readOptions();
const roots = positionals.length > 0 ? positionals : [DEFAULT_ROOT];
const missing = roots.filter((root) => !existsSync(root));
if (missing.length > 0) {
  console.error(
    `conformance: not there: ${missing.join(', ')}. Name what holds the cases: npm run conformance -- PATH`,
  );
  process.exit(2);
}

const rows = new Map<string, Row>();
const disagreements: string[] = [];
const shown = values.show === undefined ? SHOWN : Number(values.show);
const started = performance.now();
for (const file of findCaseFiles(roots)) {
  for (const asked of readCases(file)) {
    const worlds = createCaseWorlds(asked);
    for (const question of asked.questions) {
      const reply = question.skip ? 'skipped' : answerQuestion(question, worlds);
      countReply(rows, file.folder, question.ask, reply);
      if (reply !== 'skipped' && reply.tag === 'disagree' && disagreements.length < shown) {
        disagreements.push(printDisagreement(asked, question, reply));
      }
    }
  }
}
const seconds = (performance.now() - started) / 1000;

const sorted = rowsOf(rows);
if (values.json) {
  console.log(JSON.stringify(sorted, null, 2));
} else {
  for (const disagreement of disagreements) console.log(disagreement);
  console.log(printTable(sorted, seconds));
}
process.exitCode = sorted.some((row) => row.disagree > 0) ? 1 : 0;

function readOptions() {
  try {
    const read = parseArgs({
      options: { json: { type: 'boolean', default: false }, show: { type: 'string' } },
      allowPositionals: true,
    });
    if (/^\d+$/.test(read.values.show ?? '0')) return read;
  } catch {
    // Told below.
  }
  console.error('usage: npm run conformance [-- [--json] [--show N] [PATH …]]');
  process.exit(2);
}
