import type { Connection } from '../evaluate/connection-end';

/** A protected path before it is asked: every connection that stands for it, the worst of which counts. */
export interface PathDraft {
  readonly id: string;
  /** Row of the catalogue, e.g. `L01`. */
  readonly row: string;
  readonly title: string;
  readonly from: string;
  readonly to: string;
  readonly traffic: string;
  readonly connections: readonly Connection[];
  /** Why there is nothing to ask; `''` otherwise. */
  readonly absent: string;
  /** Flow logs can show it: pods only, at both ends. */
  readonly observable: boolean;
}
