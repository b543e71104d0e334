import { describe, expect, it } from 'vitest';
import type { LayoutLink } from '../../../../main/engine/report/layout-group';
import { layoutGroup, levelOfNeighbours, spreadOut } from '../../../../main/engine/report/layout-group';

const SIZE = { width: 20, height: 40 };
const GAPS = { column: 10, row: 20 };
/** So wide that a row of them would be folded. */
const WIDE = { width: 160, height: 40 };

/** Where nodes of a group stand, `column:row` of the grid; heavier links are written `a>b 5`. */
function places(ids: string, texts: readonly string[] = [], size = SIZE): Readonly<Record<string, string>> {
  const links = texts.map((text): LayoutLink => {
    const [ends = '', weight = '1'] = text.split(' ');
    const [from = '', to = ''] = ends.split('>');
    return { from, to, weight: Number(weight) };
  });
  const { positions } = layoutGroup([...ids], links, size, GAPS);
  return Object.fromEntries(
    [...positions].map(([id, { x, y }]) => [id, `${x / (size.width + GAPS.column)}:${y / 60}`]).toSorted(),
  );
}

describe('the nodes of a group', () => {
  it('stand in columns along the links, neighbours on one level', () => {
    expect(places('abc', ['a>b', 'b>c'])).toEqual({ a: '0:0', b: '1:0', c: '2:0' });
  });

  it.each([
    ['the heavier of two ways between them', ['a>b 1', 'b>a 5'], { a: '1:0', b: '0:0' }],
    ['the heaviest of several links of one way', ['a>b 9', 'a>b 1', 'b>a 5'], { a: '0:0', b: '1:0' }],
  ])('follow %s', (_, links, expected) => {
    expect(places('ab', links)).toEqual(expected);
  });

  it('leave out the link that would close a circle: the lightest, of equals the last by name', () => {
    expect(places('abc', ['a>b 3', 'b>c 3', 'c>a 1'])).toEqual({ a: '0:0', b: '1:0', c: '2:0' });
    expect(places('abc', ['a>b', 'b>c', 'c>a'])).toEqual({ a: '0:0', b: '1:0', c: '2:0' });
  });

  it('stand in one column behind what two ways lead from and to', () => {
    expect(places('abcd', ['a>b', 'a>c', 'b>d', 'c>d', 'd>a'])).toEqual({ a: '0:0', b: '1:0', c: '1:1', d: '2:0' });
  });

  it('stand in the same places in whatever order the links come', () => {
    const diamond = ['z>a', 'c>d 5', 'b>d 5', 'a>c 5', 'a>b 5'];
    expect(places('abcdz', diamond)).toEqual(places('abcdz', diamond.toReversed()));
    expect(places('abcdz', diamond)).toEqual({ a: '1:0', b: '2:0', c: '2:1', d: '3:0', z: '0:0' });
  });

  it('share a column where a row of them would be too wide', () => {
    expect(places('abc', ['a>b', 'b>c'], WIDE)).toEqual({ a: '0:0', b: '0:1', c: '0:2' });
  });

  it('stand on top of each other where nothing leads anywhere', () => {
    expect(places('ab')).toEqual({ a: '0:0', b: '0:1' });
  });
});

describe('the level of a node', () => {
  const levels = new Map([
    ['a', 0],
    ['b', 100],
  ]);
  const to = (other: string, weight: number): LayoutLink => ({ from: 'x', to: other, weight });

  it('is that of its heaviest neighbour that has one', () => {
    expect(levelOfNeighbours('x', [to('a', 1), to('b', 5), to('gone', 9)], levels)).toBe(100);
    expect(levelOfNeighbours('x', [to('gone', 9)], levels)).toBeNull();
  });

  it('keeps its distance from the others, and its bounds where there is room', () => {
    const wishes = (...wanted: readonly number[]) => wanted.map((at, index) => ({ id: `${index}`, at }));
    const found = (...wanted: readonly number[]) => spreadOut(wishes(...wanted), 60, 0, 200).map(({ at }) => at);
    expect(found(0, 0, 0)).toEqual([0, 60, 120]);
    expect(found(200, 200, 200)).toEqual([80, 140, 200]);
    expect(found(13, 104)).toEqual([10, 100]);
    expect(found(90, 90, 90, 90, 90)).toEqual([0, 60, 120, 180, 240]);
    expect(found()).toEqual([]);
  });
});
