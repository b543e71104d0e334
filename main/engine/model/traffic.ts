/** IANA protocol number, 0 to 255. */
export type ProtocolNumber = number;

export const PROTOCOL = { icmp: 1, tcp: 6, udp: 17, icmpv6: 58, sctp: 132, udplite: 136 } as const;

/** An inclusive range of ports, 0 ≤ first ≤ last ≤ 65535. */
export interface PortRange {
  readonly first: number;
  readonly last: number;
}

/** The first packet of a connection as one checkpoint sees it. Addresses as text. */
export interface Flow {
  readonly protocol: ProtocolNumber;
  readonly sourceIP: string;
  readonly destinationIP: string;
  readonly sourcePort?: number;
  readonly destinationPort?: number;
  readonly icmpType?: number;
  readonly icmpCode?: number;
}

export type Direction = 'ingress' | 'egress';
