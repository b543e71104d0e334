import type { PortRange } from '../model/traffic';
import { PROTOCOL } from '../model/traffic';

/**
 * A piece of all traffic between two addresses that no rule can split (atomic predicates, Yang & Lam, IEEE/ACM ToN 2016). Ranges are
 * inclusive; `null` where the piece has no such field, or stands for all that no rule names.
 */
export interface Atom {
  readonly protocol: number;
  /** True: stands for every protocol that no rule names; `protocol` is one of them. */
  readonly otherProtocols: boolean;
  readonly source: PortRange | null;
  readonly destination: PortRange | null;
  /** One type and code of the piece; −1 where the protocol has none. */
  readonly icmpType: number;
  readonly icmpCode: number;
  /** False: the type (code) is one of those that no rule names. */
  readonly icmpTypeNamed: boolean;
  readonly icmpCodeNamed: boolean;
}

/** What rules, endpoints and services mention: the cuts. */
export interface TrafficMentions {
  /** Ranges by protocol (tcp, udp, sctp). */
  readonly destinationPorts: ReadonlyMap<number, readonly PortRange[]>;
  readonly sourcePorts: ReadonlyMap<number, readonly PortRange[]>;
  readonly protocols: ReadonlySet<number>;
  /** Types with the codes that some rule names. */
  readonly icmp: ReadonlyMap<number, ReadonlySet<number>>;
}

export type TrafficSpace = readonly Atom[];

export const PORT_PROTOCOLS: readonly number[] = [PROTOCOL.tcp, PROTOCOL.udp, PROTOCOL.sctp];
const ICMP_PROTOCOLS: readonly number[] = [PROTOCOL.icmp, PROTOCOL.icmpv6];

/** Cuts the traffic space along the mentions. The pieces do not overlap and leave nothing out. */
export function buildTrafficSpace(mentions: TrafficMentions): TrafficSpace {
  const atoms: Atom[] = [];
  for (const protocol of PORT_PROTOCOLS) {
    const sources = cutPorts(mentions.sourcePorts.get(protocol) ?? []);
    for (const destination of cutPorts(mentions.destinationPorts.get(protocol) ?? [])) {
      for (const source of sources) atoms.push(portAtom(protocol, source, destination));
    }
  }
  for (const protocol of ICMP_PROTOCOLS) atoms.push(...cutIcmp(protocol, mentions.icmp));
  const whole = new Set([...PORT_PROTOCOLS, ...ICMP_PROTOCOLS]);
  const named = [...mentions.protocols]
    .filter((protocol) => !whole.has(protocol))
    .toSorted((left, right) => left - right);
  for (const protocol of named) atoms.push(protocolAtom(protocol, false));
  const other = firstAbsent(256, new Set([...whole, ...named]));
  if (other !== null) atoms.push(protocolAtom(other, true));
  return atoms;
}

// Written out: spreading what they have in common into each takes longer than all the rest.
function portAtom(protocol: number, source: PortRange, destination: PortRange): Atom {
  return {
    protocol,
    otherProtocols: false,
    source,
    destination,
    icmpType: -1,
    icmpCode: -1,
    icmpTypeNamed: true,
    icmpCodeNamed: true,
  };
}

function protocolAtom(protocol: number, otherProtocols: boolean): Atom {
  return {
    protocol,
    otherProtocols,
    source: null,
    destination: null,
    icmpType: -1,
    icmpCode: -1,
    icmpTypeNamed: true,
    icmpCodeNamed: true,
  };
}

function icmpAtom(protocol: number, icmpType: number, icmpCode: number, named: 'both' | 'type' | 'neither'): Atom {
  return {
    protocol,
    otherProtocols: false,
    source: null,
    destination: null,
    icmpType,
    icmpCode,
    icmpTypeNamed: named !== 'neither',
    icmpCodeNamed: named === 'both',
  };
}

/** All ports 0 to 65535, cut at both ends of every range. */
function cutPorts(ranges: readonly PortRange[]): readonly PortRange[] {
  const starts = new Set([0]);
  for (const range of ranges) {
    starts.add(range.first);
    if (range.last < 65535) starts.add(range.last + 1);
  }
  const sorted = [...starts].toSorted((left, right) => left - right);
  return sorted.map((first, index) => ({ first, last: (sorted[index + 1] ?? 65536) - 1 }));
}

function cutIcmp(protocol: number, named: ReadonlyMap<number, ReadonlySet<number>>): readonly Atom[] {
  const atoms: Atom[] = [];
  for (const [type, namedCodes] of [...named].toSorted(([left], [right]) => left - right)) {
    const codes = [...namedCodes].toSorted((left, right) => left - right);
    for (const code of codes) atoms.push(icmpAtom(protocol, type, code, 'both'));
    const other = firstAbsent(256, new Set(codes));
    if (other !== null) atoms.push(icmpAtom(protocol, type, other, 'type'));
  }
  const otherType = firstAbsent(256, new Set(named.keys()));
  if (otherType !== null) atoms.push(icmpAtom(protocol, otherType, 0, 'neither'));
  return atoms;
}

function firstAbsent(limit: number, taken: ReadonlySet<number>): number | null {
  for (let candidate = 0; candidate < limit; candidate += 1) {
    if (!taken.has(candidate)) return candidate;
  }
  return null;
}
