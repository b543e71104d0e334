import { describe, expect, it } from 'vitest';
import { mixColours } from '../../../../main/engine/report/mix-colours';

describe('a colour on a ground', () => {
  it.each([
    ['#ff0000', '#000000', 1, 'rgb(255, 0, 0)'],
    ['#ff0000', '#0000ff', 0.5, 'rgb(128, 0, 128)'],
    ['rgb(10, 20, 30)', '#ffffff', 0, 'rgb(255, 255, 255)'],
    ['rgba(10, 20, 30, 0.5)', 'rgb(0, 0, 0)', 1, 'rgb(10, 20, 30)'],
  ])('%s on %s, %d of it, is %s', (colour, ground, part, mixed) => {
    expect(mixColours(colour, ground, part)).toBe(mixed);
  });
});
