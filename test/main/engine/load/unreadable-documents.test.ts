import { describe, expect, it } from 'vitest';
import { fates, load, names, TIER } from './loaded';

const INVALID = 'This is not valid YAML: ';
const ELSE = 'Correct the document at this place; the other documents of the file are read all the same.';
const QUOTE = (character: string) => `Put a value that begins with ${character} in quotes.`;
const WRITE_OUT = 'Write the repeated parts out.';

const MANY_ALIASES = `a: &a 1\nb: [${Array.from({ length: 101 }, () => '*a').join(', ')}]\n`;

/** Each of its mappings copies 300 keys: 34 of them are too many. */
const MANY_MERGED = [
  `base: &b {${Array.from({ length: 300 }, (_, key) => `k${key}: 1`).join(', ')}}`,
  ...Array.from({ length: 34 }, (_, key) => `m${key}: {<<: *b}`),
].join('\n');

/** Every line stands ten times in the next one. */
const BOMB = [
  'a: &a [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]',
  ...['b', 'c', 'd', 'e', 'f', 'g'].map((name, at) => {
    const former = ['a', 'b', 'c', 'd', 'e', 'f'][at] ?? '';
    return `${name}: &${name} [${Array.from({ length: 10 }, () => `*${former}`).join(', ')}]`;
  }),
].join('\n');

describe('a document that cannot be read', () => {
  it.each<[string, string, string, string]>([
    [
      'a: 1\na: 2',
      '2:1',
      `${INVALID}duplicated mapping key.`,
      'Keep one of the two: readers differ on which one counts.',
    ],
    ['a:\n\tb: 1', '2:1', `${INVALID}tab characters must not be used in indentation.`, 'Indent with spaces.'],
    [
      'a: ok\nb: \u0007',
      '2:4',
      `${INVALID}the stream contains non-printable characters.`,
      'Save the file as plain UTF-8 text.',
    ],
    ['a: !foo b', '1:4', `${INVALID}unknown scalar tag !<!foo>.`, QUOTE('!')],
    ['a: "x\ny: 1"', '2:1', `${INVALID}deficient indentation.`, 'Indent the continued line deeper than its key.'],
    ['a: *x', '1:5', `${INVALID}unidentified alias "x".`, QUOTE('*')],
    ['? {a: 1}\n: b', '1:1', `${INVALID}object-based map does not support complex keys.`, QUOTE('{')],
    ['a: b: c', '1:5', `${INVALID}bad indentation of a mapping entry.`, ELSE],
    ['<<: 1', '1:1', `${INVALID}cannot merge mappings; the provided source object is unacceptable.`, ELSE],
    ['{} "x"', '1:4', `${INVALID}end of the stream or a document separator is expected.`, ELSE],
    ['{"a": 1', '2:1', `${INVALID}unexpected end of the stream within a flow collection.`, ELSE],
    [MANY_ALIASES, '2:406', 'More than 100 aliases stand in this document.', WRITE_OUT],
    [MANY_MERGED, '35:7', 'The merge keys of this document copy too much.', 'Write the merged parts out.'],
    [BOMB, '5:36', 'The aliases of this document would expand without end.', WRITE_OUT],
    ['- &a [*a]', '1:7', 'The aliases of this document would expand without end.', WRITE_OUT],
    [
      `a: 1\nb: ${'x'.repeat(1024 * 1024)}`,
      '2:1',
      'A line of this document is longer than 1024 KiB.',
      'Remove the embedded data from the file, or export the object as JSON.',
    ],
  ])('is told with its place and what to do: %#', (text, place, message, help) => {
    const loaded = load({ 'a.yaml': `${text}\n---\n${TIER}` });
    expect(loaded.diagnostics.map(({ position }) => `${position.line}:${position.column}`)).toEqual([place]);
    expect(loaded.diagnostics).toMatchObject([{ message, help }]);
    expect(fates(loaded)[0]).toEqual(['a.yaml', 1, { tag: 'rejected', why: message }]);
    expect(names(loaded)).toEqual(['Tier /security']);
  });
});

describe('a document without an object', () => {
  it.each<[string, string]>([
    ['null', 'an empty document'],
    ['...', 'an empty document'],
    ['5', 'not a Kubernetes object: it is not a mapping'],
    ['text', 'not a Kubernetes object: it is not a mapping'],
    ['{}', 'not a Kubernetes object: it has no kind'],
    ['[]', 'an empty list'],
    ['kind: List\nitems: null', 'an empty list'],
    ['kind: List\nitems: {}', 'an empty list'],
    ['kind: PodList\nitems: null', 'an empty list'],
    ['apiVersion: v1\nkind: FooList\nmetadata: {name: x}', 'v1 FooList is not read'],
    ['kind: PodList\nitems: [{metadata: {name: a, namespace: b}}]', 'not a Kubernetes object: it has no kind'],
  ])('is left out, and accounted for: %j', (text, why) => {
    const loaded = load({ 'a.yaml': text });
    expect(loaded.diagnostics).toEqual([]);
    expect(fates(loaded)).toEqual([['a.yaml', 1, { tag: 'ignored', why }]]);
  });
});
