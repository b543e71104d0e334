import { open, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** A file that is written as a whole and stands in the same folder, ready to take the place of another. */
export interface Replacement {
  /** Takes the place of the file, whose old content is gone. */
  take(): Promise<void>;
  /** Removes it, and leaves the file as it is. */
  drop(): Promise<void>;
}

/** What makes the temporary file of one process another one than that of the next. */
const TEMPORARY = `.${process.pid}.tmp`;

/** Puts the names of a folder on disk. File systems that cannot do that do it by themselves. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => null);
  // Windows opens no folders; some network file systems do not sync them.
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}

/**
 * Writes `content` beside `path` and puts it on disk. Until `take`, `path` is as it was; a crash at any moment leaves it whole, old or
 * new. Two writers of one process must not prepare the same file at once.
 */
export async function prepareReplacement(
  path: string,
  content: string | Uint8Array,
  mode: number,
): Promise<Replacement> {
  const folder = dirname(path);
  const temporary = join(folder, `.${basename(path)}${TEMPORARY}`);
  const drop = (): Promise<void> => rm(temporary, { force: true });
  await drop();
  // Fails where the name exists: a link that somebody put there is not written through.
  const handle = await open(temporary, 'wx', mode);
  try {
    await handle.writeFile(content);
    await handle.sync();
  } catch (thrown) {
    await handle.close();
    await drop();
    throw thrown;
  }
  await handle.close();
  return {
    drop,
    async take() {
      try {
        await rename(temporary, path);
      } catch (thrown) {
        await drop();
        throw thrown;
      }
      await syncFolder(folder);
    },
  };
}

/** Replaces a file as a whole, or makes it. */
export async function writeAtomically(path: string, content: string | Uint8Array, mode: number): Promise<void> {
  await (await prepareReplacement(path, content, mode)).take();
}

/** Removes what programs left in a folder that were killed while they wrote files whose names begin with `start`. */
export async function removeLeftovers(folder: string, start: string): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    const writer = name.startsWith(`.${start}`) ? /\.(\d+)\.tmp$/.exec(name)?.[1] : undefined;
    if (writer !== undefined && !isRunning(Number(writer))) await rm(join(folder, name), { force: true });
  }
}

function isRunning(processId: number): boolean {
  try {
    // Signal 0 is not sent: it only asks whether there is somebody to send it to.
    process.kill(processId, 0);
    return true;
  } catch (thrown) {
    return thrown instanceof Error && 'code' in thrown && thrown.code === 'EPERM';
  }
}
