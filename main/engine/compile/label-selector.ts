import { readObject, readObjectList, readText, readTextList } from '../load/fields';
import type { JsonObject } from '../model/json';
import { compareCodePoints } from '../selector/compare-code-points';

const ORCHESTRATOR_TERM = "projectcalico.org/orchestrator == 'k8s'";

/** Values are pasted between quotes as they are; an operator nobody knows is left out (calico: K8S conversion.go k8sSelectorToCalico). */
function labelTerms(selector: JsonObject): readonly string[] {
  const labels = readObject(selector, 'matchLabels') ?? {};
  const equalities = Object.keys(labels)
    .toSorted(compareCodePoints)
    .map((key) => `${key} == '${readText(labels, key) ?? ''}'`);
  const expressions = (readObjectList(selector, 'matchExpressions') ?? []).flatMap((expression) => {
    const key = readText(expression, 'key') ?? '';
    const values = `{ '${(readTextList(expression, 'values') ?? []).join("', '")}' }`;
    switch (readText(expression, 'operator')) {
      case 'In':
        return [`${key} in ${values}`];
      case 'NotIn':
        return [`${key} not in ${values}`];
      case 'Exists':
        return [`has(${key})`];
      case 'DoesNotExist':
        return [`! has(${key})`];
      default:
        return [];
    }
  });
  return [...equalities, ...expressions];
}

/** A pod selector as Calico's text: it always asks for Kubernetes' pods, so hosts and network sets never match. */
export function podSelectorText(selector: JsonObject | undefined): string {
  return [ORCHESTRATOR_TERM, ...(selector === undefined ? [] : labelTerms(selector))].join(' && ');
}

/** A namespace selector as Calico's text; `{}` is every namespace, one whose operators nobody knows is `''`. */
export function namespaceSelectorText(selector: JsonObject): string {
  const labels = Object.keys(readObject(selector, 'matchLabels') ?? {});
  const expressions = readObjectList(selector, 'matchExpressions') ?? [];
  return labels.length + expressions.length === 0 ? 'all()' : labelTerms(selector).join(' && ');
}
