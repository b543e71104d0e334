import type { NewWizardEvent } from '../../main/engine/model/wizard';
import type { AppState } from '../state/app-state.svelte';
import { announceGate } from './gate-words';

/** Saves an event and tells what it did to the gate. Resolves to whether it was saved. */
export async function recordEvent(app: AppState, event: NewWizardEvent): Promise<boolean> {
  const saved = await app.wizard.record(event);
  const { wizard } = app.wizard;
  if (saved && wizard !== null) app.announcement = announceGate(wizard, event.step);
  return saved;
}
