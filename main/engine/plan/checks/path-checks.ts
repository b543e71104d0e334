import { countOf } from '../../model/count-words';
import type { MachineCheck } from '../../model/plan';
import type { PathStanding, ProtectedPath, ProtectedVerdict } from '../../model/protected-path';
import { standingOf } from '../../model/protected-path';
import type { StepName, WorldName } from '../../model/world';
import type { PlannedMove } from '../plan-facts';
import type { CheckLine } from './check';
import { machineCheck } from './check';
import { sentences } from './sentences';

/** A protected path in a state of the rollout, beside what it is today. */
export interface PathState {
  readonly path: ProtectedPath;
  readonly verdict: ProtectedVerdict;
  /** Where in the rollout, for a sentence. */
  readonly where: string;
}

/** What became of a path after a move of the promotion; one that nobody asked is not known. */
export function verdictAfter(
  { pathVerdicts }: Pick<PlannedMove, 'pathVerdicts'>,
  path: ProtectedPath,
): ProtectedVerdict {
  return pathVerdicts[path.id] ?? { tag: 'absent', why: 'it was not asked after this move' };
}

/** Whether protected paths are as they must be in a world, and which of them nobody can tell. */
export function checkPaths(step: StepName, world: WorldName, paths: readonly ProtectedPath[]): readonly MachineCheck[] {
  const where = `in world ${world}`;
  return judgePaths(
    step,
    where,
    paths.map((path) => ({ path, verdict: path.verdicts[world], where })),
  );
}

/** The same for several states that a step goes through. */
export function judgePaths(step: StepName, where: string, states: readonly PathState[]): readonly MachineCheck[] {
  const told = states.filter(({ path, verdict }) => isTold(standingOf(path, verdict)));
  const broken = told.filter(({ path, verdict }) => standingOf(path, verdict) === 'broken');
  const fresh = broken.filter(({ path }) => standingOf(path, path.verdicts.now) !== 'broken');
  const blocking = fresh.filter(({ path }) => path.severity === 'blocks');
  const title = 'Every protected path is as it must be';
  const id = `${step}.protected-paths`;
  const holds = `${countOf(new Set(told.map(({ path }) => path.id)).size, 'protected path')} ${where}`;
  const untold = checkUntold(step, states);
  if (told.length === 0) {
    return [
      machineCheck(id, title, 'grey', 'No protected path could be checked: nothing proves that you stay in.'),
      untold,
    ];
  }
  const exposed = firstOfEach(told.filter(isExposed));
  if (broken.length + exposed.length === 0) {
    return [machineCheck(id, title, 'green', `Checked: ${holds}; all hold${tellWeak(told)}.`), untold];
  }
  if (broken.length === 0) {
    const today = exposed.every(({ path }) => isExposed({ path, verdict: path.verdicts.now })) ? ', today too' : '';
    const detail = `Of ${holds}, ${exposed.length} ${exposed.length === 1 ? 'is' : 'are'} open and must be closed${today}; the others hold.`;
    return [machineCheck(id, title, 'amber', detail, exposed.map(pathLine)), untold];
  }
  const [first] = fresh;
  const detail =
    first === undefined
      ? `Of ${holds}, ${new Set(broken.map(({ path }) => path.id)).size} are not as they must be, and are not today: the rollout does not change that.`
      : `The rollout breaks ${new Set(fresh.map(({ path }) => path.id)).size} of ${holds}: ${first.path.protects}`;
  const state = blocking.length > 0 ? 'red' : 'amber';
  return [machineCheck(id, title, state, detail, firstOfEach([...fresh, ...broken, ...exposed]).map(pathLine)), untold];
}

/** Open, must be closed, and that is but a warning. */
export function isExposed({ path, verdict }: Pick<PathState, 'path' | 'verdict'>): boolean {
  return path.expect === 'closed' && standingOf(path, verdict) === 'weak';
}

/** What holds, and hangs on one object. */
function tellWeak(told: readonly PathState[]): string {
  const weak = new Set(
    told.filter(({ path, verdict }) => standingOf(path, verdict) === 'weak').map(({ path }) => path.id),
  );
  return weak.size === 0 ? '' : `, ${weak.size} of them by the net or failsafe ports alone`;
}

/** What stays broken from one move to the next is told where it begins. */
function firstOfEach(states: readonly PathState[]): readonly PathState[] {
  const known = new Map<string, PathState>();
  for (const state of states) if (!known.has(state.path.id)) known.set(state.path.id, state);
  return [...known.values()];
}

function isTold(standing: PathStanding): boolean {
  return standing !== 'unknown' && standing !== 'absent';
}

/**
 * Absent or undecided is never green. What the snapshot has no end for is the same in every step: it is listed in the first, and counted
 * in the others.
 */
function checkUntold(step: StepName, states: readonly PathState[]): MachineCheck {
  const id = `${step}.paths-not-checked`;
  const title = 'Every protected path could be checked';
  const standing = (wanted: PathStanding) => [
    ...new Map(
      states.filter(({ path, verdict }) => standingOf(path, verdict) === wanted).map((state) => [state.path.id, state]),
    ).values(),
  ];
  const [unknown, absent] = [standing('unknown'), standing('absent')];
  if (states.length > 0 && unknown.length + absent.length === 0) {
    return machineCheck(id, title, 'green', 'Each has a verdict.');
  }
  const lines = step === 'net' ? [...unknown, ...absent] : unknown;
  return machineCheck(
    id,
    title,
    'grey',
    sentences(
      states.length === 0 ? 'No protected path is known.' : '',
      unknown.length === 0
        ? ''
        : `${countOf(unknown.length, 'protected path')} cannot be told from the files: try each by hand, or give what is missing.`,
      absent.length === 0
        ? ''
        : `${countOf(absent.length, 'protected path')} ${absent.length === 1 ? 'has' : 'have'} no end in what was given${step === 'net' ? '' : ', step Safety net lists them'}: nothing is proved of these. Give what is missing, or make sure that the cluster has no such thing.`,
    ),
    lines.map(pathLine),
  );
}

/** `L01 SSH from an admin network to a node, 10.1.0.0/24 → node1, tcp 22: blocked by default-deny, in world final`. */
export function pathLine({ path, verdict, where }: PathState): CheckLine {
  const told = describeVerdict(verdict);
  return { text: `${nameOfPath(path)}: ${told.text}, ${where}`, position: told.position };
}

/** `L01 SSH from an admin network to a node, 10.1.0.0/24 → node1, tcp 22`; a row without ends has its title alone. */
export function nameOfPath({ row, title, from, to, traffic }: ProtectedPath): string {
  const ends = [from, to].filter((end) => end !== '').join(' → ');
  return `${row} ${[title, ends, traffic].filter((part) => part !== '').join(', ')}`;
}

/** A verdict of a protected path in words. */
export function describeVerdict(verdict: ProtectedVerdict): CheckLine {
  switch (verdict.tag) {
    case 'rule':
      return { text: `allowed by ${verdict.policy}`, position: verdict.position };
    case 'no-policy':
      return { text: 'open, no policy decides', position: null };
    case 'failsafe-only':
      return { text: 'open by failsafe ports alone', position: null };
    case 'net-only':
      return { text: 'open by the safety net alone', position: null };
    case 'blocked':
      return { text: `blocked by ${verdict.by}`, position: verdict.position };
    case 'undecided':
      return { text: `cannot be told: ${verdict.why} (${verdict.command})`, position: null };
    case 'absent':
      return { text: `not checked: ${verdict.why}`, position: null };
  }
}
