/** A line of a unified diff. Line numbers count from 1; `null` on the side that lacks the line. */
export interface DiffLine {
  readonly tag: 'same' | 'removed' | 'added';
  readonly text: string;
  readonly before: number | null;
  readonly after: number | null;
}

/** Beyond so many differing lines the texts are shown as replaced: nobody reads such a diff, and it would take long. */
const MOST_EDITS = 1000;

/** The shortest edit from one text to the other, by lines (Myers, 1986). A line break at the end adds no line. */
export function diffLines(before: string, after: string): readonly DiffLine[] {
  const [left, right] = [splitLines(before), splitLines(after)];
  let start = 0;
  while (start < left.length && start < right.length && left[start] === right[start]) start += 1;
  let end = 0;
  while (end < Math.min(left.length, right.length) - start && left.at(-1 - end) === right.at(-1 - end)) end += 1;
  const steps = shortestEdit(left.slice(start, left.length - end), right.slice(start, right.length - end));
  return numberLines([...same(left.slice(0, start)), ...steps, ...same(left.slice(left.length - end))]);
}

type Step = Pick<DiffLine, 'tag' | 'text'>;

function same(lines: readonly string[]): readonly Step[] {
  return lines.map((text) => ({ tag: 'same', text }));
}

function splitLines(text: string): readonly string[] {
  if (text === '') return [];
  return (text.endsWith('\n') ? text.slice(0, -1) : text).split('\n');
}

/** Walks the edit graph diagonal by diagonal; `furthest` holds, per diagonal, how far down `left` the walk has come. */
function shortestEdit(left: readonly string[], right: readonly string[]): readonly Step[] {
  const trail: ReadonlyMap<number, number>[] = [];
  let furthest = new Map<number, number>([[1, 0]]);
  for (let edits = 0; edits <= Math.min(left.length + right.length, MOST_EDITS); edits += 1) {
    trail.push(furthest);
    const reached = new Map(furthest);
    for (let diagonal = -edits; diagonal <= edits; diagonal += 2) {
      let x = isDownwards(furthest, diagonal, edits) ? at(furthest, diagonal + 1) : at(furthest, diagonal - 1) + 1;
      while (x < left.length && x - diagonal < right.length && left[x] === right[x - diagonal]) x += 1;
      reached.set(diagonal, x);
      if (x >= left.length && x - diagonal >= right.length) return walkBack(trail, left, right);
    }
    furthest = reached;
  }
  return [
    ...left.map((text): Step => ({ tag: 'removed', text })),
    ...right.map((text): Step => ({ tag: 'added', text })),
  ];
}

function walkBack(
  trail: readonly ReadonlyMap<number, number>[],
  left: readonly string[],
  right: readonly string[],
): readonly Step[] {
  const steps: Step[] = [];
  let [x, y] = [left.length, right.length];
  for (let edits = trail.length - 1; edits >= 0; edits -= 1) {
    const furthest = trail[edits] ?? new Map<number, number>();
    const diagonal = x - y;
    const from = isDownwards(furthest, diagonal, edits) ? diagonal + 1 : diagonal - 1;
    const fromX = at(furthest, from);
    const fromY = fromX - from;
    while (x > Math.max(fromX, 0) && y > Math.max(fromY, 0)) {
      x -= 1;
      y -= 1;
      steps.push({ tag: 'same', text: left[x] ?? '' });
    }
    if (edits === 0) break;
    steps.push(
      from > diagonal ? { tag: 'added', text: right[fromY] ?? '' } : { tag: 'removed', text: left[fromX] ?? '' },
    );
    [x, y] = [fromX, fromY];
  }
  return steps.toReversed();
}

function isDownwards(furthest: ReadonlyMap<number, number>, diagonal: number, edits: number): boolean {
  return diagonal === -edits || (diagonal !== edits && at(furthest, diagonal - 1) < at(furthest, diagonal + 1));
}

function at(furthest: ReadonlyMap<number, number>, diagonal: number): number {
  return furthest.get(diagonal) ?? 0;
}

function numberLines(steps: readonly Step[]): readonly DiffLine[] {
  let [before, after] = [0, 0];
  return steps.map(({ tag, text }) => {
    if (tag !== 'added') before += 1;
    if (tag !== 'removed') after += 1;
    return { tag, text, before: tag === 'added' ? null : before, after: tag === 'removed' ? null : after };
  });
}
