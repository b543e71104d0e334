import { readList, readObject } from '../load/fields';
import type { Resource } from '../model/resource';
import type { FieldPath } from '../model/source';
import { parseAddress } from '../net/address';
import { parsePrefix } from '../net/prefix';

/** An entry that Calico leaves out because it cannot read it. */
export interface LeftOutEntry {
  readonly path: FieldPath;
  readonly why: string;
}

/** Of the nets of a set, and of the expected addresses of a host endpoint (calico: UP networksetprocessor.go, hostendpointprocessor.go). */
export function leftOutEntries(resource: Resource): readonly LeftOutEntry[] {
  switch (resource.kind) {
    case 'NetworkSet':
    case 'GlobalNetworkSet':
      return unread(resource, 'nets', (text) => parsePrefix(text) !== undefined, 'CIDR');
    case 'HostEndpoint':
      return unread(resource, 'expectedIPs', (text) => parseAddress(text) !== undefined, 'address');
    default:
      return [];
  }
}

function unread(
  { body }: Resource,
  field: string,
  isRead: (text: string) => boolean,
  what: string,
): readonly LeftOutEntry[] {
  const entries = readList(readObject(body, 'spec') ?? {}, field) ?? [];
  return entries.flatMap((entry, index) =>
    typeof entry === 'string' && entry !== '' && !isRead(entry)
      ? [{ path: ['spec', field, index], why: `"${entry}" is no ${what} and is left out` }]
      : [],
  );
}
