import { PROTOCOL } from '../model/traffic';
import { parseProtocol } from '../net/protocol';
import { PORT_PROTOCOLS } from '../net/traffic-space';
import type { EndClass, RecordedHit } from './flow-record';
import type { PolicyHit } from './policy-hit';
import { HIT_KINDS } from './policy-hit';

/** Goldmane's kinds in the order of their numbers (calico: goldmane/proto/api.proto PolicyKind). */
const NUMBERED: readonly (PolicyHit['kind'] | undefined)[] = [
  undefined,
  'CalicoNetworkPolicy',
  'GlobalNetworkPolicy',
  'StagedNetworkPolicy',
  'StagedGlobalNetworkPolicy',
  'StagedKubernetesNetworkPolicy',
  'NetworkPolicy',
  'AdminNetworkPolicy',
  'BaselineAdminNetworkPolicy',
  'Profile',
  'EndOfTier',
  'ClusterNetworkPolicy',
];
const KIND_OF_NAME: ReadonlyMap<string, RecordedHit['kind']> = new Map([
  ...HIT_KINDS.map(([kind, name]) => [name, kind] as const),
  ['EndOfTier', 'EndOfTier'],
]);

/** calico: goldmane/proto/api.proto Action, Reporter, EndpointType. */
const ACTIONS: readonly (RecordedHit['action'] | undefined)[] = [undefined, 'allow', 'deny', 'pass'];
const ACTION_OF_NAME: ReadonlyMap<string, RecordedHit['action']> = new Map([
  ['Allow', 'allow'],
  ['Deny', 'deny'],
  ['Pass', 'pass'],
]);
const REPORTERS: readonly ('src' | 'dst' | undefined)[] = [undefined, 'src', 'dst'];
const CLASSES: readonly (EndClass | undefined)[] = [undefined, 'wep', 'hep', 'ns', 'net'];
const CLASS_OF_NAME: ReadonlyMap<string, EndClass> = new Map([
  ['WorkloadEndpoint', 'wep'],
  ['HostEndpoint', 'hep'],
  ['NetworkSet', 'ns'],
  ['Network', 'net'],
]);

type Word = string | number | undefined;

export function readKind(word: Word): RecordedHit['kind'] | undefined {
  const name = typeof word === 'number' ? NUMBERED[word] : word;
  return name === undefined ? undefined : KIND_OF_NAME.get(name);
}

export function readAction(word: Word): RecordedHit['action'] | undefined {
  if (typeof word === 'number') return ACTIONS[word];
  return word === undefined ? undefined : ACTION_OF_NAME.get(word);
}

export function readReporter(word: Word): 'src' | 'dst' | undefined {
  if (typeof word === 'number') return REPORTERS[word];
  return word === 'Src' ? 'src' : word === 'Dst' ? 'dst' : undefined;
}

export function readEndClass(word: Word): EndClass | undefined {
  if (typeof word === 'number') return CLASSES[word];
  return word === undefined ? undefined : CLASS_OF_NAME.get(word);
}

/** Protocols as flow logs name them, beside those that policies can name (calico: felix/collector/utils ProtoToString). */
const MORE_PROTOCOLS: ReadonlyMap<string, number> = new Map([
  ['icmp6', PROTOCOL.icmpv6],
  ['ipip', 4],
  ['esp', 50],
]);

export function readFlowProtocol(text: string): number | undefined {
  const known = MORE_PROTOCOLS.get(text.toLowerCase());
  if (known !== undefined) return known;
  const protocol = parseProtocol(text);
  return protocol.tag === 'protocol' ? protocol.number : undefined;
}

/** Without ports flow logs say 0. */
export function portOf(protocol: number, written: number): number | undefined {
  return PORT_PROTOCOLS.includes(protocol) ? written : undefined;
}

/** `-` and nothing stand for no namespace and no service. */
export function readNone(text: string): string | undefined {
  return text === '' || text === '-' ? undefined : text;
}

/**
 * The name without the tier in front of it: 3.32 keeps the one of the object, versions before it took it off, and hand-made objects
 * vary (calico: felix/calc/policy_lookup_cache.go setFlowLogPolicyName; projectcalico/calico#10144).
 */
export function bareName(kind: string, tier: string, name: string): string {
  const prefixes = PREFIXES.get(kind) ?? [];
  const prefix = [...(tier === '' ? [] : [`${tier}.`]), ...prefixes].find((candidate) => name.startsWith(candidate));
  return prefix === undefined || prefix.length === name.length ? name : name.slice(prefix.length);
}

const PREFIXES: ReadonlyMap<string, readonly string[]> = new Map([
  ['KubernetesNetworkPolicy', ['knp.default.']],
  ['StagedKubernetesNetworkPolicy', ['knp.default.']],
  ['KubernetesAdminNetworkPolicy', ['kanp.adminnetworkpolicy.']],
  ['KubernetesBaselineAdminNetworkPolicy', ['kbanp.baselineadminnetworkpolicy.']],
]);
