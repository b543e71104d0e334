import type { Packet } from '../../main/engine/evaluate/packet';
import type { Peer } from '../../main/engine/evaluate/peer';
import type { PortRange } from '../../main/engine/model/traffic';
import type { Atom, TrafficSpace } from '../../main/engine/net/traffic-space';

/** Packets at every edge of an atom: both ends of its port ranges, its ICMP types and codes, the protocols it stands for. */
export function boundaryPackets(
  atom: Atom,
  space: TrafficSpace,
  source: Peer,
  destination: Peer,
  family: 4 | 6,
): readonly Packet[] {
  const icmp = icmpValues(atom, space);
  return protocolsOf(atom, space).flatMap((protocol) =>
    endsOf(atom.source).flatMap((sourcePort) =>
      endsOf(atom.destination).flatMap((destinationPort) =>
        icmp.map(([icmpType, icmpCode]) => ({
          family,
          protocol,
          source,
          destination,
          sourcePort,
          destinationPort,
          icmpType,
          icmpCode,
        })),
      ),
    ),
  );
}

function endsOf(range: PortRange | null): readonly number[] {
  if (range === null) return [-1];
  return range.first === range.last ? [range.first] : [range.first, range.last];
}

function protocolsOf(atom: Atom, space: TrafficSpace): readonly number[] {
  if (!atom.otherProtocols) return [atom.protocol];
  const named = new Set(space.filter((other) => !other.otherProtocols).map((other) => other.protocol));
  return [0, 2, 4, 47, 89, 136, 254, 255].filter((protocol) => !named.has(protocol));
}

function icmpValues(atom: Atom, space: TrafficSpace): readonly (readonly [number, number])[] {
  if (atom.icmpType < 0) return [[-1, -1]];
  const siblings = space.filter((other) => other.protocol === atom.protocol);
  if (!atom.icmpTypeNamed) {
    const named = new Set(siblings.filter((other) => other.icmpTypeNamed).map((other) => other.icmpType));
    return [0, 8, 254, 255]
      .filter((type) => !named.has(type))
      .flatMap((type) => [[type, 0] as const, [type, 255] as const]);
  }
  if (atom.icmpCodeNamed) return [[atom.icmpType, atom.icmpCode]];
  const sameType = siblings.filter((other) => other.icmpType === atom.icmpType && other.icmpCodeNamed);
  const named = new Set(sameType.map((other) => other.icmpCode));
  return [0, 1, 5, 254, 255].filter((code) => !named.has(code)).map((code) => [atom.icmpType, code] as const);
}
