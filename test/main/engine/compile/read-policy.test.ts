import { describe, expect, it } from 'vitest';
import type { Policy } from '../../../../main/engine/compile/policy';
import type { PolicyForm, PolicyReading } from '../../../../main/engine/compile/read-policy';
import {
  convertedTypes,
  effectiveSelectorText,
  isPolicyResource,
  readPolicy,
  selectorFields,
} from '../../../../main/engine/compile/read-policy';
import { createSelectorInterner } from '../../../../main/engine/compile/selector-interner';
import type { JsonObject } from '../../../../main/engine/model/json';
import type { PolicyNaming } from '../../../../main/engine/model/profile-of-cluster';
import type { PolicyKind } from '../../../../main/engine/model/resource';
import { resourceOf } from '../cluster/resource-of';

const API_VERSIONS: Readonly<Record<string, string>> = {
  ClusterNetworkPolicy: 'policy.networking.k8s.io/v1alpha2',
  AdminNetworkPolicy: 'policy.networking.k8s.io/v1alpha1',
  BaselineAdminNetworkPolicy: 'policy.networking.k8s.io/v1alpha1',
};

function object(kind: string, spec: JsonObject | null, name = 'p'): JsonObject {
  const namespaced =
    kind === 'NetworkPolicy' || kind === 'StagedNetworkPolicy' || kind === 'StagedKubernetesNetworkPolicy';
  const apiVersion = API_VERSIONS[kind] ?? 'projectcalico.org/v3';
  return { apiVersion, kind, metadata: { name, ...(namespaced ? { namespace: 'prod' } : {}) }, spec };
}

function kubernetes(spec: JsonObject): JsonObject {
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { namespace: 'prod', name: 'p' },
    spec,
  };
}

function read(from: JsonObject, form: PolicyForm = 'written', naming?: PolicyNaming): PolicyReading {
  return naming === undefined
    ? readPolicy(resourceOf(from), form, createSelectorInterner())
    : readPolicy(resourceOf(from), form, createSelectorInterner(), naming);
}

function policyOf(from: JsonObject, form: PolicyForm = 'written', naming?: PolicyNaming): Policy {
  const { policy, problems } = read(from, form, naming);
  if (policy === null) throw new Error(JSON.stringify(problems.map(({ why }) => why)));
  return policy;
}

describe('a Calico policy', () => {
  it('without anything applies to everything, in tier default, after every number, for ingress', () => {
    const resource = resourceOf(object('GlobalNetworkPolicy', null));
    expect(readPolicy(resource, 'written', createSelectorInterner())).toEqual({
      policy: {
        kind: 'GlobalNetworkPolicy',
        namespace: '',
        name: 'p',
        tier: 'default',
        order: Number.POSITIVE_INFINITY,
        stagedAction: 'Set',
        selector: { index: 0, text: 'all()', selector: { tag: 'all' } },
        written: 'all()',
        ingress: true,
        egress: false,
        hook: 'normal',
        applyOnForward: false,
        inbound: [],
        outbound: [],
        resource,
      },
      problems: [],
    });
  });

  it('keeps tier, order, selectors and rules', () => {
    const policy = policyOf(
      object('GlobalNetworkPolicy', {
        tier: 'security',
        order: -1.5,
        selector: "a == 'b'",
        namespaceSelector: 'has(n)',
        serviceAccountSelector: 'has(t)',
        ingress: [{ action: 'Deny' }],
        egress: [{ action: 'Pass' }, { action: 'Allow' }],
      }),
    );
    expect(policy).toMatchObject({
      tier: 'security',
      order: -1.5,
      selector: { text: '((a == "b" && has(pcns.n)) && has(pcsa.t))' },
      written: "a == 'b', namespace has(n), service account has(t)",
      ingress: true,
      egress: true,
      inbound: [{ action: 'deny', path: ['spec', 'ingress', 0] }],
      outbound: [{ action: 'pass' }, { action: 'allow', path: ['spec', 'egress', 1] }],
    });
  });

  it('an empty tier is the default tier', () => {
    expect(policyOf(object('GlobalNetworkPolicy', { tier: '' })).tier).toBe('default');
  });

  it('its rules select within its namespace, those of a global policy anywhere', () => {
    const spec = { ingress: [{ source: { selector: 'has(a)' } }], egress: [{ destination: { selector: 'has(a)' } }] };
    const texts = (policy: Policy) => [
      policy.inbound[0]?.source.positive?.text,
      policy.outbound[0]?.destination.positive?.text,
    ];
    const scoped = '(projectcalico.org/namespace == "prod" && has(a))';
    expect(texts(policyOf(object('NetworkPolicy', spec)))).toEqual([scoped, scoped]);
    expect(texts(policyOf(object('StagedNetworkPolicy', spec)))).toEqual([scoped, scoped]);
    expect(texts(policyOf(object('GlobalNetworkPolicy', spec)))).toEqual(['has(a)', 'has(a)']);
    expect(texts(policyOf(object('StagedGlobalNetworkPolicy', spec)))).toEqual(['has(a)', 'has(a)']);
  });

  it('of a namespace selects within it', () => {
    expect(policyOf(object('NetworkPolicy', { selector: 'has(a)' }))).toMatchObject({
      kind: 'NetworkPolicy',
      namespace: 'prod',
      selector: { text: '(has(a) && projectcalico.org/namespace == "prod")' },
      written: 'has(a)',
    });
  });

  it('without types is filled in where a file holds it, and is for both directions once stored so', () => {
    const from = object('NetworkPolicy', { egress: [{ action: 'Allow' }] });
    expect(policyOf(from, 'written')).toMatchObject({ ingress: false, egress: true });
    expect(policyOf(from, 'stored')).toMatchObject({ ingress: true, egress: true });
  });
});

describe('where a policy is enforced on a host', () => {
  const hookOf = (spec: JsonObject, kind = 'GlobalNetworkPolicy') => {
    const { hook, applyOnForward } = policyOf(object(kind, spec));
    return [hook, applyOnForward];
  };

  it('is before connection tracking, before NAT, or neither', () => {
    expect(hookOf({ doNotTrack: true, applyOnForward: true })).toEqual(['untracked', true]);
    expect(hookOf({ preDNAT: true, applyOnForward: true })).toEqual(['preDNAT', true]);
    expect(hookOf({ doNotTrack: true, preDNAT: true })).toEqual(['untracked', false]);
    expect(hookOf({ applyOnForward: true })).toEqual(['normal', true]);
    expect(hookOf({ doNotTrack: false, preDNAT: false, applyOnForward: false })).toEqual(['normal', false]);
  });

  it('a policy of a namespace has no such choice', () => {
    expect(hookOf({ doNotTrack: true, applyOnForward: true }, 'NetworkPolicy')).toEqual(['normal', false]);
  });

  it('a staged global policy has', () => {
    expect(hookOf({ preDNAT: true }, 'StagedGlobalNetworkPolicy')).toEqual(['preDNAT', false]);
  });
});

describe('the action of a staged policy', () => {
  const actionOf = (kind: string, spec: JsonObject) => policyOf(object(kind, spec)).stagedAction;

  it.each(['Delete', 'Learn', 'Ignore'] as const)('%s is itself, in all three kinds', (stagedAction) => {
    expect(actionOf('StagedGlobalNetworkPolicy', { stagedAction })).toBe(stagedAction);
    expect(actionOf('StagedNetworkPolicy', { stagedAction })).toBe(stagedAction);
    expect(actionOf('StagedKubernetesNetworkPolicy', { stagedAction })).toBe(stagedAction);
  });

  it('is Set where there is no spec', () => {
    expect(policyOf(object('StagedKubernetesNetworkPolicy', null)).stagedAction).toBe('Set');
  });

  it('is no field of an enforced kind', () => {
    expect(actionOf('NetworkPolicy', { stagedAction: 'Delete' })).toBe('Set');
    expect(actionOf('GlobalNetworkPolicy', { stagedAction: 'Learn' })).toBe('Set');
  });

  it.each(['Set', '', 'delete', 'Other', null])('%s acts as Set', (stagedAction) => {
    expect(actionOf('StagedGlobalNetworkPolicy', { stagedAction })).toBe('Set');
  });
});

describe('a policy that Felix ignores', () => {
  it('has a selector that does not parse once it is pasted', () => {
    expect(read(object('NetworkPolicy', { selector: ' ' }))).toMatchObject({
      policy: null,
      problems: [
        { tag: 'ignored', path: ['spec', 'selector'], why: 'the selector does not parse as Calico pastes it together' },
      ],
    });
    expect(read(object('GlobalNetworkPolicy', { selector: ' ' })).problems).toEqual([]);
  });

  it('has a rule that Felix does not take, or that cannot be decoded', () => {
    const from = object('GlobalNetworkPolicy', { egress: [{}, { protocol: 'GRE' }] });
    expect(read(from)).toEqual({
      policy: null,
      problems: [
        {
          resource: resourceOf(from),
          tag: 'ignored',
          path: ['spec', 'egress', 1, 'protocol'],
          why: '"GRE" is not a protocol that Calico knows',
        },
      ],
    });
    expect(read(object('GlobalNetworkPolicy', { ingress: [{ protocol: 256 }] }))).toMatchObject({
      policy: null,
      problems: [{ tag: 'unreadable' }],
    });
  });

  it('is not one that only loses a criterion, or crashes Felix', () => {
    expect(read(object('GlobalNetworkPolicy', { ingress: [{ source: { nets: ['x'] } }] }))).toMatchObject({
      policy: { name: 'p' },
      problems: [{ tag: 'dropped' }],
    });
    expect(read(object('GlobalNetworkPolicy', { ingress: [{ action: 'Reject' }] }))).toMatchObject({
      policy: { name: 'p' },
      problems: [{ tag: 'unrenderable' }],
    });
  });

  it('has a field of the wrong type', () => {
    expect(read(object('GlobalNetworkPolicy', { order: 'first' }))).toMatchObject({
      policy: null,
      problems: [{ tag: 'undecodable', path: ['spec', 'order'] }],
    });
  });

  it('has a performance hint that is unknown or stands twice', () => {
    const hint = 'AssumeNeededOnEveryNode';
    const why = 'AssumeNeededOnEveryNode is the only performance hint, and once at most';
    const hints = (...performanceHints: readonly string[]) =>
      read(object('GlobalNetworkPolicy', { performanceHints: [...performanceHints] }));
    expect(hints(hint)).toMatchObject({ policy: { name: 'p' }, problems: [] });
    expect(hints('Other')).toMatchObject({
      policy: null,
      problems: [{ tag: 'ignored', path: ['spec', 'performanceHints', 0], why }],
    });
    expect(hints(hint, hint)).toMatchObject({
      policy: null,
      problems: [{ tag: 'ignored', path: ['spec', 'performanceHints', 1], why }],
    });
  });
});

describe('the tier of a policy up to v3.31', () => {
  const tierOf = (name: string) =>
    policyOf(object('GlobalNetworkPolicy', { tier: 'other' }, name), 'written', 'tier-prefixed').tier;

  it('is the beginning of its name, not what the spec says', () => {
    expect(tierOf('security.web')).toBe('security');
    expect(tierOf('default.web')).toBe('default');
    expect(tierOf('a.b')).toBe('a');
  });

  it('is the default tier without one', () => {
    expect(tierOf('web')).toBe('default');
    expect(tierOf('knp.default.web')).toBe('default');
    expect(tierOf('knp.web')).toBe('knp');
  });

  it('is what the spec says from v3.32 on', () => {
    expect(policyOf(object('GlobalNetworkPolicy', { tier: 'other' }, 'security.web')).tier).toBe('other');
  });
});

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

describe('what other rooms ask of a policy', () => {
  it('the selector text of a kind is that of its scope', () => {
    const fields = { selector: 'has(a)', namespaceSelector: 'all()', serviceAccountSelector: '' };
    const global = '(has(a)) && has(projectcalico.org/namespace)';
    const namespaced = "(has(a)) && projectcalico.org/namespace == 'prod'";
    const texts = (...kinds: readonly PolicyKind[]) =>
      new Set(kinds.map((kind) => effectiveSelectorText(kind, fields, 'prod')));
    expect(
      texts(
        'GlobalNetworkPolicy',
        'StagedGlobalNetworkPolicy',
        'KubernetesClusterNetworkPolicy',
        'KubernetesAdminNetworkPolicy',
        'KubernetesBaselineAdminNetworkPolicy',
      ),
    ).toEqual(new Set([global]));
    expect(
      texts('NetworkPolicy', 'StagedNetworkPolicy', 'KubernetesNetworkPolicy', 'StagedKubernetesNetworkPolicy'),
    ).toEqual(new Set([namespaced]));
  });

  it('the selector fields are empty where they are missing', () => {
    expect(selectorFields({ selector: 'a', namespaceSelector: 'b', serviceAccountSelector: 'c' })).toEqual({
      selector: 'a',
      namespaceSelector: 'b',
      serviceAccountSelector: 'c',
    });
    expect(selectorFields({})).toEqual({ selector: '', namespaceSelector: '', serviceAccountSelector: '' });
  });

  it('a converted policy without types is for both directions', () => {
    const converted = {
      tier: '',
      order: 0,
      selector: '',
      namespaceSelector: '',
      ingress: [],
      egress: [],
      failures: [],
    };
    expect(convertedTypes({ ...converted, types: [] })).toEqual({ ingress: true, egress: true });
    expect(convertedTypes({ ...converted, types: ['Ingress'] })).toEqual({ ingress: true, egress: false });
    expect(convertedTypes({ ...converted, types: ['Egress'] })).toEqual({ ingress: false, egress: true });
  });

  it('only policies are policies', () => {
    const pod = resourceOf({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' } });
    expect(isPolicyResource(pod)).toBe(false);
    expect(isPolicyResource(resourceOf(object('StagedNetworkPolicy', {})))).toBe(true);
    expect(() => readPolicy(pod, 'written', createSelectorInterner())).toThrow('Pod is not a policy');
  });
});
