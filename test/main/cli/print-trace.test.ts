import { describe, expect, it } from 'vitest';
import type { Carrier, CheckpointTrace, ConnectionTrace, Hit } from '../../../main/engine/model/verdict';
import { printTrace } from '../../../main/cli/print-trace';
import { PLAIN_STYLE } from '../../../main/cli/style';

const HIT: Hit = {
  tier: 'default',
  kind: 'NetworkPolicy',
  namespace: 'prod',
  name: 'lock',
  rule: -1,
  action: 'deny',
  position: { file: 'changes/lock.yaml', line: 4, column: 1 },
};

const TRACE: ConnectionTrace = {
  from: 'prod/frontend',
  to: 'prod/backend',
  traffic: 'tcp 8080',
  verdict: 'deny',
  sentence: 'prod/backend takes nothing: lock selects it and allows nothing.',
  checkpoints: [
    {
      endpoint: 'pod prod/frontend-1',
      direction: 'egress',
      hook: 'normal',
      verdict: 'allow',
      carrier: { tag: 'no-policy' },
      tiers: [],
      hits: [],
      assumptions: ['its service account is default'],
    },
    {
      endpoint: 'host endpoint node1-auto-hep',
      direction: 'ingress',
      hook: 'preDNAT',
      verdict: 'continue',
      carrier: { tag: 'failsafe', list: 'inbound tcp 22' },
      tiers: [],
      hits: [],
      assumptions: [],
    },
    {
      endpoint: 'pod prod/backend-1',
      direction: 'ingress',
      hook: 'normal',
      verdict: 'deny',
      carrier: { tag: 'end-of-tier', hit: HIT },
      tiers: [
        { tier: 'platform', order: 100, defaultAction: 'Pass', policies: [], outcome: { tag: 'continue' } },
        {
          tier: 'default',
          order: null,
          defaultAction: 'Deny',
          policies: [
            {
              kind: 'GlobalNetworkPolicy',
              namespace: '',
              name: 'gate',
              order: 10.5,
              staged: false,
              selector: 'all()',
              rules: [
                {
                  index: 0,
                  action: 'allow',
                  matched: 'no',
                  clauses: [
                    { text: 'protocol is TCP', answer: 'yes', because: '' },
                    { text: 'source.selector app == "x"', answer: 'no', because: 'prod/frontend has app="frontend"' },
                    { text: 'source is in nets', answer: 'unknown', because: '' },
                  ],
                  position: { file: 'snapshot/gate.yaml', line: 9, column: 5 },
                },
              ],
              position: { file: 'snapshot/gate.yaml', line: 1, column: 1 },
            },
            {
              kind: 'StagedNetworkPolicy',
              namespace: 'prod',
              name: 'lock',
              order: null,
              staged: true,
              selector: '',
              rules: [],
              position: null,
            },
          ],
          outcome: { tag: 'end-of-tier', action: 'deny', trigger: 'lock' },
        },
      ],
      hits: [HIT],
      assumptions: [],
    },
  ],
  doubts: [
    { why: 'The namespace is not in the snapshot.', command: 'kubectl get namespace prod -o yaml' },
    { why: 'The interface is unknown.', command: '' },
  ],
};

function carriedBy(carrier: Carrier): string | undefined {
  const [checkpoint] = TRACE.checkpoints;
  if (checkpoint === undefined) throw new Error('the trace has checkpoints');
  const only: CheckpointTrace = { ...checkpoint, carrier };
  return printTrace({ ...TRACE, checkpoints: [only] }, 'final', PLAIN_STYLE)
    .replaceAll(/\n {2}(?! )/g, ' ')
    .split('\n')
    .find((line) => line.startsWith('1. '))
    ?.replace('1. pod prod/frontend-1, egress: allow, ', '');
}

describe('a trace as text', () => {
  it('walks checkpoints, tiers, policies, rules and clauses with file and line', () => {
    expect(printTrace(TRACE, 'final', PLAIN_STYLE)).toBe(`prod/frontend → prod/backend tcp 8080, world final: deny
prod/backend takes nothing: lock selects it and allows nothing.

1. pod prod/frontend-1, egress: allow, no policy applies
   assumed: its service account is default

2. host endpoint node1-auto-hep, ingress, preDNAT hook: continue, failsafe port (inbound tcp 22)

3. pod prod/backend-1, ingress: deny, end of tier default, because lock applies
  (changes/lock.yaml:4)
   tier platform (order 100, ends in Pass): goes on
   tier default (order missing, ends in Deny): end of tier, deny, because lock applies
     GlobalNetworkPolicy gate, order 10.5 (snapshot/gate.yaml:1)
       applies by all()
       rule 0, allow: does not match (snapshot/gate.yaml:9)
         ✓ protocol is TCP
         ✗ source.selector app == "x": prod/frontend has app="frontend"
         ? source is in nets
     StagedNetworkPolicy prod/lock, no order
       applies by an empty selector
       staged: looked at, not enforced
       no rules in this direction

What the snapshot cannot tell
  The namespace is not in the snapshot.
    this command settles it:
    $ kubectl get namespace prod -o yaml
  The interface is unknown.
`);
  });

  it('says what carried a checkpoint', () => {
    const global: Hit = { ...HIT, namespace: '', name: 'zzz-net', rule: 0, position: null };
    expect([
      carriedBy({ tag: 'rule', hit: { ...HIT, rule: 2 }, safetyNet: false }),
      carriedBy({ tag: 'rule', hit: global, safetyNet: true }),
      carriedBy({ tag: 'profile', name: 'kns.prod' }),
      carriedBy({ tag: 'host-default' }),
      carriedBy({ tag: 'built-in', why: 'a node reaches its own pods' }),
      carriedBy({ tag: 'undecided', doubts: [...TRACE.doubts] }),
    ]).toEqual([
      'rule 2 of prod/lock in tier default (changes/lock.yaml:4)',
      'rule 0 of zzz-net in tier default, the safety net',
      'no policy decided, profile kns.prod',
      'a host endpoint without policy and profile',
      'a node reaches its own pods',
      'The namespace is not in the snapshot.; The interface is unknown.',
    ]);
  });
});
