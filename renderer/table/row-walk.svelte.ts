import { tick } from 'svelte';
import { ROW_HEIGHT, rowOfKey, visibleRows } from './visible-rows';

/** A long list of rows of which only those in sight are in the page, walked by the keys. Its scroller is given by `bind:`. */
export class RowWalk {
  readonly #count: () => number;
  scroller: HTMLElement | undefined = $state();
  height = $state(300);
  scrollTop = $state(0);
  cursor = $state(0);

  /** The row that the Tab key reaches. */
  readonly place = $derived.by(() => Math.max(0, Math.min(this.cursor, this.#count() - 1)));
  readonly visible = $derived.by(() => visibleRows(this.#count(), this.scrollTop, this.height));

  /** `count`: how many rows there are now. */
  constructor(count: () => number) {
    this.#count = count;
  }

  /** Scrolls just as far as row `index` needs. */
  show(index: number): void {
    if (this.scroller === undefined) return;
    const top = index * ROW_HEIGHT;
    const room = this.scroller.clientHeight - 2 * ROW_HEIGHT;
    if (top < this.scroller.scrollTop) this.scroller.scrollTop = top;
    else if (top > this.scroller.scrollTop + room) this.scroller.scrollTop = top - room;
  }

  /** A key pressed on row `index`: Enter and the space bar choose it, the others walk. */
  pressKey(event: KeyboardEvent, index: number, choose: () => void): void {
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      choose();
      return;
    }
    const page = Math.max(1, Math.floor(this.height / ROW_HEIGHT) - 2);
    const next = rowOfKey(index, event.key, this.#count(), page);
    if (next === null) return;
    event.preventDefault();
    void this.#walkTo(next);
  }

  async #walkTo(index: number): Promise<void> {
    this.cursor = index;
    this.show(index);
    await tick();
    this.scroller?.querySelector<HTMLElement>(`[data-row="${index}"]`)?.focus({ preventScroll: true });
  }
}
