import type { ProtectedPath } from '../../main/engine/model/protected-path';
import { isUnchecked } from './path-sections';

/** A path that could not be checked, why, and what would fetch what is missing. */
export interface UncheckedRow {
  readonly path: ProtectedPath;
  readonly why: string;
  /** `''`: no command would. */
  readonly command: string;
}

/** What no world has, those that would block first. */
export function listUnchecked(paths: readonly ProtectedPath[]): readonly UncheckedRow[] {
  return paths
    .filter((path) => path.theme !== 'rollback' && isUnchecked(path))
    .map((path) => ({ path, ...readReason(path) }))
    .toSorted((left, right) => rankOf(left.path) - rankOf(right.path));
}

function rankOf({ severity }: ProtectedPath): number {
  return severity === 'blocks' ? 0 : 1;
}

/** The engine writes the command behind the reason: `no Typha is in the snapshot; fetch it: kubectl get …`. */
function readReason({ verdicts: { final } }: ProtectedPath): Pick<UncheckedRow, 'why' | 'command'> {
  const why = final.tag === 'absent' ? final.why : '';
  const parts = /^(?<reason>.*); fetch(?: it| them)?: (?<command>.*)$/s.exec(why)?.groups;
  return { why: parts?.['reason'] ?? why, command: parts?.['command'] ?? '' };
}
