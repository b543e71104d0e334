import type { Policy } from '../../compile/policy';
import type { Locate } from '../../evaluate/explain-connection';
import type { Party } from '../../model/edge';
import type { Finding } from '../../model/finding';
import type { Resource } from '../../model/resource';
import type { EdgeSource } from '../edges';
import type { Rollout } from '../worlds';
import type { Selection } from './selection';

/** What a rehearsal knows when it looks for surprises. */
export interface SurpriseInput {
  readonly rollout: Rollout;
  /** Every object that was read, of the snapshot and of the changes. */
  readonly resources: readonly Resource[];
  /** The edges with the connections that stand for them. */
  readonly sources: readonly EdgeSource[];
  readonly parties: readonly Party[];
  readonly locate: Locate;
}

/** The same with what most detectors ask for. */
export interface SurpriseFacts extends SurpriseInput {
  /** In force in some world, each once, those of the change set first; the net that the program makes is not among them. */
  readonly policies: readonly Policy[];
  /** Who a selector selects once the rollout is done. */
  readonly selection: Selection;
}

/** Looks for one surprise of Calico's catalogue. What it finds is proved by verdicts or by the field that causes it. */
export type Detector = (facts: SurpriseFacts) => readonly Finding[];
