import { describe, expect, it } from 'vitest';
import type { Rehearsal } from '../../../../main/engine/model/rehearsal';
import { WORLDS } from '../../../../main/engine/model/world';
import { DEFAULT_TIER, namespace, networkPolicy, pod, stagedPolicy } from '../evaluate/manifests';
import { rehearse } from './rehearse-objects';

const CLUSTER = [
  namespace('prod'),
  DEFAULT_TIER,
  pod('prod/web', '10.0.0.1', { labels: { app: 'web' } }),
  pod('prod/db', '10.0.0.2', { labels: { app: 'db' }, ports: ['sql:tcp/5432'] }),
];
const LOCKDOWN = stagedPolicy('prod/lockdown', { selector: "app == 'db'", order: 20, types: ['Ingress'] });

/** Where each world says that `prod/web → prod/db tcp 5432` was decided. */
function places({ edges }: Rehearsal): readonly string[] {
  const edge = edges.find(({ to, traffic }) => to.endsWith('prod/db') && traffic === 'tcp 5432');
  return WORLDS.map((world) => {
    const position = edge?.verdicts[world].position ?? null;
    return position === null ? 'no file' : `${position.file}:${position.line}`;
  });
}

describe('the place of what decided an edge', () => {
  it('is the rule, the policy at whose end the tier ended, and no file for a net of our own or for no policy', () => {
    expect(places(rehearse(CLUSTER, [LOCKDOWN]))).toEqual([
      'no file',
      'no file',
      'no file',
      'no file',
      'changes/objects.yaml:1',
    ]);
    const allowing = networkPolicy('prod/db', {
      selector: "app == 'db'",
      order: 10,
      types: ['Ingress'],
      ingress: [{ action: 'Allow' }],
    });
    expect(places(rehearse([...CLUSTER, allowing], [LOCKDOWN]))).toEqual(
      WORLDS.map(() => `snapshot/objects.yaml:${CLUSTER.length * 2 + 1}`),
    );
  });
});
