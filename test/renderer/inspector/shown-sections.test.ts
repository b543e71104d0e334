import { describe, expect, it } from 'vitest';
import { mergeSections, shownSections } from '../../../renderer/inspector/shown-sections';

const trace = (endpoint: string) => ({ checkpoints: [{ endpoint }] }) as never;

describe('the paths that the inspector shows', () => {
  it('are those of the world at the stop and of the end, as the switch asks', () => {
    const worlds = (mode: 'now' | 'next' | 'compare') => shownSections('promote', mode).map((section) => section.world);
    expect([worlds('now'), worlds('next'), worlds('compare')]).toEqual([
      ['promoted'],
      ['final'],
      ['promoted', 'final'],
    ]);
  });

  it('are one at the end of the rollout', () => {
    expect(shownSections('remove-net', 'compare')).toEqual([{ title: 'Next · after the rollout', world: 'final' }]);
  });

  it('are one when both worlds walk the same path, and two until both are known', () => {
    const sections = shownSections('stage', 'compare');
    expect(mergeSections(sections, () => trace('a'))).toEqual([
      { title: 'Now · after step 2, and next: the same path', world: 'final' },
    ]);
    expect(mergeSections(sections, trace)).toBe(sections);
    expect(mergeSections(sections, () => null)).toBe(sections);
  });
});
