import { describe, expect, it } from 'vitest';
import type { ClusterProblem } from '../../../../main/engine/cluster/cluster';
import { POLICY_CODES, policyDiagnostics } from '../../../../main/engine/compile/policy-diagnostics';
import type { PolicyProblem } from '../../../../main/engine/compile/read-policy';
import { loadFiles } from '../../../../main/engine/load/load-files';

const TEXT = `apiVersion: projectcalico.org/v3
kind: NetworkPolicy
metadata: { name: web, namespace: prod }
spec:
  ingress:
    - source: { nets: [10.0.0.0/8, oops] } # ${'x'.repeat(200)}
---
apiVersion: projectcalico.org/v3
kind: HostEndpoint
metadata: { name: node1 }
spec:
  interfaceName: eth0
---
apiVersion: projectcalico.org/v3
kind: Profile
metadata: { name: own }
spec:
  ingress:
    - protocol: GRE
`;

const { resources, sources } = loadFiles([{ role: 'snapshot', path: 'all.yaml', text: TEXT }], []);

function resource(kind: string) {
  const found = resources.find((candidate) => candidate.kind === kind);
  if (found === undefined) throw new Error(kind);
  return found;
}

function problem(tag: PolicyProblem['tag']): PolicyProblem {
  return {
    resource: resource('NetworkPolicy'),
    tag,
    path: ['spec', 'ingress', 0, 'source', 'nets', 1],
    why: 'it is so',
  };
}

function endpointProblem(tag: ClusterProblem['tag']): ClusterProblem {
  return { resource: resource('HostEndpoint'), tag, path: ['spec', 'node'], why: 'it has no node' };
}

describe('what Calico does otherwise than a file says', () => {
  it('is shown with its place, its line and its consequence', () => {
    expect(policyDiagnostics([problem('dropped')], [], sources)).toEqual([
      {
        code: 'POL02',
        severity: 'warning',
        position: { file: 'snapshot/all.yaml', line: 6, column: 36 },
        excerpt: `    - source: { nets: [10.0.0.0/8, oops] } # ${'x'.repeat(200)}`.slice(0, 160),
        message: 'NetworkPolicy prod/web: it is so. Only this criterion is gone; the rule matches more than it says.',
        help: 'Correct or remove the entry.',
      },
    ]);
  });

  it.each([
    ['ignored', 'POL01', 'error', 'Felix ignores the whole policy: it is as if it were not there.'],
    ['unreadable', 'POL03', 'error', 'Once stored, no policy of this kind can be read any more.'],
    ['panic', 'POL04', 'error', 'Felix crashes on it: no later change takes effect until it is gone.'],
    ['converted', 'POL05', 'warning', 'Calico converts the rest of the policy.'],
    ['unsupported', 'POL06', 'warning', 'It has no effect.'],
    [
      'unrenderable',
      'POL08',
      'error',
      'Felix crashes where the policy applies: no later change takes effect there until it is gone.',
    ],
  ] as const)('%s is %s', (tag, code, severity, consequence) => {
    expect(policyDiagnostics([problem(tag)], [], sources)).toMatchObject([
      { code, severity, message: `NetworkPolicy prod/web: it is so. ${consequence}` },
    ]);
  });

  it('of a host endpoint comes after the policies', () => {
    const host = endpointProblem('ignored');
    const [first, second] = policyDiagnostics([problem('ignored')], [host], sources);
    expect(first?.code).toBe('POL01');
    expect(second).toEqual({
      code: 'POL07',
      severity: 'error',
      position: { file: 'snapshot/all.yaml', line: 11, column: 1 },
      excerpt: 'spec:',
      message: 'HostEndpoint node1: it has no node. The host falls back to a wildcard endpoint, or has none.',
      help: 'Correct the field.',
    });
  });

  it('of a profile whose rules Felix refuses is an error: what it allows is closed', () => {
    const path = ['spec', 'ingress', 0, 'protocol'];
    const refused = { resource: resource('Profile'), tag: 'ignored', path, why: 'it is so' } as const;
    expect(policyDiagnostics([refused], [], sources)).toEqual([
      {
        code: 'POL11',
        severity: 'error',
        position: { file: 'snapshot/all.yaml', line: 19, column: 7 },
        excerpt: '    - protocol: GRE',
        message:
          'Profile own: it is so. Felix refuses the whole profile: what it allows is closed, both ways, where no policy decides before it.',
        help: 'Correct the field; `calicoctl validate` refuses it.',
      },
    ]);
    expect(policyDiagnostics([{ ...refused, tag: 'dropped' }], [], sources)).toMatchObject([{ code: 'POL02' }]);
  });

  it('of an endpoint or a set that Felix cannot live with is told as of a policy', () => {
    const problems = [endpointProblem('unreadable'), endpointProblem('panic')];
    expect(policyDiagnostics([], problems, sources).map(({ code }) => code)).toEqual(['POL03', 'POL04']);
  });

  it('of labels that Felix does not know is a warning', () => {
    expect(policyDiagnostics([], [endpointProblem('labels')], sources)).toMatchObject([
      {
        code: 'POL09',
        severity: 'warning',
        message:
          'HostEndpoint node1: it has no node. Felix then knows none of the labels that it gives: selectors miss what refers to it.',
        help: 'Give the label a shorter key, or correct the field.',
      },
    ]);
  });

  it('of an entry that is left out is a warning', () => {
    expect(policyDiagnostics([], [endpointProblem('entry')], sources)).toMatchObject([
      {
        code: 'POL10',
        severity: 'warning',
        message: 'HostEndpoint node1: it has no node. Rules that select the object do not match what it stands for.',
        help: 'Correct or remove the entry.',
      },
    ]);
  });

  it('a field of the wrong type is not told again: loading tells it', () => {
    expect(policyDiagnostics([problem('undecodable')], [endpointProblem('undecodable')], sources)).toEqual([]);
  });

  it('of an object that no file holds has no line', () => {
    expect(policyDiagnostics([problem('ignored')], [], new Map())).toMatchObject([{ excerpt: '' }]);
  });

  it('every code is used once', () => {
    const codes = Object.values(POLICY_CODES).map(({ code }) => code);
    expect(new Set(codes).size).toBe(codes.length);
  });
});
