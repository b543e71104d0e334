import { isStagedKind } from '../compile/policy';
import type { Rule } from '../compile/policy';
import type { ProgramTier } from '../compile/program';
import { CRITERIA } from '../evaluate/rule-match';
import type { Criterion } from '../evaluate/rule-match';
import type { FlowResult } from '../model/flow-report';
import { NO } from '../model/tri';
import { containsPort } from '../net/port-set';
import type { HalfAsker } from './ask-half';
import type { AnsweredPiece } from './compare-flow';
import { fits } from './compare-flow';
import { findDepartingRule } from './departing-rule';
import { describeRecorded } from './describe-decider';
import type { FlowRecord, RecordedHit } from './flow-record';
import { bareName } from './record-words';

/** The preview of one world, as Felix's evaluator and as the dataplane match its rules. */
export interface Previews {
  readonly pending: HalfAsker;
  readonly previewed: HalfAsker;
}

/**
 * Why a recorded preview may differ from ours although both are right (reference: flows-and-lockout A5): the Felix that wrote it matched
 * as the dataplane does, was of a version that lost ends of tiers, or did not know a set for a moment. `null`: none of these.
 */
export function explainDifference(
  record: FlowRecord,
  recorded: 'allow' | 'deny',
  records: number,
  pieces: readonly AnsweredPiece[],
  previews: Previews,
): FlowResult | null {
  return (
    withoutDeparture(recorded, pieces, previews) ??
    lostEndOfTier(recorded, pieces, previews) ??
    unknownSet(record, records, pieces, previews)
  );
}

function withoutDeparture(
  recorded: 'allow' | 'deny',
  pieces: readonly AnsweredPiece[],
  { pending, previewed }: Previews,
): FlowResult | null {
  for (const { question } of pieces) {
    const agrees = fits(previewed.ask(question), recorded);
    const found = agrees ? findDepartingRule(question, pending, previewed) : null;
    if (found === null) continue;
    const why = `${found.why}, as far as is known; here the recording agrees with the dataplane`;
    return { tag: 'expected-difference', departure: found.departure, why };
  }
  return null;
}

/** Before projectcalico/calico#13416 (3.32) a tier with both kinds could lose its end in the preview. */
function lostEndOfTier(
  recorded: 'allow' | 'deny',
  pieces: readonly AnsweredPiece[],
  { pending }: Previews,
): FlowResult | null {
  if (recorded !== 'allow' || pending.evaluation.cluster.profile.naming !== 'tier-prefixed') return null;
  const lost = pieces.some(({ question, pending: { decider } }) => {
    if (decider?.rule !== -1 || decider.action !== 'deny') return false;
    return pending.tiersOf(question).some((tier) => tier.tier.name === decider.tier && isMixed(tier));
  });
  if (!lost) return null;
  const why = 'before 3.32 Felix could leave the end of a tier with enforced and staged policies out of its preview';
  return { tag: 'expected-difference', departure: 'D13', why };
}

function isMixed({ policies }: ProgramTier): boolean {
  const staged = policies.filter(({ policy }) => isStagedKind(policy.kind)).length;
  return staged > 0 && staged < policies.length;
}

/** What an address set has no part in. */
const PLAIN_CRITERIA: readonly Criterion[] = [
  CRITERIA.protocol,
  CRITERIA.notProtocol,
  CRITERIA.sourceNets,
  CRITERIA.sourceNotNets,
  CRITERIA.destinationNets,
  CRITERIA.destinationNotNets,
];

/** A set that the evaluator does not have yet is taken for matched; that passes, so only a single record is excused by it. */
function unknownSet(
  record: FlowRecord,
  records: number,
  pieces: readonly AnsweredPiece[],
  { pending }: Previews,
): FlowResult | null {
  const hit = record.pending.at(-1);
  if (records > 1 || hit === undefined || hit.rule < 0) return null;
  const { context, matcher } = pending.evaluation;
  const excused = pieces.some(({ question }) => {
    const rule = findRule(pending.tiersOf(question), hit);
    if (rule === undefined || !looksAtSets(rule)) return false;
    const packet = pending.packetOf(question);
    if (matcher(rule, packet) !== NO) return false;
    return (
      PLAIN_CRITERIA.every((criterion) => criterion(rule, packet, context) !== NO) &&
      holdsPorts(rule, packet.destinationPort)
    );
  });
  if (!excused) return null;
  const why = `${describeRecorded(record.pending)} matches only if a set of addresses was not known yet; seen once`;
  return { tag: 'expected-difference', departure: 'D8', why };
}

function findRule(tiers: readonly ProgramTier[], hit: RecordedHit): Rule | undefined {
  for (const { tier, policies } of tiers) {
    for (const { policy, rules } of policies) {
      const same = policy.kind === hit.kind && policy.namespace === hit.namespace && tier.name === hit.tier;
      if (same && bareName(policy.kind, policy.tier, policy.name) === hit.name)
        return rules.find(({ index }) => index === hit.rule);
    }
  }
  return undefined;
}

function looksAtSets({ source, destination }: Rule): boolean {
  return [source, destination].some(({ positive, negative }) => positive !== null || negative !== null);
}

function holdsPorts({ destination: { ports, notPorts } }: Rule, port: number): boolean {
  return (
    (ports === null || containsPort(ports.ranges, port)) && (notPorts === null || !containsPort(notPorts.ranges, port))
  );
}
