import { describe, expect, it } from 'vitest';
import { formatPosition, positionInBrackets } from '../../../../main/engine/report/format-position';

const at = (file: string, line: number) => ({ file, line, column: 1 });

describe('a place in a file', () => {
  it.each([
    ['a line of a file', at('changes/lockdown.yaml', 4), 'changes/lockdown.yaml:4', ' (changes/lockdown.yaml:4)'],
    ['a file as a whole', at('logo.png', 0), 'logo.png', ' (logo.png)'],
    ['what no file holds', at('', 0), '', ''],
    ['nothing', null, '', ''],
  ])('is told of %s', (_, position, text, inBrackets) => {
    expect([formatPosition(position), positionInBrackets(position)]).toEqual([text, inBrackets]);
  });
});
