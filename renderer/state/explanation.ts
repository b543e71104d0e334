import type { ConnectionTrace, CheckpointTrace } from '../../main/engine/model/verdict';
import type { Position } from '../../main/engine/model/source';
import type { WorldName } from '../../main/engine/model/world';
import type { ContractError, SourceExcerpt } from '../../preload/contract';

/** The answer to "why" for one edge in one world, as far as it is known. */
export type Explanation =
  | { readonly tag: 'waiting' }
  | { readonly tag: 'failed'; readonly error: ContractError }
  | { readonly tag: 'ready'; readonly trace: ConnectionTrace };

/** Lines of a file around a position. */
export type Excerpt =
  | { readonly tag: 'closed' }
  | { readonly tag: 'waiting'; readonly position: Position }
  | { readonly tag: 'failed'; readonly position: Position; readonly error: ContractError }
  | { readonly tag: 'ready'; readonly position: Position; readonly source: SourceExcerpt };

export function explanationKey(edge: string, world: WorldName): string {
  return `${world} ${edge}`;
}

/** Where the files say what decided the connection; `null` when no file does. */
export function decidingPosition(trace: ConnectionTrace): Position | null {
  const deciding = trace.checkpoints.toReversed().filter((checkpoint) => checkpoint.verdict === trace.verdict);
  for (const checkpoint of deciding) {
    const position = carrierPosition(checkpoint);
    if (position !== null) return position;
  }
  return null;
}

function carrierPosition(checkpoint: CheckpointTrace): Position | null {
  const { carrier } = checkpoint;
  switch (carrier.tag) {
    case 'rule':
    case 'end-of-tier':
      return carrier.hit.position !== null && carrier.hit.position.file !== '' ? carrier.hit.position : null;
    default:
      return null;
  }
}
