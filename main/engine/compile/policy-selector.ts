import { formatSelector } from '../selector/format-selector';
import { parseSelector } from '../selector/parse-selector';
import { prefixSelector } from '../selector/prefix-selector';

export const NAMESPACE_LABEL = 'projectcalico.org/namespace';
const SERVICE_ACCOUNT_LABEL = 'projectcalico.org/serviceaccount';

/** The three selector fields of a policy, as written; `''` for an absent one. */
export interface PolicySelectorFields {
  readonly selector: string;
  readonly namespaceSelector: string;
  readonly serviceAccountSelector: string;
}

/**
 * The canonical text with every label prefixed; `''` where the text does not parse: Calico then drops it in silence
 * (calico: libcalico-go/lib/backend/syncersv1/updateprocessors/selectors.go parseSelectorAttachPrefix).
 */
export function prefixSelectorText(text: string, prefix: string): string {
  const parsed = parseSelector(text);
  return parsed.tag === 'error' ? '' : formatSelector(prefixSelector(parsed.selector, prefix));
}

function append(current: string, added: string): string {
  if (added === '') return current;
  return current === '' ? added : `(${current}) && ${added}`;
}

/**
 * The text Felix gets for a GlobalNetworkPolicy. Everything is pasted as text and `all()` is replaced as text, inside quotes too
 * (calico: updateprocessors/globalnetworkpolicyprocessor.go ConvertGlobalNetworkPolicyV3ToV1Value).
 */
export function globalPolicySelector(fields: PolicySelectorFields): string {
  let text = fields.selector;
  if (fields.namespaceSelector !== '') {
    text = append(text, prefixSelectorText(fields.namespaceSelector, 'pcns.'));
    text = text.replaceAll('all()', `has(${NAMESPACE_LABEL})`);
  }
  if (fields.serviceAccountSelector !== '') {
    text = append(text, prefixSelectorText(fields.serviceAccountSelector, 'pcsa.'));
    text = text.replaceAll('all()', `has(${SERVICE_ACCOUNT_LABEL})`);
  }
  return text;
}

/** The text Felix gets for a NetworkPolicy (calico: updateprocessors/networkpolicyprocessor.go ConvertNetworkPolicyV3ToV1Value). */
export function namespacedPolicySelector(fields: PolicySelectorFields, namespace: string): string {
  const own = `${NAMESPACE_LABEL} == '${namespace}'`;
  const text = fields.selector === '' ? own : `(${fields.selector}) && ${own}`;
  return fields.serviceAccountSelector === ''
    ? text
    : append(text, prefixSelectorText(fields.serviceAccountSelector, 'pcsa.'));
}
