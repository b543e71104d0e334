import { readObject, readText, readTextList } from '../load/fields';
import type { JsonObject } from '../model/json';
import type { FieldPath } from '../model/source';
import { parseSelector } from '../selector/parse-selector';
import { NAMESPACE_LABEL, prefixSelectorText } from './policy-selector';

function and(left: string, right: string): string {
  if (left === '') return right;
  return right === '' ? left : `(${left}) && (${right})`;
}

/** `''` also where a name breaks the text: names and selector are dropped then. */
function serviceAccountSelector(entity: JsonObject): string {
  const accounts = readObject(entity, 'serviceAccounts');
  if (accounts === undefined) return '';
  const written = readText(accounts, 'selector') ?? '';
  const labels = written === '' ? '' : prefixSelectorText(written, 'pcsa.');
  const names = readTextList(accounts, 'names') ?? [];
  if (names.length === 0) return labels;
  const pasted = `projectcalico.org/serviceaccount in { '${names.join("', '")}' }`;
  const canonical = prefixSelectorText(pasted, '');
  return canonical === '' ? '' : and(labels, canonical);
}

function namespaceSelector(entity: JsonObject, namespace: string): string {
  const written = readText(entity, 'namespaceSelector') ?? '';
  if (written !== '') {
    return prefixSelectorText(written, 'pcns.')
      .replaceAll('all()', `has(${NAMESPACE_LABEL})`)
      .replaceAll('global()', `!has(${NAMESPACE_LABEL})`);
  }
  return namespace === '' ? '' : `${NAMESPACE_LABEL} == '${namespace}'`;
}

/**
 * The text of the address set that a rule's source or destination must be in, `''` for no such criterion; `namespace` is that of a
 * NetworkPolicy and `''` for global policies and profiles
 * (calico: updateprocessors/rules.go GetEntityRuleSelector, getEndpointSelector).
 */
export function entitySelector(entity: JsonObject, namespace: string): string {
  const selector = and(serviceAccountSelector(entity), readText(entity, 'selector') ?? '');
  const scope = namespaceSelector(entity, namespace);
  const scoped =
    selector !== '' ||
    (readText(entity, 'notSelector') ?? '') !== '' ||
    (readText(entity, 'namespaceSelector') ?? '') !== '';
  if (scope === '' || !scoped) return selector;
  return selector === '' ? scope : `(${scope}) && (${selector})`;
}

/** What Felix makes of positive and negated selector (calico: felix/calc/rule_scanner.go combineMatchesIfPossible, extractSelectors). */
export type FoldedSelectors =
  | { readonly tag: 'selectors'; readonly positive: string; readonly negative: string }
  /** Some selector does not parse: Felix ignores the whole policy. */
  | { readonly tag: 'ignored'; readonly path: FieldPath }
  /** A blank notSelector beside a positive selector: Felix crashes. */
  | { readonly tag: 'panic' };

const WRITTEN_FIELDS = ['selector', 'namespaceSelector', 'notSelector'] as const;

export function foldSelectors(entity: JsonObject, namespace: string): FoldedSelectors {
  for (const field of WRITTEN_FIELDS) {
    if (!parses(readText(entity, field) ?? '')) return { tag: 'ignored', path: [field] };
  }
  const accounts = readObject(entity, 'serviceAccounts');
  if (accounts !== undefined && !parses(readText(accounts, 'selector') ?? '')) {
    return { tag: 'ignored', path: ['serviceAccounts', 'selector'] };
  }
  const positive = entitySelector(entity, namespace);
  if (!parses(positive)) return { tag: 'ignored', path: ['selector'] };
  const negative = readText(entity, 'notSelector') ?? '';
  if (positive === '' || negative === '') return { tag: 'selectors', positive, negative };
  if (/^[ \t]*$/.test(negative)) return { tag: 'panic' };
  return { tag: 'selectors', positive: `(${positive}) && (!(${negative}))`, negative: '' };
}

function parses(text: string): boolean {
  return parseSelector(text).tag === 'selector';
}
