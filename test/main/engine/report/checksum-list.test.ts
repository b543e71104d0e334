import { describe, expect, it } from 'vitest';
import { writeChecksums } from '../../../../main/engine/report/checksum-list';

describe('the list of hashes', () => {
  it('escapes names that would end their line, as sha256sum does', () => {
    const [a, b] = ['a'.repeat(64), 'b'.repeat(64)];
    expect(writeChecksums({ digest: 'd', files: { 'plain.yaml': a, 'two\nlines\\\r.yaml': b } })).toBe(
      `# digest d\n${a}  plain.yaml\n\\${b}  two\\nlines\\\\\\r.yaml\n`,
    );
  });
});
