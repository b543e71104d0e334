import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { MISSING_CODES } from '../../../main/engine/cluster/missing-objects';
import { POLICY_CODES } from '../../../main/engine/compile/policy-diagnostics';
import { LOAD_CODES } from '../../../main/engine/load/diagnostic-codes';

const page = readFileSync(new URL('../../../docs/diagnostics.md', import.meta.url), 'utf8');
const rows = page.split('\n').flatMap((line) => {
  const [, code, severity] = /^\|\s*([A-Z]{3,4}\d+)\s*\|\s*(\w+)\s*\|/.exec(line) ?? [];
  return code === undefined || severity === undefined ? [] : [{ code, severity }];
});

describe('docs/diagnostics.md', () => {
  it('lists exactly the diagnostics of all rooms, each with its severity', () => {
    const codes = [LOAD_CODES, MISSING_CODES, POLICY_CODES]
      .flatMap((room): readonly { readonly code: string; readonly severity: string }[] => Object.values(room))
      .toSorted((left, right) => left.code.localeCompare(right.code));
    expect(rows).toEqual(codes);
  });

  it('gives no code twice', () => {
    expect(new Set(rows.map(({ code }) => code)).size).toBe(rows.length);
  });
});
