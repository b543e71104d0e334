import type { Json, JsonObject } from '../../main/engine/model/json';
import type { Flow } from '../../main/engine/model/traffic';

/** A conformance case as it lies in a file: the answers were decided by the code of others. */
export interface Case {
  readonly id: string;
  readonly title?: string;
  /** For people; see `askEstablishedConnection` for the one thing that is read there. */
  readonly note?: string;
  readonly decidedBy: string;
  readonly version: string;
  readonly snapshot: readonly Json[];
  readonly dataplane?: 'iptables' | 'nftables' | 'ebpf';
  readonly invalid?: boolean;
  readonly changes?: readonly Json[];
  readonly questions: readonly Question[];
  readonly alsoRun?: readonly string[];
  readonly hostForwardPolicy?: string;
  readonly hostInputPolicy?: string;
}

/** One question. Fields beyond `ask` depend on it and are read where it is answered. */
export interface Question {
  readonly ask: string;
  readonly skip?: string | boolean;
  readonly decidedBy?: string;
  readonly answer: Json;
  readonly [field: string]: unknown;
}

export interface CheckpointQuestion extends Question {
  readonly endpoint: string;
  readonly direction: 'ingress' | 'egress';
  readonly policies: 'enforced' | 'pending';
  readonly flow: Flow;
}

export interface HostInterfaceQuestion extends Question {
  readonly endpoint: string;
  readonly direction: 'ingress' | 'egress';
  readonly local: boolean;
  readonly flow: Flow;
  readonly preDNAT?: { readonly destinationIP: string; readonly destinationPort?: number };
}

export interface ConnectionQuestion extends Question {
  readonly from: string;
  readonly to: string;
  readonly protocol: number | string;
  readonly port?: number;
  readonly answerIptables?: string;
}

/** What the engine says: `not-asked` where it has no answer to this kind of question yet. */
export type Reply =
  | { readonly tag: 'agree' }
  | { readonly tag: 'disagree'; readonly ours: string; readonly theirs: string }
  | { readonly tag: 'not-asked' };

export const NOT_ASKED: Reply = { tag: 'not-asked' };

/** Compares as JSON with sorted keys. */
export function compareAnswers(ours: Json | undefined, theirs: Json | undefined): Reply {
  const [left, right] = [stable(ours), stable(theirs)];
  return left === right ? { tag: 'agree' } : { tag: 'disagree', ours: left, theirs: right };
}

function stable(value: Json | undefined): string {
  return JSON.stringify(value, (_key, item: unknown) =>
    typeof item === 'object' && item !== null && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item as JsonObject).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : item,
  );
}
