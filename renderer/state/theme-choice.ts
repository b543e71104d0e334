import type { ThemeName } from '../../main/engine/report/encoding';

/** What the user asked for; `system` follows the desktop. */
export const THEME_CHOICES = ['system', 'light', 'dark'] as const;
export type ThemeChoice = (typeof THEME_CHOICES)[number];

const KEY = 'theme';

/** The theme that is drawn for a choice. */
export function resolveTheme(choice: ThemeChoice, systemIsDark: boolean): ThemeName {
  if (choice === 'system') return systemIsDark ? 'dark' : 'light';
  return choice;
}

/** The choice after this one, for one button that goes round. */
export function nextThemeChoice(choice: ThemeChoice): ThemeChoice {
  return THEME_CHOICES[(THEME_CHOICES.indexOf(choice) + 1) % THEME_CHOICES.length] ?? 'system';
}

/** The remembered choice; `system` when there is none or storage is switched off. */
export function readThemeChoice(storage: () => Storage): ThemeChoice {
  try {
    const stored = storage().getItem(KEY);
    return THEME_CHOICES.find((choice) => choice === stored) ?? 'system';
  } catch {
    return 'system';
  }
}

/** Remembers the choice where storage allows it. */
export function storeThemeChoice(storage: () => Storage, choice: ThemeChoice): void {
  try {
    storage().setItem(KEY, choice);
  } catch {
    // A browser that keeps nothing starts with the system's theme next time.
  }
}
