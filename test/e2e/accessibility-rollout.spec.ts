import { expect, type Page } from '@playwright/test';
import { MOUSE } from './hands';
import { rehearse, test } from './launch';
import { RECORDING } from './shop-rollout';
import { PATIENCE, THEMES, violationsOf, type Violation } from './violations';
import { answerChecks, openStep, openView, signOff, STEPS } from './wizard-steps';

// axe adds a script to the page, which the content security policy refuses.
test.use({ bypassCSP: true, sample: 'shop-default-deny' });

for (const theme of THEMES) {
  test(`no part of the rollout breaks a rule of accessibility in the ${theme} theme`, async ({
    launched: { page },
  }) => {
    test.setTimeout(2 * PATIENCE);
    await page.emulateMedia({ colorScheme: theme });
    await rehearse(page);
    await openView(page, MOUSE, 'Wizard');
    await openStep(page, MOUSE, 'Safety net');
    const found: Violation[] = [];
    for (const step of STEPS) {
      await openStep(page, MOUSE, step);
      found.push(...(await violationsInTabs(page, step)));
    }
    await openStep(page, MOUSE, 'Overview');
    found.push(...(await violationsOf(page, 'overview')));
    await page.getByRole('button', { name: 'Your own paths…' }).click();
    await page.getByRole('button', { name: /^Add/ }).first().click();
    found.push(...(await violationsOf(page, 'paths')));
    await page.keyboard.press('Escape');
    expect(found).toEqual([]);
  });

  test(`answers, recordings and exports break no rule of accessibility in the ${theme} theme`, async ({
    launched: { page },
  }) => {
    test.setTimeout(2 * PATIENCE);
    await page.emulateMedia({ colorScheme: theme });
    await rehearse(page);
    await openView(page, MOUSE, 'Wizard');
    await openStep(page, MOUSE, 'Safety net');
    await answerChecks(page, MOUSE, 'Ada');
    await page
      .getByRole('button', { name: /^Withdraw: Done/ })
      .first()
      .click();
    const found = [...(await violationsOf(page, 'answers'))];
    await page.keyboard.press('Escape');
    await signOff(page, MOUSE, 'Ada');
    await page.getByText(/^History/).click();
    found.push(...(await violationsOf(page, 'gate passed')));
    await openView(page, MOUSE, 'Flows');
    await page.getByLabel('Files of recorded flows').setInputFiles(RECORDING);
    await page.getByRole('grid', { name: 'Recorded flows' }).locator('tbody tr').first().click();
    found.push(...(await violationsInTabs(page, 'flows')));
    await openView(page, MOUSE, 'Lockout');
    found.push(...(await violationsOf(page, 'lockout')));
    await page.getByRole('button', { name: 'Export', exact: true }).click();
    found.push(...(await violationsOf(page, 'export')));
    await page.getByRole('button', { name: /^Export plan/ }).click();
    await page.getByText(/^Plan: \d+ files in/).click();
    found.push(...(await violationsOf(page, 'exported')));
    expect(found).toEqual([]);
  });
}

async function violationsInTabs(page: Page, view: string): Promise<readonly Violation[]> {
  const found: Violation[] = [];
  for (const tab of await page.getByRole('tablist').getByRole('tab').all()) {
    await tab.click();
    found.push(...(await violationsOf(page, `${view}: ${await tab.innerText()}`)));
  }
  return found;
}
