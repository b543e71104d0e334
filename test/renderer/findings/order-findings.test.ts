import { describe, expect, it } from 'vitest';
import { countFindings, orderFindings } from '../../../renderer/findings/order-findings';
import { selectionOfEvidence } from '../../../renderer/findings/selection-of-evidence';
import { INVENTED_REHEARSAL } from '../invented-rehearsal';

describe('the findings', () => {
  it('come worst first and are counted', () => {
    const { findings } = INVENTED_REHEARSAL;
    expect(orderFindings(findings).map((finding) => finding.code)).toEqual(['L1', 'N2']);
    expect([countFindings(findings), countFindings([])]).toEqual(['1 blocks, 1 warns', 'none']);
  });

  it('lead to the connection that their evidence speaks of', () => {
    const evidence = INVENTED_REHEARSAL.findings.flatMap((finding) => finding.evidence);
    expect(evidence.map((item) => selectionOfEvidence(INVENTED_REHEARSAL, item))).toEqual([
      { tag: 'edge', edge: 'workload:prod/frontend|workload:prod/database|tcp 8080' },
      null,
      { tag: 'edge', edge: 'external:10.1.0.0/24|host:node3|tcp 22' },
    ]);
  });
});
