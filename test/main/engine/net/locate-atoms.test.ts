import fc from 'fast-check';
import { expect, it } from 'vitest';
import { locateAtoms } from '../../../../main/engine/net/locate-atoms';
import type { Atom, TrafficMentions } from '../../../../main/engine/net/traffic-space';
import { buildTrafficSpace } from '../../../../main/engine/net/traffic-space';

interface Mentioned {
  readonly ports: readonly number[];
  readonly protocols: readonly number[];
  readonly types: readonly { readonly type: number; readonly code: number | null }[];
}

const mentioned = fc.record({
  ports: fc.array(fc.constantFrom(0, 22, 53, 80, 443, 8080, 65_535), { maxLength: 4 }),
  protocols: fc.array(fc.constantFrom(2, 4, 47), { maxLength: 2 }),
  types: fc.array(fc.record({ type: fc.constantFrom(0, 3, 8), code: fc.constantFrom(null, 0, 4) }), { maxLength: 3 }),
});

function mentions(...all: readonly Mentioned[]): TrafficMentions {
  const ranges = all.flatMap(({ ports }) => ports.map((port) => ({ first: port, last: port })));
  const icmp = new Map<number, Set<number>>();
  for (const { type, code } of all.flatMap(({ types }) => types)) {
    const codes = icmp.get(type) ?? new Set<number>();
    icmp.set(type, codes);
    if (code !== null) codes.add(code);
  }
  return {
    destinationPorts: new Map([[6, ranges]]),
    sourcePorts: new Map([[17, ranges]]),
    protocols: new Set(all.flatMap(({ protocols }) => protocols)),
    icmp,
  };
}

/** What rules about these can see of an atom. */
function seenBy({ ports, protocols, types }: Mentioned, atom: Atom) {
  return [
    atom.protocol === 6 ? ports.map((port) => atom.destination?.first === port) : [],
    atom.protocol === 17 ? ports.map((port) => atom.source?.first === port) : [],
    protocols.map((protocol) => atom.protocol === protocol),
    types.map(({ type, code }) => atom.icmpType === type && (code === null || atom.icmpCode === code)),
  ];
}

it('an atom of one space lies in an atom of the other that no rule of both treats otherwise', () => {
  fc.assert(
    fc.property(mentioned, mentioned, mentioned, (common, one, other) => {
      const [left, right] = [buildTrafficSpace(mentions(common, one)), buildTrafficSpace(mentions(common, other))];
      const places = locateAtoms(left, right);
      expect(places).toHaveLength(left.length);
      for (const [index, atom] of left.entries()) {
        const found = right[places?.[index] ?? -1];
        expect(found && seenBy(common, found)).toEqual(seenBy(common, atom));
      }
    }),
  );
});

it('a space lies in itself atom by atom', () => {
  const space = buildTrafficSpace(mentions({ ports: [80, 443], protocols: [47], types: [{ type: 8, code: 0 }] }));
  expect([...(locateAtoms(space, space) ?? [])]).toEqual([...space.keys()]);
});

it('traffic that the other space leaves out lies nowhere', () => {
  const space = buildTrafficSpace(mentions());
  expect(locateAtoms(space, space.slice(0, -1))).toBeNull();
});
