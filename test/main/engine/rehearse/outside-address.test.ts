import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../main/engine/model/json';
import { outsideAddresses } from '../../../../main/engine/rehearse/outside-address';
import { DEFAULT_TIER, globalNetworkSet, globalPolicy, namespace, pod } from '../evaluate/manifests';
import { smallCluster } from '../evaluate/small-cluster';
import { rehearse } from './rehearse-objects';

const IPV4_POD = pod('prod/four', '10.0.0.1');
const IPV6_POD = pod('prod/six', 'fd00::1');

function outside(...objects: readonly JsonObject[]): readonly string[] {
  const { policies, cluster } = smallCluster([namespace('prod'), ...objects]);
  return outsideAddresses(policies, cluster);
}

describe('the addresses that stand for everybody else', () => {
  it('are of IPv6, too, where a pod has it', () => {
    expect([outside(), outside(IPV4_POD), outside(IPV4_POD, IPV6_POD)]).toEqual([
      ['203.0.113.77'],
      ['203.0.113.77'],
      ['203.0.113.77', '2001:db8:77::77'],
    ]);
  });

  it('are in no net that the files name, in either family', () => {
    const nets = globalNetworkSet('s', ['203.0.113.0/24', '2001:db8::/32', '::/0']);
    expect(outside(IPV6_POD, nets)).toEqual(['198.51.100.77', '3fff:77::77']);
    const halves = globalNetworkSet('all', ['0.0.0.0/1', '128.0.0.0/1', '::/1', '8000::/1']);
    expect(outside(IPV6_POD, halves)).toEqual([]);
  });
});

describe('the rest of the world over IPv6', () => {
  const allow = (net: string) =>
    globalPolicy('web', {
      order: 1,
      types: ['Ingress'],
      ingress: [
        { action: 'Allow', source: { nets: ['0.0.0.0/0'] } },
        { action: 'Allow', source: { nets: [net] } },
      ],
    });
  const snapshot = [namespace('prod'), DEFAULT_TIER, pod('prod/web', '10.0.0.1 fd00::1', { ports: ['tcp/80'] })];

  it('is an end of its own: what closes for it is counted, though nothing does over IPv4', () => {
    const { edges, plan, steps } = rehearse([...snapshot, allow('::/0')], [allow('fd00::/8')]);
    const told = edges.map(({ from, to, traffic, verdicts }) => [
      `${from} > ${to} > ${traffic}`,
      verdicts.now.verdict,
      verdicts.final.verdict,
    ]);
    expect(told).toEqual([
      ['external:internet > workload:prod/web > tcp 80 (over IPv6)', 'allow', 'deny'],
      ['external:internet > workload:prod/web > other traffic (over IPv6)', 'allow', 'deny'],
      ['external:internet > workload:prod/web > tcp 80', 'allow', 'allow'],
      ['workload:prod/web > external:internet > all traffic', 'allow', 'allow'],
      ['workload:prod/web > external:internet > all traffic (over IPv6)', 'allow', 'allow'],
      ['external:internet > workload:prod/web > other traffic', 'allow', 'allow'],
    ]);
    expect(steps.map(({ compared }) => compared)).toEqual([6, 6, 6, 6, 6]);
    const foreseen = plan.steps
      .flatMap(({ machineChecks }) => machineChecks)
      .find(({ id }) => id === 'observe.foreseen');
    expect([foreseen?.state, foreseen?.evidence.map(({ text }) => text)]).toEqual([
      'amber',
      [
        'internet → prod/web tcp 80 (over IPv6): denied in the end by web · end of tier default',
        'internet → prod/web other traffic (over IPv6): denied in the end by web · end of tier default',
      ],
    ]);
  });
});
