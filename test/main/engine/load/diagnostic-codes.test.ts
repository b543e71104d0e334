import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { LOAD_CODES } from '../../../../main/engine/load/diagnostic-codes';

const page = readFileSync(new URL('../../../../docs/diagnostics.md', import.meta.url), 'utf8');
const rows = page.split('\n').flatMap((line) => {
  const [, code, severity] = /^\|\s*(LOAD\d+)\s*\|\s*(\w+)\s*\|/.exec(line) ?? [];
  return code === undefined || severity === undefined ? [] : [{ code, severity }];
});

describe('docs/diagnostics.md', () => {
  it('lists exactly the diagnostics of loading, each with its severity', () => {
    const codes = Object.values(LOAD_CODES).toSorted((a, b) => a.code.localeCompare(b.code));
    expect(rows).toEqual(codes);
  });

  it('gives no code twice', () => {
    expect(new Set(rows.map(({ code }) => code)).size).toBe(rows.length);
  });
});
