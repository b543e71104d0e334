import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLabelSetInterner } from '../../../../main/engine/cluster/label-set';

describe('sets of labels', () => {
  it('sets are counted from 0 as they come', () => {
    const interner = createLabelSetInterner();
    expect(interner.intern({ a: '1' }, [])).toEqual({ index: 0, labels: { a: '1' }, unknownPrefixes: [] });
    expect(interner.intern({ a: '2' }, [])).toEqual({ index: 1, labels: { a: '2' }, unknownPrefixes: [] });
  });

  it('equal sets are one object, whatever the order of their labels', () => {
    const interner = createLabelSetInterner();
    expect(interner.intern({ b: '2', a: '1' }, ['pcns.'])).toBe(interner.intern({ a: '1', b: '2' }, ['pcns.']));
  });

  it('sets that differ in a name, a value or in what is unknown are different', () => {
    const interner = createLabelSetInterner();
    const all = [
      interner.intern({ a: '1' }, []),
      interner.intern({ a: '2' }, []),
      interner.intern({ b: '1' }, []),
      interner.intern({}, []),
      interner.intern({ a: '1' }, ['pcns.']),
      interner.intern({ a: '1' }, ['pcsa.']),
    ];
    expect(all.map(({ index }) => index)).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it('sets made apart have nothing to do with each other', () => {
    expect(createLabelSetInterner().intern({ a: '1' }, [])).not.toBe(createLabelSetInterner().intern({ a: '1' }, []));
  });

  it('two sets are one exactly when they hold the same labels', () => {
    const labels = fc.dictionary(fc.constantFrom('a', 'b', 'a":"b', '__proto__'), fc.constantFrom('', 'x', '"]'), {
      noNullPrototype: true,
    });
    fc.assert(
      fc.property(labels, labels, (left, right) => {
        const interner = createLabelSetInterner();
        const same = interner.intern(left, []) === interner.intern(right, []);
        const sorted = (set: object) => Object.entries(set).toSorted(([a], [b]) => (a < b ? -1 : 1));
        expect(same).toBe(JSON.stringify(sorted(left)) === JSON.stringify(sorted(right)));
      }),
    );
  });
});
