import { describe, expect, it } from 'vitest';
import type { ConnectionTrace } from '../../../main/engine/model/verdict';
import { explanationMarkdown } from '../../../renderer/inspector/explanation-markdown';

const position = { file: 'changes/guard.yaml', line: 15, column: 5 };

const TRACE: ConnectionTrace = {
  from: 'prod/backend',
  to: 'prod/database',
  traffic: 'tcp 8080',
  verdict: 'allow',
  sentence: 'prod/backend reaches prod/database: guard_1 allows it.',
  checkpoints: [
    {
      endpoint: 'pod prod/database-1',
      direction: 'ingress',
      hook: 'normal',
      verdict: 'allow',
      carrier: {
        tag: 'rule',
        hit: {
          tier: 'default',
          kind: 'NetworkPolicy',
          namespace: 'prod',
          name: 'guard_1',
          rule: 0,
          action: 'allow',
          position,
        },
        safetyNet: false,
      },
      tiers: [
        { tier: 'security', order: 100, defaultAction: 'Deny', policies: [], outcome: { tag: 'continue' } },
        {
          tier: 'default',
          order: null,
          defaultAction: 'Deny',
          policies: [
            {
              kind: 'NetworkPolicy',
              namespace: 'prod',
              name: 'guard_1',
              order: 10,
              staged: false,
              selector: 'app == "database"',
              rules: [
                {
                  index: 0,
                  action: 'allow',
                  matched: 'yes',
                  clauses: [{ text: 'protocol is TCP', answer: 'yes', because: '' }],
                  position,
                },
              ],
              position,
            },
          ],
          outcome: { tag: 'rule', action: 'allow' },
        },
      ],
      hits: [],
      assumptions: ['the <kubelet> probes'],
    },
  ],
  doubts: [{ why: 'A set is missing.', command: 'kubectl get globalnetworksets -o yaml' }],
};

describe('the copied explanation', () => {
  it('is Markdown with every step, file and line, and text from files is not markup', () => {
    const text = explanationMarkdown('prod/backend → prod/database tcp 8080', 'live', 'Allowed by guard_1.', [
      { title: 'Now · today', trace: TRACE },
    ]);
    expect(text).toBe(`### prod/backend → prod/database tcp 8080: allowed

Allowed by guard\\_1.

**Now · today**: prod/backend reaches prod/database: guard\\_1 allows it.

- Entering pod prod/database-1 (ingress): Allowed
  - tier \`security\`: no policy applies
  - tier \`default\`
    - NetworkPolicy \`prod/guard_1\` (order 10), selects it by \`app == "database"\`: **Allow** \`changes/guard.yaml:15\`
      - rule 0, Allow \`changes/guard.yaml:15\`
        - ✓ protocol is TCP
  - Assumed: the \\<kubelet\\> probes
- Cannot tell: A set is missing. Settle it with \`kubectl get globalnetworksets -o yaml\`.
`);
  });
});
