import type { EndClass, FlowRecord, RecordedEnd } from './flow-record';
import { formatProtocol } from '../net/protocol';

/**
 * A recorded end for people, the same from every format: `shop-web/web-6c9f7d8b54-*`, `node wk-1`, `set offices`, `public network`. Where
 * the format does not tell what it is, the snapshot does.
 */
export function describeEnd({ class: told, namespace, name }: RecordedEnd, found: EndClass | undefined): string {
  const known = told ?? found;
  const place = namespace === undefined ? name : `${namespace}/${name}`;
  switch (known) {
    case 'wep':
      return place;
    case 'hep':
      return `node ${name}`;
    case 'ns':
      return `set ${place}`;
    case 'net':
      return NETWORKS.get(name) ?? place;
    case undefined:
      return namespace === undefined ? (NETWORKS.get(name) ?? place) : place;
  }
}

const NETWORKS: ReadonlyMap<string, string> = new Map([
  ['pub', 'public network'],
  ['pvt', 'private network'],
]);

/** e.g. `tcp 8080`, `icmp`. */
export function describeTraffic({ protocol, port }: FlowRecord): string {
  return port === undefined ? formatProtocol(protocol) : `${formatProtocol(protocol)} ${port}`;
}

/** RFC 3339, in UTC, without fractions where there are none. */
export function formatTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace('.000Z', 'Z');
}
