import type { FelixSettings } from '../cluster/felix-settings';
import type { PolicedEndpoint } from '../cluster/endpoint';
import type { HookName } from '../compile/program';
import type { Verdict } from '../model/verdict';
import type { Direction } from '../model/traffic';
import type { Connection } from './connection-end';
import type { Decision } from './decide';
import type { Evaluation } from './evaluation';
import type { HostInterfaces } from './host-interfaces';
import type { PathNetwork } from './path-network';
import { exploreBranches } from './explore-branches';
import type { Packet } from './packet';
import { walkPath } from './walk-path';

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

export interface ConnectionResult {
  readonly verdict: Verdict;
  /** The first denies if any does. */
  readonly passages: readonly Passage[];
}

/** The node's own firewall beside Calico. */
export interface HostFirewall {
  forward(node: string): 'accept' | 'drop' | 'unknown';
  input(node: string): 'accept' | 'drop' | 'unknown';
}

/** What a path needs beside the policies. */
export interface PathContext {
  readonly evaluation: Evaluation;
  readonly interfaces: HostInterfaces;
  readonly network: PathNetwork;
  readonly firewall: HostFirewall;
  /** What Felix on a node is configured to do. */
  readonly settings: (node: string) => FelixSettings;
}

/**
 * The answer for a new connection: that of all checkpoints on its path (calico: felix/rules/static.go, dispatch.go, endpoints.go).
 * Where a checkpoint cannot be decided both branches are followed.
 */
export function decideConnection(connection: Connection, context: PathContext): ConnectionResult {
  const passages = exploreBranches((choose) => walkPath(connection, context, choose));
  const denied = passages.filter((passage) => passage.verdict === 'deny');
  const allowed = passages.filter((passage) => passage.verdict === 'allow');
  const verdict = denied.length === 0 ? 'allow' : allowed.length === 0 ? 'deny' : 'undecided';
  return { verdict, passages: [...denied, ...allowed] };
}
