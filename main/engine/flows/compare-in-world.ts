import type { FlowResult } from '../model/flow-report';
import { createHalfAsker, halfOf } from './ask-half';
import type { AnsweredPiece } from './compare-flow';
import { compareFlow, piecesAsRecorded } from './compare-flow';
import { explainDifference } from './explain-difference';
import type { Previews } from './explain-difference';
import type { RecordableWorld } from './flow-facts';
import type { FlowGroup } from './flow-groups';
import type { FlowRecord, RecordedHit } from './flow-record';
import { listQuestions } from './list-questions';
import type { ResolvedEnd } from './resolve-end';

export interface RecordedEnds {
  readonly source: ResolvedEnd;
  readonly destination: ResolvedEnd;
}

/** A recorded flow held against one world: what the record may stand for, and how the two compare. */
export interface ComparedFlow {
  readonly result: FlowResult;
  /** Empty where there is nothing to ask. */
  readonly pieces: readonly AnsweredPiece[];
  /** Those that the record can be about. */
  readonly asRecorded: readonly AnsweredPiece[];
}

/** A world that recordings are held against. */
export interface WorldComparer {
  readonly world: RecordableWorld;
  readonly previews: Previews;
  compare(group: FlowGroup, ends: RecordedEnds): ComparedFlow;
}

export function createWorldComparer(world: RecordableWorld): WorldComparer {
  const evaluations = world.evaluations();
  const enforced = createHalfAsker(evaluations.enforced);
  const previews: Previews = {
    pending: createHalfAsker(evaluations.pending),
    previewed: createHalfAsker(evaluations.previewed),
  };
  const { cluster } = evaluations.enforced;
  const windows = new Set(
    cluster.nodes.filter(({ labels }) => labels['kubernetes.io/os'] === 'windows').map(({ name }) => name),
  );
  const previewsAreStale = cluster.felix.global['flowLogsPolicyEvaluationMode'] === 'None';

  const whyNotComparable = (record: FlowRecord, pieces: readonly AnsweredPiece[]): string => {
    if (record.idle) return 'all counters are zero: an old record that is exported again (D14)';
    if (record.enforced.some(isStagedHit)) {
      return 'a staged policy stands among the enforced ones: Felix once took previews for verdicts (D14)';
    }
    if (pieces.some(({ question }) => windows.has(enforced.podOf(question).node))) {
      return 'the pod runs on a Windows node, where staged policies are not previewed (D15)';
    }
    if (previewsAreStale) return 'flowLogsPolicyEvaluationMode is None: previews are not computed again';
    return '';
  };

  return {
    world,
    previews,
    compare({ record, records }, { source, destination }) {
      const nobody = source.why === '' ? destination.why : source.why;
      if (nobody !== '') return nothing({ tag: 'unresolved', why: nobody });
      const questions = listQuestions(record, source, destination, evaluations.pending);
      if (questions === null) return nothing(TOO_MANY);
      if (questions.length === 0) return nothing(NO_FAMILY);
      const pieces = questions
        .flatMap((traffic) => halfOf(traffic, record.reporter) ?? [])
        .map((question) => ({
          question,
          enforced: enforced.ask(question),
          pending: previews.pending.ask(question),
        }));
      if (pieces.length === 0) return nothing(HOST_REPORTER);
      const why = whyNotComparable(record, pieces);
      const result: FlowResult =
        why === ''
          ? compareFlow(record, pieces, {
              departure: (recorded) => explainDifference(record, recorded, records, pieces, previews),
              unknownPolicy: () => unknownPolicy(record, world),
            })
          : { tag: 'not-comparable', why };
      return { result, pieces, asRecorded: piecesAsRecorded(record, pieces) };
    },
  };
}

function nothing(result: FlowResult): ComparedFlow {
  return { result, pieces: [], asRecorded: [] };
}

const TOO_MANY: FlowResult = {
  tag: 'unresolved',
  why: 'the record stands for more kinds of traffic than are looked at',
};
const NO_FAMILY: FlowResult = { tag: 'unresolved', why: 'the two ends have no addresses of one family' };
const HOST_REPORTER: FlowResult = {
  tag: 'not-comparable',
  why: 'the reporting end is a host endpoint: flow logs preview nothing there (D1)',
};

/** The mark of an old defect of Felix is a staged kind, also behind an end of tier. */
function isStagedHit({ kind, trigger }: RecordedHit): boolean {
  return [kind, trigger?.kind].some((one) => one !== undefined && one.startsWith('Staged'));
}

/** A policy that the record names and the world lacks; `''`: there is none. */
function unknownPolicy({ enforced, pending }: FlowRecord, world: RecordableWorld): string {
  for (const { kind, namespace, name } of [...enforced, ...pending]) {
    if (kind === 'EndOfTier' || kind === 'Profile') continue;
    if (!world.has({ kind, namespace, name })) return `${kind} ${namespace === '' ? name : `${namespace}/${name}`}`;
  }
  return '';
}
