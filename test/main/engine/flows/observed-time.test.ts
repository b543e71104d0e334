import { describe, expect, it } from 'vitest';
import { observedMinutes } from '../../../../main/engine/flows/observed-time';

const MINUTE = 60_000;

/** Windows of one file, in minutes. */
function file(...windows: readonly (readonly [number, number])[]) {
  return new Map(windows.map(([start, end]) => [start * MINUTE, end * MINUTE]));
}

describe('the time that recordings cover', () => {
  it('is what records stand for, in whichever file and however often', () => {
    expect(observedMinutes([])).toBe(0);
    expect(observedMinutes([file([0, 15], [15, 30]), file([10, 20])])).toBe(30);
    expect(observedMinutes([file([0, 0.1])])).toBe(1);
  });

  it('has quiet minutes in it, and no pause in which nobody was looking', () => {
    expect(observedMinutes([file([0, 1], [60, 61])])).toBe(61);
    expect(observedMinutes([file([0, 1]), file([9 * 24 * 60, 9 * 24 * 60 + 1])])).toBe(2);
    expect(observedMinutes([file([0, 0], [5, 5], [10, 10])])).toBe(10);
  });

  it('is not made longer by a record whose clock was wrong', () => {
    const today = 30_000_000;
    expect(observedMinutes([file([today, today + 1], [0, today + 1])])).toBe(61);
    expect(observedMinutes([file([today, today + 1], [today + 1, 2 * today])])).toBe(62);
  });
});
