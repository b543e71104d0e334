import { describe, expect, it } from 'vitest';
import { POD, TIER, briefly, fates, load, names } from './loaded';

/** A tier with this spec, as an item of a list. */
function tierOf(spec: string): string {
  return `apiVersion: projectcalico.org/v3\n  kind: Tier\n  metadata: {name: a}\n  spec: ${spec}`;
}

describe('an object that is not as it must be', () => {
  it('is rejected where it has no name, at its metadata, and the others of its document are read', () => {
    const nameless = POD.replace('name: web, ', '');
    const loaded = load({ 'a.yaml': nameless, 'b.yaml': `- ${TIER.replaceAll('\n', '\n  ')}\n- kind: Pod\n` });
    expect(names(loaded)).toEqual(['Tier /security']);
    expect(briefly(loaded)).toEqual(['LOAD08 snapshot/a.yaml:3:1', 'LOAD08 snapshot/b.yaml:6:3']);
    expect(fates(loaded)).toEqual([
      ['a.yaml', 1, { tag: 'rejected', why: 'This Pod has no metadata.name.' }],
      ['b.yaml', 1, { tag: 'loaded', kind: 'projectcalico.org/v3 Tier', count: 1 }],
    ]);
  });

  it('is told where its field is written, though an alias brought it from before', () => {
    const stray = `x: &spec\n  order: first\n`;
    const loaded = load({ 'a.yaml': `${stray}items:\n- ${tierOf('*spec')}\nkind: List\napiVersion: v1\n` });
    expect(loaded.diagnostics.map(({ position, excerpt }) => [position.line, position.column, excerpt])).toEqual([
      [2, 3, 'order: first'],
    ]);
  });

  it('is told field by field, those of one line from left to right', () => {
    const text =
      '{"spec":{"colour":1},"metadata":{"name":"a","size":2},"apiVersion":"projectcalico.org/v3","kind":"Tier"}';
    expect(briefly(load({ 'a.json': text }))).toEqual(['LOAD05 snapshot/a.json:1:10', 'LOAD05 snapshot/a.json:1:45']);
  });
});

describe('a value', () => {
  it('that kubectl reads otherwise is warned of in each of several objects', () => {
    const item = (name: string, label: string) =>
      `- apiVersion: v1\n  kind: Pod\n  metadata: {name: ${name}, labels: {l: ${label}}}\n`;
    const loaded = load({ 'a.yaml': `${item('a', 'on')}${item('b', 'x')}${item('c', 'no')}` });
    expect(briefly(loaded)).toEqual(['LOAD07 snapshot/a.yaml:3:35', 'LOAD07 snapshot/a.yaml:9:35']);
  });
});

describe('a file', () => {
  it('of which a tenth cannot be decoded is no text', () => {
    const loaded = load({
      'a.yaml': `${'\uFFFD'.repeat(2)}${'x'.repeat(17)}`,
      'b.yaml': `# \uFFFD${'x'.repeat(17)}`,
    });
    expect(briefly(loaded)).toEqual(['LOAD13 snapshot/a.yaml:1:1']);
    expect(loaded.accounting.files.map(({ fate, why }) => [fate, why])).toEqual([
      ['rejected', 'not text'],
      ['ignored', 'empty'],
    ]);
  });
});
