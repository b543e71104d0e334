/** Beginnings of names that name no tier of their own (calico v3.31: libcalico-go/lib/names/policy.go). */
const TIERS_OF_PREFIXES: readonly (readonly [prefix: string, tier: string])[] = [
  ['knp.default.', 'default'],
  ['ossg.', 'default'],
  ['kanp.adminnetworkpolicy.', 'adminnetworkpolicy'],
  ['kbanp.baselineadminnetworkpolicy.', 'baselineadminnetworkpolicy'],
];

/** Up to v3.31 the name says the tier (calico v3.31: libcalico-go/lib/names/policy.go TierFromPolicyName). */
export function tierOfName(name: string): string {
  const prefixed = TIERS_OF_PREFIXES.find(([prefix]) => name.startsWith(prefix));
  if (prefixed !== undefined) return prefixed[1];
  const dot = name.indexOf('.');
  return dot <= 0 ? 'default' : name.slice(0, dot);
}
