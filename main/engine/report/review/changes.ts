import { countOf, groupDigits } from '../../model/count-words';
import type { Edge } from '../../model/edge';
import type { WorldName } from '../../model/world';
import type { Block } from '../review-block';
import type { ReviewFacts } from './facts';
import { figureColumns, listNames, paragraph, strong, tableAtMost, text, textColumns } from './lines';
import { deciderLine, groupReach, targetsLine } from './reach';
import { verdictSign } from './words';

/** Sources and targets of a row that are named before the rest is counted. */
const MOST_ENDS = 6;

interface ChangeList {
  readonly caption: string;
  readonly empty: string;
  readonly edges: readonly Edge[];
  /** The world whose decider is named. */
  readonly world: WorldName;
  readonly worldTitle: string;
}

/** Everything that changes between today and the end, and what the net opens in between. */
export function describeChanges(facts: ReviewFacts): readonly Block[] {
  const { isCut } = facts.changes;
  const cut: readonly Block[] = isCut
    ? [
        paragraph(
          strong('Too much changes to be listed: '),
          text('the lists are a part, the counts of the steps are exact.'),
        ),
      ]
    : [];
  return [...cut, ...listsOf(facts).flatMap((list) => describeList(list, facts))];
}

function listsOf({ changes }: ReviewFacts): readonly ChangeList[] {
  const end = { world: 'final', worldTitle: 'In the end' } as const;
  return [
    {
      ...end,
      caption: 'Open today, closed in the end',
      empty: 'Nothing that is known to be open today is closed in the end.',
      edges: changes.closes,
    },
    {
      ...end,
      caption: 'Cannot be told from the files',
      empty: 'Nothing is left untold, today or in the end.',
      edges: changes.untold,
    },
    {
      ...end,
      caption: 'Closed today, open in the end',
      empty: 'Nothing that is known to be closed today is open in the end.',
      edges: changes.opens,
    },
    {
      caption: 'Closed today and in the end, open while the net is there',
      empty: 'The net opens nothing that is closed before and after.',
      edges: changes.openedByNet,
      world: 'net',
      worldTitle: 'With the net',
    },
  ];
}

function describeList(list: ChangeList, { labelOf, most }: ReviewFacts): readonly Block[] {
  const { caption, empty, edges, world, worldTitle } = list;
  if (edges.length === 0) return [paragraph(text(empty))];
  return tableAtMost({
    caption: `${caption}: ${countOf(edges.length, 'connection')}`,
    columns: [
      ...textColumns('From each of', 'To each of', 'Today', worldTitle, 'Decided there by'),
      ...figureColumns('Connections'),
    ],
    rows: groupReach(edges, world).map(({ first, sources, targets, count }) => [
      listNames(sources.map(labelOf), MOST_ENDS),
      targetsLine(targets, labelOf, MOST_ENDS),
      [verdictSign(first.verdicts.now.verdict)],
      [verdictSign(first.verdicts[world].verdict)],
      deciderLine(first.verdicts[world]),
      [text(groupDigits(count))],
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
