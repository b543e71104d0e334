import { readNumber, readObjectList, readText, readTextList } from '../load/fields';
import type { JsonObject } from '../model/json';
import type { Resource } from '../model/resource';
import { PROTOCOL } from '../model/traffic';
import type { Address } from '../net/address';
import { addressKey } from '../net/address';
import { parseAddresses } from './read-addresses';

/** One backend of a service. */
export interface ServiceMember {
  readonly address: Address;
  readonly protocol: number;
  readonly port: number;
}

export interface ServiceEndpoints {
  readonly members: readonly ServiceMember[];
  /** `address protocol port`. */
  readonly triples: ReadonlySet<string>;
  readonly addresses: ReadonlySet<string>;
}

/** Services by `namespace/name`. */
export type Services = ReadonlyMap<string, ServiceEndpoints>;

export function tripleKey(address: string, protocol: number, port: number): string {
  return `${address} ${protocol} ${port}`;
}

/** Felix takes every other word for TCP. */
const PROTOCOLS: ReadonlyMap<string, number> = new Map([
  ['UDP', PROTOCOL.udp],
  ['SCTP', PROTOCOL.sctp],
]);

/**
 * Members come from EndpointSlices alone, readiness is ignored, a port without a number gives none (its address still counts as a
 * source), host names are skipped
 * (calico: felix/serviceindex/serviceindex.go membersFromEndpointSlice). Where the files may be incomplete, a service without any slice is
 * taken from its Endpoints object, which Felix never reads.
 */
export function readServices(resources: readonly Resource[], complete: boolean): Services {
  const known = new Map<string, { readonly members: ServiceMember[]; readonly addresses: Set<string> }>();
  const add = (key: string, found: readonly Address[], ports: readonly JsonObject[]) => {
    const service = known.get(key) ?? { members: [], addresses: new Set() };
    known.set(key, service);
    for (const address of found) service.addresses.add(addressKey(address));
    for (const port of ports) {
      const number = readNumber(port, 'port');
      if (number === undefined) continue;
      const protocol = PROTOCOLS.get(readText(port, 'protocol') ?? '') ?? PROTOCOL.tcp;
      for (const address of found) service.members.push({ address, protocol, port: number });
    }
  };
  for (const slice of resources) {
    if (slice.kind !== 'EndpointSlice') continue;
    const service = slice.labels['kubernetes.io/service-name'] ?? '';
    if (service === '') continue;
    const found = (readObjectList(slice.body, 'endpoints') ?? []).flatMap((endpoint) =>
      parseAddresses(readTextList(endpoint, 'addresses') ?? []),
    );
    add(`${slice.namespace}/${service}`, found, readObjectList(slice.body, 'ports') ?? []);
  }
  const sliced = new Set(known.keys());
  for (const endpoints of complete ? [] : resources) {
    const key = `${endpoints.namespace}/${endpoints.name}`;
    if (endpoints.kind !== 'Endpoints' || sliced.has(key)) continue;
    for (const subset of readObjectList(endpoints.body, 'subsets') ?? []) {
      const entries = [
        ...(readObjectList(subset, 'addresses') ?? []),
        ...(readObjectList(subset, 'notReadyAddresses') ?? []),
      ];
      const found = parseAddresses(entries.map((entry) => readText(entry, 'ip') ?? ''));
      add(key, found, readObjectList(subset, 'ports') ?? []);
    }
  }
  return new Map(
    [...known].map(([key, { members, addresses }]) => [
      key,
      {
        members,
        triples: new Set(members.map(({ address, protocol, port }) => tripleKey(addressKey(address), protocol, port))),
        addresses,
      },
    ]),
  );
}
