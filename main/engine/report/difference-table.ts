import type { Edge, EdgeState } from '../model/edge';
import { compareState, nameParties } from '../model/edge';
import type { Rehearsal } from '../model/rehearsal';
import { WORLDS } from '../model/world';
import { writeCsv } from './csv-text';
import { STATE_ENCODINGS } from './encoding';
import { formatPosition } from './format-position';
import { visibleText } from './visible-text';

/**
 * Every listed edge that some world treats otherwise than another, that lives by the net alone or that nobody can tell, as CSV: worst first,
 * one line each, with the verdict of every world, what decided it, and where that stands.
 */
export function writeDifferences({ edges, parties }: Rehearsal): string {
  const labelOf = nameParties(parties);
  return writeCsv([HEAD, ...edges.filter(differs).map((edge) => rowOf(edge, labelOf).map(visibleText))]);
}

const HEAD: readonly string[] = [
  'difference',
  'from',
  'to',
  'traffic',
  'protected path',
  ...WORLDS.flatMap((world) => [world, `${world} by`, `${world} at`]),
];

function differs({ verdicts }: Edge): boolean {
  const { verdict } = verdicts.now;
  return (
    verdict === 'undecided' || WORLDS.some((world) => verdicts[world].verdict !== verdict || verdicts[world].onlyByNet)
  );
}

function rowOf(edge: Edge, labelOf: (party: string) => string): readonly string[] {
  const { from, to, traffic, verdicts } = edge;
  return [
    differenceWord(edge),
    labelOf(from),
    labelOf(to),
    traffic,
    edge.protected ? 'yes' : 'no',
    ...WORLDS.flatMap((world) => {
      const { verdict, by, onlyByNet, onlyByFailsafe, position } = verdicts[world];
      const how = onlyByNet ? ' (safety net alone)' : onlyByFailsafe ? ' (failsafe ports alone)' : '';
      return [verdict, `${by}${how}`, formatPosition(position)];
    }),
  ];
}

/** What today and the end come to; an edge that is the same there was something else in between. */
function differenceWord(edge: Edge): string {
  const state: EdgeState = compareState(edge, 'now');
  const isInBetween = edge.verdicts.now.verdict === edge.verdicts.final.verdict && state !== 'undecided';
  if (isInBetween && state === 'blocked') return 'open while the net is there';
  return STATE_ENCODINGS[state].word;
}
