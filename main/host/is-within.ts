import { isAbsolute, relative, sep } from 'node:path';

/** Whether `path` is `folder` or lies in it. Both are absolute, and real: links are not followed. */
export function isWithin(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way.split(sep)[0] !== '..' && !isAbsolute(way);
}
