import type { ProtectedPath } from '../../main/engine/model/protected-path';
import type { WorldName } from '../../main/engine/model/world';
import { WORLDS } from '../../main/engine/model/world';
import type { VerdictWords } from '../../main/engine/report/protected-verdict-words';
import { describeProtectedVerdict } from '../../main/engine/report/protected-verdict-words';
import { safetyOf, type Safety } from '../../main/engine/report/safety';

/** L42 in one word: whether whoever goes on can still come back. */
export interface RollbackAnswer {
  readonly word: string;
  readonly safety: Safety;
  /** The worst world, the last of those that are as bad, and what it says. */
  readonly world: WorldName;
  readonly words: VerdictWords;
}

const WORST_FIRST: readonly Safety[] = ['closed', 'unknown', 'absent', 'weak', 'open'];

const ANSWERS: Readonly<Record<Safety, string>> = {
  closed: 'No go',
  unknown: 'Not decided',
  absent: 'Not decided',
  weak: 'Go, with care',
  open: 'Go',
};

/** As good as the worst world. */
export function answerRollback(path: ProtectedPath): RollbackAnswer {
  const safeties = WORLDS.map((world) => safetyOf(path.verdicts[world], path));
  const safety = WORST_FIRST.find((one) => safeties.includes(one)) ?? 'unknown';
  const world = WORLDS.findLast((_world, index) => safeties[index] === safety) ?? 'final';
  return { word: ANSWERS[safety], safety, world, words: describeProtectedVerdict(path.verdicts[world]) };
}
