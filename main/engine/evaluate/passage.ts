import type { PolicedEndpoint } from '../cluster/endpoint';
import type { HookName } from '../compile/program';
import type { Direction } from '../model/traffic';
import type { Decision } from './decide';
import type { Packet } from './packet';

/** What answered at one checkpoint. */
export interface Stage {
  readonly hook: HookName | 'host-action' | 'built-in';
  readonly direction: Direction;
  /** `null` where no endpoint is asked: the host action, a built-in rule. */
  readonly endpoint: PolicedEndpoint | null;
  readonly packet: Packet;
  /** `unmarked`: neither accepted nor dropped by Calico, the node's own FORWARD rules decide. */
  readonly answer: 'allow' | 'deny' | 'continue' | 'failsafe' | 'unmarked';
  readonly decision: Decision | null;
  /** Why, where no policy did; `''` otherwise. */
  readonly why: string;
  readonly assumption: string;
}

/** One way through the checkpoints; more than one only where the snapshot cannot tell. */
export interface Passage {
  readonly verdict: 'allow' | 'deny';
  readonly stages: readonly Stage[];
  /** Why the branch was open: what is not known, one sentence each. */
  readonly doubts: readonly string[];
}
