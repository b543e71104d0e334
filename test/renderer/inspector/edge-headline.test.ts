import { describe, expect, it } from 'vitest';
import type { Edge } from '../../../main/engine/model/edge';
import { edgeHeadline } from '../../../renderer/inspector/edge-headline';
import { INVENTED_REHEARSAL } from '../invented-rehearsal';

function edgeOf(text: string): Edge {
  const edge = INVENTED_REHEARSAL.edges.find((candidate) => candidate.id.includes(text));
  if (edge === undefined) throw new Error(`no edge ${text}`);
  return edge;
}

describe('the verdict box', () => {
  it('says when a connection will be blocked, and by what', () => {
    expect(edgeHeadline(edgeOf('frontend|workload:prod/backend|tcp'), 'will-be-blocked', 'staged', 'compare')).toEqual({
      title: 'Will be blocked when the net is removed',
      sentence:
        'Allowed while staged by zzz-final-allow-everything; denied after the rollout by backend-lockdown (end of tier default).',
    });
  });

  it('reminds that a protected path must stay open', () => {
    expect(edgeHeadline(edgeOf('node3'), 'blocked', 'final', 'compare').sentence).toBe(
      'Denied after the rollout by hosts-deny (end of tier default). It is a protected path: it must stay open.',
    );
  });

  it('speaks of one world alone unless it compares', () => {
    expect(edgeHeadline(edgeOf('frontend|workload:prod/backend|tcp'), 'blocked', 'staged', 'next')).toEqual({
      title: 'Blocked',
      sentence: 'Denied after the rollout by backend-lockdown (end of tier default).',
    });
  });
});
