import type { Connection } from '../evaluate/connection-end';
import type { Atom } from '../net/traffic-space';
import type { Member } from './member';

/** One connection of a piece of traffic between two members. */
export function sampleConnection(from: Member, to: Member, family: 4 | 6, atom: Atom): Connection {
  return {
    from: from.end,
    to: to.end,
    family,
    protocol: atom.protocol,
    port: atom.destination?.first ?? -1,
    icmpType: atom.icmpType,
    icmpCode: atom.icmpCode,
    via: null,
  };
}
