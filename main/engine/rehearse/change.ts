import { writtenKubernetesTypes } from '../compile/kubernetes-policy';
import type { Policy, StagedAction } from '../compile/policy';
import type { PolicyProblem } from '../compile/read-policy';
import { readPolicy } from '../compile/read-policy';
import type { PolicyForm } from '../compile/read-policy';
import type { SelectorInterner } from '../compile/selector-interner';
import { assertNever } from '../model/assert-never';
import type { JsonObject } from '../model/json';
import type { PolicyNaming } from '../model/profile-of-cluster';
import type { PolicyKind, Resource } from '../model/resource';
import { objectAt, readText } from '../load/fields';

/** A policy that the operator wants to roll out, in both of its forms. */
export interface Change {
  readonly resource: Resource;
  readonly action: StagedAction;
  /** As Felix computes with it while it is staged; `null` where it has no staged kind, or Felix does not see it. */
  readonly staged: Policy | null;
  /** As it will be in force; `null` where Calico will ignore it. */
  readonly promoted: Policy | null;
  readonly problems: readonly PolicyProblem[];
}

/**
 * Reads a change. Both forms are read from the document, not one from the other: a StagedKubernetesNetworkPolicy without policyTypes
 * previews ingress only and isolates egress once promoted, and one bad port hides all of it, but only that rule of the promoted one.
 * A NetworkPolicy is staged with the policyTypes that the API server would give it.
 */
export function readChange(
  resource: Resource,
  form: PolicyForm,
  interner: SelectorInterner,
  naming: PolicyNaming,
): Change {
  const kind = resource.kind as PolicyKind;
  const written = readText(objectAt(resource.body, 'spec'), 'stagedAction');
  const action = written === 'Delete' || written === 'Learn' || written === 'Ignore' ? written : 'Set';
  const staged = stagedKind(kind);
  const preview =
    staged === null || action === 'Delete'
      ? null
      : readPolicy({ ...resource, kind: staged, body: stagedBody(resource) }, form, interner, naming);
  const promoted = readPolicy({ ...resource, kind: enforcedKind(kind) }, 'written', interner, naming);
  const problems = kind === staged && preview !== null ? preview.problems : promoted.problems;
  return { resource, action, staged: preview?.policy ?? null, promoted: promoted.policy, problems };
}

function stagedBody({ kind, body }: Resource): JsonObject {
  if (kind !== 'KubernetesNetworkPolicy') return body;
  return { ...body, spec: writtenKubernetesTypes(objectAt(body, 'spec')) };
}

/** Whether such a change stays staged when the others are promoted. */
export function stagesOnly(action: StagedAction): boolean {
  return action === 'Learn' || action === 'Ignore';
}

/** The kind that a staged policy becomes in force (calico: api/pkg/apis/projectcalico/v3/staged*.go Convert…ToEnforced). */
export function enforcedKind(kind: PolicyKind): PolicyKind {
  switch (kind) {
    case 'StagedGlobalNetworkPolicy':
      return 'GlobalNetworkPolicy';
    case 'StagedNetworkPolicy':
      return 'NetworkPolicy';
    case 'StagedKubernetesNetworkPolicy':
      return 'KubernetesNetworkPolicy';
    case 'GlobalNetworkPolicy':
    case 'NetworkPolicy':
    case 'KubernetesNetworkPolicy':
    case 'KubernetesClusterNetworkPolicy':
    case 'KubernetesAdminNetworkPolicy':
    case 'KubernetesBaselineAdminNetworkPolicy':
      return kind;
    default:
      return assertNever(kind);
  }
}

/** The staged kind of an enforced one; `null` where Calico has none: such a change cannot be staged. */
export function stagedKind(kind: PolicyKind): PolicyKind | null {
  switch (kind) {
    case 'GlobalNetworkPolicy':
      return 'StagedGlobalNetworkPolicy';
    case 'NetworkPolicy':
      return 'StagedNetworkPolicy';
    case 'KubernetesNetworkPolicy':
      return 'StagedKubernetesNetworkPolicy';
    case 'StagedGlobalNetworkPolicy':
    case 'StagedNetworkPolicy':
    case 'StagedKubernetesNetworkPolicy':
      return kind;
    case 'KubernetesClusterNetworkPolicy':
    case 'KubernetesAdminNetworkPolicy':
    case 'KubernetesBaselineAdminNetworkPolicy':
      return null;
    default:
      return assertNever(kind);
  }
}
