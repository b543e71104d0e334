import type { Json } from '../model/json';
import { parsePort } from '../net/port-set';

/** A port as Calico's API writes it. */
export type WrittenPort = number | string;

/** The written form of a port text; `error` where Calico cannot decode it. */
export function writtenPort(
  text: string,
): { readonly tag: 'port'; readonly port: WrittenPort } | { readonly tag: 'error' } {
  const parsed = parsePort(text);
  switch (parsed.tag) {
    case 'error':
      return { tag: 'error' };
    case 'name':
      return { tag: 'port', port: parsed.name };
    case 'number':
      return { tag: 'port', port: parsed.first === parsed.last ? parsed.first : `${parsed.first}:${parsed.last}` };
  }
}

/**
 * With two or more numeric ports: names first as given, then the sorted, merged ranges. Otherwise as given
 * (calico: libcalico-go/lib/backend/k8s/conversion/conversion.go SimplifyPorts).
 */
export function simplifyPorts(ports: readonly WrittenPort[]): readonly Json[] {
  const ranges: { first: number; last: number }[] = [];
  const names: WrittenPort[] = [];
  for (const port of ports) {
    const parsed = parsePort(port);
    if (parsed.tag === 'number') ranges.push({ first: parsed.first, last: parsed.last });
    else names.push(port);
  }
  if (ranges.length < 2) return ports;
  ranges.sort((left, right) => left.first - right.first);
  const merged: { first: number; last: number }[] = [];
  for (const range of ranges) {
    const previous = merged.at(-1);
    if (previous !== undefined && range.first <= previous.last + 1) {
      previous.last = Math.max(previous.last, range.last);
    } else {
      merged.push({ ...range });
    }
  }
  return [
    ...names,
    ...merged.map((range) => (range.first === range.last ? range.first : `${range.first}:${range.last}`)),
  ];
}
