import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scanJson } from '../../../../main/engine/load/scan-json';
import type { Span } from '../../../../main/engine/load/span';

function scan(text: string): readonly Span[] {
  const result = scanJson(text, 0, text.length);
  if (result.tag !== 'values') throw new Error(`scanned as ${result.tag}`);
  return result.values;
}

describe('the places of JSON values', () => {
  it('are found for values that stand one after the other', () => {
    const text = '{"a": "}"}\n{"b": "\\"{"}';
    expect(scan(text).map(({ start, end }) => text.slice(start, end))).toEqual(['{"a": "}"}', '{"b": "\\"{"}']);
  });

  it('are found for the items of a list, and for no other array', () => {
    const text = '{"items": [{"items": [{"x": []}]}, {"y": [{}]}], "other": [{}]}';
    const [root] = scan(text);
    expect(root?.items.map(({ start, end }) => text.slice(start, end))).toEqual([
      '{"items": [{"x": []}]}',
      '{"y": [{}]}',
    ]);
    expect(root?.items[0]?.items.map(({ start, end }) => text.slice(start, end))).toEqual(['{"x": []}']);
  });

  it('are not found in what has unmatched brackets, text between values, or more depth than any object', () => {
    expect(scanJson('{"a": ]}', 0, 8)).toEqual({ tag: 'not-json' });
    expect(scanJson('{} x {}', 0, 7)).toEqual({ tag: 'not-json' });
    expect(scanJson('{} "x"', 0, 6)).toEqual({ tag: 'not-json' });
    expect(scanJson('{"a', 0, 3)).toEqual({ tag: 'not-json' });
    const deep = '['.repeat(200);
    expect(scanJson(deep, 0, deep.length)).toEqual({ tag: 'too-deep', offset: 100 });
  });

  it('cut out of an array exactly its objects, whatever they hold', () => {
    fc.assert(
      fc.property(fc.array(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 })), { minLength: 1 }), (objects) => {
        const text = JSON.stringify(objects, null, 1);
        const [root] = scan(text);
        expect(root?.items.map(({ start, end }) => JSON.parse(text.slice(start, end)) as unknown)).toEqual(
          JSON.parse(JSON.stringify(objects)),
        );
      }),
    );
  });
});
