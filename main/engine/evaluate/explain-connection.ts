import type { ProgramPolicy, ProgramTier } from '../compile/program';
import { isStagedKind } from '../compile/policy';
import type { Resource } from '../model/resource';
import type { FieldPath, Position } from '../model/source';
import { MAYBE, NO } from '../model/tri';
import type {
  Carrier,
  CheckpointTrace,
  ConnectionTrace,
  Doubt,
  Hit,
  PolicyStep,
  RuleStep,
  TierOutcome,
  TierStep,
} from '../model/verdict';
import type { ConnectionResult } from './connection';
import type { PathContext } from './path-context';
import type { Stage } from './passage';
import { doubtsOf } from './doubts-of';
import { findPolicy } from './find-policy';
import type { DecidingHit } from './decide';
import { PROFILE_TIER, decide } from './decide';
import { decidingHit } from './deciding-hit';
import { describeRule } from './describe-rule';

/** Where a field of an object stands; `null` for objects that no file holds. */
export type Locate = (resource: Resource, path: FieldPath) => Position | null;

/** What an explanation needs to know of the rollout: which policy is the net, and where things stand in the files. */
export interface ExplainContext {
  readonly path: PathContext;
  readonly locate: Locate;
  readonly isSafetyNet: (hit: DecidingHit) => boolean;
}

/** The names of both ends and of the traffic, for people. */
export interface ConnectionNames {
  readonly from: string;
  readonly to: string;
  readonly traffic: string;
}

/** Every checkpoint with every tier, policy and rule that was looked at. */
export function explainConnection(
  result: ConnectionResult,
  names: ConnectionNames,
  context: ExplainContext,
): ConnectionTrace {
  const [shown] = result.passages;
  if (shown === undefined) throw new Error('a connection without a passage');
  const doubts = doubtsOf(result, context.path);
  const checkpoints = shown.stages.map((stage) => explainStage(stage, context, doubts));
  return { ...names, verdict: result.verdict, sentence: sentence(result, names, checkpoints), checkpoints, doubts };
}

function explainStage(stage: Stage, context: ExplainContext, doubts: readonly Doubt[]): CheckpointTrace {
  const endpoint = stage.endpoint;
  const name =
    endpoint === null
      ? 'the node itself'
      : endpoint.tag === 'workload'
        ? `pod ${endpoint.namespace}/${endpoint.name}`
        : `host endpoint ${endpoint.name}`;
  const verdict = stageVerdict(stage);
  return {
    endpoint: name,
    direction: stage.direction,
    hook: stage.hook,
    verdict,
    carrier: carrierOf(stage, context, doubts),
    tiers: explainTiers(stage, context),
    hits: (stage.decision?.hits ?? []).map((hit) => locateHit(hit, stage, context)),
    assumptions: stage.assumption === '' ? [] : [stage.assumption],
  };
}

function stageVerdict(stage: Stage): CheckpointTrace['verdict'] {
  switch (stage.answer) {
    case 'allow':
    case 'failsafe':
      return 'allow';
    case 'deny':
      return 'deny';
    case 'continue':
    case 'unmarked':
      return 'continue';
  }
}

/** The hit that decided, with what it means. */
function carrierOf(stage: Stage, context: ExplainContext, doubts: readonly Doubt[]): Carrier {
  if (stage.answer === 'failsafe') {
    const node = stage.endpoint?.tag === 'host' ? stage.endpoint.node : '';
    const settings = context.path.settings(node);
    const list = stage.direction === 'ingress' ? settings.failsafeInbound : settings.failsafeOutbound;
    return { tag: 'failsafe', list: `${stage.direction === 'ingress' ? 'inbound' : 'outbound'} list, ${list.from}` };
  }
  if (stage.decision === null) return { tag: 'built-in', why: stage.why };
  const hit = decidingHit(stage);
  if (hit === undefined) return { tag: 'no-policy' };
  if (!hit.certain && doubts.length > 0) return { tag: 'undecided', doubts };
  if (hit.kind === 'Profile') {
    if (hit.rule === -1) return { tag: 'host-default' };
    return stage.decision.hits.length === 1 ? { tag: 'no-policy' } : { tag: 'profile', name: hit.name };
  }
  const located = locateHit(hit, stage, context);
  if (hit.rule === -1) return { tag: 'end-of-tier', hit: located };
  return { tag: 'rule', hit: located, safetyNet: context.isSafetyNet(hit) };
}

function locateHit(hit: DecidingHit, stage: Stage, context: ExplainContext): Hit {
  const { tier, kind, namespace, name, rule, action } = hit;
  const resource = findPolicy(hit, stage, context.path.evaluation)?.policy.resource;
  const position = resource === undefined || hit.path === null ? null : context.locate(resource, hit.path);
  return { tier, kind, namespace, name, rule, action, position };
}

/** What a walk saw of one tier. */
interface Look {
  readonly rules: Map<ProgramPolicy, RuleStep[]>;
  /** What it can come to, as the walk met it: more than one only where the files cannot tell. */
  readonly outcomes: TierOutcome[];
}

/** Walks the checkpoint again, watching. */
function explainTiers(stage: Stage, context: ExplainContext): readonly TierStep[] {
  if (stage.endpoint === null || stage.decision === null) return [];
  if (stage.hook === 'host-action' || stage.hook === 'built-in') return [];
  const { evaluation } = context.path;
  const looks = new Map<ProgramTier, Look>();
  const lookAt = (tier: ProgramTier): Look => {
    const look = looks.get(tier) ?? { rules: new Map<ProgramPolicy, RuleStep[]>(), outcomes: [] };
    looks.set(tier, look);
    return look;
  };
  decide(evaluation.programs.programOf(stage.endpoint), stage.hook, stage.direction, stage.packet, evaluation.matcher, {
    rule(tier, policy, rule, matched) {
      const { rules, outcomes } = lookAt(tier);
      const steps = rules.get(policy) ?? [];
      rules.set(policy, steps);
      const words = matched === MAYBE ? 'unknown' : matched === NO ? 'no' : 'yes';
      steps.push({
        index: rule.index,
        action: rule.action,
        matched: words,
        clauses: describeRule(rule, stage.packet, evaluation.context),
        position: context.locate(policy.policy.resource, rule.path),
      });
      if (matched !== NO && rule.action !== 'log') outcomes.push({ tag: 'rule', action: rule.action });
    },
    endOfTier(tier, action) {
      const { outcomes } = lookAt(tier);
      if (!tier.policies.some((policy) => policy.certain)) outcomes.push({ tag: 'continue' });
      const trigger = tier.policies[0]?.policy.name ?? '';
      outcomes.push(action === 'continue' ? { tag: 'continue' } : { tag: 'end-of-tier', action, trigger });
    },
  });
  return [...looks].map(([tier, look]) => tierStep(tier, look, context));
}

function tierStep(tier: ProgramTier, { rules, outcomes }: Look, context: ExplainContext): TierStep {
  const endedByRule = outcomes.at(-1)?.tag === 'rule';
  const asked = endedByRule ? tier.policies.findLastIndex((policy) => rules.has(policy)) + 1 : tier.policies.length;
  return {
    tier: tier.tier.name,
    order: Number.isFinite(tier.tier.order) ? tier.tier.order : null,
    defaultAction: tier.tier.defaultAction,
    policies: tier.policies.slice(0, asked).map((policy) => policyStep(policy, rules.get(policy) ?? [], context)),
    outcome: settle(outcomes),
  };
}

/** The last one, where all come to the same. */
function settle(outcomes: readonly TierOutcome[]): TierOutcome {
  const effects = new Set(outcomes.map((outcome) => ('action' in outcome ? outcome.action : 'pass')));
  const last = outcomes.at(-1);
  return last === undefined || effects.size > 1 ? { tag: 'undecided' } : last;
}

function policyStep(policy: ProgramPolicy, rules: readonly RuleStep[], context: ExplainContext): PolicyStep {
  const { kind, namespace, name, order, selector, resource } = policy.policy;
  return {
    kind,
    namespace,
    name,
    order: Number.isFinite(order) ? order : null,
    staged: isStagedKind(kind),
    selector: selector.text,
    rules,
    position: context.locate(resource, ['spec']),
  };
}

function sentence(result: ConnectionResult, names: ConnectionNames, checkpoints: readonly CheckpointTrace[]): string {
  const subject = `${names.from} → ${names.to} ${names.traffic}`;
  switch (result.verdict) {
    case 'undecided':
      return `${subject} cannot be told from the files.`;
    case 'deny': {
      const denying = checkpoints.findLast((checkpoint) => checkpoint.verdict === 'deny');
      return denying === undefined
        ? `${subject} is denied: the answers do not come back.`
        : `${subject} is denied by ${carrierWords(denying.carrier)} at ${denying.direction} of ${denying.endpoint}.`;
    }
    case 'allow': {
      if (checkpoints.length === 0) return `${subject} is allowed: nothing on its path decides about it.`;
      const carriers = [...new Set(checkpoints.map((checkpoint) => carrierWords(checkpoint.carrier)))];
      return `${subject} is allowed by ${carriers.join(' and ')}.`;
    }
  }
}

/** What carried a verdict, in a few words; `no policy` where nothing but the absence of policy did. */
export function carrierWords(carrier: Carrier): string {
  switch (carrier.tag) {
    case 'rule':
      return `${carrier.hit.name} rule ${carrier.hit.rule}`;
    case 'end-of-tier':
      return `${carrier.hit.name} (end of tier ${carrier.hit.tier})`;
    case 'profile':
      return carrier.name === PROFILE_TIER ? 'no profile' : `profile ${carrier.name}`;
    case 'failsafe':
      return `failsafe ports (${carrier.list})`;
    case 'no-policy':
      return 'no policy';
    case 'host-default':
      return 'no policy and no profile allowing it';
    case 'built-in':
      return carrier.why;
    case 'undecided':
      return 'what the files do not tell';
  }
}
