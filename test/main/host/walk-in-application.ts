/**
 * Starts the Electron application on the stand-in and lets its page walk through the wizard, printing what is kept after every answer as
 * one line of JSON. Bundled, and run in a process of its own that `killed-hosts.test.ts` kills: `walk-in-application.mjs MAIN WORKSPACE`.
 */
import { pathToFileURL } from 'node:url';
import { recording } from '../../stand-in/electron';
import { walkWizard, type Call } from './walk-wizard';

const [main = '', workspace = ''] = process.argv.slice(2);
process.argv = ['electron', '.', workspace];
Object.assign(process, { defaultApp: true });
await import(pathToFileURL(main).href);
while (recording.windows.length === 0) await new Promise((resolve) => setTimeout(resolve, 2));

const handler = recording.handlers.get('ipc rpc') as unknown as (event: unknown, ...call: Parameters<Call>) => unknown;
const caller = { senderFrame: { parent: null, origin: 'app://bundle', url: 'app://bundle/' }, sender: { id: 1 } };
const call = ((method, params) => handler(caller, method, params)) as Call;
await walkWizard(call, (kept) => process.stdout.write(`${JSON.stringify(kept)}\n`));
