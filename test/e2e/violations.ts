import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';

/** A rule of accessibility that a view breaks, and where. */
export interface Violation {
  readonly view: string;
  readonly rule: string;
  readonly places: readonly string[];
}

/** The themes that the system can ask for. */
export const THEMES = ['light', 'dark'] as const;

/** A page is walked node by node for every rule: with two cores and other tests beside it that takes its time. */
export const PATIENCE = 300_000;

export async function violationsOf(page: Page, view: string): Promise<readonly Violation[]> {
  const { violations } = await new AxeBuilder({ page })
    .setLegacyMode(true)
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze();
  return violations.map(({ id, nodes }) => ({
    view,
    rule: id,
    places: nodes.map((node) => `${node.target.join(' ')}: ${node.failureSummary ?? ''}`),
  }));
}
