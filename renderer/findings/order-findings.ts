import { groupDigits } from '../../main/engine/model/count-words';
import type { Finding, FindingSeverity } from '../../main/engine/model/finding';

/** The severities, worst first, as the view names them. */
export const SEVERITY_WORDS: Readonly<Record<FindingSeverity, { readonly word: string; readonly sign: string }>> = {
  blocks: { word: 'Blocks', sign: '✕' },
  warns: { word: 'Warns', sign: '!' },
  informs: { word: 'Informs', sign: 'i' },
};

const WORST_FIRST: readonly FindingSeverity[] = ['blocks', 'warns', 'informs'];

/** Findings worst first, otherwise in the order of the rehearsal. */
export function orderFindings(findings: readonly Finding[]): readonly Finding[] {
  return findings.toSorted((left, right) => WORST_FIRST.indexOf(left.severity) - WORST_FIRST.indexOf(right.severity));
}

/** `1 blocks, 2 warn, 1 informs`; `none` without findings. */
export function countFindings(findings: readonly Finding[]): string {
  const verbs = { blocks: ['blocks', 'block'], warns: ['warns', 'warn'], informs: ['informs', 'inform'] } as const;
  const parts = WORST_FIRST.flatMap((severity) => {
    const count = findings.filter((finding) => finding.severity === severity).length;
    return count === 0 ? [] : [`${groupDigits(count)} ${verbs[severity][count === 1 ? 0 : 1]}`];
  });
  return parts.length === 0 ? 'none' : parts.join(', ');
}
