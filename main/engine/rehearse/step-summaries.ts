import { countOf, groupDigits } from '../model/count-words';
import type { StepSummary } from '../model/rehearsal';
import type { StepName } from '../model/world';
import { STEPS, STEP_WORLDS } from '../model/world';
import type { AllMoves, Moves } from './moves';
import { movesBetween } from './moves';

/** What each step changes, counted in pieces of traffic between two parties and in protected paths. */
export function summariseSteps(compared: number, moves: AllMoves): readonly StepSummary[] {
  const willBeBlocked = movesBetween(moves, 'now', 'final').closed;
  return STEPS.map((step) => {
    const { from, to } = STEP_WORLDS[step];
    const moved = movesBetween(moves, from, to);
    return { step, from, to, line: stepLine(step, moved, compared, willBeBlocked), compared, ...moved };
  });
}

function stepLine(step: StepName, moved: Moves, compared: number, willBeBlocked: number): string {
  const changes = moved.opened + moved.closed + moved.becameUndecided;
  switch (step) {
    case 'net':
      return moved.closed === 0
        ? `opens ${paths(moved.opened)} closed today`
        : `opens ${paths(moved.opened)}, closes ${paths(moved.closed)}`;
    case 'stage':
      return `${groupDigits(changes)} of ${groupDigits(compared)} verdicts change`;
    case 'observe':
      return `${paths(willBeBlocked)} will be blocked in the end`;
    case 'promote':
      return changes === 0
        ? 'changes nothing while the net is there'
        : `opens ${paths(moved.opened)}, closes ${paths(moved.closed)}`;
    case 'remove-net':
      return `closes ${paths(moved.closed)}${moved.opened === 0 ? '' : `, opens ${paths(moved.opened)}`}`;
  }
}

function paths(count: number): string {
  return countOf(count, 'path');
}
