import { unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { packExport } from '../../../main/host/export-archive';
import { CHECKSUMS_NAME } from '../../../main/host/export-file';

const FILES = [
  { path: 'b/ä.md', content: 'text\n'.repeat(1000) },
  { path: 'a.png', content: new Uint8Array([0x89, 1, 2]) },
];

describe('an archive', () => {
  it('holds every file below one folder, and their list', () => {
    const { files, bytes } = packExport('shop-plan', FILES);
    expect(files).toEqual(['a.png', 'b/ä.md', CHECKSUMS_NAME]);
    const unpacked = unzipSync(bytes);
    expect(Object.keys(unpacked)).toEqual(files.map((path) => `shop-plan/${path}`));
    expect(unpacked['shop-plan/a.png']).toEqual(new Uint8Array([0x89, 1, 2]));
    expect(Buffer.from(unpacked['shop-plan/b/ä.md'] ?? []).toString()).toBe('text\n'.repeat(1000));
    expect(bytes.length).toBeLessThan(1500);
  });

  it('is the same bytes for the same files, in every zone and in whatever order they are given', () => {
    const here = packExport('x', FILES).bytes;
    expect(packExport('x', FILES.toReversed()).bytes).toEqual(here);
    const zone = process.env['TZ'];
    process.env['TZ'] = 'Pacific/Kiritimati';
    try {
      expect(new Date(0).getHours()).not.toBe(0);
      expect(packExport('x', FILES).bytes).toEqual(here);
    } finally {
      if (zone === undefined) delete process.env['TZ'];
      else process.env['TZ'] = zone;
    }
  });
});
