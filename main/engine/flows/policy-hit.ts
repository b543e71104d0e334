import type { PolicyKind } from '../model/resource';
import { PROFILE_TIER, SHORT_KINDS } from './policy-string';

/** Kinds as Goldmane and Whisker call them: there `NetworkPolicy` is the one of Kubernetes (calico: goldmane/proto/api.proto PolicyKind). */
export type HitKind =
  | 'CalicoNetworkPolicy'
  | 'GlobalNetworkPolicy'
  | 'StagedNetworkPolicy'
  | 'StagedGlobalNetworkPolicy'
  | 'StagedKubernetesNetworkPolicy'
  | 'NetworkPolicy'
  | 'AdminNetworkPolicy'
  | 'BaselineAdminNetworkPolicy'
  | 'ClusterNetworkPolicy'
  | 'Profile';

/** The policy that an end of tier is attributed to. */
export interface HitTrigger {
  readonly kind: HitKind;
  readonly namespace: string;
  readonly name: string;
  readonly tier: string;
  readonly action: 'ActionUnspecified';
}

/** One policy hit of Goldmane. The tier of a profile is `''`. */
export interface PolicyHit {
  /** `EndOfTier` has no name of its own, the policy stands in `trigger`. */
  readonly kind: HitKind | 'EndOfTier';
  readonly namespace: string;
  readonly name: string;
  readonly tier: string;
  readonly action: 'Allow' | 'Deny' | 'Pass';
  readonly policyIndex: number;
  readonly ruleIndex: number;
  readonly trigger: HitTrigger | null;
}

/** `panic`: Goldmane's parser reads past the end of the string's parts. */
export type PolicyHitReading =
  { readonly tag: 'hit'; readonly hit: PolicyHit } | { readonly tag: 'error' } | { readonly tag: 'panic' };

/** Every kind of the model with its name here. */
export const HIT_KINDS: readonly (readonly [kind: PolicyKind | 'Profile', name: HitKind])[] = [
  ['NetworkPolicy', 'CalicoNetworkPolicy'],
  ['GlobalNetworkPolicy', 'GlobalNetworkPolicy'],
  ['KubernetesNetworkPolicy', 'NetworkPolicy'],
  ['KubernetesClusterNetworkPolicy', 'ClusterNetworkPolicy'],
  ['KubernetesAdminNetworkPolicy', 'AdminNetworkPolicy'],
  ['KubernetesBaselineAdminNetworkPolicy', 'BaselineAdminNetworkPolicy'],
  ['StagedNetworkPolicy', 'StagedNetworkPolicy'],
  ['StagedGlobalNetworkPolicy', 'StagedGlobalNetworkPolicy'],
  ['StagedKubernetesNetworkPolicy', 'StagedKubernetesNetworkPolicy'],
  ['Profile', 'Profile'],
];
const NAME_OF_KIND: ReadonlyMap<PolicyKind | 'Profile', HitKind> = new Map(HIT_KINDS);

const ACTIONS: ReadonlyMap<string, PolicyHit['action']> = new Map([
  ['allow', 'Allow'],
  ['deny', 'Deny'],
  ['pass', 'Pass'],
]);

const ERROR: PolicyHitReading = { tag: 'error' };
const LARGEST_INDEX = 2n ** 63n;

/** What Goldmane makes of a string of Felix from v3.32 on (calico: goldmane/proto/methods.go HitFromString). */
export function policyHitOf(text: string): PolicyHitReading {
  const [index, writtenTier, written, writtenAction, rule, ...rest] = text.split('|');
  if (writtenTier === undefined || written === undefined || writtenAction === undefined || rest.length > 0)
    return ERROR;
  const policyIndex = readIndex(index);
  const ruleIndex = readIndex(rule);
  const action = ACTIONS.get(writtenAction.toLowerCase());
  if (policyIndex === null || ruleIndex === null || action === undefined) return ERROR;
  const colon = written.indexOf(':');
  const short = SHORT_KINDS.get(colon < 0 ? written : written.slice(0, colon));
  const kind = short === undefined ? undefined : NAME_OF_KIND.get(short);
  if (kind === undefined) return ERROR;
  if (colon < 0) return { tag: 'panic' };
  const [namespace, name] = splitName(written.slice(colon + 1));
  if (!isSubdomain(name) || (namespace !== '' && !isLabel(namespace))) return ERROR;
  if (writtenTier !== PROFILE_TIER && !isSubdomain(writtenTier)) return ERROR;
  const tier = writtenTier === PROFILE_TIER ? '' : writtenTier;
  const policy = { kind, namespace, name, tier };
  const place = { action, policyIndex, ruleIndex };
  if (ruleIndex !== -1) return { tag: 'hit', hit: { ...policy, ...place, trigger: null } };
  const trigger: HitTrigger = { ...policy, action: 'ActionUnspecified' };
  return { tag: 'hit', hit: { kind: 'EndOfTier', namespace: '', name: '', tier, ...place, trigger } };
}

/** Whether Felix's exporter can send this set: it panics on a string that Goldmane's parser refuses (calico: felix/collector/goldmane/client.go). */
export function canBeExported(strings: readonly string[]): boolean {
  return strings.every((text) => policyHitOf(text).tag === 'hit');
}

/** As Go's ParseInt reads 64 bits: a sign is fine, blanks are not. */
function readIndex(text: string | undefined): number | null {
  if (text === undefined || !/^[+-]?\d+$/.test(text)) return null;
  const value = BigInt(text.startsWith('+') ? text.slice(1) : text);
  return value >= -LARGEST_INDEX && value < LARGEST_INDEX ? Number(value) : null;
}

/** More than one slash leaves no name. */
function splitName(text: string): readonly [namespace: string, name: string] {
  const parts = text.split('/');
  const [first = '', second] = parts;
  if (second === undefined) return ['', first];
  return parts.length === 2 ? [first, second] : ['', ''];
}

/** Kubernetes' check of a name that is a prefix: a hyphen at its end is let through (k8s: apimachinery pkg/api/validation/generic.go). */
function maskHyphen(text: string): string {
  return text.length > 1 && text.endsWith('-') ? `${text.slice(0, -2)}a` : text;
}

const LABEL = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/;

function isLabel(text: string): boolean {
  const masked = maskHyphen(text);
  return masked.length <= 63 && LABEL.test(masked);
}

function isSubdomain(text: string): boolean {
  const masked = maskHyphen(text);
  return masked.length <= 253 && masked.split('.').every((part) => LABEL.test(part));
}
