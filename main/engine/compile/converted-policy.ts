import type { JsonObject } from '../model/json';
import type { FieldPath } from '../model/source';
import type { WrittenPort } from './simplify-ports';
import { simplifyPorts } from './simplify-ports';

/** A Kubernetes policy as the Calico policy that Calico makes of it: rules in v3 form. */
export interface ConvertedPolicy {
  readonly tier: string;
  readonly order: number;
  readonly types: readonly ('Ingress' | 'Egress')[];
  readonly selector: string;
  readonly namespaceSelector: string;
  readonly ingress: readonly ConvertedRule[];
  readonly egress: readonly ConvertedRule[];
  /** Rules that Calico could not convert, with what it does instead. */
  readonly failures: readonly ConversionFailure[];
}

export interface ConvertedRule {
  readonly rule: JsonObject;
  /** Where the rule it comes from stands. */
  readonly path: FieldPath;
}

export interface ConversionFailure {
  readonly path: FieldPath;
  readonly why: string;
  /** `dropped`: the rule is gone; `deny`: it became an unconditional Deny. */
  readonly instead: 'dropped' | 'deny';
}

/** Ports by protocol: `null` means every port of it; the protocol `''` means any. */
export type PortsByProtocol = ReadonlyMap<string, readonly WrittenPort[] | null>;

/** The entity fields of one peer, in v3 form; `{}` is anyone. */
export type PeerFields = JsonObject;

/** One v3 rule per protocol (sorted) and peer, as all of Calico's converters make them. */
export function expandRules(
  action: string,
  metadata: JsonObject,
  ports: PortsByProtocol,
  peers: readonly PeerFields[],
  direction: 'ingress' | 'egress',
): readonly JsonObject[] {
  return [...ports.keys()].toSorted().flatMap((protocol) => {
    const listed = ports.get(protocol) ?? null;
    const portFields: JsonObject = listed === null ? {} : { ports: simplifyPorts(listed) };
    return peers.map((peer) => ({
      action,
      ...(protocol === '' ? {} : { protocol }),
      ...metadata,
      ...(direction === 'ingress'
        ? { ...field('source', peer), ...field('destination', portFields) }
        : field('destination', { ...peer, ...portFields })),
    }));
  });
}

function field(name: string, value: JsonObject): JsonObject {
  return Object.keys(value).length === 0 ? {} : { [name]: value };
}

/** Adds ports to a protocol; one entry for all ports of a protocol swallows the others. */
export function addPorts(
  ports: Map<string, readonly WrittenPort[] | null>,
  protocol: string,
  added: readonly WrittenPort[] | null,
): void {
  const known = ports.get(protocol);
  if (added === null) ports.set(protocol, null);
  else if (known !== null) ports.set(protocol, [...(known ?? []), ...added]);
}
