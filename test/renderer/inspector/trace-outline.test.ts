import { describe, expect, it } from 'vitest';
import type { CheckpointTrace, ConnectionTrace, PolicyStep, RuleStep } from '../../../main/engine/model/verdict';
import { describePassedOver, outlineTrace } from '../../../renderer/inspector/trace-outline';

const rule = (index: number, matched: RuleStep['matched'], action: RuleStep['action'] = 'allow'): RuleStep => ({
  index,
  action,
  matched,
  clauses: [],
  position: null,
});

const policy: PolicyStep = {
  kind: 'StagedNetworkPolicy',
  namespace: 'prod',
  name: 'lockdown',
  order: null,
  staged: true,
  selector: 'app == "backend"',
  rules: [],
  position: { file: '', line: 0, column: 0 },
};

function traceOf(checkpoint: Partial<CheckpointTrace>): ConnectionTrace {
  const whole: CheckpointTrace = {
    endpoint: 'pod prod/backend-1',
    direction: 'ingress',
    hook: 'normal',
    verdict: 'deny',
    carrier: { tag: 'no-policy' },
    tiers: [],
    hits: [],
    assumptions: [],
    ...checkpoint,
  };
  return { from: 'a', to: 'b', traffic: 'tcp 1', verdict: 'deny', sentence: '', checkpoints: [whole], doubts: [] };
}

describe('the evaluation path', () => {
  it('names a policy by kind and order, and why the end of the tier decided', () => {
    const hit = {
      tier: 'default',
      kind: policy.kind,
      namespace: 'prod',
      name: 'lockdown',
      rule: -1,
      action: 'deny',
      position: null,
    } as const;
    const outcome = { tag: 'end-of-tier', action: 'deny', trigger: 'prod/lockdown' } as const;
    const tier = { tier: 'default', order: null, defaultAction: 'Deny', policies: [policy], outcome } as const;
    expect(outlineTrace(traceOf({ carrier: { tag: 'end-of-tier', hit }, tiers: [tier] })).checkpoints).toEqual([
      {
        heading: 'Entering pod prod/backend-1',
        detail: 'ingress',
        outcome: { word: 'Denied', tone: 'deny' },
        assumptions: [],
        rows: [
          { tag: 'tier', name: 'default', detail: 'no order', note: '' },
          {
            tag: 'policy',
            policy: {
              name: 'prod/lockdown',
              kind: 'StagedNetworkPolicy',
              code: 'SNP',
              detail: 'staged · no order',
              selector: 'app == "backend"',
              position: null,
              passedOver: [],
              met: [],
              note: 'has no rules in this direction',
              outcome: { word: '', tone: 'nothing' },
            },
          },
          {
            tag: 'end',
            title: 'End of tier default',
            text: 'prod/lockdown selects this endpoint and no rule decided, so the tier’s default action does.',
            outcome: { word: 'Deny', tone: 'deny' },
          },
        ],
      },
    ]);
  });

  it('folds the rules that do not match and shows those that do or might', () => {
    const rules = [rule(0, 'no'), rule(1, 'no'), rule(2, 'yes', 'log'), rule(3, 'unknown', 'deny'), rule(4, 'yes')];
    const tier = {
      tier: 'default',
      order: 1,
      defaultAction: 'Deny',
      policies: [{ ...policy, rules }],
      outcome: { tag: 'undecided' },
    } as const;
    const [, row] = outlineTrace(traceOf({ tiers: [tier] })).checkpoints[0]?.rows ?? [];
    expect(row).toMatchObject({
      tag: 'policy',
      policy: {
        passedOver: [rules[0], rules[1]],
        met: [rules[2], rules[3], rules[4]],
        outcome: { word: 'Cannot tell', tone: 'unknown' },
      },
    });
  });

  it('says “cannot tell” of a checkpoint that hangs on what is not in the files, unless every answer to that is the same', () => {
    const trace = traceOf({ carrier: { tag: 'undecided', doubts: [{ why: 'no address', command: 'kubectl get' }] } });
    const [open, settled] = (['undecided', 'deny'] as const).map(
      (verdict) => outlineTrace({ ...trace, verdict }).checkpoints[0],
    );
    const [unknown, denied] = [
      { word: 'Cannot tell', tone: 'unknown' },
      { word: 'Denied', tone: 'deny' },
    ];
    expect([open?.outcome, open?.rows.at(-1)]).toMatchObject([unknown, { tag: 'end', outcome: unknown }]);
    expect([settled?.outcome, settled?.rows.at(-1)]).toMatchObject([denied, { tag: 'end', outcome: denied }]);
  });

  it('says that no policy applies in one line', () => {
    expect(outlineTrace(traceOf({ verdict: 'allow' })).checkpoints).toMatchObject([
      { detail: 'ingress, no policy', outcome: { word: 'Allowed' }, rows: [] },
    ]);
  });

  it('names the hook of a host endpoint and the failsafe ports that carry it', () => {
    const trace = traceOf({
      hook: 'preDNAT',
      verdict: 'allow',
      carrier: { tag: 'failsafe', list: 'failsafeInboundHostPorts' },
    });
    expect(outlineTrace(trace).checkpoints).toMatchObject([
      {
        detail: 'ingress, policies before DNAT',
        rows: [
          { title: 'Failsafe ports', text: 'failsafeInboundHostPorts lets it through before any policy is asked.' },
        ],
      },
    ]);
  });

  it('counts folded rules as a range where they are one', () => {
    expect([
      describePassedOver([rule(0, 'no'), rule(1, 'no'), rule(2, 'no')]),
      describePassedOver([rule(0, 'no'), rule(2, 'no')]),
      describePassedOver([rule(7, 'no')]),
    ]).toEqual(['Rules 0–2 do not match', 'Rules 0, 2 do not match', 'Rule 7 does not match']);
  });
});
