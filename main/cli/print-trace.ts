import { assertNever } from '../engine/model/assert-never';
import type {
  Carrier,
  CheckpointTrace,
  Clause,
  ConnectionTrace,
  Doubt,
  PolicyStep,
  RuleStep,
  TierOutcome,
  TierStep,
  Verdict,
} from '../engine/model/verdict';
import type { WorldName } from '../engine/model/world';
import { positionInBrackets } from '../engine/report/format-position';
import type { Style } from './style';
import { wrapLines } from './wrap-lines';

const TICKS: Readonly<Record<Clause['answer'], string>> = { yes: '✓', no: '✗', unknown: '?' };

/**
 * Why a connection gets its verdict, as indented text: a sentence, then every checkpoint in the order the packet meets them,
 * with its tiers, policies, rules and clauses.
 */
export function printTrace(trace: ConnectionTrace, world: WorldName, style: Style): string {
  const colour = verdictStyle(trace.verdict, style);
  const lines = [
    style.heading(`${trace.from} → ${trace.to} ${trace.traffic}, world ${world}: ${colour(trace.verdict)}`),
    trace.sentence,
    ...trace.checkpoints.flatMap((checkpoint, index) => ['', ...printCheckpoint(checkpoint, index + 1, style)]),
    ...(trace.doubts.length === 0
      ? []
      : ['', style.heading('What the snapshot cannot tell'), ...trace.doubts.flatMap(printDoubt)]),
  ];
  return `${wrapLines(lines).join('\n')}\n`;
}

function printCheckpoint(checkpoint: CheckpointTrace, number: number, style: Style): readonly string[] {
  const { endpoint, direction, hook, verdict, carrier, tiers, assumptions } = checkpoint;
  const place = hook === 'normal' ? direction : `${direction}, ${hook} hook`;
  const colour = verdictStyle(verdict, style);
  return [
    style.heading(`${number}. ${endpoint}, ${place}: ${colour(verdict)}, ${describeCarrier(carrier)}`),
    ...tiers.flatMap(printTier),
    ...assumptions.map((assumption) => `   assumed: ${assumption}`),
  ];
}

function printTier({ tier, order, defaultAction, policies, outcome }: TierStep): readonly string[] {
  return [
    `   tier ${tier} (order ${order ?? 'missing'}, ends in ${defaultAction}): ${describeOutcome(outcome)}`,
    ...policies.flatMap(printPolicy),
  ];
}

function printPolicy(policy: PolicyStep): readonly string[] {
  const name = policy.namespace === '' ? policy.name : `${policy.namespace}/${policy.name}`;
  return [
    `     ${policy.kind} ${name}, ${policy.order === null ? 'no order' : `order ${policy.order}`}${positionInBrackets(policy.position)}`,
    `       applies by ${policy.selector === '' ? 'an empty selector' : policy.selector}`,
    ...(policy.staged ? ['       staged: looked at, not enforced'] : []),
    ...(policy.rules.length === 0 ? ['       no rules in this direction'] : policy.rules.flatMap(printRule)),
  ];
}

function printRule({ index, action, matched, clauses, position }: RuleStep): readonly string[] {
  return [
    `       rule ${index}, ${action}: ${MATCHED[matched]}${positionInBrackets(position)}`,
    ...clauses.map(
      ({ answer, text, because }) => `         ${TICKS[answer]} ${text}${because === '' ? '' : `: ${because}`}`,
    ),
  ];
}

const MATCHED: Readonly<Record<RuleStep['matched'], string>> = {
  yes: 'matches',
  no: 'does not match',
  unknown: 'cannot be told',
};

function describeOutcome(outcome: TierOutcome): string {
  switch (outcome.tag) {
    case 'rule':
      return outcome.action === 'pass' ? 'passed on by a rule' : `${outcome.action} by a rule`;
    case 'end-of-tier':
      return `end of tier, ${outcome.action}, because ${outcome.trigger} applies`;
    case 'continue':
      return 'goes on';
    case 'undecided':
      return 'cannot be told';
    default:
      return assertNever(outcome);
  }
}

function describeCarrier(carrier: Carrier): string {
  switch (carrier.tag) {
    case 'rule': {
      const { namespace, name, rule, tier, position } = carrier.hit;
      const policy = namespace === '' ? name : `${namespace}/${name}`;
      return `rule ${rule} of ${policy} in tier ${tier}${carrier.safetyNet ? ', the safety net' : ''}${positionInBrackets(position)}`;
    }
    case 'end-of-tier':
      return `end of tier ${carrier.hit.tier}, because ${carrier.hit.name} applies${positionInBrackets(carrier.hit.position)}`;
    case 'profile':
      return `no policy decided, profile ${carrier.name}`;
    case 'failsafe':
      return `failsafe port (${carrier.list})`;
    case 'no-policy':
      return 'no policy applies';
    case 'host-default':
      return 'a host endpoint without policy and profile';
    case 'built-in':
      return carrier.why;
    case 'undecided':
      return carrier.doubts.map((doubt) => doubt.why).join('; ');
    default:
      return assertNever(carrier);
  }
}

function printDoubt({ why, command }: Doubt): readonly string[] {
  return [`  ${why}`, ...(command === '' ? [] : ['    this command settles it:', `    $ ${command}`])];
}

function verdictStyle(verdict: Verdict | 'continue', style: Style): (text: string) => string {
  switch (verdict) {
    case 'allow':
      return style.good;
    case 'deny':
      return style.bad;
    case 'undecided':
      return style.warning;
    case 'continue':
      return style.quiet;
    default:
      return assertNever(verdict);
  }
}
