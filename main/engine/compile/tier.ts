import { readNumber, readObject, readText } from '../load/fields';
import type { Resource } from '../model/resource';
import type { TierPlace } from './order';

/** A tier that exists. */
export interface Tier extends TierPlace {
  readonly defaultAction: 'Deny' | 'Pass';
  /** `null` where no file holds it: a built-in tier, or one that only policies name. */
  readonly resource: Resource | null;
}

export function isSameTier(one: Tier, other: Tier): boolean {
  return (
    one === other ||
    (one.name === other.name &&
      one.order === other.order &&
      one.missing === other.missing &&
      one.defaultAction === other.defaultAction &&
      one.resource === other.resource)
  );
}

/** The order of a tier that gives none, and of `default` (calico: libcalico-go/lib/resources/tier.go DefaultTierFields). */
export const DEFAULT_TIER_ORDER = 1_000_000;

/** Only exactly `Pass` is Pass (calico: updateprocessors/tierprocessor.go). */
export function readTier(resource: Resource): Tier {
  const spec = readObject(resource.body, 'spec') ?? {};
  return {
    name: resource.name,
    order: readNumber(spec, 'order') ?? DEFAULT_TIER_ORDER,
    missing: false,
    defaultAction: readText(spec, 'defaultAction') === 'Pass' ? 'Pass' : 'Deny',
    resource,
  };
}

/** A tier that only policies name: they stay in force, last, and it ends in Deny (calico: felix/calc/policy_resolver.go sendEndpointUpdate). */
export function missingTier(name: string): Tier {
  return { name, order: Number.POSITIVE_INFINITY, missing: true, defaultAction: 'Deny', resource: null };
}

function builtIn(name: string, order: number, defaultAction: 'Deny' | 'Pass'): Tier {
  return { name, order, missing: false, defaultAction, resource: null };
}

/** The tiers Calico creates at start (calico: libcalico-go/lib/clientv3/client.go EnsureInitialized); from v3.32 on. */
export const BUILT_IN_TIERS: readonly Tier[] = [
  builtIn('kube-admin', 1_000, 'Pass'),
  builtIn('default', DEFAULT_TIER_ORDER, 'Deny'),
  builtIn('kube-baseline', 10_000_000, 'Pass'),
];

/** Up to v3.31 (calico v3.31: libcalico-go/lib/clientv3/client.go). */
export const BUILT_IN_TIERS_UNTIL_331: readonly Tier[] = [
  builtIn('adminnetworkpolicy', 1_000, 'Pass'),
  builtIn('default', DEFAULT_TIER_ORDER, 'Deny'),
  builtIn('baselineadminnetworkpolicy', 10_000_000, 'Pass'),
];
