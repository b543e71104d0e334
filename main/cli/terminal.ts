import type { Progress } from '../engine/model/progress';
import type { Style } from './style';

/** Where a command writes, and where it stands. */
export interface Terminal {
  /** Results. */
  readonly print: (text: string) => void;
  /** What went wrong. */
  readonly complain: (text: string) => void;
  /** How far long work is, for somebody who watches; belongs to no result. */
  readonly tell: Progress;
  /** For results only: complaints are never coloured. */
  readonly style: Style;
  /** Absolute; relative paths start here. */
  readonly folder: string;
}
