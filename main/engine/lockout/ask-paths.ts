import type { Locate } from '../evaluate/explain-connection';
import type { ProtectedPath, ProtectedVerdict } from '../model/protected-path';
import { standingOf } from '../model/protected-path';
import type { WorldName } from '../model/world';
import { WORLDS } from '../model/world';
import type { OrderedMove } from '../rehearse/promotion-order';
import { isSameWorld } from '../rehearse/same-world';
import type { Rollout, RolloutWorld } from '../rehearse/worlds';
import type { AskedPath } from './asked-path';
import { stoppedEnd } from './felix-stops';
import type { PathAnswer } from './path-answer';
import { answerIn, describeEnd, seenAddresses, wordFor } from './path-answer';
import type { PathDraft } from './path-draft';
import { composeVerdict } from './rollback-path';
import { mixedVerdict } from './mixed-verdict';

/** Worst first, for what must be open. */
const WORST_WHERE_OPEN: readonly ProtectedVerdict['tag'][] = [
  'blocked',
  'undecided',
  'absent',
  'net-only',
  'failsafe-only',
  'rule',
  'no-policy',
];

/** Worst first, for what must be closed. */
const WORST_WHERE_CLOSED: readonly ProtectedVerdict['tag'][] = [
  'no-policy',
  'rule',
  'failsafe-only',
  'net-only',
  'undecided',
  'absent',
  'blocked',
];

/** What a draft comes to in one world: the worst of its connections counts. */
interface Outcome {
  readonly verdict: ProtectedVerdict;
  /** `null`: there was nothing to ask. */
  readonly answer: PathAnswer | null;
  readonly stopped: boolean;
}

/** A draft and what it came to. */
interface AskedDraft {
  readonly draft: PathDraft;
  readonly outcome: Outcome;
}

/** Asks every protected path in every world. */
export function askPaths(drafts: readonly PathDraft[], rollout: Rollout, locate: Locate): readonly AskedPath[] {
  const { worlds, withoutNet } = rollout;
  const known = new Map<WorldName, readonly Outcome[]>();
  for (const name of WORLDS) {
    const twin = WORLDS.find((other) => known.has(other) && isAskedAlike(rollout, other, name));
    const asked = twin === undefined ? undefined : known.get(twin);
    known.set(name, asked ?? askEach(drafts, worlds[name], withoutNet[name], locate).map(({ outcome }) => outcome));
  }
  return drafts.map((draft, index) => {
    const outcomes = Object.fromEntries(WORLDS.map((name) => [name, known.get(name)?.[index]])) as Record<
      WorldName,
      Outcome
    >;
    return finishPath(draft, outcomes, rollout);
  });
}

function isAskedAlike({ worlds, withoutNet }: Rollout, left: WorldName, right: WorldName): boolean {
  const [one, other] = [withoutNet[left], withoutNet[right]];
  const netless = one === other || (one !== null && other !== null && isSameWorld(one, other));
  return netless && isSameWorld(worlds[left], worlds[right]);
}

/** Asks in the worlds of a promotion, one after the other: the verdicts by the id of the path. */
export function askPathsOnTheWay(
  drafts: readonly PathDraft[],
  locate: Locate,
): (move: Pick<OrderedMove, 'world' | 'withoutNet' | 'touches'>) => Readonly<Record<string, ProtectedVerdict>> {
  let before: readonly AskedDraft[] | null = null;
  return ({ world, withoutNet, touches }) => {
    const ask = (draft: PathDraft): AskedDraft => ({ draft, outcome: askOne(draft, world, withoutNet, locate) });
    before =
      before?.map((known) => (known.draft.connections.some(touches) ? ask(known.draft) : known)) ?? drafts.map(ask);
    return Object.fromEntries(composeEach(before, world).map(({ draft, outcome }) => [draft.id, outcome.verdict]));
  };
}

const NOTHING_ASKED = { tag: 'absent', why: 'nothing stands for this path in the snapshot' } as const;

function askEach(
  drafts: readonly PathDraft[],
  world: RolloutWorld,
  withoutNet: RolloutWorld | null,
  locate: Locate,
): readonly AskedDraft[] {
  return composeEach(
    drafts.map((draft) => ({ draft, outcome: askOne(draft, world, withoutNet, locate) })),
    world,
  );
}

/** With the outcomes of paths that are made of others. */
function composeEach(single: readonly AskedDraft[], world: RolloutWorld): readonly AskedDraft[] {
  const parts = single.map(({ draft, outcome }) => ({ draft, verdict: outcome.verdict }));
  return single.map(({ draft, outcome }) => {
    if (draft.composite === null) return { draft, outcome };
    const verdict = composeVerdict(draft.composite, parts, world.name);
    return { draft, outcome: { verdict, answer: null, stopped: false } };
  });
}

function askOne(draft: PathDraft, world: RolloutWorld, withoutNet: RolloutWorld | null, locate: Locate): Outcome {
  const ranks = draft.expect === 'open' ? WORST_WHERE_OPEN : WORST_WHERE_CLOSED;
  const answers: PathAnswer[] = [];
  for (const connection of draft.connections) {
    const stopped = stoppedEnd(world.cluster, connection, locate);
    const answer = answerIn(connection, world, withoutNet, (_same, asked) => draft.memory.decide(connection, asked));
    if (stopped !== null) return { verdict: { tag: 'blocked', ...stopped }, answer, stopped: true };
    answers.push(answer);
    if (answer.tag === ranks[0] && draft.somewhere === null) break;
  }
  const worst = answers.reduce<PathAnswer | null>(
    (known, answer) => (known === null || ranks.indexOf(answer.tag) < ranks.indexOf(known.tag) ? answer : known),
    null,
  );
  if (worst === null)
    return { verdict: { tag: 'absent', why: draft.absent?.why ?? NOTHING_ASKED.why }, answer: null, stopped: false };
  const mixed = draft.somewhere === null ? null : mixedVerdict(draft.somewhere, answers);
  // What is remembered may name the node of another connection of its class.
  const own = worst.tag === 'undecided' ? answerIn(worst.connection, world, withoutNet) : worst;
  return { verdict: mixed ?? wordFor(own, locate), answer: own, stopped: false };
}

function finishPath(draft: PathDraft, outcomes: Readonly<Record<WorldName, Outcome>>, rollout: Rollout): AskedPath {
  const {
    connections,
    absent: _absent,
    somewhere: _somewhere,
    composite: _composite,
    memory: _memory,
    ...told
  } = draft;
  const verdicts = Object.fromEntries(
    WORLDS.map((name) => [name, outcomes[name].verdict]),
  ) as ProtectedPath['verdicts'];
  const path: ProtectedPath = {
    ...told,
    worst: connections.length > 1 ? describeWorst(draft, outcomes) : '',
    addresses:
      outcomes.final.answer === null ? [] : seenAddresses(outcomes.final.answer.connection, rollout.worlds.final),
    verdicts,
  };
  const stopped = WORLDS.some((name) => outcomes[name].stopped);
  return { draft, path, answers: answersOf(outcomes), stopped };
}

/** The pair that is not as it must be, in the last such world; `''` where all are. */
function describeWorst(draft: PathDraft, outcomes: Readonly<Record<WorldName, Outcome>>): string {
  const world = WORLDS.findLast((name) => !['safe', 'absent'].includes(standingOf(draft, outcomes[name].verdict)));
  const answer = world === undefined ? null : outcomes[world].answer;
  if (answer === null) return '';
  const { from, to } = answer.connection;
  switch (draft.somewhere) {
    case 'from':
      return describeEnd(to);
    case 'to':
      return describeEnd(from);
    case null:
      return `${describeEnd(from)} → ${describeEnd(to)}`;
  }
}

function answersOf(outcomes: Readonly<Record<WorldName, Outcome>>): AskedPath['answers'] {
  const { now, net, staged, promoted, final } = outcomes;
  const unasked = now.answer === null || net.answer === null || staged.answer === null;
  if (unasked || promoted.answer === null || final.answer === null) return null;
  return {
    now: now.answer,
    net: net.answer,
    staged: staged.answer,
    promoted: promoted.answer,
    final: final.answer,
  };
}
