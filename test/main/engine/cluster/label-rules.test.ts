import { describe, expect, it } from 'vitest';
import { findBadLabel, isQualifiedName, isSubdomain } from '../../../../main/engine/cluster/label-rules';

describe('a key of a label', () => {
  it.each(['a', 'A', '9', 'a.b_c-d', 'x'.repeat(63), 'example.com/a', `a.b/${'x'.repeat(63)}`, `${'a'.repeat(253)}/b`])(
    'may be %s',
    (key) => {
      expect(isQualifiedName(key)).toBe(true);
    },
  );

  it.each([
    '',
    '-a',
    'a-',
    '.a',
    'a.',
    'a b',
    'ä',
    'x'.repeat(64),
    '/a',
    'a/',
    'a/b/c',
    'A/b',
    'a_b/c',
    `${'a'.repeat(254)}/b`,
  ])('may not be %s', (key) => {
    expect(isQualifiedName(key)).toBe(false);
  });
});

describe('the name of an object', () => {
  it.each(['a', '0', 'a-b', 'a.b.c', 'a'.repeat(253)])('may be %s', (name) => {
    expect(isSubdomain(name)).toBe(true);
  });

  it.each(['', 'A', 'a_b', '-a', 'a-', 'a..b', '.a', 'a.', 'a.-b', 'a/b', 'a'.repeat(254)])('may not be %s', (name) => {
    expect(isSubdomain(name)).toBe(false);
  });
});

describe('labels', () => {
  it('are good where every key and value is', () => {
    expect(findBadLabel({})).toBeUndefined();
    expect(findBadLabel({ a: '', b: 'c', 'x.y/z': 'A.b_c-9', long: 'x'.repeat(63) })).toBeUndefined();
  });

  it.each(['b c', '-a', 'a-', '_', 'a/b', 'ä', 'x'.repeat(64)])('may not have the value %s', (value) => {
    expect(findBadLabel({ good: 'a', bad: value })).toBe('bad');
  });

  it('are told by the first key that is bad', () => {
    expect(findBadLabel({ good: 'a', 'a b': 'c', 'c d': 'e' })).toBe('a b');
  });
});
