import { formatTraffic } from '../evaluate/format-traffic';
import type { Verdict } from '../model/verdict';
import type { BitSet } from '../net/bit-set';
import { addBit, createBitSet, forEachBit, hasBit, isEmptyBitSet } from '../net/bit-set';
import { formatProtocol } from '../net/protocol';
import type { Atom, TrafficSpace } from '../net/traffic-space';
import type { WorldName } from '../model/world';
import { WORLDS } from '../model/world';
import type { PairAnswer } from './connectivity';

export type WorldVerdicts = Readonly<Record<WorldName, Verdict>>;

/** Traffic of one pair that every world treats alike. */
export interface TrafficPiece {
  readonly label: string;
  /** True: what is left beside the ports that the destination declares. */
  readonly other: boolean;
  readonly verdicts: WorldVerdicts;
  /** One atom of it, to ask about. */
  readonly sample: Atom;
}

export interface DeclaredPort {
  readonly protocol: number;
  readonly port: number;
}

/** Cuts the answers of the five worlds into pieces: one per declared port, and what is left by its verdicts. */
export interface TrafficPieces {
  pieces(answers: readonly PairAnswer[], ports: readonly DeclaredPort[]): readonly TrafficPiece[];
}

export function createTrafficPieces(space: TrafficSpace): TrafficPieces {
  const known = new Map<string, readonly TrafficPiece[]>();
  return {
    pieces(answers, ports) {
      const key = `${answers.map((answer) => answer.id).join(' ')}|${ports.map((port) => `${port.protocol}/${port.port}`).join(' ')}`;
      const found = known.get(key);
      if (found !== undefined) return found;
      const cut = cutPieces(space, answers, ports);
      known.set(key, cut);
      return cut;
    },
  };
}

function cutPieces(
  space: TrafficSpace,
  answers: readonly PairAnswer[],
  ports: readonly DeclaredPort[],
): readonly TrafficPiece[] {
  const verdictsOf = (index: number): readonly Verdict[] => answers.map((answer) => verdictAt(answer, index));
  const declared = new Map<string, { readonly ports: DeclaredPort[]; readonly first: number }>();
  const taken = createBitSet(space.length);
  for (const port of ports) {
    const indexes = atomsOfPort(space, port);
    const [first] = indexes;
    if (first === undefined) continue;
    for (const index of indexes) addBit(taken, index);
    const key = indexes.map((index) => verdictsOf(index).join(',')).join(';');
    const group = declared.get(key) ?? { ports: [], first };
    declared.set(key, group);
    group.ports.push(port);
  }
  const pieces = [...declared.values()].map(({ ports: grouped, first }) =>
    makePiece(space, first, labelPorts(grouped), false, verdictsOf(first)),
  );
  return [...pieces, ...restPieces(space, taken, verdictsOf, ports.length > 0)];
}

function verdictAt(answer: PairAnswer, index: number): Verdict {
  if (hasBit(answer.undecided, index)) return 'undecided';
  return hasBit(answer.allow, index) ? 'allow' : 'deny';
}

/** Every atom of the port; several where rules look at source ports. The one of ordinary client ports comes first. */
function atomsOfPort(space: TrafficSpace, port: DeclaredPort): readonly number[] {
  const found: number[] = [];
  for (const [index, atom] of space.entries()) {
    if (atom.protocol !== port.protocol || atom.destination === null) continue;
    if (atom.destination.first <= port.port && port.port <= atom.destination.last) found.push(index);
  }
  const client = (index: number) => {
    const source = space[index]?.source ?? null;
    return source !== null && source.first <= CLIENT_PORT && CLIENT_PORT <= source.last ? 0 : 1;
  };
  return found.toSorted((left, right) => client(left) - client(right));
}

const CLIENT_PORT = 40_000;

function restPieces(
  space: TrafficSpace,
  taken: BitSet,
  verdictsOf: (index: number) => readonly Verdict[],
  other: boolean,
): readonly TrafficPiece[] {
  const groups = new Map<string, { readonly set: BitSet; readonly first: number }>();
  for (const index of space.keys()) {
    if (hasBit(taken, index)) continue;
    const key = verdictsOf(index).join(',');
    const group = groups.get(key) ?? { set: createBitSet(space.length), first: index };
    groups.set(key, group);
    addBit(group.set, index);
  }
  return [...groups.values()].flatMap(({ set, first }) => {
    if (isEmptyBitSet(set)) return [];
    const whole = groups.size === 1;
    const label = whole && other ? 'other traffic' : formatTraffic(space, set);
    return [makePiece(space, bestSample(space, set, first), label, other, verdictsOf(first))];
  });
}

/** TCP where there is any: that is what people ask about. */
function bestSample(space: TrafficSpace, set: BitSet, first: number): number {
  let best = first;
  forEachBit(set, (index) => {
    if (space[best]?.protocol !== 6 && space[index]?.protocol === 6) best = index;
  });
  return best;
}

function makePiece(
  space: TrafficSpace,
  index: number,
  label: string,
  other: boolean,
  verdicts: readonly Verdict[],
): TrafficPiece {
  const sample = space[index];
  if (sample === undefined) throw new Error(`atom ${index} is not in the traffic space`);
  const byWorld = Object.fromEntries(WORLDS.map((world, at) => [world, verdicts[at]])) as WorldVerdicts;
  return { label, other, verdicts: byWorld, sample };
}

/** `tcp 8080, 9090, udp 53`. */
function labelPorts(ports: readonly DeclaredPort[]): string {
  const byProtocol = new Map<number, number[]>();
  for (const { protocol, port } of ports) byProtocol.set(protocol, [...(byProtocol.get(protocol) ?? []), port]);
  return [...byProtocol]
    .map(
      ([protocol, listed]) =>
        `${formatProtocol(protocol)} ${listed.toSorted((left, right) => left - right).join(', ')}`,
    )
    .join('; ');
}
