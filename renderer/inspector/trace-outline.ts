import { assertNever } from '../../main/engine/model/assert-never';
import type { Position } from '../../main/engine/model/source';
import type {
  Carrier,
  CheckpointTrace,
  ConnectionTrace,
  Doubt,
  PolicyStep,
  RuleStep,
  TierStep,
} from '../../main/engine/model/verdict';
import { POLICY_KIND_CODES } from './policy-kinds';

/** How a row is meant: what allows, what denies, what hands on, what cannot be told, what does nothing. */
export type Tone = 'allow' | 'deny' | 'pass' | 'unknown' | 'nothing';

/** The evaluation path of a connection, as the inspector shows it and the copied explanation prints it. */
export interface TraceOutline {
  readonly checkpoints: readonly CheckpointOutline[];
  readonly doubts: readonly Doubt[];
}

export interface CheckpointOutline {
  /** `Leaving pod prod/frontend-1`. */
  readonly heading: string;
  /** `egress`, `ingress, policies before DNAT`; with `no policy` when that is all there is to say. */
  readonly detail: string;
  readonly outcome: Outcome;
  readonly rows: readonly OutlineRow[];
  readonly assumptions: readonly string[];
}

export interface Outcome {
  readonly word: string;
  readonly tone: Tone;
}

export type OutlineRow =
  | { readonly tag: 'tier'; readonly name: string; readonly detail: string; readonly note: string }
  | { readonly tag: 'policy'; readonly policy: PolicyOutline }
  | { readonly tag: 'end'; readonly title: string; readonly text: string; readonly outcome: Outcome };

export interface PolicyOutline {
  readonly name: string;
  readonly kind: PolicyStep['kind'];
  /** e.g. `NP`. */
  readonly code: string;
  /** `order 100`, `no order`, `staged · no order`. */
  readonly detail: string;
  /** In Calico's canonical form; `''` when the policy selects without one. */
  readonly selector: string;
  readonly position: Position | null;
  /** Rules that did not match, in their order: folded. */
  readonly passedOver: readonly RuleStep[];
  /** Rules that matched, or might: shown clause by clause. */
  readonly met: readonly RuleStep[];
  /** What the policy came to when no rule decided: `has no rules`, `no rule matches`; `''` otherwise. */
  readonly note: string;
  readonly outcome: Outcome;
}

export function outlineTrace(trace: ConnectionTrace): TraceOutline {
  return {
    checkpoints: trace.checkpoints.map((checkpoint) => outlineCheckpoint(checkpoint, outcomeOf(checkpoint, trace))),
    doubts: trace.doubts,
  };
}

/** Where the answer is not known, a checkpoint that hangs on what is not in the files shows but one of its branches. */
function outcomeOf({ verdict, carrier }: CheckpointTrace, trace: ConnectionTrace): Outcome {
  const isOpen = trace.verdict === 'undecided' && carrier.tag === 'undecided';
  return VERDICT_OUTCOMES[isOpen ? 'undecided' : verdict];
}

/** `Rules 0–3 do not match`, `Rule 2 does not match`. */
export function describePassedOver(rules: readonly RuleStep[]): string {
  const [first, last] = [rules.at(0), rules.at(-1)];
  if (first === undefined || last === undefined) return '';
  if (rules.length === 1) return `Rule ${first.index} does not match`;
  const consecutive = last.index - first.index === rules.length - 1;
  const numbers = consecutive ? `${first.index}–${last.index}` : rules.map((rule) => rule.index).join(', ');
  return `Rules ${numbers} do not match`;
}

/** The word of a rule's action, as Calico writes it. */
export function actionWord(action: RuleStep['action']): string {
  return { allow: 'Allow', deny: 'Deny', pass: 'Pass', log: 'Log' }[action];
}

function outlineCheckpoint(checkpoint: CheckpointTrace, outcome: Outcome): CheckpointOutline {
  const way = checkpoint.direction === 'egress' ? 'Leaving' : 'Entering';
  const hook = HOOK_WORDS[checkpoint.hook];
  const bare = checkpoint.carrier.tag === 'no-policy' && checkpoint.tiers.length === 0;
  return {
    heading: `${way} ${checkpoint.endpoint}`,
    detail: [checkpoint.direction, hook, bare ? 'no policy' : ''].filter(Boolean).join(', '),
    outcome,
    rows: bare ? [] : [...checkpoint.tiers.flatMap(outlineTier), ...outlineCarrier(checkpoint, outcome)],
    assumptions: checkpoint.assumptions,
  };
}

const HOOK_WORDS: Readonly<Record<CheckpointTrace['hook'], string>> = {
  untracked: 'untracked policies',
  preDNAT: 'policies before DNAT',
  forward: 'policies on forwarded traffic',
  normal: '',
  'host-action': 'the action of the host itself',
  'built-in': 'built-in rules',
};

const VERDICT_OUTCOMES: Readonly<Record<CheckpointTrace['verdict'], Outcome>> = {
  allow: { word: 'Allowed', tone: 'allow' },
  deny: { word: 'Denied', tone: 'deny' },
  undecided: { word: 'Cannot tell', tone: 'unknown' },
  continue: { word: 'Goes on', tone: 'pass' },
};

function outlineTier(tier: TierStep): readonly OutlineRow[] {
  const order = tier.order === null ? 'no order' : `order ${tier.order}`;
  const head: OutlineRow = {
    tag: 'tier',
    name: tier.tier,
    detail: order,
    note: tier.policies.length === 0 ? 'no policy applies' : '',
  };
  const policies = tier.policies.map((policy): OutlineRow => ({ tag: 'policy', policy: outlinePolicy(policy) }));
  return [head, ...policies, ...outlineEndOfTier(tier)];
}

function outlineEndOfTier(tier: TierStep): readonly OutlineRow[] {
  switch (tier.outcome.tag) {
    case 'end-of-tier': {
      const denies = tier.outcome.action === 'deny';
      return [
        {
          tag: 'end',
          title: `End of tier ${tier.tier}`,
          text: `${tier.outcome.trigger} selects this endpoint and no rule decided, so the tier’s default action does.`,
          outcome: denies ? { word: 'Deny', tone: 'deny' } : { word: 'Pass', tone: 'pass' },
        },
      ];
    }
    case 'rule':
    case 'continue':
    case 'undecided':
      return [];
    default:
      return assertNever(tier.outcome);
  }
}

function outlinePolicy(policy: PolicyStep): PolicyOutline {
  const order = policy.order === null ? 'no order' : `order ${policy.order}`;
  const met = policy.rules.filter((rule) => rule.matched !== 'no');
  const outcome = outcomeOfPolicy(policy);
  return {
    name: policy.namespace === '' ? policy.name : `${policy.namespace}/${policy.name}`,
    kind: policy.kind,
    code: POLICY_KIND_CODES[policy.kind],
    detail: policy.staged ? `staged · ${order}` : order,
    selector: policy.selector,
    position: readable(policy.position),
    passedOver: policy.rules.filter((rule) => rule.matched === 'no'),
    met,
    note: outcome.tone === 'nothing' ? noteOfPolicy(policy) : '',
    outcome,
  };
}

function noteOfPolicy(policy: PolicyStep): string {
  if (policy.rules.length === 0) return 'has no rules in this direction';
  return 'no rule matches';
}

function outcomeOfPolicy(policy: PolicyStep): Outcome {
  for (const rule of policy.rules) {
    if (rule.action === 'log' || rule.matched === 'no') continue;
    if (rule.matched === 'unknown') return { word: 'Cannot tell', tone: 'unknown' };
    return { word: actionWord(rule.action), tone: rule.action };
  }
  return { word: '', tone: 'nothing' };
}

/** What carried the checkpoint when it was not a rule or the end of a tier: those have rows of their own. */
function outlineCarrier(checkpoint: CheckpointTrace, outcome: Outcome): readonly OutlineRow[] {
  const words = wordsOfCarrier(checkpoint.carrier);
  if (words === null) return [];
  return [{ tag: 'end', ...words, outcome }];
}

function wordsOfCarrier(carrier: Carrier): { readonly title: string; readonly text: string } | null {
  switch (carrier.tag) {
    case 'rule':
    case 'end-of-tier':
      return null;
    case 'profile':
      return { title: `Profile ${carrier.name}`, text: 'No policy decided: the endpoint’s profile does.' };
    case 'failsafe':
      return { title: 'Failsafe ports', text: `${carrier.list} lets it through before any policy is asked.` };
    case 'no-policy':
      return { title: 'No policy', text: 'No policy applies to this endpoint in this direction.' };
    case 'host-default':
      return {
        title: 'Host default',
        text: 'No policy decided: what Felix does with the host’s traffic by default does.',
      };
    case 'built-in':
      return { title: 'Built in', text: carrier.why };
    case 'undecided':
      return { title: 'Not in the files', text: carrier.doubts.map((doubt) => doubt.why).join(' ') };
    default:
      return assertNever(carrier);
  }
}

/** A place that can be opened: objects that no file holds have none. */
function readable(position: Position | null): Position | null {
  return position === null || position.file === '' ? null : position;
}
