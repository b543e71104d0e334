import type { Policy } from '../compile/policy';
import { assertNever } from '../model/assert-never';
import { oncePer } from '../model/once-per';
import type { PolicyKind } from '../model/resource';
import type { Change } from './change';
import { enforcedKind } from './change';

/** Group, namespace and name: a promoted policy replaces the one in force with the same key. */
export const policyKey = oncePer(
  ({ kind, namespace, name }: { readonly kind: string; readonly namespace: string; readonly name: string }): string =>
    `${enforcedKind(kind as PolicyKind)} ${namespace}/${name}`,
);

/** What changes make of the policies in force: Set creates or replaces, Delete removes, Learn and Ignore stay out. */
export function promotePolicies(enforced: readonly Policy[], changes: readonly Change[]): readonly Policy[] {
  const result = new Map(enforced.map((policy) => [policyKey(policy), policy]));
  for (const change of changes) {
    const key = policyKey(change.resource);
    switch (change.action) {
      case 'Set':
        result.delete(key);
        if (change.promoted !== null) result.set(key, change.promoted);
        break;
      case 'Delete':
        result.delete(key);
        break;
      case 'Learn':
      case 'Ignore':
        break;
      default:
        assertNever(change.action);
    }
  }
  return [...result.values()];
}
