import type { Position } from '../../main/engine/model/source';
import type { WorldName } from '../../main/engine/model/world';
import type { Bridge } from '../../preload/contract';
import { explanationKey, type Excerpt, type Explanation } from './explanation';

/** How many lines of a file are shown before and after the one that was asked for. */
const LINES_BEFORE = 2;
const LINES_AFTER = 6;

/** What proves a verdict: the explanations that were asked for, and the lines of a file that are open. */
export class EvidenceState {
  readonly #bridge: Bridge;
  /** Counts the inputs: an answer about files that are gone is dropped. */
  #inputs = 0;
  #explanations: Readonly<Record<string, Explanation>> = $state.raw({});

  excerpt: Excerpt = $state.raw({ tag: 'closed' });

  constructor(bridge: Bridge) {
    this.#bridge = bridge;
  }

  explanation(edge: string, world: WorldName): Explanation {
    return this.#explanations[explanationKey(edge, world)] ?? { tag: 'waiting' };
  }

  /** The inputs were read again: nothing that was explained holds any longer. */
  forget(): void {
    this.#inputs += 1;
    this.#explanations = {};
  }

  /** Asks why, once for each edge and world. Resolves when the answer is there, to whether it is still wanted. */
  async explain(edge: string, world: WorldName): Promise<boolean> {
    const key = explanationKey(edge, world);
    const known = this.#explanations[key];
    if (known?.tag === 'ready') return true;
    if (known?.tag === 'waiting') return false;
    const asked = this.#inputs;
    this.#explanations = { ...this.#explanations, [key]: { tag: 'waiting' } };
    const answer = await this.#bridge.call('rehearsal.explain', { edge, world });
    if (this.#inputs !== asked) return false;
    const explanation: Explanation = answer.ok
      ? { tag: 'ready', trace: answer.result }
      : { tag: 'failed', error: answer.error };
    this.#explanations = { ...this.#explanations, [key]: explanation };
    return true;
  }

  /** Opens the lines around a position of a loaded file. */
  async openSource(position: Position): Promise<void> {
    this.excerpt = { tag: 'waiting', position };
    const { file, line } = position;
    const params = { file, line: Math.max(line, 1), before: LINES_BEFORE, after: LINES_AFTER };
    const answer = await this.#bridge.call('source.read', params);
    if (!this.#waitsFor(position)) return;
    this.excerpt = answer.ok
      ? { tag: 'ready', position, source: answer.result }
      : { tag: 'failed', position, error: answer.error };
  }

  closeSource(): void {
    this.excerpt = { tag: 'closed' };
  }

  #waitsFor(position: Position): boolean {
    return this.excerpt.tag === 'waiting' && this.excerpt.position === position;
  }
}
