import type { Gate } from '../engine/model/wizard';
import type { StepName } from '../engine/model/world';
import { stableJson } from '../engine/report/stable-json';
import { judgeWizard } from '../host/wizard-rules';
import { keptInWords } from './kept-in';
import { openRehearsal } from './open-rehearsal';
import type { RehearsalArguments } from './read-options';
import { STEP_TITLES } from './step-titles';
import type { Style } from './style';
import type { Terminal } from './terminal';

/** `rehearse check`. Returns the exit code: 0 when the gate is passed or can be passed, else 1. Throws `ContractFailure`. */
export async function check(
  given: RehearsalArguments,
  step: StepName,
  json: boolean,
  terminal: Terminal,
): Promise<number> {
  const { session, selected } = await openRehearsal(given, terminal);
  const keptIn = keptInWords(selected);
  const { gates } = judgeWizard(
    session.rehearse(() => undefined),
    selected.workspace,
    keptIn,
  );
  const gate = gates.find((candidate) => candidate.step === step);
  if (gate === undefined) throw new Error(`no gate was judged for ${step}`);
  terminal.print(json ? stableJson({ ...gate, keptIn }) : printGate(gate, keptIn, terminal.style));
  return canBePassed(gate) ? 0 : 1;
}

function canBePassed({ state }: Gate): boolean {
  return state === 'passed' || state === 'open';
}

const STATE_WORDS: Readonly<Record<Gate['state'], string>> = {
  passed: 'passed',
  open: 'can be passed',
  closed: 'closed',
  reopened: 'passed before, and open again',
};

function printGate(gate: Gate, keptIn: string, style: Style): string {
  const { step, state, reasons } = gate;
  const word = canBePassed(gate) ? style.good(STATE_WORDS[state]) : style.bad(STATE_WORDS[state]);
  const lines = [
    `Gate ${STEP_TITLES[step]}: ${word}`,
    ...reasons.map((reason) => `  - ${reason}`),
    `  Sign-offs are read from ${keptIn}.`,
  ];
  return `${lines.join('\n')}\n`;
}
