import { describe, expect, it } from 'vitest';
import type { PortRange } from '../../../../main/engine/model/traffic';
import type { Atom, TrafficMentions } from '../../../../main/engine/net/traffic-space';
import { buildTrafficSpace } from '../../../../main/engine/net/traffic-space';

const NOTHING: TrafficMentions = {
  destinationPorts: new Map(),
  sourcePorts: new Map(),
  protocols: new Set(),
  icmp: new Map(),
};

function range(first: number, last = first): PortRange {
  return { first, last };
}

/** `6 0-65535 > 80`, `1 type 8 code 0`, `89`; a star stands for what no rule names. */
function words(atom: Atom): string {
  const ports = ({ first, last }: PortRange) => (first === last ? `${first}` : `${first}-${last}`);
  const icmp =
    atom.icmpType < 0
      ? ''
      : ` type ${atom.icmpType}${atom.icmpTypeNamed ? '' : '*'} code ${atom.icmpCode}${atom.icmpCodeNamed ? '' : '*'}`;
  const path =
    atom.source === null || atom.destination === null ? '' : ` ${ports(atom.source)} > ${ports(atom.destination)}`;
  return `${atom.protocol}${atom.otherProtocols ? '*' : ''}${path}${icmp}`;
}

function space(mentions: Partial<TrafficMentions>): readonly string[] {
  return buildTrafficSpace({ ...NOTHING, ...mentions }).map(words);
}

describe('the traffic space', () => {
  it('has one piece per protocol with ports or types, and one for all others, where nothing is mentioned', () => {
    expect(space({})).toEqual([
      '6 0-65535 > 0-65535',
      '17 0-65535 > 0-65535',
      '132 0-65535 > 0-65535',
      '1 type 0* code 0*',
      '58 type 0* code 0*',
      '0*',
    ]);
  });

  it('is cut at both ends of a range, of its own protocol alone', () => {
    const cut = space({ destinationPorts: new Map([[6, [range(80), range(8000, 9000)]]]) });
    expect(cut.slice(0, 6)).toEqual([
      '6 0-65535 > 0-79',
      '6 0-65535 > 80',
      '6 0-65535 > 81-7999',
      '6 0-65535 > 8000-9000',
      '6 0-65535 > 9001-65535',
      '17 0-65535 > 0-65535',
    ]);
  });

  it('is cut where ranges overlap, and reaches from port 0 to 65535', () => {
    const cut = space({
      destinationPorts: new Map([[17, [range(10, 20), range(15, 65_534), range(0, 3), range(60_000, 65_535)]]]),
    });
    expect(cut.slice(1, 8)).toEqual([
      '17 0-65535 > 0-3',
      '17 0-65535 > 4-9',
      '17 0-65535 > 10-14',
      '17 0-65535 > 15-20',
      '17 0-65535 > 21-59999',
      '17 0-65535 > 60000-65534',
      '17 0-65535 > 65535',
    ]);
  });

  it('is cut by source ports as well, every pair a piece', () => {
    const cut = space({
      destinationPorts: new Map([[132, [range(80, 65_535)]]]),
      sourcePorts: new Map([[132, [range(0, 9)]]]),
    });
    expect(cut.slice(2, 6)).toEqual([
      '132 0-9 > 0-79',
      '132 10-65535 > 0-79',
      '132 0-9 > 80-65535',
      '132 10-65535 > 80-65535',
    ]);
  });

  it('has a piece for every type and code that is named, and for what is left of each', () => {
    const cut = space({
      icmp: new Map([
        [8, new Set<number>()],
        [3, new Set([4, 0])],
      ]),
    });
    expect(cut.slice(3, 8)).toEqual([
      '1 type 3 code 0',
      '1 type 3 code 4',
      '1 type 3 code 1*',
      '1 type 8 code 0*',
      '1 type 0* code 0*',
    ]);
    expect(cut.slice(8, 13)).toEqual([
      '58 type 3 code 0',
      '58 type 3 code 4',
      '58 type 3 code 1*',
      '58 type 8 code 0*',
      '58 type 0* code 0*',
    ]);
  });

  it('has no piece for other codes or types where all are named', () => {
    const all = new Set(Array.from({ length: 256 }, (_, index) => index));
    expect(space({ icmp: new Map([[0, all]]) }).filter((text) => text.startsWith('1 '))).toHaveLength(257);
    const types = new Map([...all].map((type) => [type, new Set<number>()] as const));
    expect(space({ icmp: types }).filter((text) => text.startsWith('1 '))).toHaveLength(256);
  });

  it('has a piece for every other protocol that is named, in order, and picks an unnamed one for the rest', () => {
    expect(space({ protocols: new Set([89, 0, 6, 1, 2]) }).slice(5)).toEqual(['0', '2', '89', '3*']);
    const all = new Set(Array.from({ length: 256 }, (_, index) => index));
    expect(space({ protocols: all }).some((text) => text.endsWith('*') && !text.includes('type'))).toBe(false);
  });
});
