import { describe, expect, it } from 'vitest';
import { findLabelProblem, readProfiles } from '../../../../main/engine/cluster/read-profiles';
import type { JsonObject } from '../../../../main/engine/model/json';
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

describe('labels that Felix refuses', () => {
  const keyOf = (length: number) => 'x'.repeat(length);
  const labelled = (kind: string, key: string, name = 'web') =>
    resourceOf({ apiVersion: 'v1', kind, metadata: { namespace: 'prod', name, labels: { [key]: 'y' } } });
  const labelsOf = (kind: string, key: string, profile: string) => {
    const given = readProfiles([labelled(kind, key)], NOTHING, true).get(profile);
    return given !== undefined && 'labels' in given ? Object.keys(given.labels) : undefined;
  };

  it('a key of a namespace or an account of more than 58 characters takes all the others with it', () => {
    const [long, tooLong] = [keyOf(58), keyOf(59)];
    expect(labelsOf('Namespace', long, 'kns.web')).toEqual([`pcns.${long}`, 'pcns.projectcalico.org/name']);
    expect(labelsOf('Namespace', tooLong, 'kns.web')).toEqual([]);
    expect(labelsOf('ServiceAccount', long, 'ksa.prod.web')).toEqual([`pcsa.${long}`, 'pcsa.projectcalico.org/name']);
    expect(labelsOf('ServiceAccount', tooLong, 'ksa.prod.web')).toEqual([]);
    expect(findLabelProblem(labelled('Namespace', long))).toBeNull();
    expect(findLabelProblem(labelled('ServiceAccount', tooLong))).toEqual({
      path: ['metadata', 'labels'],
      why: `label pcsa.${tooLong}, as Calico calls it, is none by Kubernetes' rules`,
    });
  });

  it('a key with a subdomain before it has room', () => {
    expect(labelsOf('Namespace', `a.b/${keyOf(63)}`, 'kns.web')).toHaveLength(2);
  });

  it('an account of a long name gives none', () => {
    const name = 'a'.repeat(245);
    const given = readProfiles([labelled('ServiceAccount', 'a', name)], NOTHING, true).get(`ksa.prod.${name}`);
    expect(given).toEqual({ tag: 'service-account', labels: {}, labelsKnown: true });
    expect(findLabelProblem(labelled('ServiceAccount', 'a', name))?.path).toEqual(['metadata', 'name']);
    expect(findLabelProblem(labelled('ServiceAccount', 'a', name.slice(1)))).toBeNull();
  });

  it('a Profile that the validator refuses gives none, and keeps its rules', () => {
    const refused = (spec: JsonObject) =>
      resourceOf({ apiVersion: 'projectcalico.org/v3', kind: 'Profile', metadata: { name: 'hosts' }, spec });
    const profile = refused({ labelsToApply: { role: 'node' }, ingress: [{ action: 'Allow', protocol: 'tcp' }] });
    expect(readProfiles([profile], NOTHING, true).get('hosts')).toEqual({
      tag: 'object',
      labels: {},
      resource: profile,
    });
    expect(findLabelProblem(profile)).toEqual({ path: ['spec', 'ingress', 0], why: 'protocol tcp is not one' });
    expect(findLabelProblem(refused({ labelsToApply: { role: 1 } }))).toBeNull();
    expect(findLabelProblem(labelled('Pod', keyOf(64)))).toBeNull();
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
