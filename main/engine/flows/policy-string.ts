import type { PolicyKind } from '../model/resource';
import type { PolicyNaming } from '../model/profile-of-cluster';

/** A rule that decided, as the flow logs know it: one slot of a trace. */
export interface TracedRule {
  /** `''` or `__PROFILE__`: a profile. */
  readonly tier: string;
  readonly kind: PolicyKind | 'Profile';
  /** `''` for kinds without a namespace. */
  readonly namespace: string;
  /** Without any prefix that the string adds. `''`: no profile matched, or no policy to attribute the end of the tier to. */
  readonly name: string;
  /** Counts from 0 over the rules as converted; −1 is the end of the tier, −2 is not known. */
  readonly rule: number;
  readonly action: 'allow' | 'deny' | 'pass';
}

/** A rule with its place in the trace. */
export interface IndexedRule extends TracedRule {
  readonly index: number;
}

export type PolicyStringReading =
  { readonly tag: 'rule'; readonly rule: IndexedRule } | { readonly tag: 'error'; readonly why: string };

export const PROFILE_TIER = '__PROFILE__';
const NO_MATCH = '__NO_MATCH__';
const END_OF_TIER = 'eot';

/** The short words of the strings from v3.32 on (calico: felix/types/policy_id.go). The kinds that v3.32 gave up have none. */
export const SHORT_KINDS: ReadonlyMap<string, PolicyKind | 'Profile'> = new Map([
  ['np', 'NetworkPolicy'],
  ['gnp', 'GlobalNetworkPolicy'],
  ['knp', 'KubernetesNetworkPolicy'],
  ['kcnp', 'KubernetesClusterNetworkPolicy'],
  ['snp', 'StagedNetworkPolicy'],
  ['sgnp', 'StagedGlobalNetworkPolicy'],
  ['sknp', 'StagedKubernetesNetworkPolicy'],
  ['pro', 'Profile'],
]);

const SHORT_OF_KIND: ReadonlyMap<string, string> = new Map([...SHORT_KINDS].map(([short, kind]) => [kind, short]));

/**
 * The strings that Felix puts on a flow for a trace, in the order of the trace (calico: felix/collector/flowlog/types.go newPolicySet,
 * felix/calc/policy_lookup_cache.go setFlowLogPolicyName). In the enforced set staged rules are left out and do not count; an empty slot
 * of the trace keeps its number.
 */
export function policyStrings(
  trace: readonly (TracedRule | null)[],
  policies: 'enforced' | 'pending',
  naming: PolicyNaming = 'plain',
): readonly string[] {
  const counted = policies === 'pending' ? trace : trace.filter((rule) => rule === null || !isStaged(rule));
  return counted.flatMap((rule, index) => (rule === null ? [] : [policyString({ ...rule, index }, naming)]));
}

function isStaged(rule: TracedRule): boolean {
  return rule.kind.startsWith('Staged');
}

/** One string: `index|tier|name|action|rule`. */
function policyString(rule: IndexedRule, naming: PolicyNaming): string {
  const tier = rule.tier === '' ? PROFILE_TIER : rule.tier;
  const name = naming === 'plain' ? plainName(rule) : prefixedName(rule, tier);
  return `${rule.index}|${tier}|${name}|${rule.action}|${rule.rule}`;
}

/** A kind without a short word is printed in full. */
function plainName(rule: TracedRule): string {
  const name = rule.name === '' ? NO_MATCH : rule.name;
  if (rule.tier === '') return `pro:${name}`;
  const kind = rule.name === '' ? END_OF_TIER : (SHORT_OF_KIND.get(rule.kind) ?? rule.kind);
  return rule.namespace === '' ? `${kind}:${name}` : `${kind}:${rule.namespace}/${name}`;
}

/** Up to v3.31 the tier stands in front of the name again, and staged kinds are told by a mark in it. */
function prefixedName(rule: TracedRule, tier: string): string {
  const name = rule.name === '' ? NO_MATCH : rule.name;
  switch (rule.kind) {
    case 'KubernetesNetworkPolicy':
      return `${rule.namespace}/knp.default.${name}`;
    case 'StagedKubernetesNetworkPolicy':
      return `${rule.namespace}/staged:knp.default.${name}`;
    case 'StagedNetworkPolicy':
      return `${rule.namespace}/${tier}.staged:${name}`;
    case 'StagedGlobalNetworkPolicy':
      return `${tier}.staged:${name}`;
    case 'KubernetesAdminNetworkPolicy':
      return `kanp.adminnetworkpolicy.${name}`;
    case 'KubernetesBaselineAdminNetworkPolicy':
      return `kbanp.baselineadminnetworkpolicy.${name}`;
    default:
      return rule.namespace === '' ? `${tier}.${name}` : `${rule.namespace}/${tier}.${name}`;
  }
}

const ACTIONS: readonly TracedRule['action'][] = ['allow', 'deny', 'pass'];
const WHOLE_NUMBER = /^[+-]?\d+$/;

/**
 * Reads one string of any version, those of Enterprise included, whose mark of staged policies stands before the tier. The tier is taken
 * off a name that repeats it up to v3.31; from v3.32 on the name is the object's own.
 */
export function readPolicyString(text: string): PolicyStringReading {
  const parts = text.split('|');
  const [index, tier, name, written, rule] = parts;
  if (
    index === undefined ||
    tier === undefined ||
    name === undefined ||
    written === undefined ||
    rule === undefined ||
    parts.length > 5
  ) {
    return { tag: 'error', why: 'a policy string has five parts' };
  }
  if (!WHOLE_NUMBER.test(index) || !WHOLE_NUMBER.test(rule)) return { tag: 'error', why: 'an index is a whole number' };
  const action = ACTIONS.find((candidate) => candidate === written.toLowerCase());
  if (action === undefined) return { tag: 'error', why: `"${written}" is not an action` };
  const named = readPlainName(name) ?? readPrefixedName(name, tier);
  if (named.name === '' || named.name === NO_MATCH) return { tag: 'error', why: 'no policy is named' };
  return { tag: 'rule', rule: { index: Number(index), tier, ...named, rule: Number(rule), action } };
}

type NamedPolicy = Pick<TracedRule, 'kind' | 'namespace' | 'name'>;

function splitNamespace(text: string): readonly [namespace: string, name: string] {
  const slash = text.indexOf('/');
  return slash < 0 ? ['', text] : [text.slice(0, slash), text.slice(slash + 1)];
}

function readPlainName(text: string): NamedPolicy | null {
  const colon = text.indexOf(':');
  const kind = colon < 0 ? undefined : SHORT_KINDS.get(text.slice(0, colon));
  if (kind === undefined) return null;
  const [namespace, name] = splitNamespace(text.slice(colon + 1));
  return { kind, namespace, name };
}

const STAGED_MARK = 'staged:';

function readPrefixedName(text: string, tier: string): NamedPolicy {
  const [namespace, marked] = splitNamespace(text);
  const staged = marked.includes(STAGED_MARK);
  const prefixed = marked.replace(STAGED_MARK, '');
  const without = (prefix: string) => (prefixed.startsWith(prefix) ? prefixed.slice(prefix.length) : prefixed);
  if (tier === PROFILE_TIER) return { kind: 'Profile', namespace, name: without(`${PROFILE_TIER}.`) };
  if (prefixed.startsWith('knp.default.')) {
    const kind = staged ? 'StagedKubernetesNetworkPolicy' : 'KubernetesNetworkPolicy';
    return { kind, namespace, name: without('knp.default.') };
  }
  if (prefixed.startsWith('kanp.')) {
    return { kind: 'KubernetesAdminNetworkPolicy', namespace, name: without('kanp.adminnetworkpolicy.') };
  }
  if (prefixed.startsWith('kbanp.')) {
    return {
      kind: 'KubernetesBaselineAdminNetworkPolicy',
      namespace,
      name: without('kbanp.baselineadminnetworkpolicy.'),
    };
  }
  const name = without(`${tier}.`);
  if (namespace === '') return { kind: staged ? 'StagedGlobalNetworkPolicy' : 'GlobalNetworkPolicy', namespace, name };
  return { kind: staged ? 'StagedNetworkPolicy' : 'NetworkPolicy', namespace, name };
}
