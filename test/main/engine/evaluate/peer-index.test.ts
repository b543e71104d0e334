import { describe, expect, it } from 'vitest';
import { createPeerIndex } from '../../../../main/engine/evaluate/peer-index';
import type { JsonObject } from '../../../../main/engine/model/json';
import { parseSelector } from '../../../../main/engine/selector/parse-selector';
import type { Selector } from '../../../../main/engine/selector/selector';
import { globalNetworkSet, namespace, pod, serviceAccount } from './manifests';
import { addressOf, smallCluster } from './small-cluster';

const OBJECTS = [
  namespace('prod'),
  serviceAccount('prod', 'default'),
  pod('prod/web', '10.0.0.1', { labels: { app: 'web', tier: 'front' } }),
  pod('prod/api', '10.0.0.2', { labels: { app: 'api', tier: 'back' } }),
  pod('prod/db', '10.0.0.3', { labels: { app: 'db', tier: 'back' } }),
];
const ADDRESSES = ['10.0.0.1', '10.0.0.2', '10.0.0.3'] as const;

function selectorOf(text: string): Selector {
  const parsed = parseSelector(text);
  if (parsed.tag === 'error') throw new Error(parsed.message);
  return parsed.selector;
}

function candidates(text: string, complete = true, first = 0, more: readonly JsonObject[] = []): readonly string[] {
  const objects = [...(complete ? OBJECTS : OBJECTS.slice(2)), ...more];
  const { peers } = smallCluster(objects, { complete }).evaluation;
  for (const address of ADDRESSES) peers.at(addressOf(address));
  return createPeerIndex(peers)
    .candidates(selectorOf(text), first)
    .map(({ key }) => key)
    .toSorted();
}

describe('the peers that a selector can be about', () => {
  it('are those with the label that it requires', () => {
    expect(candidates("tier == 'back'")).toEqual(['10.0.0.2', '10.0.0.3']);
  });

  it('are those with the rarest of several required labels', () => {
    expect(candidates("tier == 'back' && app == 'db'")).toEqual(['10.0.0.3']);
  });

  it.each([
    "app in { 'web', 'db' }",
    "app != 'web'",
    'has(app)',
    "!(app == 'web')",
    "app == 'web' || app == 'db'",
    'all()',
  ])('are all where %s requires no single label', (text) => {
    expect(candidates(text)).toEqual(ADDRESSES);
  });

  it('are nobody where nobody has the label', () => {
    expect(candidates("app == 'cache'")).toEqual([]);
  });

  it('include those whose labels are only partly known', () => {
    expect(candidates("pcns.team == 'blue'", false)).toEqual(ADDRESSES);
  });

  it('are each there once, however many of their owners have the label', () => {
    const shared = globalNetworkSet('shared', ['10.0.0.2/31'], { tier: 'back' });
    expect(candidates("tier == 'back'", true, 0, [shared])).toEqual(['10.0.0.2', '10.0.0.3']);
  });

  it('include those of whose owners one is only partly known', () => {
    const known = globalNetworkSet('known', ['10.0.0.0/30'], { tier: 'net' });
    expect(candidates("pcns.team == 'blue'", false, 0, [known])).toEqual(ADDRESSES);
  });

  it('are the same for every selector that requires no label, from the first that is asked for', () => {
    expect(candidates('all()', true, 1)).toEqual(['10.0.0.2', '10.0.0.3']);
  });

  it('leave out those before the first that is asked for', () => {
    expect(candidates("tier == 'back'", true, 2)).toEqual(['10.0.0.3']);
  });
});
