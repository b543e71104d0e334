import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stableJson } from '../../../../main/engine/report/stable-json';

describe('JSON for machines', () => {
  it('is one text for one value, whatever the order its keys were written in', () => {
    expect(stableJson({ b: [{ d: 1, c: 'é' }], a: null })).toBe(`{
  "a": null,
  "b": [
    {
      "c": "é",
      "d": 1
    }
  ]
}
`);
    expect(stableJson({ b: 1, a: 2 })).toBe(stableJson({ a: 2, b: 1 }));
  });

  it('loses nothing', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 3 }), (value) => {
        expect(JSON.parse(stableJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
      { numRuns: 50 },
    );
  });
});
