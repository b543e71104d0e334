import type { Edge, EdgeVerdict } from '../../model/edge';
import type { WorldName } from '../../model/world';
import { countOf, groupDigits } from '../sentences';
import type { EdgeGroup } from '../edge-groups';
import { groupBySources } from '../edge-groups';
import { formatPosition } from '../format-position';
import type { Block, Line } from '../review-block';
import type { ReviewFacts } from './facts';
import { inBrackets, listNames, name, paragraph, strong, tableAtMost, text, textColumns } from './lines';
import { verdictSign } from './words';

/** Sources that are named before the rest is counted. */
const MOST_SOURCES = 4;

/** Edges to one destination with the same traffic that the same rule decides in a world. */
export function groupByDecider(edges: readonly Edge[], world: WorldName): readonly EdgeGroup[] {
  return groupBySources(edges, ({ verdicts }) => `${verdicts[world].by} ${formatPosition(verdicts[world].position)}`);
}

/** `prod/frontend, prod/cart → prod/backend tcp 8080`. */
export function groupLine({ sources, to, traffic }: EdgeGroup, labelOf: ReviewFacts['labelOf']): Line {
  return [...listNames(sources.map(labelOf), MOST_SOURCES), text(' → '), name(labelOf(to)), text(' '), name(traffic)];
}

/** `backend-lockdown (end of tier default) (changes/lockdown.yaml:4)`. */
export function deciderLine({ by, position }: Pick<EdgeVerdict, 'by' | 'position'>): Line {
  const [decider = '', ...rest] = by.split(' · ');
  const how: Line = rest.length === 0 ? [] : [text(` (${rest.join(', ')})`)];
  return [name(decider), ...how, ...inBrackets(position)];
}

interface ChangeList {
  readonly caption: string;
  readonly empty: string;
  readonly edges: readonly Edge[];
  /** The world whose decider is named. */
  readonly world: WorldName;
}

/** Everything that changes between today and the end, and what the net opens in between. */
export function describeChanges(facts: ReviewFacts): readonly Block[] {
  const { closes, untold, opens, openedByNet, isCut } = facts.changes;
  const lists: readonly ChangeList[] = [
    {
      caption: 'Closed in the end, open today',
      empty: 'Nothing that is open today is closed in the end.',
      edges: closes,
      world: 'final',
    },
    { caption: 'Cannot be told from the files', empty: 'Nothing is left untold.', edges: untold, world: 'final' },
    {
      caption: 'Open in the end, closed today',
      empty: 'Nothing that is closed today is open in the end.',
      edges: opens,
      world: 'final',
    },
    {
      caption: 'Open while the net is there, closed today and in the end',
      empty: 'The net opens nothing that is closed before and after.',
      edges: openedByNet,
      world: 'net',
    },
  ];
  const cut: readonly Block[] = isCut
    ? [
        paragraph(
          strong('Too much changes to be listed: '),
          text('the lists are a part, the counts of the steps are exact.'),
        ),
      ]
    : [];
  return [...cut, ...lists.flatMap((list) => describeList(list, facts))];
}

function describeList({ caption, empty, edges, world }: ChangeList, { labelOf, most }: ReviewFacts): readonly Block[] {
  if (edges.length === 0) return [paragraph(text(empty))];
  const groups = groupByDecider(edges, world);
  const atEnd = world === 'final';
  return tableAtMost({
    caption: `${caption}: ${countOf(edges.length, 'connection')}`,
    columns: textColumns('From', 'To', 'Traffic', 'Today', atEnd ? 'In the end' : 'With the net', 'Decided by'),
    rows: groups.map(({ sources, to, traffic, first }) => [
      listNames(sources.map(labelOf), MOST_SOURCES),
      [name(labelOf(to))],
      [name(traffic)],
      [verdictSign(first.verdicts.now.verdict)],
      [verdictSign(first.verdicts[world].verdict)],
      deciderLine(first.verdicts[world]),
    ]),
    most,
    elsewhere: 'differences.csv',
  });
}

/** `12 on declared ports, 40 of other traffic`; `''` where there is none. */
export function countKinds(edges: readonly Edge[]): string {
  const other = edges.filter((edge) => edge.other).length;
  if (other === 0) return '';
  return `${groupDigits(edges.length - other)} on declared ports, ${groupDigits(other)} of other traffic`;
}
