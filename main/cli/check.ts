import type { Gate } from '../engine/model/wizard';
import type { StepName } from '../engine/model/world';
import { stableJson } from '../engine/report/stable-json';
import { judgeWizard } from '../host/wizard-rules';
import { canBePassed, GATE_WORDS } from './gate-words';
import { keptInWords } from './kept-in';
import { openRehearsal } from './open-rehearsal';
import type { RehearsalArguments } from './read-options';
import { STEP_TITLES } from './step-titles';
import type { Style } from './style';
import type { Terminal } from './terminal';
import { wrapLines } from './wrap-lines';

/** `rehearse check`. Returns the exit code: 0 when the gate is passed or open, so that the step may be taken, else 1. Throws `ContractFailure`. */
export async function check(
  given: RehearsalArguments,
  step: StepName,
  json: boolean,
  terminal: Terminal,
): Promise<number> {
  const { session, selected } = await openRehearsal(given, terminal);
  const keptIn = keptInWords(selected);
  const rehearsal = session.rehearse(terminal.tell);
  const { gates } = judgeWizard(rehearsal, selected.workspace, keptIn);
  const gate = gates.find((candidate) => candidate.step === step);
  if (gate === undefined) throw new Error(`no gate was judged for ${step}`);
  terminal.print(json ? stableJson({ ...gate, keptIn }) : printGate(gate, keptIn, terminal.style));
  return canBePassed(gate) ? 0 : 1;
}

function printGate(gate: Gate, keptIn: string, style: Style): string {
  const { step, state, reasons } = gate;
  const word = canBePassed(gate) ? style.good(GATE_WORDS[state]) : style.bad(GATE_WORDS[state]);
  const lines = [
    `Gate ${STEP_TITLES[step]}: ${word}`,
    ...reasons.map((reason) => `  - ${reason}`),
    `  Sign-offs are read from ${keptIn}.`,
  ];
  return `${wrapLines(lines).join('\n')}\n`;
}
