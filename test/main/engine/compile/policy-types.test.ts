import { describe, expect, it } from 'vitest';
import {
  admittedPolicyTypes,
  storedPolicyTypes,
  writtenPolicyTypes,
} from '../../../../main/engine/compile/policy-types';
import type { Governed } from '../../../../main/engine/compile/policy-types';
import type { JsonObject } from '../../../../main/engine/model/json';

const INGRESS: Governed = { ingress: true, egress: false };
const EGRESS: Governed = { ingress: false, egress: true };
const BOTH: Governed = { ingress: true, egress: true };

const RULES = [{ action: 'Allow' }];
/** The rules given, what calicoctl and the Calico API server fill in, what the native CRDs fill in. */
const CASES: readonly (readonly [JsonObject, Governed, Governed])[] = [
  [{}, INGRESS, INGRESS],
  [{ ingress: [] }, INGRESS, INGRESS],
  [{ egress: [] }, INGRESS, EGRESS],
  [{ ingress: RULES }, INGRESS, INGRESS],
  [{ egress: RULES }, EGRESS, EGRESS],
  [{ ingress: [], egress: RULES }, EGRESS, BOTH],
  [{ ingress: RULES, egress: [] }, INGRESS, BOTH],
  [{ ingress: [], egress: [] }, INGRESS, BOTH],
  [{ ingress: RULES, egress: RULES }, BOTH, BOTH],
];

describe('the directions of a policy without types', () => {
  it.each(CASES)('follow from the length of its lists in a file: %j', (spec, written) => {
    expect(writtenPolicyTypes(spec)).toEqual(written);
    expect(writtenPolicyTypes({ ...spec, types: [] })).toEqual(written);
  });

  it.each(CASES)('follow from the presence of its lists on native CRDs: %j', (spec, _, admitted) => {
    expect(admittedPolicyTypes(spec)).toEqual(admitted);
  });

  it.each(CASES)('are both once it is stored without: %j', (spec) => {
    expect(storedPolicyTypes(spec)).toEqual(BOTH);
    expect(storedPolicyTypes({ ...spec, types: [] })).toEqual(BOTH);
  });

  it('a list that is null is no list', () => {
    expect(admittedPolicyTypes({ ingress: null, egress: null })).toEqual(INGRESS);
    expect(admittedPolicyTypes({ ingress: null, egress: [] })).toEqual(EGRESS);
  });
});

describe('the directions of a policy with types', () => {
  const readers = [writtenPolicyTypes, storedPolicyTypes, admittedPolicyTypes];

  it('are those named, in any case, whatever rules stand there', () => {
    for (const read of readers) {
      expect(read({ types: ['Ingress'], egress: RULES })).toEqual(INGRESS);
      expect(read({ types: ['EGRESS'], ingress: RULES })).toEqual(EGRESS);
      expect(read({ types: ['egress', 'ingress'] })).toEqual(BOTH);
    }
  });

  it('an unknown type governs no direction, and neither does null', () => {
    for (const read of readers) {
      expect(read({ types: [null], ingress: RULES })).toEqual({ ingress: false, egress: false });
      expect(read({ types: ['Both'], ingress: RULES })).toEqual({ ingress: false, egress: false });
    }
  });
});
