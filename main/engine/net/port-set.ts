import type { PortRange } from '../model/traffic';

/** One entry of a rule's `ports`. */
export type Port =
  | { readonly tag: 'number'; readonly first: number; readonly last: number }
  | { readonly tag: 'name'; readonly name: string }
  | { readonly tag: 'error'; readonly message: string };

/** Ranges in ascending order that neither overlap nor touch, so that equal sets are written alike. Made by `portSet`. */
export type PortSet = readonly PortRange[];

const LAST_PORT = 65535;

/**
 * Reads a port: a number, `A:B`, or a name; what only looks like a range or a number, such as `80-90` or `-1`, is a name.
 * An error is what makes Calico's clients fail to decode the whole object.
 * Source: api/pkg/lib/numorstring/port.go PortFromString, UnmarshalJSON.
 */
export function parsePort(value: number | string): Port {
  if (typeof value === 'number') {
    return isPort(value)
      ? { tag: 'number', first: value, last: value }
      : { tag: 'error', message: `port ${value} is not a whole number from 0 to ${LAST_PORT}` };
  }
  if (/^\d+$/.test(value)) {
    return readRange(value, value, value);
  }
  if (/^\d+:\d+$/.test(value)) {
    const colon = value.indexOf(':');
    return readRange(value, value.slice(0, colon), value.slice(colon + 1));
  }
  return /^[a-zA-Z0-9_.-]{1,128}$/.test(value)
    ? { tag: 'name', name: value }
    : { tag: 'error', message: `"${value}" is neither a port number, nor a range A:B, nor the name of a port` };
}

/** IANA's rule for the name of a service: lower case, 15 characters, a letter among them, no hyphen at an end or beside another. */
export function isPortName(name: string): boolean {
  return name.length <= 15 && /^(?=.*[a-z])[a-z0-9](?:-?[a-z0-9])*$/.test(name);
}

/** The set of all ports in the ranges, which may come in any order and overlap. */
export function portSet(ranges: readonly PortRange[]): PortSet {
  const merged: PortRange[] = [];
  for (const range of ranges.toSorted((left, right) => left.first - right.first)) {
    const previous = merged.at(-1);
    if (previous !== undefined && range.first <= previous.last + 1) {
      merged[merged.length - 1] = { first: previous.first, last: Math.max(previous.last, range.last) };
    } else {
      merged.push({ first: range.first, last: range.last });
    }
  }
  return merged;
}

/** Whether one of the ranges, in whatever order, holds the port. */
export function containsPort(ranges: readonly PortRange[], port: number): boolean {
  return ranges.some(({ first, last }) => first <= port && port <= last);
}

/** For people: `80, 443, 8000-8100`; empty for no port. */
export function formatPorts(ports: PortSet): string {
  return ports.map(({ first, last }) => (first === last ? `${first}` : `${first}-${last}`)).join(', ');
}

function readRange(text: string, firstDigits: string, lastDigits: string): Port {
  const first = Number(firstDigits);
  const last = Number(lastDigits);
  if (!isPort(first) || !isPort(last)) {
    return { tag: 'error', message: `"${text}" holds a port above ${LAST_PORT}` };
  }
  return first <= last
    ? { tag: 'number', first, last }
    : { tag: 'error', message: `range "${text}" starts above its end` };
}

function isPort(value: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= LAST_PORT;
}
