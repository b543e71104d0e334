import { describe, expect, it } from 'vitest';
import { createSelectorInterner } from '../../../../main/engine/compile/selector-interner';

describe('selectors', () => {
  it('are counted from 0 and kept in their canonical form', () => {
    const interner = createSelectorInterner();
    expect(interner.intern('a=="b"')).toEqual({
      index: 0,
      text: 'a == "b"',
      selector: { tag: 'equals', label: 'a', value: 'b' },
    });
    expect(interner.intern('has(a)')).toEqual({ index: 1, text: 'has(a)', selector: { tag: 'has', label: 'a' } });
  });

  it('that mean the same by their canonical form are one object', () => {
    const interner = createSelectorInterner();
    const first = interner.intern("a in {'y', 'x', 'x'}");
    expect(interner.intern('a in {"x","y"}')).toBe(first);
    expect(interner.intern("a in {'y', 'x', 'x'}")).toBe(first);
    expect(interner.intern('')).toBe(interner.intern(' all() '));
    expect(interner.intern('b')).toBe(null);
    expect(interner.intern('has(b)')?.index).toBe(2);
  });

  it('that do not parse are null, however often they are asked for', () => {
    const interner = createSelectorInterner();
    expect([interner.intern('a =='), interner.intern('a =='), interner.intern('has(a)')?.index]).toEqual([
      null,
      null,
      0,
    ]);
  });
});
