import { describe, expect, it } from 'vitest';
import { felix, globalPolicy, hostEndpoint, networkPolicy, stagedPolicy } from '../../evaluate/manifests';
import { findSurprises } from './find-surprises';

const HOST = hostEndpoint(
  'node1-auto-hep',
  { node: 'node1', interfaceName: '*', expectedIPs: ['10.9.0.1'], profiles: ['projectcalico-default-allow'] },
  { role: 'node' },
);

const OPEN_TO_PODS = felix({ defaultEndpointToHostAction: 'Accept' });

describe('all surprises', () => {
  it('says nothing of a rollout without one', () => {
    const changes = [
      stagedPolicy('prod/db', {
        order: 10,
        selector: "app == 'db'",
        types: ['Ingress'],
        ingress: [
          { action: 'Allow', protocol: 'TCP', source: { selector: "app == 'web'" }, destination: { ports: [5432] } },
          { action: 'Allow' },
        ],
      }),
      networkPolicy('prod/web', {
        order: 20,
        selector: "app == 'web'",
        types: ['Egress'],
        egress: [{ action: 'Allow' }],
      }),
    ];
    expect(findSurprises({ snapshot: [HOST, OPEN_TO_PODS], changes })).toEqual([]);
    expect(findSurprises({ snapshot: [HOST, OPEN_TO_PODS] })).toEqual([]);
  });

  it('proves each with at most twelve lines, and says the same of the same objects in any order', () => {
    const snapshot = [
      HOST,
      ...['a', 'b', 'c', 'd'].map((name) =>
        globalPolicy(`deny-${name}`, { order: 1, selector: `app == '${name}'`, types: ['Ingress'] }),
      ),
    ];
    const changes = [
      globalPolicy('default-deny', { types: ['Ingress', 'Egress'] }),
      ...['1', '2', '3', '4', '5', '6', '7', '8', '9', '10', '11', '12', '13'].map((name) =>
        networkPolicy(`prod/dns-${name}`, {
          order: 5,
          types: ['Egress'],
          egress: [{ action: 'Allow', protocol: 'UDP', destination: { nets: ['10.96.0.10/32'], ports: [53] } }],
        }),
      ),
    ];
    const found = findSurprises({ snapshot, changes });
    expect(found.map(({ code, evidence }) => `${code} ${evidence.length > 0 && evidence.length <= 12}`)).toEqual(
      found.map(({ code }) => `${code} true`),
    );
    expect(found.find(({ code }) => code === 'R12')?.evidence.length).toBe(12);
    expect(findSurprises({ snapshot: snapshot.toReversed(), changes: changes.toReversed() })).toEqual(found);
  });
});
