import { describe, expect, it } from 'vitest';
import type { Finding, FindingSeverity } from '../../../../../main/engine/model/finding';
import { checkOtherFindings } from '../../../../../main/engine/plan/checks/other-findings';

function finding(code: string, severity: FindingSeverity, proofs = 1): Finding {
  const evidence = Array.from({ length: proofs }, (_, index) => ({
    tag: 'field' as const,
    text: `${code} field ${index + 1}`,
    position: null,
  }));
  return { code, severity, title: `${code} ${severity}.`, help: `Settle ${code}.`, evidence };
}

function judge(...findings: readonly Finding[]) {
  const { state, detail, evidence } = checkOtherFindings(findings);
  return { state, detail, evidence: evidence.map(({ text }) => text) };
}

describe('findings that no other check tells', () => {
  it('are none where each is of a protected path, of a recording, or told by a check of its own', () => {
    const told = ['L01', 'OWN', 'F4', 'B4', 'N1', 'S21', 'R22', 'H13'].map((code) => finding(code, 'blocks'));
    expect(judge(...told)).toEqual({
      state: 'green',
      detail: 'Nothing else was found in the snapshot or the change set.',
      evidence: [],
    });
  });

  it('ask for an answer where they warn, with the first lines of their proof', () => {
    expect(judge(finding('R1', 'warns', 4), finding('H1', 'informs'))).toEqual({
      state: 'amber',
      detail: '2 findings. R1 warns. Settle R1. H1 informs. Settle H1.',
      evidence: ['R1: R1 warns.', 'R1 field 1', 'R1 field 2', 'R1 field 3', 'H1: H1 informs.', 'H1 field 1'],
    });
  });

  it('stop the step where one blocks: that one is told, the others are listed', () => {
    expect(judge(finding('R1', 'warns'), finding('H4', 'blocks'))).toEqual({
      state: 'red',
      detail: '2 findings, 1 of which block. H4 blocks. Settle H4.',
      evidence: ['R1: R1 warns.', 'R1 field 1', 'H4: H4 blocks.', 'H4 field 1'],
    });
  });

  it('are told three at a time', () => {
    const { detail } = judge(...['R1', 'R2', 'R3', 'R4'].map((code) => finding(code, 'warns')));
    expect(detail).toBe(
      '4 findings. R1 warns. Settle R1. R2 warns. Settle R2. R3 warns. Settle R3. The others stand below.',
    );
  });
});
