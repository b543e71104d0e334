import type { Atom, TrafficSpace } from './traffic-space';

/**
 * For every atom of a space the place of the atom of another space that holds its first piece of traffic; `null` where there is none. What
 * treats all of an atom alike in both spaces treats both atoms alike.
 */
export function locateAtoms(space: TrafficSpace, other: TrafficSpace): Int32Array | null {
  const byProtocol = new Map<number, PlacedAtom[]>();
  let rest: number | undefined;
  for (const [place, atom] of other.entries()) {
    if (atom.otherProtocols) rest = place;
    else byProtocol.set(atom.protocol, [...(byProtocol.get(atom.protocol) ?? []), { atom, place }]);
  }
  const isNamed = icmpNames(other);
  const places = new Int32Array(space.length);
  for (const [place, atom] of space.entries()) {
    const named = byProtocol.get(atom.protocol);
    const found = named === undefined ? rest : named.find((candidate) => holds(candidate.atom, atom, isNamed))?.place;
    if (found === undefined) return null;
    places[place] = found;
  }
  return places;
}

interface PlacedAtom {
  readonly atom: Atom;
  readonly place: number;
}

/** Both are of one protocol that the space names. */
function holds(atom: Atom, wanted: Atom, isNamed: (wanted: Atom) => IcmpNames): boolean {
  const { source, destination } = atom;
  if (source !== null && !isWithin(wanted.source?.first, source)) return false;
  if (destination !== null && !isWithin(wanted.destination?.first, destination)) return false;
  if (atom.icmpType < 0) return true;
  const { type, code } = isNamed(wanted);
  if (!atom.icmpTypeNamed) return !type;
  if (atom.icmpType !== wanted.icmpType) return false;
  return atom.icmpCodeNamed ? atom.icmpCode === wanted.icmpCode : !code;
}

function isWithin(port: number | undefined, range: { readonly first: number; readonly last: number }): boolean {
  return port !== undefined && range.first <= port && port <= range.last;
}

/** Whether a space names the type of an atom of another one, and the code with it. */
interface IcmpNames {
  readonly type: boolean;
  readonly code: boolean;
}

function icmpNames(space: TrafficSpace): (wanted: Atom) => IcmpNames {
  const named = space.filter(({ icmpType, icmpTypeNamed }) => icmpType >= 0 && icmpTypeNamed);
  return ({ protocol, icmpType, icmpCode }) => {
    const types = named.filter((atom) => atom.protocol === protocol && atom.icmpType === icmpType);
    return {
      type: types.length > 0,
      code: types.some((atom) => atom.icmpCodeNamed && atom.icmpCode === icmpCode),
    };
  };
}
