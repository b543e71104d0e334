import type { Labels } from '../model/resource';

/** Kubernetes' `IsQualifiedName`: an optional DNS subdomain before a slash, then at most 63 characters. */
export function isQualifiedName(text: string): boolean {
  const parts = text.split('/');
  const name = parts.at(-1) ?? '';
  const [prefix, ...rest] = parts.slice(0, -1);
  if (rest.length > 0 || (prefix !== undefined && !isSubdomain(prefix))) return false;
  return name.length <= 63 && /^(?:[A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/.test(name);
}

/** Kubernetes' DNS-1123 subdomain: what most objects may be called. */
export function isSubdomain(text: string): boolean {
  return text.length <= 253 && /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/.test(text);
}

function isLabelValue(text: string): boolean {
  return text.length <= 63 && /^(?:(?:[A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/.test(text);
}

/** The first label that is none by Kubernetes' rules; `undefined`: all are. */
export function findBadLabel(labels: Labels): string | undefined {
  return Object.keys(labels).find((key) => !isQualifiedName(key) || !isLabelValue(labels[key] ?? ''));
}
