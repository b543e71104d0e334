import type { Prefix } from '../net/prefix';
import type { FieldPath } from '../model/source';
import type { PortRange } from '../model/traffic';
import type { PolicyKind, Resource } from '../model/resource';
import type { Selector } from '../selector/selector';

/** A parsed selector with its canonical text. Two selectors of one interner with the same text are the same object. */
export interface IndexedSelector {
  /** Counts from 0 over the selectors of one interner: caches are arrays. */
  readonly index: number;
  readonly text: string;
  readonly selector: Selector;
}

export interface PortMatch {
  readonly ranges: readonly PortRange[];
  readonly names: readonly string[];
}

/** Source or destination of a rule, as Felix matches it (calico: felix/calc/rule_scanner.go ruleToParsedRule). `null`: no such criterion. */
export interface EntityMatch {
  readonly positive: IndexedSelector | null;
  /** Only where there is no positive selector: Felix folds it in otherwise. */
  readonly negative: IndexedSelector | null;
  readonly nets: readonly Prefix[] | null;
  readonly notNets: readonly Prefix[] | null;
  readonly ports: PortMatch | null;
  readonly notPorts: PortMatch | null;
  /** `namespace/name`; `/name` where the namespace was left out, which no slice has. */
  readonly service: string | null;
}

export interface IcmpMatch {
  readonly type: number;
  /** `null`: every code. */
  readonly code: number | null;
}

export interface ProtocolMatch {
  readonly number: number;
  /** Given by its name: the names ICMP and ICMPv6 imply an IP version, the numbers do not. */
  readonly named: boolean;
}

export type RuleAction = 'allow' | 'deny' | 'pass' | 'log';

export interface Rule {
  /** Counts from 0 in its direction, after conversion. */
  readonly index: number;
  readonly action: RuleAction;
  readonly ipVersion: 4 | 6 | null;
  readonly protocol: ProtocolMatch | null;
  readonly notProtocol: ProtocolMatch | null;
  readonly icmp: IcmpMatch | null;
  readonly notIcmp: IcmpMatch | null;
  readonly source: EntityMatch;
  readonly destination: EntityMatch;
  /** It has an HTTP match, which Felix does not enforce (Dikastes does). */
  readonly http: boolean;
  /** Where it stands in its document. */
  readonly path: FieldPath;
}

export type StagedAction = 'Set' | 'Delete' | 'Learn' | 'Ignore';

/** The list of a host endpoint that a policy goes to (calico: felix/calc/event_sequencer.go addPolicyToTierInfo). */
export type PolicyHook = 'untracked' | 'preDNAT' | 'normal';

/** A policy as Felix computes with it. */
export interface Policy {
  readonly kind: PolicyKind;
  readonly namespace: string;
  readonly name: string;
  readonly tier: string;
  /** `Infinity` where the file gives none: after every number. */
  readonly order: number;
  readonly stagedAction: StagedAction;
  /** The effective selector: namespace and service account folded in. */
  readonly selector: IndexedSelector;
  /** The selector as it was written, for people. */
  readonly written: string;
  readonly ingress: boolean;
  readonly egress: boolean;
  readonly hook: PolicyHook;
  readonly applyOnForward: boolean;
  readonly inbound: readonly Rule[];
  readonly outbound: readonly Rule[];
  readonly resource: Resource;
}

export type StagedKind = 'StagedGlobalNetworkPolicy' | 'StagedNetworkPolicy' | 'StagedKubernetesNetworkPolicy';

export function isStagedKind(kind: PolicyKind): kind is StagedKind {
  return kind.startsWith('Staged');
}
