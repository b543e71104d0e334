import { describe, expect, it } from 'vitest';
import { effectiveLabels } from '../../../../main/engine/cluster/effective-labels';
import { createLabelSetInterner } from '../../../../main/engine/cluster/label-set';
import type { ProfileSource } from '../../../../main/engine/cluster/profile-source';
import type { Labels } from '../../../../main/engine/model/resource';

const profiles: ReadonlyMap<string, ProfileSource> = new Map<string, ProfileSource>([
  ['projectcalico-default-allow', { tag: 'default-allow' }],
  ['kns.prod', { tag: 'namespace', labels: { 'pcns.stage': 'live', shared: 'namespace' }, labelsKnown: true }],
  ['ksa.prod.web', { tag: 'service-account', labels: { 'pcsa.team': 'a', shared: 'account' }, labelsKnown: true }],
  ['kns.lost', { tag: 'namespace', labels: { 'pcns.projectcalico.org/name': 'lost' }, labelsKnown: false }],
  ['ksa.lost.web', { tag: 'service-account', labels: {}, labelsKnown: false }],
]);

function labelsOf(own: Labels, names: readonly string[]) {
  return effectiveLabels(own, names, profiles, createLabelSetInterner());
}

describe('the labels that selectors see', () => {
  it('labels are inherited from every profile', () => {
    expect(labelsOf({ app: 'web' }, ['kns.prod', 'ksa.prod.web'])).toEqual({
      index: 0,
      labels: { app: 'web', 'pcns.stage': 'live', 'pcsa.team': 'a', shared: 'namespace' },
      unknownPrefixes: [],
    });
  });

  it('of several profiles with one label the first that is listed gives it', () => {
    expect(labelsOf({}, ['ksa.prod.web', 'kns.prod']).labels['shared']).toBe('account');
    expect(labelsOf({}, ['kns.prod', 'ksa.prod.web']).labels['shared']).toBe('namespace');
  });

  it('a label of the endpoint itself wins over all profiles', () => {
    expect(labelsOf({ shared: 'own' }, ['kns.prod', 'ksa.prod.web']).labels['shared']).toBe('own');
  });

  it('profiles that do not exist and the default-allow profile give no labels', () => {
    expect(labelsOf({ app: 'web' }, ['gone', 'projectcalico-default-allow'])).toEqual({
      index: 0,
      labels: { app: 'web' },
      unknownPrefixes: [],
    });
  });

  it('where Namespace or ServiceAccount are not in the files, their labels are unknown and not absent', () => {
    expect(labelsOf({}, ['kns.lost', 'ksa.prod.web']).unknownPrefixes).toEqual(['pcns.']);
    expect(labelsOf({}, ['kns.prod', 'ksa.lost.web']).unknownPrefixes).toEqual(['pcsa.']);
    expect(labelsOf({}, ['kns.lost', 'ksa.lost.web']).unknownPrefixes).toEqual(['pcns.', 'pcsa.']);
  });

  it('a label called like a property of every object is only there when it is given', () => {
    expect(labelsOf({ constructor: 'x' }, ['kns.prod']).labels['constructor']).toBe('x');
    expect(Object.hasOwn(labelsOf({}, ['kns.prod']).labels, 'constructor')).toBe(false);
  });
});
