import { expect } from '@playwright/test';
import { rehearse, rowOf, test } from './launch';
import { PATIENCE, THEMES, violationsOf } from './violations';

// axe adds a script to the page, which the content security policy refuses.
test.use({ bypassCSP: true });

for (const theme of THEMES) {
  test(`no view breaks a rule of accessibility in the ${theme} theme`, async ({ launched: { page } }) => {
    test.setTimeout(PATIENCE);
    await page.emulateMedia({ colorScheme: theme });
    const found = [...(await violationsOf(page, 'import'))];
    await page.getByRole('button', { name: 'Back' }).click();
    found.push(...(await violationsOf(page, 'start')));
    await page.getByRole('button', { name: /Ship it safely/ }).click();
    await rehearse(page);
    found.push(...(await violationsOf(page, 'map')));
    await page.getByRole('button', { name: /Step 4: Promote/ }).click();
    await rowOf(page, 'prod/frontend', 'prod/backend', 'tcp 8080').click();
    await expect(page.getByRole('region', { name: 'Source' })).toBeVisible();
    found.push(...(await violationsOf(page, 'edge')));
    for (const view of ['Findings', 'Lockout', 'Inputs']) {
      await page
        .getByRole('navigation', { name: 'Views' })
        .getByRole('button', { name: new RegExp(view) })
        .click();
      found.push(...(await violationsOf(page, view)));
    }
    await page.getByRole('button', { name: 'Help' }).click();
    found.push(...(await violationsOf(page, 'help')));
    expect(found).toEqual([]);
  });
}

test('F6 walks the panes, and nothing traps the focus', async ({ launched: { page } }) => {
  await rehearse(page);
  const panes: (string | null)[] = [];
  for (let pressed = 0; pressed < 7; pressed += 1) {
    await page.keyboard.press('F6');
    panes.push(
      await page.evaluate(() => document.activeElement?.closest('[data-pane]')?.getAttribute('data-pane') ?? null),
    );
  }
  expect(new Set(panes)).toEqual(new Set(['steps', 'rail', 'toolbar', 'view', 'inspector', 'table', 'status']));
});

test('the user’s own colours keep every line apart', async ({ launched: { page } }) => {
  await page.emulateMedia({ forcedColors: 'active' });
  const next = page.getByRole('button', { name: 'Rehearse' });
  expect(await next.evaluate((button) => getComputedStyle(button).forcedColorAdjust)).toBe('none');
  await rehearse(page);
  await page.screenshot({ path: 'test-results/window-forced-colours.png' });
  const dashes = await page
    .locator('tbody tr td:first-child svg')
    .evaluateAll((marks) => marks.map((mark) => mark.innerHTML));
  const words = await page.locator('tbody tr td:first-child').allInnerTexts();
  expect(new Set(dashes).size).toBe(new Set(words).size);
});

test('the window itself never scrolls, whatever is focused or asked for', async ({ launched: { page } }) => {
  await rehearse(page);
  await page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name: 'Wizard' }).click();
  await page.getByRole('navigation', { name: 'Gates' }).getByRole('button', { name: 'Safety net' }).click();
  const last = page.getByRole('tabpanel').getByRole('checkbox').last();
  await last.evaluate((box) => box.scrollIntoView({ block: 'start' }));
  await last.focus();
  await expect(page.getByRole('banner')).toBeInViewport();
  expect(
    await page.evaluate(() => [scrollY, document.body.scrollTop, document.querySelector('#window')?.scrollTop]),
  ).toEqual([0, 0, 0]);
});
