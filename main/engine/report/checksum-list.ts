import type { InputState } from '../model/inputs';

/** The entry of `InputState.files` that is no file: what the workspace says beside its paths, flows and wizard state. */
const WORKSPACE_ENTRY = 'workspace';

/**
 * The hash of every input as `sha256sum -c` reads it (coreutils: a name with a backslash or a line break is escaped, and its line begins
 * with a backslash). What is no file stands in comments: the digest over all entries, and the hash of what the workspace says.
 */
export function writeChecksums({ digest, files }: InputState): string {
  const comments = [`# digest ${digest}`];
  const lines: string[] = [];
  for (const [name, hash] of Object.entries(files)) {
    if (name === WORKSPACE_ENTRY) comments.push(`# ${WORKSPACE_ENTRY} ${hash}`);
    else lines.push(checksumLine(name, hash));
  }
  return [...comments, ...lines, ''].join('\n');
}

function checksumLine(name: string, hash: string): string {
  const escaped = name.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\r', '\\r');
  return escaped === name ? `${hash}  ${name}` : `\\${hash}  ${escaped}`;
}
