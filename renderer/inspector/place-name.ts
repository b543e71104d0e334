import type { Position } from '../../main/engine/model/source';

/** `backend-lockdown.yaml:3`: the last part of the path, and the line. */
export function placeName(position: Pick<Position, 'file' | 'line'>): string {
  const name = position.file.split('/').at(-1) ?? position.file;
  return position.line === 0 ? name : `${name}:${position.line}`;
}
