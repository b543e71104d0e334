import type { ConnectionEnd } from '../evaluate/connection-end';
import { CLIENT_PORT } from '../evaluate/dialled';
import { assertNever } from '../model/assert-never';
import type { FlowOutcome, FlowPiece, Unannounced } from '../model/flow-report';
import { PROTOCOL } from '../model/traffic';
import type { Verdict } from '../model/verdict';
import { addressKey } from '../net/address';
import type { HalfAsker, HalfQuestion } from './ask-half';
import { createHalfAsker } from './ask-half';
import type { AnsweredPiece } from './compare-flow';
import { commonVerdict } from './compare-flow';
import type { ComparedFlow, WorldComparer } from './compare-in-world';
import { describeDecider } from './describe-decider';
import { findUnannounced } from './find-unannounced';
import type { DecidedConnection, FlowFacts, JudgedWorld } from './flow-facts';
import type { FlowRecord } from './flow-record';

/** What the rollout does to a recorded flow, the whole connection looked at. */
export interface ForeseenFlow {
  readonly now: Verdict;
  readonly final: DecidedConnection;
  readonly outcome: FlowOutcome;
  readonly unannounced: Unannounced | null;
  /** Empty where all that the record may stand for is treated alike. */
  readonly split: readonly FlowPiece[];
}

export interface Foresight {
  foresee(record: FlowRecord, compared: ComparedFlow, comparer: WorldComparer): ForeseenFlow;
}

/** More pieces than this are not told one by one. */
const MOST_SPLIT = 64;

export function createForesight(facts: FlowFacts): Foresight {
  const { judged } = facts;
  const halves: Readonly<Record<JudgedWorld, HalfAsker>> = {
    now: createHalfAsker(judged.now),
    net: createHalfAsker(judged.net),
    final: createHalfAsker(judged.final),
  };
  const decideWhole = rememberDecisions(facts);

  /** Recordings show the address that a pod really saw, which the files may not: its half must allow that one too. */
  const decide = (question: HalfQuestion, world: JudgedWorld): DecidedConnection => {
    const whole = decideWhole(question, world);
    if (whole.verdict === 'deny') return whole;
    const half = halves[world].ask(question);
    if (half.verdict !== 'deny') return whole;
    return { verdict: 'deny', by: describeDecider(half.decider), position: null, atHost: false };
  };

  const toPiece = (piece: AnsweredPiece, asRecorded: boolean): FlowPiece => ({
    what: describeQuestion(piece.question),
    enforced: piece.enforced.verdict,
    pending: piece.pending.verdict,
    final: decide(piece.question, 'final').verdict,
    asRecorded,
  });

  /** One of every kind of treatment, those first that the record can be about. */
  const split = ({ pieces, asRecorded }: ComparedFlow): readonly FlowPiece[] => {
    const recorded = new Set(asRecorded);
    const others = pieces.filter((piece) => !recorded.has(piece));
    const listed = [...asRecorded, ...others].slice(0, MOST_SPLIT).map((piece) => toPiece(piece, recorded.has(piece)));
    const kinds = new Map<string, FlowPiece>();
    for (const piece of listed) {
      const key = `${piece.enforced} ${piece.pending} ${piece.final} ${piece.asRecorded}`;
      if (!kinds.has(key)) kinds.set(key, piece);
    }
    return kinds.size > 1 ? [...kinds.values()] : [];
  };

  return {
    foresee(record, compared, { world, previews }) {
      const decided = compared.asRecorded.map((piece) => ({
        piece,
        now: decide(piece.question, 'now').verdict,
        final: decide(piece.question, 'final'),
      }));
      const unannounced = decided.flatMap(
        ({ piece, final }) => findUnannounced(piece, final, previews, halves.final, facts) ?? [],
      );
      const now = commonVerdict(decided.map((one) => one.now));
      const final = joinDecisions(decided.map((one) => one.final));
      const withNet = () => commonVerdict(compared.asRecorded.map(({ question }) => decide(question, 'net').verdict));
      return {
        now,
        final,
        outcome: outcomeOf(record, now, final.verdict, world.net, withNet),
        unannounced: unannounced[0] ?? null,
        split: split(compared),
      };
    },
  };
}

/** One record tells of one half: only that of the destination shows that the whole connection was allowed. */
function outcomeOf(
  { action, reporter }: FlowRecord,
  now: Verdict,
  final: Verdict,
  recordedWithNet: boolean,
  withNet: () => Verdict,
): FlowOutcome {
  switch (final) {
    case 'undecided':
      return 'undecided';
    case 'allow':
      return now === 'deny' ? 'opens' : now === 'allow' ? 'stays' : 'undecided';
    case 'deny':
      if (action === 'deny') return now === 'deny' ? 'stays' : 'undecided';
      if (now === 'allow') return 'breaks';
      if (now === 'undecided') return reporter === 'dst' && !recordedWithNet ? 'breaks' : 'undecided';
      return recordedWithNet && withNet() === 'allow' ? 'only-by-net' : 'stays';
    default:
      return assertNever(final);
  }
}

const NOBODY: DecidedConnection = {
  verdict: 'undecided',
  by: 'what the files do not tell',
  position: null,
  atHost: false,
};

/** Where pieces come to different ends the record does not tell which. */
function joinDecisions(decisions: readonly DecidedConnection[]): DecidedConnection {
  const [first] = decisions;
  if (first === undefined) return NOBODY;
  if (decisions.every(({ verdict }) => verdict === first.verdict)) return first;
  const names = [...new Set(decisions.filter(({ verdict }) => verdict === 'deny').map(({ by }) => by))];
  return { ...NOBODY, by: `what the record does not tell; part of it is denied by ${names.join(', ')}` };
}

/** Many records are about the same ends. */
function rememberDecisions(facts: FlowFacts): (question: HalfQuestion, world: JudgedWorld) => DecidedConnection {
  const known: Readonly<Record<JudgedWorld, Map<string, DecidedConnection>>> = {
    now: new Map(),
    net: new Map(),
    final: new Map(),
  };
  return (question, world) => {
    const { from, to, family, protocol, port, sourcePort, icmpType, icmpCode } = question;
    const key = `${endKey(from)} ${endKey(to)} ${family} ${protocol} ${port} ${sourcePort} ${icmpType} ${icmpCode}`;
    const found = known[world].get(key);
    if (found !== undefined) return found;
    const connection = { from, to, family, protocol, port, sourcePort, icmpType, icmpCode, via: null };
    const decided = facts.decide(connection, world);
    known[world].set(key, decided);
    return decided;
  };
}

function endKey(end: ConnectionEnd): string {
  return end.tag === 'pod' ? `${end.workload.namespace}/${end.workload.name}` : `${end.tag} ${addressKey(end.address)}`;
}

function describeQuestion({ from, to, family, protocol, sourcePort, icmpType, icmpCode }: HalfQuestion): string {
  const ends = `${describeEnd(from)} → ${describeEnd(to)}`;
  if (protocol === PROTOCOL.icmp || protocol === PROTOCOL.icmpv6) return `${ends}, type ${icmpType} code ${icmpCode}`;
  const port = sourcePort < 0 || sourcePort === CLIENT_PORT ? '' : `, from port ${sourcePort}`;
  return `${ends}${port}${family === 6 ? ', IPv6' : ''}`;
}

function describeEnd(end: ConnectionEnd): string {
  switch (end.tag) {
    case 'pod':
      return `${end.workload.namespace}/${end.workload.name}`;
    case 'node':
      return `node ${end.node.name} (${addressKey(end.address)})`;
    case 'outside':
      return addressKey(end.address);
  }
}
