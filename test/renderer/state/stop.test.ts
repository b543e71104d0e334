import { describe, expect, it } from 'vitest';
import { moveStop, phraseOfStop, stopOfWorld, STOPS, worldAt } from '../../../renderer/state/stop';

describe('the stops of the step bar', () => {
  it('show the five worlds in the order of the rollout, the staged one twice', () => {
    expect(STOPS.map(worldAt)).toEqual(['now', 'net', 'staged', 'staged', 'promoted', 'final']);
  });

  it('hold at both ends', () => {
    expect([moveStop('now', -1), moveStop('net', 1), moveStop('remove-net', 1), moveStop('stage', -99)]).toEqual([
      'now',
      'stage',
      'remove-net',
      'now',
    ]);
  });

  it('are found by the world they show first', () => {
    expect([stopOfWorld('now'), stopOfWorld('staged'), stopOfWorld('final')]).toEqual(['now', 'stage', 'remove-net']);
  });

  it('are named by their number in a sentence', () => {
    expect([phraseOfStop('now'), phraseOfStop('remove-net')]).toEqual(['today', 'after step 5']);
  });
});
