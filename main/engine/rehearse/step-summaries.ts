import type { StepSummary } from '../model/rehearsal';
import type { StepName } from '../model/world';
import { STEPS, STEP_WORLDS } from '../model/world';
import type { Moves } from './draft-edges';

const NONE: Moves = { opened: 0, closed: 0, becameUndecided: 0 };

/** What each step changes, counted in pieces of traffic between two parties. */
export function summariseSteps(
  compared: number,
  moves: ReadonlyMap<string, Moves>,
  willBeBlocked: number,
): readonly StepSummary[] {
  return STEPS.map((step) => {
    const { from, to } = STEP_WORLDS[step];
    const moved = moves.get(`${from} ${to}`) ?? NONE;
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
      return `${changes} of ${compared} verdicts change`;
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
  return count === 1 ? '1 path' : `${count} paths`;
}
