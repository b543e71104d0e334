import type { DecidingHit } from '../evaluate/decide';
import type { FlowResult } from '../model/flow-report';
import type { Verdict } from '../model/verdict';
import type { HalfAnswer, HalfQuestion } from './ask-half';
import { describeDecider, describeRecorded } from './describe-decider';
import type { FlowRecord, RecordedHit } from './flow-record';

/** One piece of what a record may stand for, as a world decides it. */
export interface AnsweredPiece {
  readonly question: HalfQuestion;
  readonly enforced: HalfAnswer;
  readonly pending: HalfAnswer;
}

/** What the comparison asks for only where verdicts differ. */
export interface Explanations {
  /** A departure of Felix's preview that accounts for the recorded verdict; `null`: none does. */
  departure(recorded: 'allow' | 'deny'): FlowResult | null;
  /** A policy that the record names and the world lacks; `''`: there is none. */
  unknownPolicy(): string;
}

/**
 * Holds a record against a world, in the order of flows-and-lockout A6, step 6: the action against the enforced verdict, the recorded
 * preview against ours, then who decided.
 */
export function compareFlow(
  record: FlowRecord,
  pieces: readonly AnsweredPiece[],
  explanations: Explanations,
): FlowResult {
  const recordedPending = pendingVerdict(record.pending);
  if (pieces.every(({ enforced, pending }) => isOpen(enforced) || isOpen(pending))) return UNDECIDED;
  const pendingFits = recordedPending !== null && pieces.some(({ pending }) => fits(pending, recordedPending));
  if (!pieces.some(({ enforced }) => fits(enforced, record.action))) {
    return differsNow(record, pieces, pendingFits, explanations);
  }
  if (recordedPending === null) return NO_PREVIEW;
  if (!pendingFits) {
    return (
      explanations.departure(recordedPending) ?? {
        tag: 'mismatch',
        why: `recorded preview: ${recordedPending} by ${describeRecorded(record.pending)}; the engine's: ${wordsFor(pieces, 'pending')}`,
      }
    );
  }
  return compareDeciders(record, recordedPending, pieces);
}

const UNDECIDED: FlowResult = {
  tag: 'not-comparable',
  why: 'the snapshot cannot tell what this half of the flow comes to',
};
const NO_PREVIEW: FlowResult = {
  tag: 'not-comparable',
  why: 'no pending policies were recorded: nothing was previewed',
};

function isOpen({ verdict }: HalfAnswer): boolean {
  return verdict === 'undecided';
}

export function fits({ verdict }: HalfAnswer, recorded: 'allow' | 'deny'): boolean {
  return verdict === recorded || verdict === 'undecided';
}

/** The verdict of a recorded preview: its last hit. A trace that ends in Pass ran out of profiles, which denies (D11). */
export function pendingVerdict(pending: readonly RecordedHit[]): 'allow' | 'deny' | null {
  const last = pending.at(-1);
  if (last === undefined) return null;
  return last.action === 'allow' ? 'allow' : 'deny';
}

/** The enforced trace is history, the preview is recomputed while a connection lives. */
function differsNow(
  record: FlowRecord,
  pieces: readonly AnsweredPiece[],
  pendingFits: boolean,
  explanations: Explanations,
): FlowResult {
  const recorded = `recorded: ${record.action} by ${describeRecorded(record.enforced) || 'nothing'}`;
  const own = `the engine: ${wordsFor(pieces, 'enforced')}`;
  const missing = explanations.unknownPolicy();
  if (missing !== '') {
    return { tag: 'snapshot-drift', why: `the record names ${missing}, which the snapshot does not have; ${recorded}` };
  }
  if (pendingFits) {
    const why = `${recorded}; ${own}. The preview agrees, so the connection is older than the policies, and meets them when it reconnects`;
    return { tag: 'stale-connection', why };
  }
  return { tag: 'snapshot-drift', why: `the cluster was not as the snapshot has it; ${recorded}; ${own}` };
}

function wordsFor(pieces: readonly AnsweredPiece[], half: 'enforced' | 'pending'): string {
  const words = pieces.map((piece) => {
    const { verdict, decider } = piece[half];
    return decider === null ? verdict : `${verdict} by ${describeDecider(decider)}`;
  });
  return [...new Set(words)].slice(0, 3).join(' or ');
}

function compareDeciders(
  record: FlowRecord,
  recordedPending: 'allow' | 'deny',
  pieces: readonly AnsweredPiece[],
): FlowResult {
  if (record.pending.at(-1)?.action === 'pass') return ranOutOfProfiles(pieces);
  const enforcedAgrees =
    record.enforced.length === 0 || pieces.some(({ enforced }) => isSameDecider(record.enforced, enforced.decider));
  const pendingAgrees = pieces.some(({ pending }) => isSameDecider(record.pending, pending.decider));
  if (!enforcedAgrees || !pendingAgrees) {
    const [what, hits, half] = enforcedAgrees
      ? (['preview', record.pending, 'pending'] as const)
      : (['verdict', record.enforced, 'enforced'] as const);
    const why = `the ${what} is recorded as decided by ${describeRecorded(hits)}; the engine: ${wordsFor(pieces, half)}`;
    return { tag: 'match-verdict', why };
  }
  const allAlike = pieces.every(
    ({ enforced, pending }) => enforced.verdict === record.action && pending.verdict === recordedPending,
  );
  return { tag: allAlike ? 'match' : 'match-set' };
}

function ranOutOfProfiles(pieces: readonly AnsweredPiece[]): FlowResult {
  const why = 'the recorded preview ends in Pass: no profile matched, which denies without a hit';
  const ours = pieces.some(({ pending }) => pending.verdict === 'deny' && pending.decider?.kind === 'Profile');
  if (ours) return { tag: 'expected-difference', departure: 'D11', why };
  return { tag: 'match-verdict', why: `${why}; the engine: ${wordsFor(pieces, 'pending')}` };
}

/** The policy that an end of tier is named after, and ends of tiers that pass on, do not count (D12). */
function isSameDecider(hits: readonly RecordedHit[], decider: DecidingHit | null): boolean {
  return (
    decider !== null && describeRecorded(hits) === describeDecider(decider) && hits.at(-1)?.action === decider.action
  );
}

/** One verdict for several pieces: theirs if they agree. */
export function commonVerdict(verdicts: readonly Verdict[]): Verdict {
  const [first] = verdicts;
  return first !== undefined && verdicts.every((verdict) => verdict === first) ? first : 'undecided';
}

/** The pieces that the record can be about: those that were decided as recorded, by whom if any was, else by verdict. */
export function piecesAsRecorded(record: FlowRecord, pieces: readonly AnsweredPiece[]): readonly AnsweredPiece[] {
  const pendingWord = pendingVerdict(record.pending);
  const sameDeciders = ({ enforced, pending }: AnsweredPiece) =>
    isSameDecider(record.enforced, enforced.decider) &&
    (record.pending.length === 0 || isSameDecider(record.pending, pending.decider));
  const sameVerdicts = ({ enforced, pending }: AnsweredPiece) =>
    fits(enforced, record.action) && (pendingWord === null || fits(pending, pendingWord));
  const sameAction = ({ enforced }: AnsweredPiece) => fits(enforced, record.action);
  for (const isAsRecorded of [sameDeciders, sameVerdicts, sameAction]) {
    const found = pieces.filter(isAsRecorded);
    if (found.length > 0) return found;
  }
  return pieces;
}
