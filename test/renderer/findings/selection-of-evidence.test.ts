import { describe, expect, it } from 'vitest';
import type { Evidence } from '../../../main/engine/model/finding';
import { selectionOfEvidence } from '../../../renderer/findings/selection-of-evidence';
import { INVENTED_REHEARSAL } from '../invented-rehearsal';

function verdicts(from: string, to: string, traffic: string): Evidence {
  const before = { world: 'now', verdict: 'allow', by: 'no policy' } as const;
  return { tag: 'verdicts', from, to, traffic, before, after: { ...before, world: 'final' } };
}

describe('the evidence of a finding', () => {
  it('leads to the connection that it speaks of', () => {
    const edge = INVENTED_REHEARSAL.edges.find(({ traffic }) => traffic === 'tcp 8080');
    if (edge === undefined) throw new Error('the invented rehearsal has such an edge');
    const labelOf = (id: string) => INVENTED_REHEARSAL.parties.find((party) => party.id === id)?.label ?? '';
    const evidence = verdicts(labelOf(edge.from), labelOf(edge.to), edge.traffic);
    expect(selectionOfEvidence(INVENTED_REHEARSAL, evidence)).toEqual({ tag: 'edge', edge: edge.id });
  });

  it('leads to the protected path where its ends are groups', () => {
    const [first] = INVENTED_REHEARSAL.protectedPaths;
    if (first === undefined) throw new Error('the invented rehearsal has protected paths');
    const path = { ...first, from: 'pods of shop', to: 'cluster DNS', traffic: 'tcp 53' };
    const evidence = verdicts('pods of shop', 'cluster DNS', 'tcp 53');
    expect(selectionOfEvidence({ ...INVENTED_REHEARSAL, protectedPaths: [path] }, evidence)).toEqual({
      tag: 'path',
      path: path.id,
    });
  });

  it('leads nowhere where nothing of it is listed, or where it is a line of a file', () => {
    expect(selectionOfEvidence(INVENTED_REHEARSAL, verdicts('a', 'b', 'tcp 1'))).toBeNull();
    expect(selectionOfEvidence(INVENTED_REHEARSAL, { tag: 'field', text: 'spec.order', position: null })).toBeNull();
  });
});
