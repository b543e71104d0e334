import { describe, expect, it } from 'vitest';
import type { Policy } from '../../../../main/engine/compile/policy';
import { resourceOf } from '../cluster/resource-of';

import { kubernetes, object, policyOf, read } from './policy-objects';

describe('a Kubernetes policy', () => {
  it('is read as what Calico converts it to', () => {
    const from = kubernetes({
      podSelector: { matchLabels: { a: 'b' } },
      ingress: [{ from: [{ podSelector: {} }], ports: [{ port: 80 }] }],
    });
    const policy = policyOf(from);
    expect(policy).toMatchObject({
      kind: 'KubernetesNetworkPolicy',
      namespace: 'prod',
      name: 'p',
      tier: 'default',
      order: 1000,
      stagedAction: 'Set',
      selector: {
        text: '((projectcalico.org/orchestrator == "k8s" && a == "b") && projectcalico.org/namespace == "prod")',
      },
      written: "projectcalico.org/orchestrator == 'k8s' && a == 'b'",
      ingress: true,
      egress: false,
      hook: 'normal',
      applyOnForward: false,
      outbound: [],
      resource: resourceOf(from),
    });
    expect(policy.inbound).toMatchObject([
      {
        index: 0,
        action: 'allow',
        protocol: { number: 6, named: true },
        source: {
          positive: { text: '(projectcalico.org/namespace == "prod" && projectcalico.org/orchestrator == "k8s")' },
        },
        destination: { ports: { ranges: [{ first: 80, last: 80 }], names: [] } },
        path: ['spec', 'ingress', 0],
      },
    ]);
  });

  it('numbers the rules after conversion', () => {
    const from = kubernetes({ ingress: [{ ports: [{}, { protocol: 'UDP' }] }, {}], egress: [{}] });
    const outline = (rules: Policy['inbound']) => rules.map(({ index, path }) => [index, path.at(-1)]);
    const policy = policyOf(from);
    expect(outline(policy.inbound)).toEqual([
      [0, 0],
      [1, 0],
      [2, 1],
    ]);
    expect(outline(policy.outbound)).toEqual([[0, 0]]);
  });

  it('gets the types of kube-apiserver where a file holds it, and those of Calico once stored without', () => {
    const from = kubernetes({ egress: [{}] });
    expect(policyOf(from, 'written')).toMatchObject({ ingress: true, egress: true });
    expect(policyOf(from, 'stored')).toMatchObject({ ingress: true, egress: false });
  });

  it('loses a rule that cannot be converted and nothing else; staged it is lost as a whole', () => {
    const spec = { ingress: [{ ports: [{ port: 70_000 }] }, {}] };
    const problems = [
      {
        tag: 'converted',
        path: ['spec', 'ingress', 0, 'ports'],
        why: 'port 70000 cannot be read: the rule is dropped',
      },
    ];
    expect(read(kubernetes(spec))).toMatchObject({ policy: { inbound: [{ path: ['spec', 'ingress', 1] }] }, problems });
    expect(read(object('StagedKubernetesNetworkPolicy', spec))).toMatchObject({ policy: null, problems });
  });

  it('that is staged is not filled in by anybody', () => {
    expect(policyOf(object('StagedKubernetesNetworkPolicy', { egress: [{}] }), 'written')).toMatchObject({
      kind: 'StagedKubernetesNetworkPolicy',
      namespace: 'prod',
      order: 1000,
      ingress: true,
      egress: false,
    });
  });

  it('with a quote in a label is ignored', () => {
    const spec = { podSelector: { matchLabels: { a: "o'brien" } } };
    expect(read(object('StagedKubernetesNetworkPolicy', spec))).toMatchObject({
      policy: null,
      problems: [
        {
          tag: 'ignored',
          path: ['spec'],
          why: 'a label of the pod selector breaks the selector that Calico makes of it',
        },
      ],
    });
  });
});

describe('policies of the network policy API', () => {
  const ALL = { namespaces: {} };

  it('a ClusterNetworkPolicy is global, and for both directions where no rule is left', () => {
    expect(policyOf(object('ClusterNetworkPolicy', { tier: 'Admin', priority: 3, subject: ALL }))).toMatchObject({
      kind: 'KubernetesClusterNetworkPolicy',
      namespace: '',
      tier: 'kube-admin',
      order: 3,
      selector: { text: '(projectcalico.org/orchestrator == "k8s" && has(projectcalico.org/namespace))' },
      written: "projectcalico.org/orchestrator == 'k8s', namespace all()",
      ingress: true,
      egress: true,
    });
  });

  it('a rule of it that cannot be converted is told, with what becomes of it', () => {
    const spec = { tier: 'Admin', subject: ALL, ingress: [{ action: 'Deny', from: [{ nodes: {} }] }] };
    expect(read(object('ClusterNetworkPolicy', spec))).toMatchObject({
      policy: { ingress: true, egress: false, inbound: [{ action: 'deny' }] },
      problems: [
        {
          tag: 'converted',
          path: ['spec', 'ingress', 0],
          why: 'the peer has none of the fields that Calico supports: the rule becomes a Deny of everything',
        },
      ],
    });
  });

  it('its rules are not bound to a namespace', () => {
    const spec = { tier: 'Admin', subject: ALL, egress: [{ action: 'Accept', to: [{ pods: {} }] }] };
    expect(policyOf(object('ClusterNetworkPolicy', spec)).outbound[0]?.destination.positive?.text).toBe(
      '(has(projectcalico.org/namespace) && projectcalico.org/orchestrator == "k8s")',
    );
  });

  it('of an unknown tier is skipped', () => {
    const from = object('ClusterNetworkPolicy', { tier: 'Other', subject: ALL });
    expect(read(from)).toEqual({
      policy: null,
      problems: [
        {
          resource: resourceOf(from),
          tag: 'ignored',
          path: ['spec'],
          why: 'Calico skips a ClusterNetworkPolicy of an unknown tier or without a subject',
        },
      ],
    });
  });

  it.each(['AdminNetworkPolicy', 'BaselineAdminNetworkPolicy'])('an %s has no effect from v3.32 on', (kind) => {
    expect(read(object(kind, { priority: 5, subject: ALL }))).toMatchObject({
      policy: null,
      problems: [{ tag: 'unsupported', path: [], why: 'Calico from v3.32 on ignores this kind' }],
    });
  });

  it('up to v3.31 they are read', () => {
    const spec = { priority: 5, subject: ALL };
    expect(policyOf(object('AdminNetworkPolicy', spec), 'written', 'tier-prefixed')).toMatchObject({
      kind: 'KubernetesAdminNetworkPolicy',
      tier: 'adminnetworkpolicy',
      namespace: '',
      order: 5,
    });
    expect(policyOf(object('BaselineAdminNetworkPolicy', spec), 'written', 'tier-prefixed')).toMatchObject({
      kind: 'KubernetesBaselineAdminNetworkPolicy',
      tier: 'baselineadminnetworkpolicy',
      order: 1000,
    });
    expect(read(object('AdminNetworkPolicy', {}), 'written', 'tier-prefixed')).toMatchObject({
      policy: null,
      problems: [{ tag: 'ignored', path: ['spec'], why: 'Calico skips an admin network policy without a subject' }],
    });
  });
});
