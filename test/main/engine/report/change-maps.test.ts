import { describe, expect, it } from 'vitest';
import { drawChangeMaps } from '../../../../main/engine/report/change-maps';
import { STATE_ENCODINGS, THEME_COLOURS } from '../../../../main/engine/report/encoding';
import { INVENTED_REHEARSAL } from '../../../renderer/invented-rehearsal';

const LOUD = STATE_ENCODINGS['will-be-blocked'].colour.light;

describe('the maps of a review', () => {
  const { before, after } = drawChangeMaps(INVENTED_REHEARSAL);

  it('carry their title, their legend and what it means inside the picture', () => {
    for (const [map, title] of [
      [before, 'ship-it-safely: before the rollout'],
      [after, 'ship-it-safely: after the rollout'],
    ] as const) {
      expect(map).toContain(title);
      expect(map).toContain('Bold: what the rollout changes');
      for (const word of ['allowed, changes', 'blocked, changes', 'allowed, stays', 'blocked, stays', 'cannot tell']) {
        expect(map).toContain(word);
      }
    }
  });

  it('draw everything at the same places: only lines and words differ', () => {
    const placesOf = (map: string) =>
      [...map.matchAll(/<(?:rect|polygon)[^>]* (?:x|points)="([^"]+)"/g)].map(([, at]) => at);
    expect(placesOf(before).length).toBeGreaterThan(5);
    expect(new Set(placesOf(after))).toEqual(new Set(placesOf(before)));
  });

  it('paint what changes, and nothing where nothing does', () => {
    expect(after).toContain(LOUD);
    const still = INVENTED_REHEARSAL.edges.map((edge) => ({
      ...edge,
      protected: false,
      verdicts: { ...edge.verdicts, final: edge.verdicts.now },
    }));
    const quiet = drawChangeMaps({ ...INVENTED_REHEARSAL, edges: still }).after;
    const linesOf = (map: string) => [...map.matchAll(/<path[^>]* stroke="([^"]+)"/g)].map(([, colour]) => colour);
    const drawn = linesOf(quiet).filter((colour) => colour === LOUD).length;
    expect(linesOf(quiet)).toContain(THEME_COLOURS.light.outline);
    // The legend shows both strong lines.
    expect(drawn).toBeLessThanOrEqual(linesOf(after).filter((colour) => colour === LOUD).length - 1);
  });

  it('ask for nothing outside themselves', () => {
    expect(`${before}${after}`).not.toMatch(/(?:href|src)="(?!#)|url\((?!#)|<script|<foreignObject/i);
  });
});
