import type { Rehearsal } from '../../main/engine/model/rehearsal';
import type { Exported } from '../../preload/contract';
import type { HostCalls } from '../state/host-calls.svelte';
import { drawPictures } from './draw-pictures';
import type { Exportable } from './export-words';

/** What was exported last, until the user has seen it. */
export class ReviewState {
  readonly #calls: HostCalls;

  done: { readonly what: Exportable; readonly exported: Exported } | null = $state.raw(null);

  constructor(calls: HostCalls) {
    this.#calls = calls;
  }

  /** Exports the review pack, with pictures that only a window can draw, or the plan. */
  async export(what: Exportable, rehearsal: Rehearsal): Promise<void> {
    this.done = null;
    await this.#calls.work(what === 'pack' ? 'Exporting the review pack' : 'Exporting the plan', async () => {
      const pictures = what === 'pack' ? await drawPictures(rehearsal) : [];
      const exported = await this.#calls.call('review.export', { what, pictures });
      this.done = exported === null ? null : { what, exported };
    });
  }

  dismiss(): void {
    this.done = null;
  }
}
