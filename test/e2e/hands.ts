import { expect, type Locator } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import path from 'node:path';

/** A way to use the window. */
export interface Hands {
  /** Presses a button, a tab or a box. */
  press(target: Locator): Promise<void>;
  /** Puts a text in the place of what a field holds. */
  write(field: Locator, text: string): Promise<void>;
  /** Gives a file to a place that takes files by dropping, or by choosing with its button. */
  giveFile(place: Locator, file: string): Promise<void>;
}

export const MOUSE: Hands = {
  press: (target) => target.click(),
  async write(field, text) {
    await field.click({ clickCount: 3 });
    await field.page().keyboard.type(text);
  },
  async giveFile(place, file) {
    const dropped = { name: path.basename(file), text: await readFile(file, 'utf8') };
    await place.evaluate((element, { name, text }) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([text], name, { type: 'application/json' }));
      for (const type of ['dragover', 'drop']) {
        element.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
      }
    }, dropped);
  },
};

/** Nothing but keys: Tab and Shift+Tab to get there, arrows within a list of tabs. */
export const KEYBOARD: Hands = {
  async press(target) {
    if ((await target.getAttribute('role')) === 'tab') return walkTabs(target);
    await reach(target);
    await target.page().keyboard.press((await target.getAttribute('type')) === 'checkbox' ? 'Space' : 'Enter');
  },
  async write(field, text) {
    await reach(field);
    await field.page().keyboard.press('ControlOrMeta+a');
    await field.page().keyboard.type(text);
  },
  async giveFile(place, file) {
    const chooser = place.page().waitForEvent('filechooser');
    await KEYBOARD.press(place.getByRole('button', { name: 'Choose files…' }));
    await (await chooser).setFiles(file);
  },
};

/** More stops than the longest view has. */
const MOST_STOPS = 500;

async function reach(target: Locator): Promise<void> {
  await expect(target).toBeVisible();
  const { keyboard } = target.page();
  for (let walked = 0; walked < MOST_STOPS; walked += 1) {
    const where = await target.evaluate(whereIsFocus);
    if (where === 'here') return;
    await keyboard.press(where === 'behind' ? 'Shift+Tab' : 'Tab');
  }
  throw new Error(`the keyboard does not get to ${target.toString()}`);
}

/** Whether the focus is on an element, behind it in the document, or in front. */
function whereIsFocus(element: Element): 'here' | 'behind' | 'before' {
  const { activeElement } = document;
  if (activeElement === element) return 'here';
  if (activeElement === null || activeElement === document.body) return 'before';
  const place = element.compareDocumentPosition(activeElement);
  return (place & Node.DOCUMENT_POSITION_FOLLOWING) === 0 ? 'before' : 'behind';
}

async function walkTabs(tab: Locator): Promise<void> {
  const list = tab.page().getByRole('tablist').filter({ has: tab });
  await reach(list.getByRole('tab', { selected: true }));
  const tabs = await list.getByRole('tab').count();
  for (let walked = 0; walked < tabs; walked += 1) {
    if ((await tab.getAttribute('aria-selected')) === 'true') return;
    await tab.page().keyboard.press('ArrowRight');
  }
  await expect(tab).toHaveAttribute('aria-selected', 'true');
}
