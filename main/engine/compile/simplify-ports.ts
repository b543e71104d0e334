import type { Json } from '../model/json';
import type { PortRange } from '../model/traffic';
import { parsePort, portSet } from '../net/port-set';

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
      return { tag: 'port', port: writtenRange(parsed) };
  }
}

/** One port as its number, more as `first:last`. */
export function writtenRange({ first, last }: PortRange): WrittenPort {
  return first === last ? first : `${first}:${last}`;
}

/**
 * With two or more numeric ports, counted one by one in ranges too: names first as given, then the sorted, merged ranges. Otherwise, and
 * where there is but one entry, as given (calico: libcalico-go/lib/backend/k8s/conversion/conversion.go SimplifyPorts).
 */
export function simplifyPorts(ports: readonly WrittenPort[]): readonly Json[] {
  const ranges: PortRange[] = [];
  const names: WrittenPort[] = [];
  for (const port of ports) {
    const range = rangeOf(port);
    if (range === null) names.push(port);
    else ranges.push(range);
  }
  const numbers = ranges.reduce((sum, { first, last }) => sum + last - first + 1, 0);
  if (ports.length < 2 || numbers < 2) return ports;
  return [...names, ...portSet(ranges).map(writtenRange)];
}

/** Digits alone are the name of a port: a number is written as one. */
function rangeOf(port: WrittenPort): PortRange | null {
  const parsed = typeof port === 'number' || port.includes(':') ? parsePort(port) : null;
  return parsed?.tag === 'number' ? parsed : null;
}
