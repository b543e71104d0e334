import { groupDigits } from '../../model/count-words';
import type { Edge, EdgeVerdict } from '../../model/edge';
import type { WorldName } from '../../model/world';
import { formatPosition } from '../format-position';
import type { Line } from '../review-block';
import type { ReviewFacts } from './facts';
import { inBrackets, listNames, name, text } from './lines';

/** Edges from every one of some sources to every one of some targets that the same rule decides. */
export interface Reach {
  /** One of them: all have the same verdict today, and the same decider in the world that was asked about. */
  readonly first: Edge;
  /** Ids of parties. */
  readonly sources: readonly string[];
  readonly targets: readonly Target[];
  /** How many edges it stands for. */
  readonly count: number;
}

interface Target {
  readonly to: string;
  readonly traffics: readonly string[];
}

/** Every edge is in exactly one; in the order of their first edges. */
export function groupReach(edges: readonly Edge[], world: WorldName): readonly Reach[] {
  const columns = collect(edges, (edge) => [deciderKey(edge, world), edge.to, edge.traffic, edge.protected]);
  const blocks = collect(columns, (column) => [
    deciderKey(firstOf(column), world),
    firstOf(column).protected,
    column.map(({ from }) => from),
  ]);
  return blocks.map((block): Reach => {
    const heads = block.map(firstOf);
    return {
      first: firstOf(heads),
      sources: [...new Set(firstOf(block).map(({ from }) => from))],
      targets: collect(heads, ({ to }) => [to]).map((same) => ({
        to: firstOf(same).to,
        traffics: same.map(({ traffic }) => traffic),
      })),
      count: block.reduce((sum, column) => sum + column.length, 0),
    };
  });
}

function deciderKey({ verdicts }: Edge, world: WorldName): string {
  const { verdict, by, position } = verdicts[world];
  return JSON.stringify([verdicts.now.verdict, verdict, by, formatPosition(position)]);
}

/** Items with the same key together, in the order of the first of them. */
function collect<Item>(items: readonly Item[], keyOf: (item: Item) => unknown): readonly (readonly Item[])[] {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const key = JSON.stringify(keyOf(item));
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return [...groups.values()];
}

function firstOf<Item>(items: readonly Item[]): Item {
  const [first] = items;
  if (first === undefined) throw new Error('a group without a member');
  return first;
}

/** `prod/backend tcp 8080, other traffic; prod/cart tcp 7070 and 3 more`. */
export function targetsLine(targets: readonly Target[], labelOf: ReviewFacts['labelOf'], most: number): Line {
  const rest = targets.length - most;
  const shown = targets
    .slice(0, most)
    .flatMap(({ to, traffics }, index): Line => [
      ...(index === 0 ? [] : [text('; ')]),
      name(labelOf(to)),
      text(' '),
      ...listNames(traffics, most),
    ]);
  return rest > 0 ? [...shown, text(` and ${groupDigits(rest)} more`)] : shown;
}

/** `backend-lockdown (end of tier default) (changes/lockdown.yaml:4)`. */
export function deciderLine({ by, position }: Pick<EdgeVerdict, 'by' | 'position'>): Line {
  const [decider = '', ...rest] = by.split(' · ');
  const how: Line = rest.length === 0 ? [] : [text(`, ${rest.join(', ')}`)];
  return [name(decider), ...how, ...inBrackets(position)];
}
