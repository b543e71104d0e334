import { describe, expect, it } from 'vitest';
import type { PortRange } from '../../../../main/engine/model/traffic';
import { PROTOCOL } from '../../../../main/engine/model/traffic';
import { addBit, createBitSet } from '../../../../main/engine/net/bit-set';
import type { TrafficSpace } from '../../../../main/engine/net/traffic-space';
import { buildTrafficSpace } from '../../../../main/engine/net/traffic-space';
import type { SpaceAnswers } from '../../../../main/engine/rehearse/lift-answers';
import { liftAnswers } from '../../../../main/engine/rehearse/lift-answers';

/** A space that is cut at some tcp ports. */
function spaceOf(...ports: readonly number[]): TrafficSpace {
  const ranges = ports.map((port): PortRange => ({ first: port, last: port }));
  const destinationPorts = new Map([[PROTOCOL.tcp, ranges]]);
  return buildTrafficSpace({ destinationPorts, sourcePorts: new Map(), protocols: new Set(), icmp: new Map() });
}

/** Allows a tcp port and nothing else. */
function allowPort({ interner, space }: SpaceAnswers, port: number) {
  const allow = createBitSet(space.length);
  for (const [index, { protocol, destination }] of space.entries()) {
    if (protocol === PROTOCOL.tcp && destination?.first === port) addBit(allow, index);
  }
  return interner.internList([interner.intern(allow, createBitSet(space.length))]);
}

const WORLDS = 'now net=staged promoted final';

describe('answers of an earlier rehearsal', () => {
  it('keep their ids where the traffic is cut at another port too, and are met again under them', () => {
    const earlier = liftAnswers(null, spaceOf(80, 443), WORLDS);
    const [http, https] = [allowPort(earlier, 80), allowPort(earlier, 443)];
    const lifted = liftAnswers(earlier, spaceOf(80, 443, 4711), WORLDS);
    expect(lifted.interner.numbering).toBe(earlier.interner.numbering);
    expect([allowPort(lifted, 443).id, allowPort(lifted, 80).id]).toEqual([https.id, http.id]);
    expect(allowPort(lifted, 4711).id).toBe(2);
  });

  it('keep an id each where the traffic is no longer cut so that they differ', () => {
    const earlier = liftAnswers(null, spaceOf(80, 4711), WORLDS);
    allowPort(earlier, 4711);
    const http = allowPort(earlier, 80);
    const lifted = liftAnswers(earlier, spaceOf(80), WORLDS);
    expect(lifted.interner.lists.map(({ id }) => id)).toEqual([0, 1]);
    expect(allowPort(lifted, 80).id).toBe(http.id);
  });

  it('are left behind where other worlds have the same policies now', () => {
    const earlier = liftAnswers(null, spaceOf(80), WORLDS);
    allowPort(earlier, 80);
    expect(liftAnswers(earlier, spaceOf(80), 'now=net=staged promoted=final').interner.lists).toEqual([]);
  });

  it('are left behind when most of them are those of edits long ago', () => {
    const begun = liftAnswers(null, spaceOf(80), WORLDS);
    allowPort(begun, 80);
    const edited = liftAnswers(begun, spaceOf(80), WORLDS);
    const { interner, space } = edited;
    for (let bits = 2; bits < 1_100; bits += 1) {
      interner.internList([interner.intern(Uint32Array.of(bits), createBitSet(space.length))]);
    }
    const later = liftAnswers(edited, spaceOf(80), WORLDS).interner;
    expect([later.lists, later.numbering === begun.interner.numbering]).toEqual([[], false]);
  });
});
