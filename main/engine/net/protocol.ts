import { PROTOCOL } from '../model/traffic';
import type { ProtocolNumber } from '../model/traffic';

/** A rule's protocol. `named`: given by name, and only the names ICMP and ICMPv6 imply an IP version, their numbers do not. */
export type Protocol =
  | { readonly tag: 'protocol'; readonly number: ProtocolNumber; readonly named: boolean }
  | { readonly tag: 'error'; readonly message: string };

const NUMBERS: ReadonlyMap<string, ProtocolNumber> = new Map(Object.entries(PROTOCOL));

/** As flow logs and packet tools write them. */
const NAMES: ReadonlyMap<ProtocolNumber, string> = new Map([
  [PROTOCOL.tcp, 'tcp'],
  [PROTOCOL.udp, 'udp'],
  [PROTOCOL.icmp, 'icmp'],
  [PROTOCOL.icmpv6, 'icmp6'],
  [PROTOCOL.sctp, 'sctp'],
  [PROTOCOL.udplite, 'udplite'],
]);

/**
 * Reads a protocol as Felix does: TCP, UDP, ICMP, ICMPv6, SCTP, UDPLite in any case, or 0 to 255, as a number or in digits.
 * Source: api/pkg/lib/numorstring/protocol.go and uint8orstring.go.
 */
export function parseProtocol(value: number | string): Protocol {
  const number = typeof value === 'string' ? readDigits(value) : value;
  if (number !== undefined) {
    return Number.isInteger(number) && number >= 0 && number <= 255
      ? { tag: 'protocol', number, named: false }
      : { tag: 'error', message: `protocol ${value} is not a whole number from 0 to 255` };
  }
  const known = NUMBERS.get(`${value}`.toLowerCase());
  return known === undefined
    ? { tag: 'error', message: `"${value}" is not a protocol that Calico knows` }
    : { tag: 'protocol', number: known, named: true };
}

/** For people: `tcp`, `udp`, `icmp`, `icmp6`, `sctp`, `udplite`, otherwise the number. */
export function formatProtocol(protocol: ProtocolNumber): string {
  return NAMES.get(protocol) ?? `${protocol}`;
}

/** Digits beyond 255 are no number but a name, and an unknown one. */
function readDigits(text: string): number | undefined {
  return /^\d+$/.test(text) && Number(text) <= 255 ? Number(text) : undefined;
}
