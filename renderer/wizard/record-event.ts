import type { NewWizardEvent } from '../../main/engine/model/wizard';
import type { AppState } from '../state/app-state.svelte';
import { announceGate } from './gate-words';

/** As many events as fit into one call to the host, however long their words are. */
const AT_ONCE = 500;

/** Saves an event and tells what it did to the gate. Resolves to whether it was saved. */
export function recordEvent(app: AppState, event: NewWizardEvent): Promise<boolean> {
  return recordEvents(app, [event]);
}

/** The same for events of one step that were given in one form. What was saved before one could not be stays saved. */
export async function recordEvents(app: AppState, events: readonly NewWizardEvent[]): Promise<boolean> {
  const [first] = events;
  if (first === undefined) return true;
  for (let start = 0; start < events.length; start += AT_ONCE) {
    if (!(await app.wizard.record(events.slice(start, start + AT_ONCE)))) return false;
  }
  const { wizard } = app.wizard;
  if (wizard !== null) app.announcement = announceGate(wizard, first.step);
  return true;
}
