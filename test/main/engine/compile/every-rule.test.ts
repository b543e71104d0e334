import { describe, expect, it } from 'vitest';
import { buildCluster } from '../../../../main/engine/cluster/cluster';
import { clusterProfile } from '../../../../main/engine/cluster/cluster-profile';
import { everyRule, profileProblems, readProfileRules } from '../../../../main/engine/compile/every-rule';
import { createSelectorInterner } from '../../../../main/engine/compile/selector-interner';
import type { JsonObject } from '../../../../main/engine/model/json';
import { resourceOf, resourcesOf } from '../cluster/resource-of';
import { globalPolicy, smallWorld } from './small-world';

function profile(spec: JsonObject | null): JsonObject {
  return { apiVersion: 'projectcalico.org/v3', kind: 'Profile', metadata: { name: 'own' }, spec };
}

describe('the rules of a profile', () => {
  const rulesOf = (spec: JsonObject | null) => readProfileRules(resourceOf(profile(spec)), createSelectorInterner());

  it('are those of both directions, not bound to a namespace', () => {
    expect(
      rulesOf({ ingress: [{ action: 'Deny', source: { selector: 'has(a)' } }], egress: [{ action: 'Pass' }] }),
    ).toMatchObject({
      ingress: [{ action: 'deny', source: { positive: { text: 'has(a)' } }, path: ['spec', 'ingress', 0] }],
      egress: [{ action: 'pass', path: ['spec', 'egress', 0] }],
    });
    expect(rulesOf(null)).toEqual({ ingress: [], egress: [] });
  });

  it("are none where Felix's filter refuses one of them, or one cannot be decoded", () => {
    expect(rulesOf({ ingress: [{}], egress: [{ destination: { ports: [80] } }] })).toBe(null);
    expect(rulesOf({ ingress: [{ protocol: 256 }] })).toBe(null);
  });

  it('stay where a rule only loses a criterion', () => {
    expect(rulesOf({ ingress: [{ source: { nets: ['oops'] } }] })?.ingress).toHaveLength(1);
  });
});

describe('what Calico does not do as the rules of a profile say', () => {
  function problemsOf(...objects: readonly JsonObject[]) {
    const resources = resourcesOf(...objects);
    const problems = profileProblems(buildCluster(resources, clusterProfile(resources, undefined)));
    return problems.map(({ resource, tag, path }) => [resource.name, tag, path.join('.')]);
  }

  it('is that Felix refuses all of them for one, also where the one cannot be decoded', () => {
    const ingress = [{ action: 'Allow' }, { protocol: 'GRE' }];
    const egress = [{ protocol: 256 }];
    expect(problemsOf(profile({ ingress, egress }))).toEqual([
      ['own', 'ignored', 'spec.ingress.1.protocol'],
      ['own', 'ignored', 'spec.egress.0.protocol'],
    ]);
  });

  it('is a criterion that is dropped, or what Felix crashes on', () => {
    const ingress = [{ action: 'Permit', destination: { nets: ['oops'] } }];
    expect(problemsOf(profile({ ingress, egress: [{ source: { nets: [''] } }] }))).toEqual([
      ['own', 'dropped', 'spec.ingress.0.destination.nets.0'],
      ['own', 'unrenderable', 'spec.ingress.0.action'],
      ['own', 'panic', 'spec.egress.0.source.nets.0'],
    ]);
  });

  it('is nothing for rules that Felix takes, and for a Profile that cannot be decoded at all', () => {
    const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'prod' } };
    expect(problemsOf(namespace, profile({ ingress: [{ action: 'Allow', protocol: 'TCP' }] }))).toEqual([]);
    expect(problemsOf(profile({ ingress: 'all', egress: [{ protocol: 'GRE' }] }))).toEqual([]);
  });
});

it('every rule that can look at a packet is one of a policy or of a profile', () => {
  const { policies } = smallWorld(
    globalPolicy('p', { ingress: [{ action: 'Deny' }], egress: [{ action: 'Allow' }, { action: 'Log' }] }),
  );
  const clusterOf = (spec: JsonObject) => {
    const resources = resourcesOf(profile(spec), { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'prod' } });
    return buildCluster(resources, clusterProfile(resources, undefined));
  };
  const clusters = [
    clusterOf({ ingress: [{ action: 'Pass' }], egress: [{ action: 'Deny' }] }),
    clusterOf({ ingress: [{ protocol: 'GRE' }] }),
  ];
  expect(everyRule(policies, clusters).map(({ action, path }) => [action, ...path.slice(1)])).toEqual([
    ['deny', 'ingress', 0],
    ['allow', 'egress', 0],
    ['log', 'egress', 1],
    ['pass', 'ingress', 0],
    ['deny', 'egress', 0],
  ]);
});
