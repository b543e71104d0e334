import type { Party } from '../model/edge';
import type { CountedPairs } from './count-pairs';
import type { Cuts } from './draft-cuts';
import { endsWithNet } from './draft-cuts';
import { NO_PAIR } from './end-table';
import type { PartyMembers } from './member';
import type { TrafficPiece } from './traffic-pieces';

/** How many pieces of traffic end with the net, or may, from one place to another, and are listed nowhere. A place is a namespace of workloads, or a party. */
export interface UnlistedEndings {
  readonly from: string;
  readonly to: string;
  readonly paths: number;
}

interface ListedPiece {
  readonly from: PartyMembers;
  readonly to: PartyMembers;
  readonly piece: TrafficPiece;
}

/** Most paths first. */
export function countUnlistedEndings(
  { table: { ends }, ids }: CountedPairs,
  cuts: Cuts,
  listed: readonly ListedPiece[],
): readonly UnlistedEndings[] {
  const numbers = new Map<string, number>();
  const numberOf = (party: Party): number => {
    const name = placeOf(party);
    const number = numbers.get(name) ?? numbers.size;
    numbers.set(name, number);
    return number;
  };
  const places = Int32Array.from(ends, ({ party: { party } }) => numberOf(party));
  const paths = new Float64Array(numbers.size ** 2);
  for (let row = 0, at = 0; row < ends.length; row += 1) {
    const start = (places[row] ?? 0) * numbers.size;
    for (let column = 0; column < ends.length; column += 1, at += 1) {
      const id = ids[at] ?? NO_PAIR;
      if (id === NO_PAIR) continue;
      const between = start + (places[column] ?? 0);
      paths[between] = (paths[between] ?? 0) + cuts.endingsAt(column, id);
    }
  }
  for (const { from, to, piece } of listed) {
    const between = numberOf(from.party) * numbers.size + numberOf(to.party);
    if (endsWithNet(piece)) paths[between] = (paths[between] ?? 0) - 1;
  }
  const names = [...numbers.keys()];
  const endings = names.flatMap((from, row) =>
    names.map((to, column): UnlistedEndings => ({ from, to, paths: paths[row * names.length + column] ?? 0 })),
  );
  return endings.filter((one) => one.paths > 0).toSorted((left, right) => right.paths - left.paths);
}

function placeOf({ kind, namespace, label }: Party): string {
  return kind === 'workload' ? `namespace ${namespace}` : label;
}
