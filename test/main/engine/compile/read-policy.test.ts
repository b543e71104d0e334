import { describe, expect, it } from 'vitest';
import type { Policy } from '../../../../main/engine/compile/policy';
import {
  convertedTypes,
  effectiveSelectorText,
  isPolicyResource,
  readPolicy,
  selectorFields,
} from '../../../../main/engine/compile/read-policy';
import { createSelectorInterner } from '../../../../main/engine/compile/selector-interner';
import type { JsonObject } from '../../../../main/engine/model/json';
import type { PolicyKind } from '../../../../main/engine/model/resource';
import { resourceOf } from '../cluster/resource-of';

import { object, policyOf, read } from './policy-objects';

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

  it('has a label of a namespace that is longer than 512 characters once `pcns.` stands before it', () => {
    const policy = (length: number) =>
      read(object('GlobalNetworkPolicy', { namespaceSelector: `has(${'x'.repeat(length)})` }));
    expect(policy(507).problems).toEqual([]);
    expect(policy(508).problems.map(({ tag }) => tag)).toEqual(['ignored']);
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

  it('is that of its kind where the name begins as Calico stores the kind', () => {
    expect(tierOf('ossg.default.web')).toBe('default');
    expect(tierOf('kanp.adminnetworkpolicy.web')).toBe('adminnetworkpolicy');
    expect(tierOf('kbanp.baselineadminnetworkpolicy.web')).toBe('baselineadminnetworkpolicy');
    expect(tierOf('kanp.web')).toBe('kanp');
  });

  it('is what the spec says from v3.32 on', () => {
    expect(policyOf(object('GlobalNetworkPolicy', { tier: 'other' }, 'security.web')).tier).toBe('other');
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
