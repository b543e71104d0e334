import { describe, expect, it } from 'vitest';
import { reportFlows } from '../../../../main/engine/flows/report-flows';
import type { FlowResult } from '../../../../main/engine/model/flow-report';
import type { JsonObject } from '../../../../main/engine/model/json';
import { clusterNode, deployment, globalNetworkSet, hostEndpoint, networkSet, pod } from '../evaluate/manifests';
import type { GoldmaneFields } from './flow-records';
import { factsOf, rolloutWith, whiskerList } from './flow-records';
import { DENIED, PROFILE, SHOP, flowsOf, lock, toDb } from './shop-flows';

const OBJECTS: readonly JsonObject[] = [
  globalNetworkSet('offices', ['198.51.100.0/24']),
  globalNetworkSet('pods', ['10.65.0.1/32']),
  pod('shop/pg-0', '10.65.0.5', { owner: ['StatefulSet', 'pg'] }),
  deployment('shop/api'),
];

/** The reason of a result, or its tag where it needs none. */
function said(result: FlowResult | undefined): string | undefined {
  return result !== undefined && 'why' in result ? result.why : result?.tag;
}

describe('an end of a record', () => {
  const host = hostEndpoint('node1', { node: 'node1', interfaceName: '*', expectedIPs: ['192.168.0.1'] });

  it.each<[string, Partial<GoldmaneFields>, string, string]>([
    ['a node', { from: 'hep node1' }, 'exact', 'match'],
    ['a node that is gone', { from: 'hep gone' }, 'none', 'the snapshot has no node gone'],
    ['addresses that nobody owns', { from: 'net pub' }, 'exact', 'match'],
    ['private addresses', { from: 'net pvt' }, 'exact', 'match'],
    ['addresses of another kind', { from: 'net some' }, 'none', 'some is neither pub nor pvt'],
    ['a set that is gone', { from: 'ns gone' }, 'none', 'the snapshot has no network set gone'],
    ['a pod that is gone', { from: 'wep shop/gone' }, 'none', 'the snapshot has no pod shop/gone'],
    ['a pod with the labels of another', { from: 'wep shop/gone', fromLabels: ['app=web'] }, 'approximate', 'match'],
    [
      'a pod that only its labels tell of',
      { from: 'wep shop/gone', fromLabels: ['app=x', 'bare'] },
      'synthetic',
      'match',
    ],
    ['a pod without a namespace', { from: 'wep gone' }, 'none', 'the snapshot has no pod gone'],
    ['a set', { from: 'ns offices' }, 'exact', 'match'],
    [
      'a set whose addresses pods have',
      { from: 'ns pods' },
      'none',
      'no address of pods is left that no other set, pod or host has',
    ],
    ['a pod of a StatefulSet', { from: 'wep shop/pg-*' }, 'exact', 'match'],
    ['a pod of a ReplicaSet that is gone', { from: 'wep shop/api-7d5bf66c8-*' }, 'approximate', 'match'],
    [
      'a pod of a namespace that is gone',
      { from: 'wep none/gone', fromLabels: ['app=x'] },
      'none',
      'the snapshot has no pod none/gone',
    ],
  ])('is %s', (_, fields, confidence, told) => {
    const [flow] = flowsOf({ objects: [host, ...OBJECTS, lock([])], records: [toDb(DENIED, fields)] });
    expect([flow?.confidence, said(flow?.result)]).toEqual([confidence, told]);
  });

  it('is a node by its own addresses where it has no host endpoint, and by those of host endpoints where the Node is not in the files', () => {
    const bare = flowsOf({ objects: [lock([])], records: [toDb(DENIED, { from: 'hep node1' })] });
    expect(bare.map(({ from, confidence, fromParty }) => [from, confidence, fromParty])).toEqual([
      ['node node1', 'approximate', 'host:node1'],
    ]);
    const gone = hostEndpoint('gone', { node: 'gone', interfaceName: '*', expectedIPs: ['192.168.0.9'] });
    const byHost = flowsOf({ objects: [gone, lock([])], records: [toDb(DENIED, { from: 'hep gone' })] });
    expect(byHost.map(({ confidence, result }) => [confidence, said(result)])).toEqual([['exact', 'match']]);
    const silent = { ...clusterNode('silent', ''), status: {} };
    const nowhere = flowsOf({ objects: [silent, lock([])], records: [toDb(DENIED, { from: 'hep silent' })] });
    expect(said(nowhere[0]?.result)).toBe('the snapshot has no node silent');
  });

  it('is compared where it reports, and nowhere else than at a pod', () => {
    const record = toDb(DENIED, { reporter: 'src', from: 'hep node1' });
    const [flow] = flowsOf({ objects: [host, lock([])], records: [record] });
    expect(flow).toMatchObject({ enforced: 'undecided', pieces: [], outcome: 'undecided' });
    expect(said(flow?.result)).toBe('the reporting end is a host endpoint: flow logs preview nothing there (D1)');
  });

  it('is as sure as the other end at most', () => {
    const record = toDb(PROFILE, { reporter: 'src', to: 'wep shop/gone' });
    expect(flowsOf({ objects: [], records: [record] }).map(({ confidence, toParty }) => [confidence, toParty])).toEqual(
      [['none', null]],
    );
  });

  it('is one of several pods alike, asked once', () => {
    const twins = ['a', 'b'].map((name, index) =>
      pod(`shop/twin-${name}`, `10.65.1.${index}`, { owner: ['StatefulSet', 'twin'] }),
    );
    const [flow] = flowsOf({ objects: [...twins, lock([])], records: [toDb(DENIED, { from: 'wep shop/twin-*' })] });
    expect(flow).toMatchObject({ confidence: 'exact', fromParty: 'workload:shop/twin', pieces: [] });
  });
});

describe('an end that Whisker names without its class', () => {
  const NAMESAKES: readonly JsonObject[] = [
    globalNetworkSet('node1', ['198.51.100.0/24']),
    networkSet('shop/web', ['198.51.101.0/24']),
    networkSet('shop/nets', ['198.51.102.0/24']),
  ];

  it.each<[string, GoldmaneFields['from'], readonly string[]]>([
    ['a pod', 'wep shop/db', ['shop/db', 'exact', 'workload:shop/db']],
    ['a node', 'hep node2', ['node node2', 'approximate', 'host:node2']],
    ['addresses that nobody owns', 'net pub', ['public network', 'exact', 'external:internet']],
    ['a set of its namespace', 'ns shop/nets', ['set shop/nets', 'exact', 'set:shop/nets']],
    ['a pod or a set of its name', 'wep shop/web', ['shop/web', 'approximate', 'workload:shop/web']],
    ['a node or a set of its name', 'hep node1', ['node1', 'approximate', 'host:node1']],
    ['nobody', 'hep gone', ['gone', 'none', 'null']],
    ['no pod', 'wep shop/gone', ['shop/gone', 'none', 'null']],
  ])('is %s', (_, from, told) => {
    const rollout = rolloutWith([...SHOP, clusterNode('node2', '192.168.0.2'), ...NAMESAKES, lock([])]);
    const text = whiskerList([toDb(DENIED, { from })]);
    const { flows } = reportFlows([{ path: 'flows.json', text }], factsOf(rollout));
    expect(flows.map((flow) => [flow.from, flow.confidence, `${flow.fromParty}`])).toEqual([told]);
  });

  it('is nobody for a reason that names what it could have been', () => {
    const text = whiskerList([toDb(DENIED, { from: 'hep gone' })]);
    const { flows } = reportFlows([{ path: 'flows.json', text }], factsOf(rolloutWith([...SHOP, lock([])])));
    expect(flows.map(({ result }) => said(result))).toEqual([
      'the snapshot has no node and no global network set gone',
    ]);
  });
});
