import { constants } from 'node:fs';
import { open } from 'node:fs/promises';

/**
 * Reads a plain file whose size `admits` accepts: the bytes, `refused` when it does not, `unreadable` when they cannot be had.
 * Not through a link and never waiting for a writer: what was a plain file when it was listed may be something else by now.
 */
export async function readPlainFile(
  absolute: string,
  admits: (bytes: number) => boolean,
): Promise<Buffer | 'refused' | 'unreadable'> {
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
  const handle = await open(absolute, flags).catch(() => null);
  if (handle === null) return 'unreadable';
  try {
    const { size } = await handle.stat();
    return admits(size) ? await handle.readFile() : 'refused';
  } catch {
    return 'unreadable';
  } finally {
    await handle.close();
  }
}
