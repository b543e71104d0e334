import type { PromotionMove } from '../../main/engine/model/plan';
import type { ProtectedPath, ProtectedVerdict } from '../../main/engine/model/protected-path';
import type { WorldName } from '../../main/engine/model/world';
import { WORLDS } from '../../main/engine/model/world';
import { WORLD_WORDS } from '../../main/engine/report/sentences';

/** A state of the rollout as a column of the lockout table. */
export interface PathColumn {
  readonly id: string;
  readonly word: string;
  /** What becomes enforced there; `''` for a world. */
  readonly policies: string;
  /** The world that the step bar shows. */
  readonly world: WorldName | null;
  /** Narrow: a sign is shown, the word is for screen readers and on hover. */
  readonly narrow: boolean;
  /** `null`: it was not asked there. */
  verdictOf(path: ProtectedPath): ProtectedVerdict | null;
}

export const WORLD_COLUMNS: readonly PathColumn[] = WORLDS.map((world) => worldColumn(world, false));

function worldColumn(world: WorldName, narrow: boolean): PathColumn {
  return {
    id: world,
    word: WORLD_WORDS[world],
    policies: '',
    world,
    narrow,
    verdictOf: ({ verdicts }) => verdicts[world],
  };
}

/** From staged to the end, one column for every move of the promotion; none where nothing is promoted. */
export function promotionColumns(moves: readonly PromotionMove[]): readonly PathColumn[] {
  if (moves.length === 0) return [];
  const between = moves.map(({ number, policies, pathVerdicts }): PathColumn => ({
    id: `move ${number}`,
    word: `${number}`,
    policies: policies.join(', '),
    world: null,
    narrow: true,
    verdictOf: ({ id }) => pathVerdicts[id] ?? null,
  }));
  return [worldColumn('staged', false), ...between, worldColumn('final', false)];
}
