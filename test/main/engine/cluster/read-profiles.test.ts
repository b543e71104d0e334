import { describe, expect, it } from 'vitest';
import { readProfiles } from '../../../../main/engine/cluster/read-profiles';
import { resourceOf, resourcesOf } from './resource-of';

const NOTHING = { namespaces: new Set<string>(), accounts: new Set<string>() };
const DEFAULT_ALLOW = ['projectcalico-default-allow', { tag: 'default-allow' }] as const;

const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'prod', labels: { stage: 'live' } } };
const account = {
  apiVersion: 'v1',
  kind: 'ServiceAccount',
  metadata: { namespace: 'prod', name: 'web', labels: { team: 'a' } },
};

describe('the profiles of a cluster', () => {
  it('the default-allow profile is always there', () => {
    expect(readProfiles([], NOTHING, true)).toEqual(new Map([DEFAULT_ALLOW]));
    expect(readProfiles([], NOTHING, false)).toEqual(new Map([DEFAULT_ALLOW]));
  });

  it("a namespace's labels are inherited under pcns., its name among them", () => {
    expect(readProfiles(resourcesOf(namespace), NOTHING, true).get('kns.prod')).toEqual({
      tag: 'namespace',
      labels: { 'pcns.stage': 'live', 'pcns.projectcalico.org/name': 'prod' },
      labelsKnown: true,
    });
  });

  it('a namespace from a file somebody wrote gets the label that Kubernetes always sets', () => {
    expect(readProfiles(resourcesOf(namespace), NOTHING, false).get('kns.prod')).toEqual({
      tag: 'namespace',
      labels: {
        'pcns.kubernetes.io/metadata.name': 'prod',
        'pcns.stage': 'live',
        'pcns.projectcalico.org/name': 'prod',
      },
      labelsKnown: true,
    });
  });

  it('a label of the namespace cannot pass for the name that Calico gives', () => {
    const spoofed = {
      ...namespace,
      metadata: { name: 'prod', labels: { 'projectcalico.org/name': 'other', 'kubernetes.io/metadata.name': 'x' } },
    };
    expect(readProfiles(resourcesOf(spoofed), NOTHING, false).get('kns.prod')).toEqual({
      tag: 'namespace',
      labels: { 'pcns.kubernetes.io/metadata.name': 'x', 'pcns.projectcalico.org/name': 'prod' },
      labelsKnown: true,
    });
  });

  it("a service account's labels are inherited under pcsa., its name among them", () => {
    expect(readProfiles(resourcesOf(account), NOTHING, true)).toEqual(
      new Map<string, unknown>([
        DEFAULT_ALLOW,
        [
          'ksa.prod.web',
          {
            tag: 'service-account',
            labels: { 'pcsa.team': 'a', 'pcsa.projectcalico.org/name': 'web' },
            labelsKnown: true,
          },
        ],
      ]),
    );
  });

  it('a Profile object gives the labels it says', () => {
    const profile = resourceOf({
      apiVersion: 'projectcalico.org/v3',
      kind: 'Profile',
      metadata: { name: 'hosts', labels: { not: 'these' } },
      spec: { labelsToApply: { role: 'node', empty: null } },
    });
    expect(readProfiles([profile], NOTHING, true).get('hosts')).toEqual({
      tag: 'object',
      labels: { role: 'node', empty: '' },
      resource: profile,
    });
    const bare = resourceOf({ apiVersion: 'projectcalico.org/v3', kind: 'Profile', metadata: { name: 'hosts' } });
    expect(readProfiles([bare], NOTHING, true).get('hosts')).toEqual({ tag: 'object', labels: {}, resource: bare });
  });

  it('a Profile object with a field of the wrong type is none', () => {
    const broken = resourceOf({
      apiVersion: 'projectcalico.org/v3',
      kind: 'Profile',
      metadata: { name: 'hosts' },
      spec: { labelsToApply: { role: 1 } },
    });
    expect(readProfiles([broken], NOTHING, true).has('hosts')).toBe(false);
  });
});

describe('what something refers to and no file holds', () => {
  const references = { namespaces: new Set(['prod', 'lost']), accounts: new Set(['prod/web', 'lost/db']) };

  it('exists with unknown labels, because Kubernetes accepts no pod without it', () => {
    const profiles = readProfiles(resourcesOf(namespace, account), references, false);
    expect([...profiles.keys()]).toEqual([
      'projectcalico-default-allow',
      'kns.prod',
      'ksa.prod.web',
      'kns.lost',
      'ksa.lost.db',
    ]);
    expect(profiles.get('kns.lost')).toEqual({
      tag: 'namespace',
      labels: { 'pcns.kubernetes.io/metadata.name': 'lost', 'pcns.projectcalico.org/name': 'lost' },
      labelsKnown: false,
    });
    expect(profiles.get('ksa.lost.db')).toEqual({
      tag: 'service-account',
      labels: { 'pcsa.projectcalico.org/name': 'db' },
      labelsKnown: false,
    });
    expect(profiles.get('kns.prod')).toMatchObject({ labelsKnown: true });
    expect(profiles.get('ksa.prod.web')).toMatchObject({ labelsKnown: true });
  });

  it('does not exist in a snapshot that is complete', () => {
    expect([...readProfiles(resourcesOf(namespace, account), references, true).keys()]).toEqual([
      'projectcalico-default-allow',
      'kns.prod',
      'ksa.prod.web',
    ]);
  });
});
