import type { ClusterProblem } from '../cluster/cluster';
import { locate } from '../load/locate';
import { excerpt } from '../load/excerpt';
import type { SourceTexts } from '../load/source-texts';
import type { Diagnostic, DiagnosticSeverity } from '../model/diagnostic';
import type { Resource } from '../model/resource';
import type { FieldPath } from '../model/source';
import type { PolicyProblem } from './read-policy';

/** The diagnostics of policies, profiles and endpoints that Calico does not treat as written. Each stands in docs/diagnostics.md. */
export const POLICY_CODES = {
  ignored: { code: 'POL01', severity: 'error' },
  dropped: { code: 'POL02', severity: 'warning' },
  unreadable: { code: 'POL03', severity: 'error' },
  panic: { code: 'POL04', severity: 'error' },
  converted: { code: 'POL05', severity: 'warning' },
  unsupported: { code: 'POL06', severity: 'warning' },
  endpointIgnored: { code: 'POL07', severity: 'error' },
  unrenderable: { code: 'POL08', severity: 'error' },
  labels: { code: 'POL09', severity: 'warning' },
  entry: { code: 'POL10', severity: 'warning' },
  profileRefused: { code: 'POL11', severity: 'error' },
} as const satisfies Record<string, { readonly code: string; readonly severity: DiagnosticSeverity }>;

type Problem = keyof typeof POLICY_CODES;

const CONSEQUENCES: Readonly<Record<Problem, string>> = {
  ignored: 'Felix ignores the whole policy: it is as if it were not there.',
  dropped: 'Only this criterion is gone; the rule matches more than it says.',
  unreadable: 'Once stored, no policy of this kind can be read any more.',
  panic: 'Felix crashes on it: no later change takes effect until it is gone.',
  converted: 'Calico converts the rest of the policy.',
  unsupported: 'It has no effect.',
  unrenderable: 'Felix crashes where the policy applies: no later change takes effect there until it is gone.',
  labels: 'Felix then knows none of the labels that it gives: selectors miss what refers to it.',
  entry: 'Rules that select the object do not match what it stands for.',
  endpointIgnored: 'The host falls back to a wildcard endpoint, or has none.',
  profileRefused:
    'Felix refuses the whole profile: what it allows is closed, both ways, where no policy decides before it.',
};

const HELPS: Readonly<Record<Problem, string>> = {
  ignored: 'Correct the field; `calicoctl validate` refuses it.',
  dropped: 'Correct or remove the entry.',
  unreadable: 'Correct the field before it is applied.',
  panic: 'Correct the field before it is applied.',
  converted: 'Correct the rule, or remove it.',
  unsupported: 'Move it to ClusterNetworkPolicy (Calico v3.32 and later).',
  endpointIgnored: 'Correct the field.',
  entry: 'Correct or remove the entry.',
  labels: 'Give the label a shorter key, or correct the field.',
  unrenderable: 'Write Allow, Deny, Pass or Log before it is applied.',
  profileRefused: 'Correct the field; `calicoctl validate` refuses it.',
};

/**
 * What Calico does otherwise than policies, endpoints and sets say, with file, line and column. A field of the wrong type is not repeated:
 * loading tells it (LOAD18).
 */
export function policyDiagnostics(
  policies: readonly PolicyProblem[],
  endpoints: readonly ClusterProblem[],
  sources: SourceTexts,
): readonly Diagnostic[] {
  return [...policies, ...endpoints].flatMap(({ tag, resource, path, why }) =>
    tag === 'undecodable'
      ? []
      : [diagnose(tag === 'ignored' ? ignoredAs(resource) : tag, resource, path, why, sources)],
  );
}

function ignoredAs({ kind }: Resource): Problem {
  switch (kind) {
    case 'HostEndpoint':
      return 'endpointIgnored';
    case 'Profile':
      return 'profileRefused';
    default:
      return 'ignored';
  }
}

function diagnose(
  problem: Problem,
  resource: Resource,
  path: FieldPath,
  why: string,
  sources: SourceTexts,
): Diagnostic {
  const position = locate(sources, resource.origin, path);
  const shown = excerpt(sources, position.file, position.line, 0, 0)?.lines[0] ?? '';
  const name = resource.namespace === '' ? resource.name : `${resource.namespace}/${resource.name}`;
  return {
    ...POLICY_CODES[problem],
    position,
    excerpt: shown.slice(0, 160),
    message: `${resource.kind} ${name}: ${why}. ${CONSEQUENCES[problem]}`,
    help: HELPS[problem],
  };
}
