import { expect, type Page } from '@playwright/test';
import type { Hands } from './hands';

/** The steps by the names of the window, in their order. */
export const STEPS = ['Safety net', 'Stage', 'Observe', 'Promote', 'Remove the net'] as const;
export type Step = (typeof STEPS)[number];

export async function openView(page: Page, hands: Hands, view: string): Promise<void> {
  const views = page.getByRole('navigation', { name: 'Views' });
  await hands.press(views.getByRole('button', { name: new RegExp(view) }));
}

export async function openStep(page: Page, hands: Hands, step: Step | 'Overview'): Promise<void> {
  await hands.press(page.getByRole('navigation', { name: 'Gates' }).getByRole('button', { name: step }));
}

/** What the gate of the shown step says of itself. */
export function gateOf(page: Page) {
  return page.getByRole('region', { name: /^Gate: / });
}

/** Answers whatever the step asks: everything that warns or is not known, and everything that is to be done by hand. */
export async function answerChecks(page: Page, hands: Hands, by: string): Promise<void> {
  await hands.press(page.getByRole('tab', { name: /^Checks/ }));
  const together = page.getByRole('button', { name: /^Acknowledge \d+ checks…$/ });
  if ((await together.count()) > 0) {
    await hands.press(together);
    await confirm(page, hands, 'Acknowledge all', by);
  }
  await answerEach(page, hands, by, 'Acknowledge', page.getByRole('button', { name: /^Acknowledge: / }));
  await answerEach(page, hands, by, 'Done', page.getByRole('button', { name: /^Done: / }));
  const boxes = page.getByRole('tabpanel').getByRole('checkbox', { checked: false });
  await answerEach(page, hands, by, 'Done', boxes);
}

async function answerEach(
  page: Page,
  hands: Hands,
  by: string,
  verb: string,
  open: ReturnType<Page['getByRole']>,
): Promise<void> {
  for (let left = await open.count(); left > 0; left -= 1) {
    await expect(open).toHaveCount(left);
    await hands.press(open.first());
    await confirm(page, hands, verb, by);
    await expect(open).toHaveCount(left - 1);
  }
}

export async function signOff(page: Page, hands: Hands, by: string): Promise<void> {
  await hands.press(gateOf(page).getByRole('button', { name: 'Sign off…' }));
  await confirm(page, hands, 'Sign off', by);
  await expect(gateOf(page).getByText(`Signed off by ${by}`)).toBeVisible();
}

/** The form that asks who answers: the name of last time stands there already. */
export async function confirm(page: Page, hands: Hands, verb: string, by: string): Promise<void> {
  const form = page.getByRole('form', { name: new RegExp(`^${verb}: `) });
  const name = form.getByLabel('Name');
  if ((await name.inputValue()) !== by) await hands.write(name, by);
  await hands.press(form.getByRole('button', { name: verb }));
  await expect(form).toHaveCount(0);
}

/** Two people and every answer: the gate of a step is passed. */
export async function passGate(page: Page, hands: Hands, step: Step): Promise<void> {
  await openStep(page, hands, step);
  await answerChecks(page, hands, 'Ada');
  await signOff(page, hands, 'Ada');
  await expect(gateOf(page)).toContainText('A second person has to sign off: Ada alone did.');
  await signOff(page, hands, 'Grace');
  await expect(gateOf(page)).toHaveAccessibleName('Gate: passed');
}
