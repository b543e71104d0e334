import { describe, expect, it } from 'vitest';
import type { Verdict } from '../../../../main/engine/model/verdict';
import { countAllMoves } from '../../../../main/engine/rehearse/moves';
import { summariseSteps } from '../../../../main/engine/rehearse/step-summaries';

const VERDICTS: Readonly<Record<string, Verdict>> = { a: 'allow', d: 'deny', u: 'undecided' };

/** Of each path one letter per world: `a` allowed, `d` denied, `u` undecided. */
function linesOf(...paths: readonly string[]): readonly string[] {
  const decided = paths.map((letters) => {
    const [now, net, staged, promoted, final] = [...letters].map((letter) => VERDICTS[letter] ?? 'undecided');
    if (!now || !net || !staged || !promoted || !final) throw new Error(`${letters} are no five verdicts`);
    return { verdicts: { now, net, staged, promoted, final }, count: 1 };
  });
  return summariseSteps(paths.length, countAllMoves(decided)).map(({ step, line }) => `${step}: ${line}`);
}

describe('the line of a step', () => {
  it.each([
    [
      'nothing moves',
      ['aaaaa', 'ddddd'],
      [
        'net: opens 0 paths closed today',
        'stage: 0 of 2 verdicts change',
        'observe: 0 paths will be blocked in the end',
        'promote: changes nothing while the net is there',
        'remove-net: closes 0 paths',
      ],
    ],
    [
      'the net opens one path and going cuts two',
      ['daaad', 'aaaad', 'aaaaa'],
      [
        'net: opens 1 path closed today',
        'stage: 0 of 3 verdicts change',
        'observe: 1 path will be blocked in the end',
        'promote: changes nothing while the net is there',
        'remove-net: closes 2 paths',
      ],
    ],
    [
      'each step closes and opens something, or leaves it open to doubt',
      ['adadu', 'dadad', 'adada', 'uauda'],
      [
        'net: opens 2 paths, closes 2 paths',
        'stage: 4 of 4 verdicts change',
        'observe: 0 paths will be blocked in the end',
        'promote: opens 1 path, closes 3 paths',
        'remove-net: closes 1 path, opens 2 paths',
      ],
    ],
  ])('counts what moves where %s', (_, paths, lines) => {
    expect(linesOf(...paths)).toEqual(lines);
  });
});
