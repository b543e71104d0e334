import { describe, expect, it } from 'vitest';
import { briefly, fates, load, names } from './loaded';

/** The text of every object that was loaded, as the loader cut it out. */
function slices(text: string): readonly string[] {
  return load({ 'a.yaml': text }).resources.map(({ origin }) => text.slice(origin.start, origin.end).trimEnd());
}

function node(name: string, annotations = ''): string {
  return `{kind: Node, apiVersion: v1, metadata: {name: ${name}${annotations === '' ? '' : `, annotations: {${annotations}}`}}}`;
}

const BLOCK = 'kind: Node\n  apiVersion: v1\n  metadata: {name: a}';

describe('an item of a list is cut out', () => {
  it('up to the blank lines and comments before the next one', () => {
    const text = `items:\n- ${BLOCK}\n\n# the end\n\nkind: List\napiVersion: v1\n`;
    expect(slices(text)).toEqual([BLOCK]);
  });

  it.each([
    ['an anchor', '&b'],
    ['a tag', '!!map'],
    ['both', '&b !!map'],
    ['both, the other way round', '!!map &b'],
  ])('up to the next one, which begins with %s', (_, mark) => {
    const next = BLOCK.replace('name: a', 'name: b');
    const text = `kind: List\napiVersion: v1\nitems:\n- ${BLOCK}\n- ${mark}\n  ${next}\n`;
    expect(slices(text)).toEqual([BLOCK, next]);
  });

  it('up to an alias, a list and a text that stand beside it', () => {
    const text = `- &a\n  ${BLOCK}\n- *a\n- ${BLOCK.replace('name: a', 'name: b')}\n- []\n- text\n- &c 5\n- *c\n-\n`;
    const loaded = load({ 'a.yaml': text });
    expect(names(loaded)).toEqual(['Node /a', 'Node /b']);
    expect(loaded.resources.map(({ origin }) => text.slice(origin.start, origin.end).trim())).toEqual([
      '*a',
      BLOCK.replace('name: a', 'name: b'),
    ]);
    expect(fates(loaded)).toEqual([['a.yaml', 1, { tag: 'loaded', kind: 'v1 Node', count: 2 }]]);
  });

  it('in flow style, whatever its texts hold', () => {
    const items = [
      node('a', `p: "}}}}\\"}", q: '}''{'`),
      node('b', 'p: "C:\\\\", q: "}", r: "x"'),
      node('c', "p: it's"),
      node('d', 'p: [1, {q: 2}]'),
      node('e', `p: don't, q: that's`),
    ];
    expect(slices(`kind: List\napiVersion: v1\nitems: [${items.join(', ')}]\n`)).toEqual(items);
  });

  it('in flow style with the end of the file, where a bracket is only text', () => {
    const text = `kind: List\napiVersion: v1\nitems: [${node('a', 'p: "C:\\\\", q: "}", r: no')}]\n`;
    expect(slices(text)).toEqual([node('a', 'p: "C:\\\\", q: "}", r: no')]);
  });
});

describe('documents of one text', () => {
  it('that end with three dots are cut at them', () => {
    const block = BLOCK.replaceAll('\n  ', '\n');
    const text = `${block}\n...\n${block.replace('name: a', 'name: b')}\n...\n`;
    expect(slices(text)).toEqual([`${block}\n...`, `${block.replace('name: a', 'name: b')}\n...`]);
  });
});

describe('a value that YAML 1.1 reads otherwise', () => {
  it('is warned of in the object that holds it alone, also behind a bracket that is only text', () => {
    const labelled = (name: string, label: string) =>
      `{kind: Node, apiVersion: v1, metadata: {annotations: {p: "}}}\\"", q: "C:\\\\"}, name: ${name}, labels: {l: ${label}}}}`;
    const text = `kind: List\napiVersion: v1\nitems:\n- ${labelled('a', 'no')}\n- ${labelled('b', 'x')}\n- ${labelled('c', 'on')}\n`;
    expect(briefly(load({ 'a.yaml': text }))).toEqual(['LOAD07 snapshot/a.yaml:4:102', 'LOAD07 snapshot/a.yaml:6:102']);
  });

  it('is warned of below a key without a name, and not where the document is that value alone', () => {
    const text = 'kind: Node\napiVersion: v1\nmetadata:\n  name: a\n  labels:\n    : no\n---\non\n';
    expect(briefly(load({ 'a.yaml': text }))).toEqual(['LOAD07 snapshot/a.yaml:6:7']);
  });
});
