import type { Unannounced } from '../model/flow-report';
import type { HalfAsker } from './ask-half';
import { directionOf } from './ask-half';
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
  reporter: 'src' | 'dst',
  final: DecidedConnection,
  previews: Previews,
  finalHalf: HalfAsker,
  facts: FlowFacts,
): Unannounced | null {
  const undecided = pending.verdict === 'undecided' || final.verdict === 'undecided';
  if (undecided || pending.verdict === final.verdict) return null;
  const half = finalHalf.ask(question, reporter);
  if (final.verdict === 'deny' && half?.verdict === 'allow') {
    return final.atHost
      ? { reason: 'D10', why: `${final.by} closes it at a host, and flow logs preview nothing there` }
      : { reason: 'other-checkpoint', why: `${final.by} closes it at the other end: this half of the flow stays open` };
  }
  const { decider } = pending;
  const name = describeDecider(decider);
  const said = `the preview says ${pending.verdict} by ${name}`;
  const fate = decider === null ? 'stays' : fateOfDecider(question, decider, reporter, previews.pending, facts);
  switch (fate) {
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
  const rule = findDepartingRule(question, reporter, previews.pending, previews.previewed);
  if (rule !== null) return { reason: rule.departure, why: rule.why };
  return { reason: 'unknown', why: `${said}; in the end it is ${final.verdict} by ${final.by}` };
}

type Decider = NonNullable<AnsweredPiece['pending']['decider']>;

/** An end of tier shares the fate of the policies that brought the tier in, where that is one. */
function fateOfDecider(
  question: AnsweredPiece['question'],
  decider: Decider,
  reporter: 'src' | 'dst',
  pending: HalfAsker,
  facts: FlowFacts,
): PolicyFate {
  if (decider.kind === 'Profile') return 'stays';
  if (decider.rule !== -1) return facts.fateOf(decider);
  const pod = pending.podOf(question, reporter);
  if (pod === null) return 'stays';
  const tiers = pending.evaluation.programs.programOf(pod).tiers.normal[directionOf(reporter)];
  const policies = tiers.find(({ tier }) => tier.name === decider.tier)?.policies ?? [];
  const fates = new Set(policies.map(({ policy }) => facts.fateOf(policy)));
  const [only] = fates;
  return only !== undefined && fates.size === 1 ? only : 'stays';
}
