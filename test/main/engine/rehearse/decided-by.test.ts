import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../main/engine/model/json';
import { decidedBy, usesFailsafe } from '../../../../main/engine/rehearse/decided-by';
import { outsideAddress } from '../../../../main/engine/rehearse/outside-address';
import { connect, smallCluster } from '../evaluate/small-cluster';
import {
  DEFAULT_TIER,
  clusterNode,
  felix,
  globalNetworkSet,
  globalPolicy,
  hostEndpoint,
  namespace,
  networkPolicy,
  pod,
} from '../evaluate/manifests';

const CLUSTER: readonly JsonObject[] = [
  namespace('prod'),
  DEFAULT_TIER,
  clusterNode('node1', '192.168.0.1'),
  pod('prod/web', '10.0.0.1'),
  pod('prod/db', '10.0.0.2', { labels: { app: 'db' } }),
];
const OUTSIDE = 'ip:198.51.100.7';
const HOST = hostEndpoint(
  'eth0',
  { node: 'node1', interfaceName: 'eth0', profiles: ['projectcalico-default-allow'] },
  { host: 'yes' },
);

function by(objects: readonly JsonObject[], from = 'pod:prod/web', to = 'pod:prod/db', traffic = 'tcp 80'): string {
  return decidedBy(connect(smallCluster([...CLUSTER, ...objects]), from, to, traffic));
}

describe('what decided a connection', () => {
  const policy = (ingress: readonly JsonObject[]) =>
    networkPolicy('prod/db', { selector: "app == 'db'", types: ['Ingress'], ingress });

  it('is the policy that allowed or denied it, or the end of its tier', () => {
    expect(by([policy([{ action: 'Allow' }])])).toBe('db');
    expect(by([policy([{ action: 'Deny' }])])).toBe('db');
    expect(by([policy([])])).toBe('db · end of tier default');
  });

  it('is no policy where only profiles of namespaces allow', () => {
    expect([by([]), by([], 'node:node1')]).toEqual(['no policy', 'no policy']);
  });

  it('is the profile that denies, or that there is none', () => {
    expect(by([pod('gone/pod', '10.0.0.9')], 'pod:prod/web', 'pod:gone/pod')).toBe('profile kns.gone');
    expect(by([hostEndpoint('eth0', { node: 'node1', interfaceName: 'eth0' })], OUTSIDE, 'node:node1')).toBe(
      'no policy and no profile allowing it',
    );
  });

  it('is a failsafe port, a setting, or that answers do not come back', () => {
    const bare = hostEndpoint('eth0', { node: 'node1', interfaceName: 'eth0' });
    expect(by([bare], OUTSIDE, 'node:node1', 'tcp 22')).toBe('failsafe ports');
    const result = connect(smallCluster([...CLUSTER, bare]), OUTSIDE, 'node:node1', 'tcp 22');
    expect([
      usesFailsafe(result),
      usesFailsafe(connect(smallCluster(CLUSTER), OUTSIDE, 'node:node1', 'tcp 22')),
    ]).toEqual([true, false]);
    expect(by([felix({ defaultEndpointToHostAction: 'Drop' })], 'pod:prod/web', 'node:node1')).toBe(
      'defaultEndpointToHostAction is drop (FelixConfiguration default)',
    );
    const untracked = globalPolicy('u', {
      selector: 'has(host)',
      types: ['Ingress'],
      applyOnForward: true,
      doNotTrack: true,
      ingress: [{ action: 'Allow' }],
    });
    expect(by([HOST, untracked], OUTSIDE, 'node:node1')).toBe('answers that do not come back');
  });
});

describe('a result without any way through the checkpoints', () => {
  it('was decided by nothing', () => {
    const result = { verdict: 'allow', passages: [] } as const;
    expect([decidedBy(result), usesFailsafe(result)]).toEqual(['no policy', false]);
  });
});

describe('the address that stands for everybody else', () => {
  const outside = (...objects: readonly JsonObject[]) => {
    const { policies, cluster } = smallCluster([...CLUSTER, ...objects]);
    return outsideAddress(policies, cluster, 4);
  };
  const rule = (fields: JsonObject) =>
    globalPolicy('p', { types: ['Ingress'], ingress: [{ action: 'Allow', ...fields }] });

  it('is in no net that a rule or set names, on either side', () => {
    expect(outside()).toBe('203.0.113.77');
    const nets = ['203.0.113.0/24'];
    expect([
      outside(globalNetworkSet('s', nets)),
      outside(rule({ source: { nets } })),
      outside(rule({ source: { notNets: nets } })),
      outside(rule({ destination: { nets } })),
      outside(rule({ destination: { notNets: nets } })),
    ]).toEqual(['198.51.100.77', '198.51.100.77', '198.51.100.77', '198.51.100.77', '198.51.100.77']);
  });

  it('may be in a net of everything, and is none where every candidate is named', () => {
    expect(outside(globalNetworkSet('world', ['0.0.0.0/0']))).toBe('203.0.113.77');
    expect(outside(globalNetworkSet('halves', ['0.0.0.0/1', '128.0.0.0/1']))).toBe(null);
  });
});
