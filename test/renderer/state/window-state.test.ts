import { describe, expect, it } from 'vitest';
import {
  drawnView,
  INITIAL_WINDOW,
  keepWhatExists,
  scrub,
  showStep,
  sortBy,
  toggleGroup,
} from '../../../renderer/state/window-state';
import { INVENTED_REHEARSAL } from '../invented-rehearsal';

const scene = { groups: [{ id: 'namespace:prod' }, { id: 'hosts' }] } as never;

describe('the state of the window', () => {
  it('draws the world of its stop and the selected edge', () => {
    const state = scrub({ ...INITIAL_WINDOW, selection: { tag: 'edge', edge: 'e1' } }, 4);
    expect(drawnView(state)).toEqual({
      world: 'promoted',
      mode: 'compare',
      expanded: 'auto',
      showOther: false,
      onlyChanged: false,
      edgesShown: 'relevant',
      find: '',
      selectedEdge: 'e1',
    });
  });

  it('closes a group that the drawing chose to open, and keeps the others as they are drawn', () => {
    const closed = toggleGroup(INITIAL_WINDOW, 'namespace:prod', scene);
    expect(closed.expanded).toEqual(['hosts']);
    expect(toggleGroup(closed, 'namespace:prod', scene).expanded).toEqual(['hosts', 'namespace:prod']);
  });

  it('shows what a step changes, and what would change where a step only looks', () => {
    const shown = showStep({ ...INITIAL_WINDOW, view: 'wizard', onlyChanged: true, find: 'prod' }, 'net');
    expect(shown).toMatchObject({ view: 'map', stop: 'net', mode: 'compare', find: 'step=net', onlyChanged: false });
    expect(showStep(INITIAL_WINDOW, 'observe')).toMatchObject({ stop: 'observe', find: 'state=staged' });
  });

  it('turns the order of a column that is asked for twice', () => {
    const once = sortBy(INITIAL_WINDOW, 'from');
    expect(once.sort).toEqual({ column: 'from', direction: 'ascending' });
    expect(sortBy(once, 'from').sort).toEqual({ column: 'from', direction: 'descending' });
  });

  it('survives a reload, without a selection that is gone', () => {
    const kept = {
      ...INITIAL_WINDOW,
      stop: 'promote',
      find: 'prod',
      selection: { tag: 'party', party: 'host:node1' },
    } as const;
    expect(keepWhatExists(kept, INVENTED_REHEARSAL)).toBe(kept);
    expect(keepWhatExists({ ...kept, selection: { tag: 'edge', edge: 'gone' } }, INVENTED_REHEARSAL)).toEqual({
      ...kept,
      selection: { tag: 'nothing' },
    });
  });
});
