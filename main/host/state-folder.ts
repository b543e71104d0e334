import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

/** Where the browser host keeps drafts: the user's state folder (XDG Base Directory Specification). Absolute; it may not exist yet. */
export function stateFolder(environment: NodeJS.ProcessEnv): string {
  const given = environment['XDG_STATE_HOME'] ?? '';
  // The specification: a relative path is to be ignored.
  return join(isAbsolute(given) ? given : join(homedir(), '.local', 'state'), 'calico-rehearsal');
}
