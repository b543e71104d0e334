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
  const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
  return analyse(new AxeBuilder({ page }).withTags(rules), view);
}

/** For a page that was looked at already, and of which nothing but the colours is other now. */
export async function contrastViolationsOf(page: Page, view: string): Promise<readonly Violation[]> {
  return analyse(new AxeBuilder({ page }).withRules(['color-contrast']), view);
}

async function analyse(builder: AxeBuilder, view: string): Promise<readonly Violation[]> {
  const { violations } = await builder.setLegacyMode(true).analyze();
  return violations.map(({ id, nodes }) => ({
    view,
    rule: id,
    places: nodes.map((node) => `${node.target.join(' ')}: ${node.failureSummary ?? ''}`),
  }));
}
