import { describe, expect, it } from 'vitest';
import { briefly, load, names } from './loaded';

describe('an item of a typed list', () => {
  it.each([
    ['{metadata: {name: a}}', 'Pod default/a'],
    ['{kind: Node, metadata: {name: a}}', 'Node /a'],
    ['{apiVersion: v1, kind: Node, metadata: {name: a}}', 'Node /a'],
    ['{apiVersion: apps/v1, kind: Deployment, metadata: {name: a}, spec: {template: {}}}', 'Deployment default/a'],
  ])('is of the kind of the list only as far as it does not name its own: %s', (item, name) => {
    const loaded = load({ 'a.yaml': `apiVersion: v1\nkind: PodList\nitems:\n- ${item}\n` });
    expect([names(loaded), loaded.diagnostics]).toEqual([[name], []]);
  });

  it('is every pair of a list in brackets, where braces were meant', () => {
    const loaded = load({ 'a.yaml': `kind: List\nitems: [metadata: x, kind: Node]\n` });
    expect([names(loaded), briefly(loaded)]).toEqual([[], ['LOAD08 snapshot/a.yaml:2:22']]);
  });
});
