import type { Connection } from '../evaluate/connection-end';
import type { Position } from '../model/source';
import type { ProtectedPath } from '../model/protected-path';
import type { WorldName } from '../model/world';
import type { PathMemory } from './path-memory';

/** A connection that stands for a path. */
export interface PathConnection extends Connection {
  /** Equal for connections of one listing that no world can tell apart. */
  readonly key: string;
}

/** Why there is nothing to ask. */
export interface Absence {
  readonly why: string;
  /** The snapshot is known to be complete, and nobody is there who needs the path. */
  readonly needless: boolean;
}

/** Something that keeps Felix from taking up any change, and from which world on. */
export interface FelixStop {
  readonly why: string;
  readonly position: Position | null;
  readonly from: WorldName;
}

/** What a path of paths is made of: it is as good as the worst path of these rows, and nothing may stop Felix. */
export interface Composite {
  readonly rows: readonly string[];
  readonly stops: readonly FelixStop[];
}

type Asked = 'verdicts' | 'addresses' | 'worst';

/** A protected path before it is asked: every connection that stands for it, the worst of which counts. */
export interface PathDraft extends Omit<ProtectedPath, Asked> {
  readonly connections: readonly PathConnection[];
  /** `null`: there is something to ask. */
  readonly absent: Absence | null;
  /** The end that is somewhere among several addresses: where they are treated differently, nobody can tell. */
  readonly somewhere: 'from' | 'to' | null;
  readonly composite: Composite | null;
  /** Shared by the drafts of one listing. */
  readonly memory: PathMemory;
}

/** A draft before it belongs to a listing. */
export type UnaskedDraft = Omit<PathDraft, 'memory'>;
