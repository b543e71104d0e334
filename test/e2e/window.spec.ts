import { expect, type Page } from '@playwright/test';
import { rehearse, rowOf, test } from './launch';
import { middleOfLine } from './map-edge';

const FRONTEND = 'prod/frontend';
const BACKEND = 'prod/backend';
const PORT = 'tcp 8080';

async function goToStep(page: Page, name: string): Promise<void> {
  const steps = page.getByRole('navigation', { name: 'Steps of the rollout' });
  const step = steps.getByRole('button', { name: new RegExp(`^(Step \\d: )?${name}`) });
  await step.click();
  await expect(step).toHaveAttribute('aria-current', 'step');
}

async function expectExplained(page: Page): Promise<void> {
  const inspector = page.getByRole('complementary', { name: 'Inspector' });
  await expect(inspector.getByRole('heading', { level: 2 })).toContainText(`${FRONTEND} → ${BACKEND}`);
  await expect(inspector.getByText('Will be blocked', { exact: false }).first()).toBeVisible();
  await expect(inspector.getByText(/denied after the rollout by .*backend-lockdown/i)).toBeVisible();
  await expect(inspector.getByRole('button', { name: /^backend-lockdown\.yaml:\d+$/ }).first()).toBeVisible();
  await expect(inspector.getByRole('region', { name: 'Source' }).locator('[aria-current="true"]')).toBeVisible();
}

test('the import report comes before anything is drawn', async ({ launched: { page } }) => {
  await expect(page.getByRole('heading', { level: 1, name: /What was read/ })).toBeVisible();
  await expect(page.getByText('StagedNetworkPolicy').first()).toBeVisible();
  await expect(page.getByRole('grid')).toHaveCount(0);
  await page.screenshot({ path: 'test-results/window-import-report.png' });
  await page.keyboard.press('Enter');
  await expect(page.getByRole('grid', { name: 'Connections' })).toBeVisible();
});

test('a bundled sample opens from the start screen', async ({ launched: { page } }) => {
  await page.getByRole('button', { name: 'Back' }).click();
  await expect(page.getByRole('heading', { name: 'Try a sample' })).toBeVisible();
  await page.screenshot({ path: 'test-results/window-start.png' });
  await page.getByRole('button', { name: /Ship it safely/ }).click();
  await rehearse(page);
});

test('the steps show the five worlds', async ({ launched: { page } }) => {
  await rehearse(page);
  const state = () => rowOf(page, FRONTEND, BACKEND, PORT).getByRole('gridcell').first();
  await page.getByRole('checkbox', { name: 'Without policy' }).check();
  const states: string[] = [];
  for (const name of ['Today', 'Safety net', 'Stage', 'Observe', 'Promote', 'Remove the net']) {
    await goToStep(page, name);
    states.push((await state().innerText()).trim());
    await page.screenshot({ path: `test-results/window-step-${states.length - 1}.png` });
  }
  expect(states).toEqual([
    'will be blocked',
    'will be blocked',
    'will be blocked',
    'will be blocked',
    'only by the net',
    'blocked',
  ]);
  await goToStep(page, 'Stage');
  await expect(page.getByRole('button', { name: /Step 2: Stage/ })).toContainText(/changes 0 of \d+ verdicts/);
});

test('the mouse selects frontend → backend on the map', async ({ launched: { page } }) => {
  await rehearse(page);
  await goToStep(page, 'Observe');
  const id = await rowOf(page, FRONTEND, BACKEND, PORT).getAttribute('data-key');
  const { x, y } = await middleOfLine(page, id ?? '');
  await page.mouse.click(x, y);
  await expectExplained(page);
  await expect(rowOf(page, FRONTEND, BACKEND, PORT)).toHaveAttribute('aria-selected', 'true');
  await page.screenshot({ path: 'test-results/window-edge-by-mouse.png' });
});

test('the keyboard selects frontend → backend in the table', async ({ launched: { page } }) => {
  await rehearse(page);
  await goToStep(page, 'Observe');
  await page.getByRole('grid', { name: 'Connections' }).locator('tbody tr[tabindex="0"]').focus();
  await page.keyboard.press('Home');
  const id = await rowOf(page, FRONTEND, BACKEND, PORT).getAttribute('data-key');
  for (let walked = 0; walked < 60; walked += 1) {
    if ((await page.evaluate(() => document.activeElement?.getAttribute('data-key'))) === id) break;
    await page.keyboard.press('ArrowDown');
  }
  await page.keyboard.press('Enter');
  await expectExplained(page);
  await page.screenshot({ path: 'test-results/window-edge-by-keyboard.png' });
  await page.keyboard.press('Escape');
  await expect(rowOf(page, FRONTEND, BACKEND, PORT)).toBeFocused();
});

test('the keyboard selects a connection on the map', async ({ launched: { page } }) => {
  await rehearse(page);
  await goToStep(page, 'Observe');
  await page.getByRole('tree').focus();
  await page.keyboard.press('o');
  await page.keyboard.press('Enter');
  const inspector = page.getByRole('complementary', { name: 'Inspector' });
  await expect(inspector.getByRole('heading', { level: 2 })).toContainText('→');
});

test('a count of the status bar filters map and table', async ({ launched: { page } }) => {
  await rehearse(page);
  await goToStep(page, 'Observe');
  await page
    .getByRole('group', { name: 'Connections by state' })
    .getByRole('button', { name: /will be blocked/i })
    .click();
  await expect(page.getByRole('searchbox')).toHaveValue('state=will-be-blocked');
  const states = await page
    .getByRole('grid', { name: 'Connections' })
    .locator('tbody tr td:first-child')
    .allInnerTexts();
  expect(new Set(states.map((state) => state.trim()))).toEqual(new Set(['will be blocked']));
});

test('the lockout table names what carries each path', async ({ launched: { page } }) => {
  await rehearse(page);
  await page
    .getByRole('contentinfo', { name: 'Status' })
    .getByRole('button', { name: /^Lockout/ })
    .click();
  await expect(page.getByRole('heading', { level: 1, name: 'Lockout' })).toBeVisible();
  await expect(page.getByRole('main').getByRole('row').nth(2)).toContainText('10.1.0.0/24');
  await page.screenshot({ path: 'test-results/window-lockout.png' });
});

test('the findings show what surprises everyone, with evidence', async ({ launched: { page } }) => {
  await rehearse(page);
  await page
    .getByRole('navigation', { name: 'Views' })
    .getByRole('button', { name: /Findings/ })
    .click();
  await expect(page.getByRole('main')).toContainText('backend-lockdown');
  await expect(page.getByRole('main')).toContainText(/order/);
  await page.screenshot({ path: 'test-results/window-findings.png' });
});

test('the theme switches, and the map with it', async ({ launched: { page } }) => {
  await rehearse(page);
  const theme = page.getByRole('button', { name: /^Theme/ });
  await theme.click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
  await page.screenshot({ path: 'test-results/window-light.png' });
  await theme.click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await page.screenshot({ path: 'test-results/window-dark.png' });
});

test('the browser complains about nothing, and nothing leaves the machine', async ({ launched }) => {
  const { page, complaints, strayRequests } = launched;
  await rehearse(page);
  await goToStep(page, 'Promote');
  await rowOf(page, FRONTEND, BACKEND, PORT).click();
  await expectExplainedSomehow(page);
  for (const view of ['Findings', 'Lockout', 'Inputs', 'Map']) {
    await page
      .getByRole('navigation', { name: 'Views' })
      .getByRole('button', { name: new RegExp(view) })
      .click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
  }
  expect(complaints).toEqual([]);
  expect(strayRequests).toEqual([]);
});

async function expectExplainedSomehow(page: Page): Promise<void> {
  const inspector = page.getByRole('complementary', { name: 'Inspector' });
  await expect(inspector.getByRole('button', { name: 'Copy explanation' })).toBeEnabled();
}
