import { readObject, readText } from '../load/fields';
import { findUndecodable } from '../load/undecodable';
import type { Labels, Resource } from '../model/resource';
import type { ProfileSource, Profiles } from './profile-source';
import { findBadLabel, isSubdomain } from './label-rules';
import type { ProfileProblem } from './profile-problem';
import { findProfileProblem } from './profile-problem';
import { DEFAULT_ALLOW_PROFILE, accountProfileName, namespaceProfileName } from './profile-source';

/** What pods and network sets refer to, so that a missing Namespace or ServiceAccount can be said. */
export interface ProfileReferences {
  readonly namespaces: ReadonlySet<string>;
  /** `namespace/account`. */
  readonly accounts: ReadonlySet<string>;
}

/**
 * Every profile of the cluster. In an incomplete snapshot a Namespace or ServiceAccount that something refers to exists, because
 * Kubernetes accepts no pod without them; only its labels are unknown. In a complete one it does not exist.
 */
export function readProfiles(
  resources: readonly Resource[],
  references: ProfileReferences,
  complete: boolean,
): Profiles {
  const profiles = new Map<string, ProfileSource>([[DEFAULT_ALLOW_PROFILE, { tag: 'default-allow' }]]);
  for (const resource of resources) {
    if (resource.kind === 'Namespace') {
      profiles.set(namespaceProfileName(resource.name), {
        tag: 'namespace',
        labels: acceptedLabels(
          namespaceProfileName(resource.name),
          namespaceLabels(resource.name, resource.labels, complete),
        ),
        labelsKnown: true,
      });
    } else if (resource.kind === 'ServiceAccount') {
      profiles.set(accountProfileName(resource.namespace, resource.name), {
        tag: 'service-account',
        labels: acceptedLabels(accountProfileName(resource.namespace, resource.name), {
          ...prefixed(resource.labels, 'pcsa.'),
          'pcsa.projectcalico.org/name': resource.name,
        }),
        labelsKnown: true,
      });
    } else if (resource.kind === 'Profile' && findUndecodable(resource) === null) {
      profiles.set(resource.name, { tag: 'object', labels: labelsToApply(resource), resource });
    }
  }
  return complete ? profiles : addReferenced(profiles, references);
}

function addReferenced(profiles: Map<string, ProfileSource>, references: ProfileReferences): Profiles {
  for (const namespace of references.namespaces) {
    const name = namespaceProfileName(namespace);
    if (profiles.has(name)) continue;
    profiles.set(name, { tag: 'namespace', labels: namespaceLabels(namespace, {}, false), labelsKnown: false });
  }
  for (const reference of references.accounts) {
    const [namespace = '', account = ''] = reference.split('/');
    const name = accountProfileName(namespace, account);
    if (profiles.has(name)) continue;
    profiles.set(name, {
      tag: 'service-account',
      labels: { 'pcsa.projectcalico.org/name': account },
      labelsKnown: false,
    });
  }
  return profiles;
}

/** A real API server always sets `kubernetes.io/metadata.name`; a stored object shows it, a hand-written one may not. */
function namespaceLabels(name: string, labels: Labels, stored: boolean): Labels {
  return {
    ...(stored ? {} : { 'pcns.kubernetes.io/metadata.name': name }),
    ...prefixed(labels, 'pcns.'),
    'pcns.projectcalico.org/name': name,
  };
}

function prefixed(labels: Labels, prefix: string): Labels {
  return Object.fromEntries(Object.entries(labels).map(([key, value]) => [`${prefix}${key}`, value]));
}

/** Why Felix knows none of the labels that a namespace, an account or a profile gives; `null`: it knows them. */
export function findLabelProblem(resource: Resource): ProfileProblem | null {
  switch (resource.kind) {
    case 'Namespace':
      return describeRefused(namespaceProfileName(resource.name), prefixed(resource.labels, 'pcns.'));
    case 'ServiceAccount':
      return describeRefused(accountProfileName(resource.namespace, resource.name), prefixed(resource.labels, 'pcsa.'));
    case 'Profile':
      return findUndecodable(resource) === null ? findProfileProblem(resource) : null;
    default:
      return null;
  }
}

function describeRefused(profile: string, labels: Labels): ProfileProblem | null {
  if (!isSubdomain(profile)) return { path: ['metadata', 'name'], why: `"${profile}" is no name of a profile` };
  const bad = findBadLabel(labels);
  if (bad === undefined) return null;
  return { path: ['metadata', 'labels'], why: `label ${bad}, as Calico calls it, is none by Kubernetes' rules` };
}

/**
 * Felix puts profiles made of namespaces and accounts to the same validator. A key of more than 58 characters is too long once `pcns.`
 * stands before it, and then none of the labels is there.
 */
function acceptedLabels(name: string, labels: Labels): Labels {
  return isSubdomain(name) && findBadLabel(labels) === undefined ? labels : {};
}

function labelsToApply(resource: Resource): Labels {
  if (findProfileProblem(resource) !== null) return {};
  const labels = readObject(readObject(resource.body, 'spec') ?? {}, 'labelsToApply') ?? {};
  return Object.fromEntries(Object.keys(labels).map((key) => [key, readText(labels, key) ?? '']));
}
