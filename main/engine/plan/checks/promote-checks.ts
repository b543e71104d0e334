import { countOf, groupDigits } from '../../model/count-words';
import type { MachineCheck, VerdictChange } from '../../model/plan';
import { describeObject } from '../../rehearse/surprises/evidence';
import type { PlanFacts, PlannedMove } from '../plan-facts';
import type { CheckLine } from './check';
import { changeLine, findingLines, machineCheck, tellFindings, textLine } from './check';
import { checkFelix } from './felix-checks';
import type { PathState } from './path-checks';
import { judgePaths, verdictAfter } from './path-checks';
import { checkRollback, rollbackRows } from './rollback-check';
import { sentences } from './sentences';
import { countUntold, unchangedCheck } from './unchanged-check';

type PromoteFacts = Pick<PlanFacts, 'promotion' | 'protectedPaths' | 'edges' | 'findings'> & {
  readonly stepChanges: Pick<PlanFacts['stepChanges'], 'promote'>;
};

/** What must hold before the first policy is promoted, and after each. */
export function checkPromote(facts: PromoteFacts): readonly MachineCheck[] {
  return [
    checkRollback('promote', rollbackOnTheWay(facts)),
    checkFelix('promote', facts.findings),
    checkOrder(facts),
    ...judgePaths('promote', 'after every move of the promotion', statesOf(facts)),
    checkCutOnTheWay(facts),
    checkClosed(facts),
    checkSurvivors(facts),
  ];
}

/** Every protected path after every move; the last one leads to world `promoted`. */
function statesOf({ protectedPaths, promotion }: PromoteFacts) {
  if (promotion.moves.length === 0) {
    return protectedPaths.map((path) => ({ path, verdict: path.verdicts.promoted, where: 'in world promoted' }));
  }
  return promotion.moves.flatMap((move, index) =>
    protectedPaths.map((path) => ({
      path,
      verdict: verdictAfter(move, path),
      where: `after move ${index + 1}, ${namesOf(move)}`,
    })),
  );
}

function namesOf({ changes }: PlannedMove): string {
  return changes.map(({ resource }) => describeObject(resource)).join(', ');
}

/** L42 before the first move, after each, and in the end. */
function rollbackOnTheWay({ protectedPaths, promotion }: PromoteFacts): readonly PathState[] {
  return rollbackRows(protectedPaths).flatMap((path) => [
    { path, verdict: path.verdicts.staged, where: 'before the first move' },
    ...promotion.moves.map((move, index) => ({
      path,
      verdict: verdictAfter(move, path),
      where: `after move ${index + 1}`,
    })),
    { path, verdict: path.verdicts.promoted, where: 'in world promoted' },
  ]);
}

const NO_ENDS = 'the snapshot holds no two ends.';

/** A search that looked at no traffic keeps nothing open. */
function isCompared({ moves }: PlanFacts['promotion']): boolean {
  return moves.some(({ verdictChanges }) => verdictChanges.compared > 0);
}

function checkOrder({ promotion, findings }: PromoteFacts): MachineCheck {
  const id = 'promote.order';
  const title = 'Policies are promoted one at a time';
  const { moves, explanation } = promotion;
  const groups = moves.flatMap((move, index) => (move.changes.length > 1 ? [{ move, number: index + 1 }] : []));
  const found = findings.filter(({ code }) => code === 'S6');
  if (moves.length === 0) return machineCheck(id, title, 'grey', explanation);
  if (!isCompared(promotion)) {
    return machineCheck(
      id,
      title,
      'grey',
      `${countOf(moves.length, 'move')}, in an order that proves nothing: ${NO_ENDS}`,
    );
  }
  const detail = sentences(`${countOf(moves.length, 'move')}.`, explanation);
  if (groups.length === 0) return machineCheck(id, title, 'green', detail, findingLines(found));
  return machineCheck(
    id,
    title,
    'amber',
    `${detail} ${countOf(groups.length, 'move')} ${groups.length === 1 ? 'holds' : 'hold'} several policies that must go together.`,
    groups.map(({ move, number }) => textLine(`Move ${number}: ${namesOf(move)}. ${move.why}`)),
  );
}

/** A flow that is open before and after the rollout must not be cut in between. */
function checkCutOnTheWay({ promotion, edges }: PromoteFacts): MachineCheck {
  const id = 'promote.nothing-cut';
  const title = 'No move cuts what is open today and open in the end';
  const lasting = new Set(
    edges.flatMap(({ id: edge, verdicts }) =>
      verdicts.now.verdict === 'allow' && verdicts.final.verdict === 'allow' ? [edge] : [],
    ),
  );
  const cut = movesWith(promotion.moves, ({ edge, after }) => after === 'deny' && lasting.has(edge));
  if (promotion.moves.length === 0) return machineCheck(id, title, 'grey', 'There is nothing to promote.');
  if (!isCompared(promotion)) return machineCheck(id, title, 'grey', `There is nothing to compare: ${NO_ENDS}`);
  // The search keeps all of these open but those that it counts: what is listed only names some.
  if (cut.length + promotion.unsavedPairs === 0) {
    return machineCheck(id, title, 'green', 'After every move these connections are open.');
  }
  const isProtected = cut.some(({ change }) => change.protected);
  return machineCheck(
    id,
    title,
    isProtected ? 'red' : 'amber',
    `Between ${countOf(Math.max(promotion.unsavedPairs, cut.length), 'pair')} traffic is closed on the way, whatever the order, and open again in the end.`,
    cut.map(({ change, number }) => moveLine(number, change)),
  );
}

function movesWith(moves: readonly PlannedMove[], wanted: (change: VerdictChange) => boolean) {
  return moves.flatMap(({ verdictChanges }, index) =>
    verdictChanges.listed.filter(wanted).map((change) => ({ change, number: index + 1 })),
  );
}

function moveLine(number: number, change: VerdictChange): CheckLine {
  return textLine(`Move ${number}: ${changeLine(change).text}`);
}

/** What closes although the net is there: its own tier’s explicit Deny, tiers in front, host endpoints. */
function checkClosed({ stepChanges, findings, edges }: PromoteFacts): MachineCheck {
  const { compared, closed, opened, becameUndecided, listed } = stepChanges.promote;
  const id = 'promote.closes';
  const title = 'Promotion changes nothing while the net is there';
  const found = findings.filter(({ code }) => ['N6', 'N8', 'N9'].includes(code));
  if (compared === 0) return machineCheck(id, title, 'grey', `There is nothing to compare: ${NO_ENDS}`);
  if (closed + opened + becameUndecided + found.length === 0) {
    const mind = 'That is not the result of the rollout: the net hides it until it is removed.';
    return unchangedCheck(id, title, { compared }, countUntold(edges, 'staged', 'promoted'), mind);
  }
  const detail = sentences(
    `Of ${groupDigits(compared)} verdicts, ${groupDigits(closed)} become deny, ${groupDigits(opened)} allow, ${groupDigits(becameUndecided)} undecided; the net does not catch that.`,
    tellFindings(found),
  );
  return machineCheck(id, title, 'amber', detail, [...listed.map(changeLine), ...findingLines(found)]);
}

/** An open session says nothing: connections of conntrack outlive the policy that denies them, or that nobody can tell. */
function checkSurvivors({ promotion, stepChanges }: PromoteFacts): MachineCheck {
  const id = 'promote.survivors';
  const title = 'What a move closes is closed at once, and seen at once';
  const closed = movesWith(promotion.moves, ({ after }) => after !== 'allow');
  const survivors = closed.filter(({ change }) => change.survives);
  if (promotion.moves.length === 0 || stepChanges.promote.compared === 0) {
    return machineCheck(id, title, 'grey', 'There is nothing to compare.');
  }
  const counted = promotion.moves.reduce(
    (sum, { verdictChanges }) => sum + verdictChanges.closed + verdictChanges.becameUndecided,
    0,
  );
  const unlisted = counted - closed.length;
  if (survivors.length + unlisted === 0) {
    const told = closed.length === 0 ? 'No move closes anything.' : 'Open connections are cut with the change.';
    return machineCheck(id, title, 'green', told);
  }
  const close = survivors.some(({ change }) => change.after === 'undecided') ? 'close, or may close,' : 'close';
  return machineCheck(
    id,
    title,
    'amber',
    `For new connections only ${close} ${countOf(survivors.length, 'path')}${unlisted === 0 ? '' : `, and ${unlisted} that are not listed`}: what is open lives on until it reconnects, your own SSH session included. Test with new connections.`,
    survivors.map(({ change, number }) => moveLine(number, change)),
  );
}
