import { describe, expect, it } from 'vitest';
import { hasDisplay } from '../../../../main/host/loopback/open-browser';

describe('a display for the browser', () => {
  it('is there on Linux when X or Wayland says so', () => {
    expect(hasDisplay('linux', { DISPLAY: ':0' })).toBe(true);
    expect(hasDisplay('linux', { WAYLAND_DISPLAY: 'wayland-0' })).toBe(true);
    expect(hasDisplay('linux', { DISPLAY: '' })).toBe(false);
    expect(hasDisplay('linux', {})).toBe(false);
  });

  it('is always there on macOS and Windows', () => {
    expect([hasDisplay('darwin', {}), hasDisplay('win32', {})]).toEqual([true, true]);
  });
});
