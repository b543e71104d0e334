import type { NewRules, NewWizardEvent, Wizard } from '../../main/engine/model/wizard';
import type { HostCalls } from './host-calls.svelte';

/** The wizard as the host keeps it. The host saves every event before it answers: nothing is kept here alone. */
export class WizardState {
  readonly #calls: HostCalls;

  wizard: Wizard | null = $state.raw(null);
  /** Who works here: typed once, remembered until the window closes, never stored. */
  name = $state('');

  constructor(calls: HostCalls) {
    this.#calls = calls;
  }

  /** Asks how the gates stand now; to be called after the inputs were rehearsed. */
  async read(): Promise<void> {
    this.wizard = await this.#calls.call('wizard.read', {});
  }

  forget(): void {
    this.wizard = null;
  }

  /** Adds events to the history, all or none. Resolves to whether the host has saved them. */
  async record(events: readonly NewWizardEvent[]): Promise<boolean> {
    this.name = events[0]?.by ?? this.name;
    return this.#replace('Saving', () => this.#calls.call('wizard.record', { events }));
  }

  async changeRules(rules: NewRules): Promise<boolean> {
    this.name = rules.by;
    return this.#replace('Saving the rules', () => this.#calls.call('wizard.settings', rules));
  }

  async #replace(label: string, ask: () => Promise<Wizard>): Promise<boolean> {
    let saved = false;
    await this.#calls.work(label, async () => {
      this.wizard = await ask();
      saved = true;
    });
    return saved;
  }
}
