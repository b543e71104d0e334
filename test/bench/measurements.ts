import type { EngineInput, Session } from '../../main/engine/pipeline';
import { openSession } from '../../main/engine/pipeline';
import { loadFiles } from '../../main/engine/load/load-files';
import { editOnePolicy } from './bench-input';
import { median } from './figure';
import { measureDecisions } from './measure-decisions';
import { measureFlows } from './measure-flows';
import { measurePromotion } from './measure-promotion';

/** What a rehearsal tells once every pair has its verdicts. */
const CONNECTED = 'protected paths';

/** Named numbers of one run. */
export type Measured = Readonly<Record<string, number>>;

/** What one process measures; each starts cold, as the program does when somebody starts it. */
export const MEASUREMENTS = {
  rehearsal: measureRehearsal,
  load: measureLoad,
  edit: measureEdit,
  repeated: measureRepeated,
  decisions: measureDecisions,
  promotion: measurePromotion,
  flows: measureFlows,
} as const satisfies Record<string, (input: EngineInput) => Measured>;

export type MeasurementName = keyof typeof MEASUREMENTS;

/**
 * Seconds from the files to a rehearsal, in phases; seconds of processor time in all threads; the peak of resident memory in megabytes.
 * `connected`: until every pair has its verdicts in all worlds. `judged`: until all edges and protected paths of the five worlds, and the findings, are there; the order of the promotion comes after.
 */
function measureRehearsal(input: EngineInput): Measured {
  const before = process.cpuUsage();
  const started = performance.now();
  const session = openSession(input);
  const opened = performance.now();
  const phases = new Map<string, number>();
  session.rehearse((phase) => {
    if (!phases.has(phase)) phases.set(phase, performance.now());
  });
  const ended = performance.now();
  const { user, system } = process.cpuUsage(before);
  const connected = phases.get(CONNECTED) ?? Number.NaN;
  const [, judged] = [...phases].find(([phase]) => phase.startsWith('promotion')) ?? ['', ended];
  return {
    processor: (user + system) / 1e6,
    total: (ended - started) / 1000,
    open: (opened - started) / 1000,
    connectivity: (connected - opened) / 1000,
    connected: (connected - started) / 1000,
    judged: (judged - started) / 1000,
    peak: process.resourceUsage().maxRSS / 1024,
  };
}

function measureLoad(input: EngineInput): Measured {
  const started = performance.now();
  loadFiles(input.files, input.skipped);
  return { load: (performance.now() - started) / 1000 };
}

const EDITS = 5;

/**
 * The files are open and every pair has its verdicts; then one policy is saved, again and again. Seconds until every pair has its new
 * verdicts in all worlds, and until the session is open; `first`: of the first edit, before the code is warm.
 */
function measureEdit(input: EngineInput): Measured {
  let session = openSession(input);
  connect(session);
  const edited = editOnePolicy(input);
  const edits = Array.from({ length: EDITS }, (_, index) => {
    const before = process.cpuUsage();
    const started = performance.now();
    session = openSession(index % 2 === 0 ? edited : input, () => undefined, session.kept);
    const opened = performance.now();
    connect(session);
    const ended = performance.now();
    const { user, system } = process.cpuUsage(before);
    return { again: (ended - started) / 1000, open: (opened - started) / 1000, processor: (user + system) / 1e6 };
  });
  const middle = (key: 'again' | 'open' | 'processor') => median(edits.map((edit) => edit[key]));
  return {
    again: middle('again'),
    open: middle('open'),
    processor: middle('processor'),
    first: edits[0]?.again ?? Number.NaN,
  };
}

/** A rehearsal as far as the connectivity. */
function connect(session: Session): void {
  const enough = new Error('every pair has its verdicts');
  try {
    session.rehearse((phase) => {
      if (phase === CONNECTED) throw enough;
    });
  } catch (thrown) {
    if (thrown !== enough) throw thrown;
  }
}

const REPEATS = 5;

/** Seconds that verdicts take once the files are read and the code is warm: the best of some runs, which noise disturbs least. */
function measureRepeated(input: EngineInput): Measured {
  const seconds: number[] = [];
  let parties = 0;
  let pairs = 0;
  for (let run = 0; run < REPEATS; run += 1) {
    const session = openSession(input);
    const started = performance.now();
    let connected = started;
    const rehearsal = session.rehearse((phase) => {
      if (phase === CONNECTED) connected = performance.now();
    });
    seconds.push((connected - started) / 1000);
    parties = rehearsal.parties.length;
    pairs = rehearsal.pairs[0]?.pairs ?? 0;
  }
  return { connectivity: Math.min(...seconds), parties, pairs };
}
