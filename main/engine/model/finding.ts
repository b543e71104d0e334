import type { Position } from './source';
import type { Verdict } from './verdict';
import type { WorldName } from './world';

/** `blocks`: the step must not be taken; `warns`: to be acknowledged; `informs`: to know. */
export type FindingSeverity = 'blocks' | 'warns' | 'informs';

/** What proves a finding. A finding without evidence is a defect. */
export type Evidence =
  | {
      readonly tag: 'verdicts';
      readonly from: string;
      readonly to: string;
      readonly traffic: string;
      readonly before: { readonly world: WorldName; readonly verdict: Verdict; readonly by: string };
      readonly after: { readonly world: WorldName; readonly verdict: Verdict; readonly by: string };
    }
  | { readonly tag: 'order'; readonly text: string; readonly position: Position | null }
  | { readonly tag: 'field'; readonly text: string; readonly position: Position | null };

/** The rollout is dangerous, proved by verdicts. */
export interface Finding {
  /** Listed in docs/semantics.md, e.g. `N1`. */
  readonly code: string;
  readonly severity: FindingSeverity;
  /** One sentence. */
  readonly title: string;
  readonly help: string;
  readonly evidence: readonly Evidence[];
}
