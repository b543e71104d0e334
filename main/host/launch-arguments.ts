import type { InputArguments } from './input-selection';

/** Options of a command line that are ours, and the field each one fills. */
const OPTIONS: Readonly<Record<string, keyof InputArguments>> = { '--snapshot': 'snapshot', '--policies': 'policies' };

/**
 * What the application was started with: a workspace path, or `--snapshot` and `--policies` with a folder each. Other options belong
 * to Electron and Chromium and are passed over. The paths are not looked at yet: `selectInputs` does.
 */
export function readLaunchArguments(given: readonly string[]): InputArguments {
  const found: { -readonly [K in keyof InputArguments]: InputArguments[K] } = {};
  for (let index = 0; index < given.length; index += 1) {
    const word = given[index] ?? '';
    const [name = '', ...rest] = word.split('=');
    const field = OPTIONS[name];
    if (field !== undefined) {
      const value = rest.length > 0 ? rest.join('=') : given[(index += 1)];
      if (value !== undefined) found[field] = value;
    } else if (!word.startsWith('-') && word !== '') {
      found.workspace ??= word;
    }
  }
  return found;
}
