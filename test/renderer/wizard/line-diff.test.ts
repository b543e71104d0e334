import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diffLines, type DiffLine } from '../../../renderer/wizard/line-diff';

const STAGED = `kind: StagedNetworkPolicy
metadata:
  name: backend
spec:
  stagedAction: Set
  types: [Ingress]
`;
const ENFORCED = `kind: NetworkPolicy
metadata:
  name: backend
spec:
  types: [Ingress]
`;

function print(lines: readonly DiffLine[]): readonly string[] {
  const sign = { same: ' ', removed: '-', added: '+' } as const;
  return lines.map(({ tag, text, before, after }) => `${before ?? '·'} ${after ?? '·'} ${sign[tag]}${text}`);
}

function side(lines: readonly DiffLine[], absent: DiffLine['tag']): readonly string[] {
  return lines.filter((line) => line.tag !== absent).map((line) => line.text);
}

/** The longest common subsequence by the table, to hold the walk against. */
function longestCommon(left: readonly string[], right: readonly string[]): number {
  let row = right.map(() => 0);
  for (const line of left) {
    let diagonal = 0;
    row = row.map((above, index) => {
      const best = line === right[index] ? diagonal + 1 : above;
      diagonal = above;
      return best;
    });
    for (let index = 1; index < row.length; index += 1) row[index] = Math.max(row[index] ?? 0, row[index - 1] ?? 0);
  }
  return row.at(-1) ?? 0;
}

const text = fc.array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 14 });

describe('the diff of a change file', () => {
  it('shows that a promoted policy loses the staged kind and its stagedAction', () => {
    expect(print(diffLines(STAGED, ENFORCED))).toEqual([
      '1 · -kind: StagedNetworkPolicy',
      '· 1 +kind: NetworkPolicy',
      '2 2  metadata:',
      '3 3    name: backend',
      '4 4  spec:',
      '5 · -  stagedAction: Set',
      '6 5    types: [Ingress]',
    ]);
  });

  it('shows a new file as added and a deleted one as removed', () => {
    expect(print(diffLines('', 'a\nb\n'))).toEqual(['· 1 +a', '· 2 +b']);
    expect(print(diffLines('a\nb', ''))).toEqual(['1 · -a', '2 · -b']);
    expect(diffLines('', '')).toEqual([]);
  });

  it('holds both texts, and keeps as many lines as can be kept', () => {
    fc.assert(
      fc.property(text, text, (left, right) => {
        // A text that ends in an empty line cannot be told from one with a line break more.
        const [before, after] = [
          [...left, 'end'],
          [...right, 'fin'],
        ];
        const lines = diffLines(before.join('\n'), after.join('\n'));
        expect(side(lines, 'added')).toEqual(before);
        expect(side(lines, 'removed')).toEqual(after);
        expect(lines.filter((line) => line.tag === 'same')).toHaveLength(longestCommon(before, after));
      }),
    );
  });

  it('shows texts with nothing in common as replaced, however long', () => {
    const many = (word: string) => Array.from({ length: 4000 }, (_, index) => `${word}${index}`).join('\n');
    const lines = diffLines(many('a'), many('b'));
    expect(lines).toHaveLength(8000);
    expect(lines[0]).toEqual({ tag: 'removed', text: 'a0', before: 1, after: null });
  });
});
