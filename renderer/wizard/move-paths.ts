import type { PromotionMove } from '../../main/engine/model/plan';
import type { ProtectedPath, ProtectedVerdict } from '../../main/engine/model/protected-path';
import { safetyOf, type Safety } from '../../main/engine/report/safety';

/** A protected path after a move, when it is not as it must be. */
export interface PathAfterMove {
  readonly path: ProtectedPath;
  readonly verdict: ProtectedVerdict;
  readonly safety: Safety;
}

const WORST_FIRST: readonly Safety[] = ['closed', 'unknown', 'weak'];

/** The protected paths that are not as they must be after a move, worst first. What the snapshot lacks is counted elsewhere. */
export function pathsAfterMove(move: PromotionMove, paths: readonly ProtectedPath[]): readonly PathAfterMove[] {
  return paths
    .flatMap((path): PathAfterMove[] => {
      const verdict = move.pathVerdicts[path.id];
      if (verdict === undefined) return [];
      const safety = safetyOf(verdict, path);
      return WORST_FIRST.includes(safety) ? [{ path, verdict, safety }] : [];
    })
    .toSorted((left, right) => WORST_FIRST.indexOf(left.safety) - WORST_FIRST.indexOf(right.safety));
}

/** What a move leaves of the protected paths, in a phrase, with how bad the worst is; what nobody could check is never good. */
export function summarisePathsAfterMove(
  move: PromotionMove,
  after: readonly PathAfterMove[],
): { readonly phrase: string; readonly safety: Safety } {
  const isAsked = Object.values(move.pathVerdicts).some(({ tag }) => tag !== 'absent');
  if (!isAsked) return { phrase: 'no protected path could be checked', safety: 'absent' };
  const safety = after[0]?.safety ?? 'open';
  return { phrase: safety === 'open' ? 'every checked path as it must be' : countPathsAfterMove(after), safety };
}

/** `2 broken, 9 by net or failsafe only`. */
function countPathsAfterMove(after: readonly PathAfterMove[]): string {
  const count = (safety: Safety) => after.filter((path) => path.safety === safety).length;
  return [
    ...(count('closed') > 0 ? [`${count('closed')} broken`] : []),
    ...(count('unknown') > 0 ? [`${count('unknown')} not known`] : []),
    ...(count('weak') > 0 ? [`${count('weak')} by net or failsafe only`] : []),
  ].join(', ');
}
