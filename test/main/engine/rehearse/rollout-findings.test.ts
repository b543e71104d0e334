import { describe, expect, it } from 'vitest';
import { DEFAULT_TIER, namespace, networkPolicy, pod, stagedPolicy } from '../evaluate/manifests';
import { rehearse } from './rehearse-objects';

const CLUSTER = [namespace('prod'), DEFAULT_TIER, pod('prod/web', '10.0.0.1', { labels: { app: 'web' } })];
const SPEC = { selector: "app == 'web'", types: ['Ingress'] };

describe('findings', () => {
  it('S21: a policy stands in the change set enforced and staged', () => {
    const twice = rehearse(CLUSTER, [networkPolicy('prod/a', SPEC), stagedPolicy('prod/a', SPEC)]);
    expect(twice.findings.filter(({ code }) => code === 'S21')).toEqual([
      {
        code: 'S21',
        severity: 'warns',
        title: '1 of the changes stands in the change set staged as well: the staged form counts.',
        help: 'Keep one of the two. What is promoted is what the staged policy says, its stagedAction included.',
        evidence: [
          {
            tag: 'field',
            text: 'NetworkPolicy prod/a',
            position: { file: 'changes/objects.yaml', line: 1, column: 38 },
          },
        ],
      },
    ]);
    const once = rehearse(CLUSTER, [networkPolicy('prod/a', SPEC), stagedPolicy('prod/b', SPEC)]);
    expect(once.findings.map(({ code }) => code)).not.toContain('S21');
  });
});
