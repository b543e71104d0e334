/**
 * Starts the Electron application on the stand-in and lets its page record one event of the wizard after the other, printing the number
 * of each when it was answered. Bundled, and run in a process of its own that `killed-hosts.test.ts` kills:
 * `record-in-application.mjs MAIN WORKSPACE`.
 */
import { pathToFileURL } from 'node:url';
import type { Envelope, Methods } from '../../../preload/contract';
import { recording } from '../../stand-in/electron';
import { nextEvent } from './next-event';

type Recorded = Envelope<Methods['wizard.record']['result']>;

const [main = '', workspace = ''] = process.argv.slice(2);
process.argv = ['electron', '.', workspace];
Object.assign(process, { defaultApp: true });
await import(pathToFileURL(main).href);
while (recording.windows.length === 0) await new Promise((resolve) => setTimeout(resolve, 2));

const handler = recording.handlers.get('ipc rpc') as unknown as (
  event: unknown,
  method: string,
  params: unknown,
) => Promise<Recorded>;
const caller = { senderFrame: { parent: null, origin: 'app://bundle', url: 'app://bundle/' }, sender: { id: 1 } };
process.stdout.write('ready\n');
for (let number = 0; ; number += 1) {
  const answer = await handler(caller, 'wizard.record', { event: nextEvent(number) });
  if (!answer.ok) throw new Error(answer.error.message);
  process.stdout.write(`${answer.result.events.at(-1)?.id ?? 0}\n`);
}
