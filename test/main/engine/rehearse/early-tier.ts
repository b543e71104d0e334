import { tier } from '../evaluate/manifests';

/** A tier before that of the safety net, which covers for nothing there. */
export const EARLY = tier('early', { order: 5, defaultAction: 'Deny' });

/** Lets the pods of an app, and nobody else, into the store. */
export function intoStore(order: number, app: string) {
  return {
    selector: "app == 'store'",
    types: ['Ingress'],
    tier: 'early',
    order,
    ingress: [{ action: 'Allow', source: { selector: `app == '${app}'` } }],
  };
}
