import { expect, it } from 'vitest';
import { buildCluster } from '../../../../main/engine/cluster/cluster';
import { clusterProfile } from '../../../../main/engine/cluster/cluster-profile';
import { ruleMentions } from '../../../../main/engine/compile/rule-mentions';
import { profile } from '../evaluate/manifests';
import { resourcesOf } from '../cluster/resource-of';
import { globalPolicy, smallWorld } from './small-world';

it('what rules name is told policy by policy, each thing once, then that of Profile objects', () => {
  const service = (name: string) => ({ services: { name, namespace: 'prod' } });
  const { policies } = smallWorld(
    globalPolicy('p', {
      types: ['Ingress', 'Egress'],
      ingress: [
        {
          action: 'Deny',
          protocol: 'TCP',
          source: { nets: ['10.0.0.0/8'], notNets: ['10.1.0.0/16'], ports: ['http'] },
        },
        { action: 'Deny', notProtocol: 'TCP', source: service('one') },
        { action: 'Deny', protocol: 'ICMP', icmp: { type: 8 }, notICMP: { type: 8, code: 0 } },
      ],
      egress: [
        {
          action: 'Allow',
          protocol: 'TCP',
          destination: { nets: ['10.0.0.0/8'], ports: [80, 80], notPorts: ['80:90'] },
        },
        { action: 'Allow', destination: service('two') },
        { action: 'Allow', protocol: 'UDP', source: { ports: [53], notPorts: ['http'] } },
        { action: 'Allow', protocol: 'ICMP', icmp: { type: 8 } },
      ],
    }),
    globalPolicy('silent', { types: ['Ingress'] }),
  );
  const resources = resourcesOf(
    profile('q', { egress: [{ action: 'Allow', destination: { nets: ['192.0.2.0/24'] } }] }),
  );
  const cluster = buildCluster(resources, clusterProfile(resources, undefined));
  const all = ruleMentions(policies, [cluster]);
  expect(all.map(({ nets }) => nets.map(({ text }) => text))).toEqual([
    ['10.0.0.0/8', '10.1.0.0/16'],
    [],
    ['192.0.2.0/24'],
  ]);
  const [mentions] = all;
  expect({ ...mentions, nets: null }).toEqual({
    nets: null,
    services: ['prod/one', 'prod/two'],
    destinationServices: ['prod/two'],
    protocols: [
      { number: 6, named: true },
      { number: 1, named: true },
      { number: 17, named: true },
    ],
    icmp: [
      { type: 8, code: null },
      { type: 8, code: 0 },
    ],
    sourcePorts: [{ protocol: 17, range: { first: 53, last: 53 } }],
    destinationPorts: [
      { protocol: 6, range: { first: 80, last: 80 } },
      { protocol: 6, range: { first: 80, last: 90 } },
    ],
    sourcePortNames: ['http'],
  });
});
