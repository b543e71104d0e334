/**
 * Saves one event after the other into the workspace file it is given, and prints the number of each when its save was answered. Bundled,
 * and run in a process of its own that `killed-store.test.ts` kills: `record-until-killed.mjs FILE`.
 */
import type { WizardEvent } from '../../../main/engine/model/wizard';
import { WorkspaceStore } from '../../../main/host/workspace-store';

const [file = ''] = process.argv.slice(2);
const store = await WorkspaceStore.open({ tag: 'workspace', file }, '/nowhere');

function next(events: readonly WizardEvent[]): WizardEvent {
  const id = (events.at(-1)?.id ?? 0) + 1;
  const at = `2026-11-21T09:00:00.${String(id % 1000).padStart(3, '0')}Z`;
  return { tag: 'signed-off', id, step: 'net', by: 'Ada', at, text: 'x'.repeat(id % 500), inputs: 'a'.repeat(64) };
}

process.stdout.write('ready\n');
for (;;) {
  const { workspace } = await store.save(({ workspace: { events = [] } }) => ({ events: [...events, next(events)] }));
  process.stdout.write(`${workspace.events?.at(-1)?.id ?? 0}\n`);
}
