import { formatTraffic } from '../evaluate/format-traffic';
import type { Verdict } from '../model/verdict';
import type { BitSet } from '../net/bit-set';
import {
  addBit,
  andBits,
  andNotBits,
  bitSetKey,
  createBitSet,
  firstBit,
  fullBitSet,
  hasBit,
  isEmptyBitSet,
  removeBit,
} from '../net/bit-set';
import { formatProtocol } from '../net/protocol';
import type { Atom, TrafficSpace } from '../net/traffic-space';
import type { WorldName } from '../model/world';
import { WORLDS } from '../model/world';
import type { PairAnswer, WorldAnswers } from './answers';

export type WorldVerdicts = Readonly<Record<WorldName, Verdict>>;

/** Traffic of one pair that each of some worlds treats alike. */
interface Piece<Verdicts> {
  readonly label: string;
  /** True: what is left beside the ports that the destination declares. */
  readonly other: boolean;
  readonly verdicts: Verdicts;
  /** One atom of it, to ask about. */
  readonly sample: Atom;
  /** All of them, by their places in the space. */
  readonly atoms: BitSet;
}

/** Traffic of one pair that every world of a rollout treats alike. */
export type TrafficPiece = Piece<WorldVerdicts>;

export interface DeclaredPort {
  readonly protocol: number;
  readonly port: number;
}

/** Cuts the answers of the five worlds into pieces: one per declared port, and what is left by its verdicts. */
export interface TrafficPieces {
  /** Of a destination that declares these ports; the same list for the same answers and ports. */
  toPorts(ports: readonly DeclaredPort[]): (answers: WorldAnswers) => readonly TrafficPiece[];
}

export function createTrafficPieces(space: TrafficSpace): TrafficPieces {
  /** By the ports as text, then by id of the answers. */
  const known = new Map<string, (readonly TrafficPiece[])[]>();
  const cut = createPieceCutter(space);
  return {
    toPorts(ports) {
      const text = ports.map(({ protocol, port }) => `${protocol}/${port}`).join(' ');
      const byAnswers = known.get(text) ?? [];
      known.set(text, byAnswers);
      return (answers) =>
        (byAnswers[answers.id] ??= cut(
          WORLDS.map((world) => answers[world]),
          ports,
        ).map((piece): TrafficPiece => ({ ...piece, verdicts: nameVerdicts(piece.verdicts) })));
    },
  };
}

function nameVerdicts(verdicts: readonly Verdict[]): WorldVerdicts {
  return Object.fromEntries(WORLDS.map((world, index) => [world, verdicts[index]])) as WorldVerdicts;
}

/** Cuts the answers of any worlds; verdicts are in the order of the answers. */
export type CutPieces = (
  answers: readonly PairAnswer[],
  ports: readonly DeclaredPort[],
) => readonly Piece<readonly Verdict[]>[];

export function createPieceCutter(space: TrafficSpace): CutPieces {
  const atoms = rememberPorts(space);
  const labels = rememberLabels(space);
  return (answers, ports) => cutPieces(space, answers, ports, atoms, labels);
}

type AtomsOfPort = (port: DeclaredPort) => readonly number[];
type LabelOfSet = (set: BitSet) => string;

function rememberPorts(space: TrafficSpace): AtomsOfPort {
  const known = new Map<number, readonly number[]>();
  return (port) => {
    const key = port.protocol * 65_536 + port.port;
    const atoms = known.get(key) ?? atomsOfPort(space, port);
    known.set(key, atoms);
    return atoms;
  };
}

function rememberLabels(space: TrafficSpace): LabelOfSet {
  const known = new Map<string, string>();
  return (set) => {
    const key = bitSetKey(set);
    const label = known.get(key) ?? formatTraffic(space, set);
    known.set(key, label);
    return label;
  };
}

function cutPieces(
  space: TrafficSpace,
  answers: readonly PairAnswer[],
  ports: readonly DeclaredPort[],
  atomsOf: AtomsOfPort,
  labelOf: LabelOfSet,
): ReturnType<CutPieces> {
  const declared = new Map<
    string,
    { readonly ports: DeclaredPort[]; readonly first: number; readonly atoms: BitSet }
  >();
  const rest = fullBitSet(space.length);
  for (const port of ports) {
    const indexes = atomsOf(port);
    const [first] = indexes;
    if (first === undefined) continue;
    for (const index of indexes) removeBit(rest, index);
    const key = indexes.map((index) => answers.map((answer) => verdictAt(answer, index)).join(',')).join(';');
    const group = declared.get(key) ?? { ports: [], first, atoms: createBitSet(space.length) };
    declared.set(key, group);
    group.ports.push(port);
    for (const index of indexes) addBit(group.atoms, index);
  }
  const pieces = [...declared.values()].map(({ ports: grouped, first, atoms }) =>
    makePiece(space, first, atoms, labelPorts(grouped), false, answers),
  );
  return [...pieces, ...restPieces(space, rest, answers, ports.length > 0, labelOf)];
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
  rest: BitSet,
  answers: readonly PairAnswer[],
  other: boolean,
  labelOf: LabelOfSet,
): ReturnType<CutPieces> {
  const sets = splitByVerdicts(rest, answers);
  return sets.map((set) => {
    // A space begins with TCP: where there is any, that is what people ask about.
    const label = sets.length === 1 && other ? 'other traffic' : labelOf(set);
    return makePiece(space, firstBit(set), set, label, other, answers);
  });
}

/** The atoms of a set that get the same verdict in every world, group by group, in the order of their first atoms. */
function splitByVerdicts(whole: BitSet, answers: readonly PairAnswer[]): readonly BitSet[] {
  let sets: readonly BitSet[] = [whole];
  for (const { allow, undecided } of new Set(answers)) {
    for (const verdict of [allow, undecided]) {
      sets = sets
        .flatMap((set) => [andBits(set, verdict), andNotBits(set, verdict)])
        .filter((set) => !isEmptyBitSet(set));
    }
  }
  return sets.toSorted((left, right) => firstBit(left) - firstBit(right));
}

function makePiece(
  space: TrafficSpace,
  index: number,
  atoms: BitSet,
  label: string,
  other: boolean,
  answers: readonly PairAnswer[],
): ReturnType<CutPieces>[number] {
  const sample = space[index];
  if (sample === undefined) throw new Error(`atom ${index} is not in the traffic space`);
  return { label, other, verdicts: answers.map((answer) => verdictAt(answer, index)), sample, atoms };
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
