import type { EffectiveFailsafe } from '../../main/engine/model/protected-path';

/** One difference between a list and the built-in one. */
export interface FailsafeDifference {
  readonly sign: string;
  readonly text: string;
  readonly tone: 'same' | 'warn' | 'unknown';
}

/** Each difference from the built-in list; one line that says so where there is none. */
export function differenceWords({ lacks, adds, doubt }: EffectiveFailsafe): readonly FailsafeDifference[] {
  if (doubt !== null) return [{ sign: '?', text: 'nobody can tell', tone: 'unknown' }];
  const differences: readonly FailsafeDifference[] = [
    ...(lacks.length > 0 ? [{ sign: '−', text: `without ${lacks.join(', ')}`, tone: 'warn' as const }] : []),
    ...(adds.length > 0 ? [{ sign: '+', text: `with ${adds.join(', ')}`, tone: 'warn' as const }] : []),
  ];
  return differences.length > 0 ? differences : [{ sign: '=', text: 'the same', tone: 'same' }];
}

/** Up to four names, then how many more. */
export function nodeWords(nodes: readonly string[]): string {
  const most = 4;
  if (nodes.length === 0) return 'every node';
  if (nodes.length <= most) return nodes.join(', ');
  return `${nodes.slice(0, most - 1).join(', ')} and ${nodes.length - most + 1} more`;
}
