import type { DecidingHit } from '../evaluate/decide';
import type { Unannounced } from '../model/flow-report';
import type { HalfAsker, HalfQuestion } from './ask-half';
import type { AnsweredPiece } from './compare-flow';
import { findDepartingRule } from './departing-rule';
import { describeDecider } from './describe-decider';
import type { Previews } from './explain-difference';
import type { DecidedConnection, FlowFacts, PolicyFate } from './flow-facts';

/**
 * Why Felix's preview of a piece is not what the end of the rollout does; `null`: it is, or one of them is undecided (reference:
 * flows-and-lockout A6, step 6 iv).
 */
export function findUnannounced(
  { question, pending }: AnsweredPiece,
  final: DecidedConnection,
  previews: Previews,
  finalHalf: HalfAsker,
  facts: FlowFacts,
): Unannounced | null {
  if (pending.verdict === 'undecided' || final.verdict === 'undecided' || pending.verdict === final.verdict)
    return null;
  if (final.verdict === 'deny' && finalHalf.ask(question).verdict === 'allow') {
    return final.atHost
      ? { reason: 'D10', why: `${final.by} closes it at a host, and flow logs preview nothing there` }
      : { reason: 'other-checkpoint', why: `${final.by} closes it at the other end: this half of the flow stays open` };
  }
  const { decider } = pending;
  const said = `the preview says ${pending.verdict} by ${describeDecider(decider)}`;
  switch (fateOfDecider(question, decider, previews.pending, facts)) {
    case 'safety-net':
      return { reason: 'safety-net', why: `${said}, which is removed in the end` };
    case 'replaced':
      return { reason: 'D4', why: `${said}, which is asked before the staged policy that replaces it` };
    case 'deleted':
      return { reason: 'D2', why: `${said}: Felix is not told that it will be deleted` };
    case 'left-out':
      return { reason: 'D3', why: `${said}, which stays staged: it is not promoted` };
    case 'stays':
      break;
  }
  const rule = findDepartingRule(question, previews.pending, previews.previewed);
  if (rule !== null) return { reason: rule.departure, why: rule.why };
  return { reason: 'unknown', why: `${said}; in the end it is ${final.verdict} by ${final.by}` };
}

/** An end of tier goes with the policies that brought the tier in: where one of them stays it stays, else the first tells why. */
function fateOfDecider(question: HalfQuestion, decider: DecidingHit, pending: HalfAsker, facts: FlowFacts): PolicyFate {
  if (decider.kind === 'Profile') return 'stays';
  if (decider.rule !== -1) return facts.fateOf(decider);
  const tiers = pending.tiersOf(question).filter(({ tier }) => tier.name === decider.tier);
  const fates = tiers.flatMap(({ policies }) => policies.map(({ policy }) => facts.fateOf(policy)));
  const [first] = fates;
  return first === undefined || fates.includes('stays') ? 'stays' : first;
}
