import { describe, expect, it } from 'vitest';
import { nextThemeChoice, readThemeChoice, resolveTheme, storeThemeChoice } from '../../../renderer/state/theme-choice';

describe('the theme', () => {
  it('follows the desktop unless one is chosen', () => {
    expect([resolveTheme('system', true), resolveTheme('system', false), resolveTheme('light', true)]).toEqual([
      'dark',
      'light',
      'light',
    ]);
  });

  it('goes round', () => {
    expect([nextThemeChoice('system'), nextThemeChoice('light'), nextThemeChoice('dark')]).toEqual([
      'light',
      'dark',
      'system',
    ]);
  });

  it('is remembered, and is the desktop’s where nothing can be stored', () => {
    storeThemeChoice(() => localStorage, 'dark');
    expect(readThemeChoice(() => localStorage)).toBe('dark');
    const noStorage = (): Storage => {
      throw new DOMException('denied', 'SecurityError');
    };
    storeThemeChoice(noStorage, 'dark');
    expect(readThemeChoice(noStorage)).toBe('system');
  });
});
