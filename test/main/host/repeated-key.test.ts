import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findRepeatedKey } from '../../../main/host/repeated-key';

describe('a name that is given twice', () => {
  it('is found with its line, also where it is written otherwise', () => {
    expect(findRepeatedKey('{"a": 1,\n "b": {"a": [{"c": 1}, {"c": 2}]},\n\n "\\u0061": 2}')).toEqual({
      key: 'a',
      line: 4,
    });
  });

  it('is none where objects beside or inside each other give it, or a text holds it', () => {
    expect(findRepeatedKey('{"a": {"a": {"a": "\\"a\\": 1, {"}}, "b": [{"a": 1}, {"a": 2}], "c": "a"}')).toBeNull();
  });

  it('is found in no text that JSON.stringify wrote', () => {
    fc.assert(
      fc.property(fc.json(), (json) => {
        expect(findRepeatedKey(JSON.stringify(JSON.parse(json)))).toBeNull();
      }),
    );
  });
});
