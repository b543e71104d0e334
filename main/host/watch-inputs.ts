import { watch, type FSWatcher } from 'node:fs';
import { basename, dirname } from 'node:path';
import { LIMITS } from './limits';
import type { WatchedPaths } from './read-inputs';
import { whyIgnored } from './walk-folder';

/** Changes that follow each other within this many milliseconds are told together: editors write a file in several moves. */
const QUIET_INTERVAL = 300;

function isOfInterest(name: string): boolean {
  // A name without a suffix may be a new or a removed folder.
  return whyIgnored(name) === '' || (!name.startsWith('.') && !name.includes('.'));
}

/**
 * Watches what was read and tells, sorted, which files changed. A folder that cannot be watched is left unwatched: reloading by hand
 * always works. Returns the function that ends the watch.
 */
export function watchInputs(paths: WatchedPaths, tell: (files: readonly string[]) => void): () => void {
  const watchers: FSWatcher[] = [];
  const changed = new Set<string>();
  let timer: NodeJS.Timeout | undefined;

  function note(shown: string): void {
    changed.add(shown);
    clearTimeout(timer);
    timer = setTimeout(() => {
      const files = [...changed].toSorted();
      changed.clear();
      tell(files);
    }, QUIET_INTERVAL);
    timer.unref();
  }

  function watchFolder(folder: string, listener: (name: string | null) => void): void {
    if (watchers.length >= LIMITS.watchedFolders) return;
    try {
      const watcher = watch(folder, { persistent: false }, (_event, name) => listener(name));
      watcher.on('error', () => watcher.close());
      watchers.push(watcher);
    } catch {
      // Not watchable (removed meanwhile, or the system's limit is reached).
    }
  }

  for (const { absolute, shown } of paths.folders) {
    const prefix = shown.endsWith('/') ? shown : `${shown}/`;
    watchFolder(absolute, (name) => {
      if (name === null) note(shown);
      else if (isOfInterest(name)) note(prefix + name);
    });
  }
  for (const { absolute, shown } of paths.files) {
    // The folder, not the file: editors replace a file, and a watch on the old one would fall silent.
    watchFolder(dirname(absolute), (name) => {
      if (name === basename(absolute)) note(shown);
    });
  }
  return () => {
    clearTimeout(timer);
    for (const watcher of watchers) watcher.close();
  };
}
