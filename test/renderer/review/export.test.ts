import { describe, expect, it } from 'vitest';
import { describeExport } from '../../../renderer/review/export-words';
import { scaleOf } from '../../../renderer/review/rasterise-svg';

describe('the pictures of a review pack', () => {
  it('are drawn at twice their size, as long as a browser can', () => {
    expect(scaleOf(1200, 800)).toBe(2);
    expect(scaleOf(16384, 800)).toBe(0.5);
    expect(scaleOf(0, 0)).toBe(2);
  });
});

describe('what was exported', () => {
  const files = ['index.html', 'review.md'];

  it('is one sentence', () => {
    expect(describeExport('pack', { tag: 'folder', name: 'shop-review', files })).toBe(
      'Review pack: 2 files written to shop-review.',
    );
    expect(describeExport('plan', { tag: 'archive', name: 'shop-plan.zip', files, base64: '' })).toBe(
      'Plan: 2 files in shop-plan.zip.',
    );
  });
});
