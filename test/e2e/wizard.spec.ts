import { expect, type Page } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import type { ChangeFile } from '../../main/engine/model/plan';
import { KEYBOARD, MOUSE, type Hands } from './hands';
import { rehearse, test } from './launch';
import { correctMistakes, followPlan, readArchive, readHistory, RECORDING } from './shop-rollout';
import { confirm, gateOf, openStep, openView, passGate, STEPS } from './wizard-steps';

test.use({ sample: 'shop-default-deny' });

const WAYS: readonly (readonly [string, Hands])[] = [
  ['the mouse', MOUSE],
  ['the keyboard alone', KEYBOARD],
];

for (const [name, hands] of WAYS) {
  test(`the whole rollout of the shop is rehearsed by ${name}`, async ({ launched }) => {
    test.setTimeout(600_000);
    const { page, folder, complaints } = launched;
    await rehearse(page);
    await openView(page, hands, 'Findings');
    expect(await blockingFindings(page)).toEqual([
      'SSH from an admin network to a node (tcp 22) is open now and closed after the rollout: 2 paths, first 10.1.0.0/24 → edge-1. L01',
      'DNS from pods (tcp 53) is open now and closed after the rollout: 4 paths, first pods of data → cluster DNS (data/cache-0 → kube-system/coredns-6f6b679f8f-r2kzb). L20',
    ]);

    await openView(page, hands, 'Wizard');
    await openStep(page, hands, 'Overview');
    await setRules(page, hands);
    await passGate(page, hands, 'Safety net');
    await passGate(page, hands, 'Stage');

    await openStep(page, hands, 'Observe');
    await addRecording(page, hands);
    expect(await brokenFlows(page)).toEqual([
      ['shop/storefront-6d4c7b9d58-*', 'kube-system/coredns-6f6b679f8f-*', 'tcp 53'],
      ['shop/storefront-6d4c7b9d58-*', 'kube-system/coredns-6f6b679f8f-*', 'tcp 53'],
    ]);
    await openStep(page, hands, 'Remove the net');
    await hands.press(page.getByRole('tab', { name: /^Checks/ }));
    await expect(page.getByRole('button', { name: 'Override: Every protected path is as it must be' })).toBeVisible();
    await acceptGroup(page, hands, folder);
    await openStep(page, hands, 'Stage');
    await expect(gateOf(page)).toHaveAccessibleName('Gate: passed');

    await correctMistakes(folder);
    await hands.press(page.getByRole('button', { name: 'Reload', exact: true }).last());
    await expect(gateOf(page)).toHaveAccessibleName('Gate: re-opened');
    for (const changed of ['10-platform.yaml', '90-default-deny.yaml']) {
      await expect(gateOf(page)).toContainText(`changes/${changed} changed since Grace signed off.`);
    }
    for (const step of STEPS) await passGate(page, hands, step);
    await expect(page.getByRole('contentinfo', { name: 'Status' })).toContainText('All five gates passed');
    expect(await signersOf(folder)).toEqual([...STEPS.slice(0, 2), ...STEPS].flatMap(() => ['Ada', 'Grace']));
    await openView(page, hands, 'Findings');
    expect(await blockingFindings(page)).toEqual([]);

    const plan = await exported(page, hands, 'Export plan');
    const { reached, final } = await followPlan(folder, plan);
    expect(reached).toEqual(final);
    const pack = await exported(page, hands, 'Export review pack');
    const paths = pack.map(({ path }) => path).filter((path) => !path.startsWith('change-files/'));
    expect(paths.toSorted()).toEqual(PACK);
    expect(changeFilesOf(pack, 'change-files/')).toEqual(changeFilesOf(plan, ''));
    expect(complaints).toEqual([]);
  });
}

/** Everything in a review pack beside the change files. */
const PACK = [
  'calico-rehearsal.sha256',
  'checklist.html',
  'checklist.md',
  'differences.csv',
  'inputs.sha256',
  'map-after.svg',
  'map-before.svg',
  'pictures/map-after.png',
  'pictures/map-before.png',
  'rehearsal.json',
  'review.html',
  'review.md',
  'wizard.json',
];

async function blockingFindings(page: Page): Promise<readonly string[]> {
  await expect(page.getByRole('heading', { level: 1, name: 'Findings' })).toBeVisible();
  return page.locator('main li.blocks h2').allInnerTexts();
}

async function setRules(page: Page, hands: Hands): Promise<void> {
  await hands.press(page.getByRole('checkbox', { name: /two different people/ }));
  await expect(page.getByRole('checkbox', { name: /two different people/ })).toBeChecked();
  await hands.write(page.getByLabel('Recorded flows must cover at least'), '1440');
  await hands.press(page.getByRole('button', { name: 'Save the rules…' }));
  await confirm(page, hands, 'Save', 'Ada');
  await hands.press(page.getByText('History: 1 entry'));
  await expect(page.getByText('two different people sign off; recorded flows must cover 1,440 minutes')).toBeVisible();
}

/** What ends with the net between two ends is accepted with one reason, and recorded path by path. */
async function acceptGroup(page: Page, hands: Hands, folder: string): Promise<void> {
  const group = page.getByRole('button', { name: /^Acknowledge the group: / }).first();
  const title = ((await group.getAttribute('aria-label')) ?? '').replace('Acknowledge the group: ', '');
  await hands.press(group);
  await confirm(page, hands, 'Acknowledge', 'Ada');
  await expect(page.getByRole('button', { name: `Acknowledge the group: ${title}` })).toHaveCount(0);
  const accepted = (await readHistory(folder)).flatMap((event) => ('check' in event ? [event.check] : []));
  expect(accepted.filter((check) => /^remove-net\.(flow|path) /.test(check)).length).toBeGreaterThan(0);
}

function changeFilesOf(files: readonly ChangeFile[], folder: string): readonly ChangeFile[] {
  return files
    .filter(({ path }) => path.startsWith(folder) && path.endsWith('.yaml'))
    .map(({ path, text }) => ({ path: path.slice(folder.length), text }))
    .toSorted((left, right) => (left.path < right.path ? -1 : 1));
}

async function addRecording(page: Page, hands: Hands): Promise<void> {
  await hands.press(page.getByRole('tab', { name: /^Recorded flows/ }));
  await hands.giveFile(page.getByRole('group', { name: 'Add recorded flows' }), RECORDING);
  await expect(
    page.getByText('26 of 26 comparable records agree; 0 explained; 0 unexplained; 0 not comparable.'),
  ).toBeVisible({ timeout: 60_000 });
}

/** Ends and traffic of the recorded flows that the rollout breaks. */
async function brokenFlows(page: Page): Promise<readonly (readonly string[])[]> {
  const rows = page.getByRole('grid', { name: 'Recorded flows' }).locator('tbody tr');
  return rows.evaluateAll((shown) =>
    shown.map((row) => [...row.querySelectorAll('td')].slice(1, 4).map((cell) => cell.textContent.trim())),
  );
}

async function signersOf(folder: string): Promise<readonly string[]> {
  return (await readHistory(folder)).filter(({ tag }) => tag === 'signed-off').map(({ by }) => by);
}

async function exported(page: Page, hands: Hands, command: string) {
  await hands.press(page.getByRole('button', { name: 'Export', exact: true }));
  const saved = page.waitForEvent('download', { timeout: 120_000 });
  await hands.press(page.getByRole('button', { name: new RegExp(`^${command}`) }));
  const files = readArchive(await readFile(await (await saved).path()));
  await hands.press(page.getByRole('button', { name: 'Dismiss' }));
  return files;
}
