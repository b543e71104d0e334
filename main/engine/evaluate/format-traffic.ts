import type { BitSet } from '../net/bit-set';
import { hasBit } from '../net/bit-set';
import { formatPorts, portSet } from '../net/port-set';
import { formatProtocol } from '../net/protocol';
import type { Atom, TrafficSpace } from '../net/traffic-space';
import { PORT_PROTOCOLS } from '../net/traffic-space';

/** e.g. `all traffic`, `tcp 8080`, `tcp 80, 443; udp 53`, `icmp type 8`, `all but tcp 53`; `nothing` for the empty set. */
export function formatTraffic(space: TrafficSpace, set: BitSet): string {
  const inside = describe(space, (index) => hasBit(set, index));
  const outside = describe(space, (index) => !hasBit(set, index));
  if (inside.length === 0) return 'nothing';
  if (outside.length === 0) return 'all traffic';
  const [left, right] = [inside.join('; '), `all but ${outside.join('; ')}`];
  return right.length < left.length ? right : left;
}

function describe(space: TrafficSpace, contains: (index: number) => boolean): readonly string[] {
  const byProtocol = new Map<string, { readonly atoms: Atom[]; whole: boolean }>();
  for (const [index, atom] of space.entries()) {
    const name = atom.otherProtocols ? 'other protocols' : formatProtocol(atom.protocol);
    const entry = byProtocol.get(name) ?? { atoms: [], whole: true };
    byProtocol.set(name, entry);
    if (contains(index)) entry.atoms.push(atom);
    else entry.whole = false;
  }
  return [...byProtocol].flatMap(([name, { atoms, whole }]) => {
    if (atoms.length === 0) return [];
    return whole ? [name] : [`${name} ${atoms.some(hasPorts) ? describePorts(atoms) : describeTypes(atoms)}`];
  });
}

function hasPorts(atom: Atom): boolean {
  return PORT_PROTOCOLS.includes(atom.protocol);
}

/** Source ports are shown only where they matter: for destination ports that are in the set for some source ports alone. */
function describePorts(atoms: readonly Atom[]): string {
  const sources = new Map<string, Atom[]>();
  for (const atom of atoms) {
    if (atom.source === null || atom.destination === null) continue;
    const key = formatPorts([atom.destination]);
    sources.set(key, [...(sources.get(key) ?? []), atom]);
  }
  const destinations = [...sources.values()].flatMap((group) => group[0]?.destination ?? []);
  const covered = [...sources.values()].every(
    (group) =>
      formatPorts(portSet(group.flatMap((atom) => atom.source ?? []))) === formatPorts([{ first: 0, last: 65535 }]),
  );
  const text = formatPorts(portSet(destinations));
  return covered ? text : `${text} (from some source ports)`;
}

function describeTypes(atoms: readonly Atom[]): string {
  return `type ${atoms
    .map((atom) => {
      if (!atom.icmpTypeNamed) return 'other';
      return atom.icmpCodeNamed ? `${atom.icmpType} code ${atom.icmpCode}` : `${atom.icmpType}`;
    })
    .join(', ')}`;
}
