import type { JsonObject } from '../model/json';
import type { Resource } from '../model/resource';
import { NO_ORIGIN } from '../model/source';

/** The name and order that tutorials give the net. */
const SAFETY_NET_NAME = 'zzz-final-allow-everything';
const SAFETY_NET_ORDER = 100_000;

const BODY: JsonObject = {
  apiVersion: 'projectcalico.org/v3',
  kind: 'GlobalNetworkPolicy',
  metadata: { name: SAFETY_NET_NAME },
  spec: {
    tier: 'default',
    order: SAFETY_NET_ORDER,
    types: ['Ingress', 'Egress'],
    ingress: [{ action: 'Allow' }],
    egress: [{ action: 'Allow' }],
  },
};

/** The allow-everything policy that is applied before and removed after. */
export const SAFETY_NET: Resource = {
  kind: 'GlobalNetworkPolicy',
  apiVersion: 'projectcalico.org/v3',
  name: SAFETY_NET_NAME,
  namespace: '',
  labels: {},
  annotations: {},
  body: BODY,
  role: 'changes',
  origin: NO_ORIGIN,
};

/** Whether a policy of the snapshot is the net, already applied. */
export function isSafetyNet(policy: { readonly kind: string; readonly name: string }): boolean {
  return policy.kind === 'GlobalNetworkPolicy' && policy.name === SAFETY_NET_NAME;
}
