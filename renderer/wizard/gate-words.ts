import { assertNever } from '../../main/engine/model/assert-never';
import { countOf, groupDigits } from '../../main/engine/model/count-words';
import type { Gate, Wizard } from '../../main/engine/model/wizard';
import { STEPS, type StepName } from '../../main/engine/model/world';
import { STOP_NAMES } from '../state/stop';

export interface GateWords {
  readonly word: string;
  readonly sign: string;
  readonly tone: 'good' | 'warn' | 'plain' | 'quiet';
}

export function describeGate(gate: Gate): GateWords {
  switch (gate.state) {
    case 'passed':
      return { word: 'Passed', sign: '✓', tone: 'good' };
    case 'reopened':
      return { word: 'Re-opened', sign: '!', tone: 'warn' };
    case 'open':
      return { word: 'Open', sign: '→', tone: 'plain' };
    case 'closed':
      return { word: 'Closed', sign: '–', tone: 'quiet' };
    default:
      return assertNever(gate.state);
  }
}

/** The gate of a step; a step that the host does not name is closed. */
export function gateOf(wizard: Wizard | null, step: StepName): Gate {
  const known = wizard?.gates.find((gate) => gate.step === step);
  return known ?? { step, state: 'closed', reasons: [], answers: {}, signOffs: [] };
}

/** `3 left`, `Passed`, `Re-opened · 3 left`: what stands under the name of a step. */
export function gateLine(gate: Gate): string {
  const { word } = describeGate(gate);
  if (gate.state === 'passed' || gate.reasons.length === 0) return word;
  return `${word} · ${groupDigits(gate.reasons.length)} left`;
}

/** Where the rollout stands: `Step 2 Stage · Open · 3 left`; `''` before the wizard was asked. */
export function progressLine(wizard: Wizard | null): string {
  if (wizard === null) return '';
  const { current } = wizard;
  if (current === null) return 'All five gates passed';
  return `Step ${STEPS.indexOf(current) + 1} ${STOP_NAMES[current]} · ${gateLine(gateOf(wizard, current))}`;
}

/** What a screen reader is told after an event was saved. */
export function announceGate(wizard: Wizard, step: StepName): string {
  const gate = gateOf(wizard, step);
  if (gate.state === 'passed') return `Saved. The gate of ${STOP_NAMES[step]} is passed.`;
  return `Saved. ${countOf(gate.reasons.length, 'thing')} left at ${STOP_NAMES[step]}.`;
}
