import type { Labels, Resource } from '../model/resource';

/** Where the rules and labels of a profile come from (calico: libcalico-go/lib/backend/k8s/conversion/conversion.go, libcalico-go/lib/resources/static.go). */
export type ProfileSource =
  /** `kns.<namespace>`: allows everything; gives the namespace's labels. */
  | { readonly tag: 'namespace'; readonly labels: Labels; readonly labelsKnown: boolean }
  /** `ksa.<namespace>.<account>`: no rules; gives the account's labels. */
  | { readonly tag: 'service-account'; readonly labels: Labels; readonly labelsKnown: boolean }
  /** `projectcalico-default-allow`: allows everything. */
  | { readonly tag: 'default-allow' }
  /** A Profile object. */
  | { readonly tag: 'object'; readonly labels: Labels; readonly resource: Resource };

/** Profiles by name. A name that is not here is replaced by deny rules (calico: felix/calc/active_rules_calculator.go DummyDropRules). */
export type Profiles = ReadonlyMap<string, ProfileSource>;

export const DEFAULT_ALLOW_PROFILE = 'projectcalico-default-allow';

export function namespaceProfileName(namespace: string): string {
  return `kns.${namespace}`;
}

export function accountProfileName(namespace: string, account: string): string {
  return `ksa.${namespace}.${account}`;
}
