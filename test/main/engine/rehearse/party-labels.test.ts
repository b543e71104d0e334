import { describe, expect, it } from 'vitest';
import { createPartyLabels } from '../../../../main/engine/rehearse/party-labels';
import { workload } from '../report/sample-rehearsal';

describe('what people call a party', () => {
  it('is its label, and the id of one that is not listed', () => {
    const labelOf = createPartyLabels([workload('prod', 'web')]);
    expect(['workload:prod/web', 'workload:prod/gone'].map(labelOf)).toEqual(['prod/web', 'workload:prod/gone']);
  });
});
