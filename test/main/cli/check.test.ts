import { appendFileSync, cpSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { runCommandLine } from '../../../main/cli/run-command-line';
import { PLAIN_STYLE } from '../../../main/cli/style';
import type { Rehearsal } from '../../../main/engine/model/rehearsal';
import type { NewWizardEvent, WizardEvent } from '../../../main/engine/model/wizard';
import type { Workspace } from '../../../main/engine/model/workspace';
import { openSession } from '../../../main/engine/pipeline';
import { readInputs } from '../../../main/host/read-inputs';
import { recordIn } from '../../../main/host/wizard-rules';
import { makeFolder } from '../host/make-folder';

const SAMPLE = path.resolve(import.meta.dirname, '../../../assets/samples/ship-it-safely');
const FILE = 'ship-it-safely.rehearsal.json';

let folder = '';

/** Everything that the five gates of a rehearsal ask for, answered and signed off by Ada. */
function walk(rehearsal: Rehearsal, workspace: Workspace): readonly WizardEvent[] {
  const events: WizardEvent[] = [];
  const record = (event: NewWizardEvent) => {
    const before = { ...workspace, events };
    events.push(...recordIn(rehearsal, before, [event], '2026-11-21T09:30:00Z').slice(events.length));
  };
  for (const { step, machineChecks, humanChecks } of rehearsal.plan.steps) {
    const said = { step, by: 'Ada', text: 'looked at it' } as const;
    for (const { id, state } of machineChecks) {
      if (state !== 'green') record({ ...said, tag: state === 'red' ? 'overridden' : 'acknowledged', check: id });
    }
    for (const { id } of humanChecks) record({ ...said, tag: 'done', check: id });
    record({ ...said, tag: 'signed-off' });
  }
  return events;
}

function change(fields: Partial<Workspace>): void {
  const file = path.join(folder, FILE);
  const workspace = JSON.parse(readFileSync(file, 'utf8')) as Workspace;
  writeFileSync(file, JSON.stringify({ ...workspace, ...fields }));
}

async function check(step: string) {
  const printed: string[] = [];
  const exitCode = await runCommandLine(['check', '--gate', step, FILE], {
    print: (text) => printed.push(text),
    complain: (text) => printed.push(text),
    tell: () => undefined,
    style: PLAIN_STYLE,
    folder,
  });
  return { exitCode, printed: printed.join('').replaceAll(/\s+/g, ' ') };
}

beforeAll(async () => {
  folder = makeFolder();
  cpSync(SAMPLE, folder, { recursive: true });
  const { input } = await readInputs({ tag: 'workspace', file: path.join(folder, FILE) });
  const rehearsal = openSession(input).rehearse(() => undefined);
  const events = walk(rehearsal, input.workspace);
  change({ events, seenInputs: { [input.inputs.digest]: input.inputs } });
});

describe('rehearse check', () => {
  it('ends in 0 where the gate is passed, and says from where it knows', async () => {
    expect(await check('remove-net')).toEqual({
      exitCode: 0,
      printed: `Gate 5 Remove the net: passed Sign-offs are read from ${FILE}. `,
    });
  });

  it('ends in 1 where a rule of the house is not kept', async () => {
    change({ gates: { secondPerson: false, minimumObservationMinutes: 60 } });
    const observe = await check('observe');
    expect([observe.exitCode, observe.printed]).toEqual([
      1,
      `Gate 3 Observe: closed - Recorded flows cover 0 minutes; the rule of the house asks for at least 60. Sign-offs are read from ${FILE}. `,
    ]);
    expect((await check('stage')).exitCode).toBe(0);
    expect((await check('remove-net')).printed).toContain('The gate of Observe comes first.');
    change({ gates: { secondPerson: true, minimumObservationMinutes: 0 } });
    expect(await check('net')).toEqual({
      exitCode: 0,
      printed: `Gate 1 Safety net: open, the step may be taken - A second person has to sign off: Ada alone did. Sign-offs are read from ${FILE}. `,
    });
    change({ gates: { secondPerson: false, minimumObservationMinutes: 0 } });
  });

  it('ends in 1 where a file changed since, and names it', async () => {
    appendFileSync(path.join(folder, 'changes/backend-lockdown.yaml'), '# looked at\n');
    const { exitCode, printed } = await check('remove-net');
    expect(exitCode).toBe(1);
    expect(printed).toContain(
      'passed before, and open again - changes/backend-lockdown.yaml changed since Ada signed off.',
    );
  });
});
