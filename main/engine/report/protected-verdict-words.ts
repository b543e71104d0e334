import { assertNever } from '../model/assert-never';
import type { ProtectedVerdict } from '../model/protected-path';
import type { Position } from '../model/source';

/** What a cell of the lockout table says. */
export interface VerdictWords {
  readonly word: string;
  /** Why, in a few words; `''` when the word says it all. */
  readonly why: string;
  readonly position: Position | null;
  /** The command that would settle what is not known; `''` when nothing is open. */
  readonly command: string;
}

export function describeProtectedVerdict(verdict: ProtectedVerdict): VerdictWords {
  switch (verdict.tag) {
    case 'rule':
      return words('Allowed by rule', verdict.policy, verdict.position);
    case 'no-policy':
      return words('Allowed: no policy', 'nothing selects the endpoints');
    case 'failsafe-only':
      return words('Failsafe only', 'the failsafe ports alone keep it open');
    case 'net-only':
      return words('Safety net only', 'the net alone keeps it open');
    case 'blocked':
      return words('Blocked', verdict.by, verdict.position);
    case 'undecided':
      return { word: 'Cannot tell', why: verdict.why, position: null, command: verdict.command };
    case 'absent':
      return words('Not in the snapshot', verdict.why);
    default:
      return assertNever(verdict);
  }
}

function words(word: string, why: string, position: Position | null = null): VerdictWords {
  return { word, why, position: position?.file === '' ? null : position, command: '' };
}
