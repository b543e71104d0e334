import { readBoolean, readList, readNumber, readObject, readText } from '../load/fields';
import { findUndecodable } from '../load/undecodable';
import { assertNever } from '../model/assert-never';
import type { JsonObject } from '../model/json';
import type { PolicyNaming } from '../model/profile-of-cluster';
import type { PolicyKind, Resource } from '../model/resource';
import { POLICY_KINDS } from '../model/resource';
import type { FieldPath } from '../model/source';
import { convertAdminNetworkPolicy, convertBaselineAdminNetworkPolicy } from './admin-network-policy';
import { convertClusterNetworkPolicy } from './cluster-network-policy';
import type { ConvertedPolicy, ConvertedRule } from './converted-policy';
import { convertKubernetesPolicy, writtenKubernetesTypes } from './kubernetes-policy';
import type { IndexedSelector, Policy, Rule, StagedAction } from './policy';
import { isStagedKind } from './policy';
import { globalPolicySelector, namespacedPolicySelector } from './policy-selector';
import type { PolicySelectorFields } from './policy-selector';
import type { Governed } from './policy-types';
import { storedPolicyTypes, writtenPolicyTypes } from './policy-types';
import type { ReportProblem, RuleProblem } from './read-rule';
import { readRule, readRules } from './read-rule';
import type { SelectorInterner } from './selector-interner';
import { tierOfName } from './tier-of-name';

/**
 * Whether a policy stands as the API server stores it, defaults filled in (`stored`: what is missing is missing for Felix too), or as
 * somebody wrote it into a file (`written`: the write path will fill the defaults in).
 */
export type PolicyForm = 'stored' | 'written';

/** What Calico does otherwise than the document says. */
export interface PolicyProblem {
  readonly resource: Resource;
  /**
   * As in `RuleProblem`; `converted`: the conversion of a Kubernetes policy lost or closed a rule; `undecodable`: a field holds the wrong
   * type, and the whole object is absent.
   */
  readonly tag: RuleProblem['tag'] | 'converted' | 'unsupported' | 'undecodable';
  readonly path: FieldPath;
  readonly why: string;
}

/** `policy` is `null` where Calico treats the object as absent. */
export interface PolicyReading {
  readonly policy: Policy | null;
  readonly problems: readonly PolicyProblem[];
}

/** Reads one policy of any kind into what Felix computes with. `naming` is that of the cluster's version. */
export function readPolicy(
  resource: Resource,
  form: PolicyForm,
  interner: SelectorInterner,
  naming: PolicyNaming = 'plain',
): PolicyReading {
  const undecodable = findUndecodable(resource);
  if (undecodable !== null) return absent(resource, undecodable.path, undecodable.why, 'undecodable');
  const spec = readObject(resource.body, 'spec') ?? {};
  const kind = policyKind(resource);
  switch (kind) {
    case 'GlobalNetworkPolicy':
    case 'StagedGlobalNetworkPolicy':
    case 'NetworkPolicy':
    case 'StagedNetworkPolicy':
      return readCalicoPolicy(resource, kind, spec, form, interner, naming);
    case 'KubernetesNetworkPolicy':
      return readConverted(resource, kind, convertKubernetesPolicy(kubernetesSpec(spec, form)), interner);
    case 'StagedKubernetesNetworkPolicy': {
      const converted = convertKubernetesPolicy(spec);
      if (converted.failures.length === 0) return readConverted(resource, kind, converted, interner);
      return { policy: null, problems: conversionProblems(resource, converted) };
    }
    case 'KubernetesClusterNetworkPolicy': {
      const converted = convertClusterNetworkPolicy(spec);
      if (converted !== null) return readConverted(resource, kind, converted, interner);
      return absent(resource, ['spec'], 'Calico skips a ClusterNetworkPolicy of an unknown tier or without a subject');
    }
    case 'KubernetesAdminNetworkPolicy':
    case 'KubernetesBaselineAdminNetworkPolicy': {
      if (naming === 'plain') return absent(resource, [], 'Calico from v3.32 on ignores this kind', 'unsupported');
      const convert =
        kind === 'KubernetesAdminNetworkPolicy' ? convertAdminNetworkPolicy : convertBaselineAdminNetworkPolicy;
      const converted = convert(spec);
      if (converted !== null) return readConverted(resource, kind, converted, interner);
      return absent(resource, ['spec'], 'Calico skips an admin network policy without a subject');
    }
    default:
      return assertNever(kind);
  }
}

function policyKind(resource: Resource): PolicyKind {
  if (isPolicyResource(resource)) return resource.kind;
  throw new Error(`${resource.kind} is not a policy`);
}

const KINDS: ReadonlySet<string> = new Set(POLICY_KINDS);

export function isPolicyResource(resource: Resource): resource is Resource & { readonly kind: PolicyKind } {
  return KINDS.has(resource.kind);
}

function kubernetesSpec(spec: JsonObject, form: PolicyForm): JsonObject {
  return form === 'written' ? writtenKubernetesTypes(spec) : spec;
}

function absent(
  resource: Resource,
  path: FieldPath,
  why: string,
  tag: PolicyProblem['tag'] = 'ignored',
): PolicyReading {
  return { policy: null, problems: [{ resource, tag, path, why }] };
}

/** The selector fields of a Calico policy spec, as written. */
export function selectorFields(spec: JsonObject): PolicySelectorFields {
  return {
    selector: readText(spec, 'selector') ?? '',
    namespaceSelector: readText(spec, 'namespaceSelector') ?? '',
    serviceAccountSelector: readText(spec, 'serviceAccountSelector') ?? '',
  };
}

/** The selector text that Felix gets for a policy of this kind. */
export function effectiveSelectorText(kind: PolicyKind, fields: PolicySelectorFields, namespace: string): string {
  switch (kind) {
    case 'NetworkPolicy':
    case 'StagedNetworkPolicy':
    case 'KubernetesNetworkPolicy':
    case 'StagedKubernetesNetworkPolicy':
      return namespacedPolicySelector(fields, namespace);
    case 'GlobalNetworkPolicy':
    case 'StagedGlobalNetworkPolicy':
    case 'KubernetesClusterNetworkPolicy':
    case 'KubernetesAdminNetworkPolicy':
    case 'KubernetesBaselineAdminNetworkPolicy':
      return globalPolicySelector(fields);
    default:
      return assertNever(kind);
  }
}

function readCalicoPolicy(
  resource: Resource,
  kind: 'GlobalNetworkPolicy' | 'StagedGlobalNetworkPolicy' | 'NetworkPolicy' | 'StagedNetworkPolicy',
  spec: JsonObject,
  form: PolicyForm,
  interner: SelectorInterner,
  naming: PolicyNaming,
): PolicyReading {
  const global = kind === 'GlobalNetworkPolicy' || kind === 'StagedGlobalNetworkPolicy';
  const namespace = global ? '' : resource.namespace;
  const problems: PolicyProblem[] = [];
  const report = (problem: RuleProblem) => problems.push({ resource, ...problem });
  const fields = selectorFields(spec);
  const selector = interner.intern(effectiveSelectorText(kind, fields, namespace));
  if (selector === null) {
    report({
      tag: 'ignored',
      path: ['spec', 'selector'],
      why: 'the selector does not parse as Calico pastes it together',
    });
  }
  checkPerformanceHints(spec, report);
  return finish(problems, selector, (parsed) => ({
    kind,
    namespace,
    name: resource.name,
    tier: naming === 'plain' ? tierOf(spec) : tierOfName(resource.name),
    order: readNumber(spec, 'order') ?? Number.POSITIVE_INFINITY,
    stagedAction: stagedAction(kind, spec),
    selector: parsed,
    written: writtenSelector(fields),
    ...(form === 'stored' ? storedPolicyTypes(spec) : writtenPolicyTypes(spec)),
    hook: global ? policyHook(spec) : 'normal',
    applyOnForward: global && readBoolean(spec, 'applyOnForward') === true,
    inbound: readRules(spec, 'ingress', namespace, interner, report),
    outbound: readRules(spec, 'egress', namespace, interner, report),
    resource,
  }));
}

function readConverted(
  resource: Resource,
  kind: Exclude<
    PolicyKind,
    'GlobalNetworkPolicy' | 'StagedGlobalNetworkPolicy' | 'NetworkPolicy' | 'StagedNetworkPolicy'
  >,
  converted: ConvertedPolicy,
  interner: SelectorInterner,
): PolicyReading {
  const namespaced = kind === 'KubernetesNetworkPolicy' || kind === 'StagedKubernetesNetworkPolicy';
  const namespace = namespaced ? resource.namespace : '';
  const problems = [...conversionProblems(resource, converted)];
  const report = (problem: RuleProblem) => problems.push({ resource, ...problem });
  const fields = { ...converted, serviceAccountSelector: '' };
  const selector = interner.intern(effectiveSelectorText(kind, fields, namespace));
  if (selector === null) {
    report({
      tag: 'ignored',
      path: ['spec'],
      why: 'a label of the pod selector breaks the selector that Calico makes of it',
    });
  }
  const rules = (list: readonly ConvertedRule[]): readonly Rule[] =>
    list.map(({ rule, path }, index) => readRule(rule, index, path, namespace, interner, report));
  return finish(problems, selector, (parsed) => ({
    kind,
    namespace,
    name: resource.name,
    tier: converted.tier,
    order: converted.order,
    stagedAction: stagedAction(kind, readObject(resource.body, 'spec') ?? {}),
    selector: parsed,
    written: writtenSelector(fields),
    ...convertedTypes(converted),
    hook: 'normal',
    applyOnForward: false,
    inbound: rules(converted.ingress),
    outbound: rules(converted.egress),
    resource,
  }));
}

/** The only hint there is, and once at most (calico: libcalico-go/lib/backend/model/policy.go). */
function checkPerformanceHints(spec: JsonObject, report: ReportProblem): void {
  const hints = readList(spec, 'performanceHints') ?? [];
  const bad = hints.findIndex((hint, index) => hint !== 'AssumeNeededOnEveryNode' || index > 0);
  if (bad < 0) return;
  const path = ['spec', 'performanceHints', bad];
  report({ tag: 'ignored', path, why: 'AssumeNeededOnEveryNode is the only performance hint, and once at most' });
}

/** Without resulting types Felix counts both directions (calico: felix/calc/policy_sorter.go ExtractPolicyMetadata). */
export function convertedTypes(converted: ConvertedPolicy): Governed {
  if (converted.types.length === 0) return { ingress: true, egress: true };
  return { ingress: converted.types.includes('Ingress'), egress: converted.types.includes('Egress') };
}

/** A policy with a problem that Felix's filter sees is absent; what is only dropped leaves it in force. */
function finish(
  problems: readonly PolicyProblem[],
  selector: IndexedSelector | null,
  build: (selector: IndexedSelector) => Policy,
): PolicyReading {
  const policy = selector === null ? null : build(selector);
  const ignored = problems.some((problem) => problem.tag === 'ignored' || problem.tag === 'unreadable');
  return { policy: ignored ? null : policy, problems };
}

function conversionProblems(resource: Resource, converted: ConvertedPolicy): readonly PolicyProblem[] {
  return converted.failures.map((failure) => ({
    resource,
    tag: 'converted',
    path: failure.path,
    why: `${failure.why}: ${failure.instead === 'deny' ? 'the rule becomes a Deny of everything' : 'the rule is dropped'}`,
  }));
}

function tierOf(spec: JsonObject): string {
  const tier = readText(spec, 'tier') ?? '';
  return tier === '' ? 'default' : tier;
}

function policyHook(spec: JsonObject): Policy['hook'] {
  if (readBoolean(spec, 'doNotTrack') === true) return 'untracked';
  return readBoolean(spec, 'preDNAT') === true ? 'preDNAT' : 'normal';
}

/** Enforced kinds have no such field; whatever is not one of the other three acts as Set (calico: updateprocessors/staged*processor.go). */
function stagedAction(kind: PolicyKind, spec: JsonObject): StagedAction {
  if (!isStagedKind(kind)) return 'Set';
  const written = readText(spec, 'stagedAction');
  return written === 'Delete' || written === 'Learn' || written === 'Ignore' ? written : 'Set';
}

function writtenSelector(fields: PolicySelectorFields): string {
  const parts = [
    fields.selector,
    fields.namespaceSelector === '' ? '' : `namespace ${fields.namespaceSelector}`,
    fields.serviceAccountSelector === '' ? '' : `service account ${fields.serviceAccountSelector}`,
  ].filter((part) => part !== '');
  return parts.length === 0 ? 'all()' : parts.join(', ');
}
