import type { ProtectedPath } from '../../main/engine/model/protected-path';
import { WORLDS, type WorldName } from '../../main/engine/model/world';
import { isAtRisk, isChecked } from '../../main/engine/report/safety';
import { phraseOfStop, stopOfWorld, type Stop } from './stop';

/** The worst moment of the rollout for whoever must get in. */
export interface LockoutSummary {
  /** Paths that every world was asked about, and those at risk. */
  readonly checked: number;
  /** Paths that some world cannot be asked about, and none puts at risk: nobody knows whether they stay open. */
  readonly unchecked: number;
  /** Paths at risk at `stop`; 0 when no world puts any at risk. */
  readonly atRisk: readonly ProtectedPath[];
  /** The first stop where the most paths are at risk. */
  readonly stop: Stop;
  /** Paths that the end of the rollout leaves open by failsafe ports alone. */
  readonly byFailsafe: number;
}

export function summariseLockout(paths: readonly ProtectedPath[]): LockoutSummary {
  const present = paths.filter(isChecked);
  const atRiskIn = (world: WorldName) => present.filter((path) => isAtRisk(path.verdicts[world], path));
  let worst: WorldName = 'now';
  for (const world of WORLDS) if (atRiskIn(world).length > atRiskIn(worst).length) worst = world;
  return {
    checked: present.length,
    unchecked: paths.length - present.length,
    atRisk: atRiskIn(worst),
    stop: stopOfWorld(worst),
    byFailsafe: present.filter(({ expect, verdicts }) => expect === 'open' && verdicts.final.tag === 'failsafe-only')
      .length,
  };
}

/** How the count is shown. Only `good` is green: every path was checked and stays open by more than failsafe ports. */
export type LockoutTone = 'good' | 'warn' | 'bad' | 'unknown';

export function lockoutTone(summary: LockoutSummary): LockoutTone {
  if (summary.atRisk.length > 0) return 'bad';
  if (summary.checked === 0) return 'unknown';
  return summary.byFailsafe > 0 || summary.unchecked > 0 ? 'warn' : 'good';
}

/** The count that is always in sight: `11 of 11 stay open, 2 not checked`. */
export function lockoutCount(summary: LockoutSummary): string {
  const { checked, unchecked, atRisk, byFailsafe, stop } = summary;
  if (checked === 0) return unchecked === 0 ? 'nothing to check' : 'not checked';
  const skipped = unchecked > 0 ? `, ${unchecked} not checked` : '';
  if (atRisk.length > 0) return `${atRisk.length} of ${checked} at risk ${phraseOfStop(stop)}${skipped}`;
  const failsafe = byFailsafe > 0 ? `, ${byFailsafe} by failsafe only` : '';
  return `${checked} of ${checked} stay open${failsafe}${skipped}`;
}

/** The sentence of the banner: which paths, and when. `''` when none is at risk. */
export function lockoutWarning(summary: LockoutSummary): string {
  const [first, ...others] = summary.atRisk;
  if (first === undefined) return '';
  const more = others.length === 0 ? '' : ` and ${others.length} more`;
  const plural = summary.atRisk.length === 1 ? 'A protected path is' : `${summary.atRisk.length} protected paths are`;
  return `${plural} at risk ${phraseOfStop(summary.stop)}: ${first.title}, ${first.from} → ${first.to} ${first.traffic}${more}.`;
}
