import type { PolicyKind } from '../model/resource';

/**
 * What flow logs call the two ends: a pod, an address of a host endpoint, an address in a network set, any other address
 * (calico: felix/collector/types/endpoint/endpoint.go).
 */
export type EndClass = 'wep' | 'hep' | 'ns' | 'net';

export interface RecordedEnd {
  /** `undefined`: the format does not tell. */
  readonly class: EndClass | undefined;
  /** `undefined`: the end has none, or it does not belong to its name. */
  readonly namespace: string | undefined;
  /** `web-6c9f7d8b54-*`: all pods whose `generateName` is in front of the star; `pub` and `pvt` for addresses that nobody owns. */
  readonly name: string;
  /** `k=v`, sorted: those that all members share; `undefined`: none is told. Absence proves nothing. */
  readonly labels: readonly string[] | undefined;
}

/** The policy that an end of tier is attributed to. It is not comparable: enforced names the last policy, pending the first. */
export interface RecordedTrigger {
  readonly kind: PolicyKind | 'Profile';
  readonly namespace: string;
  readonly name: string;
}

/** One policy hit. Names are without the tier that versions put in front of them; the tier of a profile is `''`. */
export interface RecordedHit {
  readonly kind: PolicyKind | 'Profile' | 'EndOfTier';
  readonly namespace: string;
  readonly name: string;
  readonly tier: string;
  readonly action: 'allow' | 'deny' | 'pass';
  /** Counts from 0 over the rules as converted; −1 is the end of the tier. */
  readonly rule: number;
  readonly trigger: RecordedTrigger | undefined;
}

/** What all readers make of one record: the normal form of flows-and-lockout A6. What a record does not say is `undefined`. */
export interface FlowRecord {
  /** Milliseconds since 1970; the same where only one time is told. */
  readonly start: number;
  readonly end: number;
  /** The node of the source wrote it, about egress; or that of the destination, about ingress. */
  readonly reporter: 'src' | 'dst';
  /** Of that half alone. */
  readonly action: 'allow' | 'deny';
  readonly protocol: number;
  /** After destination NAT; `undefined` for protocols without ports. */
  readonly port: number | undefined;
  readonly source: RecordedEnd;
  readonly destination: RecordedEnd;
  /** `namespace/name` of the service that was dialled. */
  readonly service: string | undefined;
  /** In the order of their index. */
  readonly enforced: readonly RecordedHit[];
  readonly pending: readonly RecordedHit[];
  /** Nothing at all was counted: an old record that was exported again. */
  readonly idle: boolean;
  /** Started in the window, or open in it; `undefined`: the format does not count them. */
  readonly connections: number | undefined;
}

/** A record, or what is wrong with it, in a few words. */
export type RecordReading =
  { readonly tag: 'record'; readonly record: FlowRecord } | { readonly tag: 'error'; readonly why: string };

/** What a reader hands over as it goes. */
export interface FlowSink {
  record(record: FlowRecord, line: number): void;
  reject(line: number, why: string): void;
  /** True once no more records are wanted. */
  full(): boolean;
}
