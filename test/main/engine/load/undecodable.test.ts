import { describe, expect, it } from 'vitest';
import { readResource } from '../../../../main/engine/load/resource-of';
import type { UndecodableField } from '../../../../main/engine/load/undecodable';
import { findUndecodable } from '../../../../main/engine/load/undecodable';
import type { Json } from '../../../../main/engine/model/json';
import { NO_ORIGIN } from '../../../../main/engine/model/source';

function find(kind: string, spec: Json): UndecodableField | null {
  const object = { apiVersion: 'projectcalico.org/v3', kind, metadata: { name: 'a', namespace: 'shop' }, spec };
  const read = readResource(object, 'snapshot', NO_ORIGIN);
  if (read.tag !== 'resource') throw new Error(read.why);
  return findUndecodable(read.resource);
}

describe('an object that Go decodes', () => {
  it('has the right types, or null, which is the zero of every field', () => {
    expect(find('NetworkPolicy', null)).toBeNull();
    expect(
      find('NetworkPolicy', { order: 10.5, selector: null, types: ['Ingress', null], ingress: [null] }),
    ).toBeNull();
    expect(
      find('NetworkPolicy', {
        ingress: [
          { protocol: 6, destination: { ports: [80, 'http', null] } },
          { protocol: 'TCP', icmp: { type: 8 } },
        ],
      }),
    ).toBeNull();
    expect(find('HostEndpoint', { ports: [{ name: 'ssh', protocol: 'TCP', port: 22 }] })).toBeNull();
  });

  it('may have fields that nobody knows', () => {
    expect(find('BGPPeer', { peerIP: 5 })).toBeNull();
    expect(find('Tier', { order: 1, colour: ['red'] })).toBeNull();
    expect(find('FelixConfiguration', { bpfLogLevel: 7 })).toBeNull();
  });

  it('may carry numbers out of range, which break the whole kind elsewhere', () => {
    expect(find('NetworkPolicy', { ingress: [{ protocol: 256, destination: { ports: [65536] } }] })).toBeNull();
  });
});

describe('an object that Go cannot decode', () => {
  it.each([
    ['NetworkPolicy', 'allow', ['spec'], 'spec must be a mapping'],
    ['NetworkPolicy', { order: '10' }, ['spec', 'order'], 'spec.order must be a number'],
    ['NetworkPolicy', { types: 'Ingress' }, ['spec', 'types'], 'spec.types must be a list of texts'],
    ['NetworkPolicy', { types: [1] }, ['spec', 'types'], 'spec.types must be a list of texts'],
    ['NetworkPolicy', { ingress: {} }, ['spec', 'ingress'], 'spec.ingress must be a list'],
    ['NetworkPolicy', { ingress: [{}, 7] }, ['spec', 'ingress', 1], 'spec.ingress.1 must be a mapping'],
    [
      'NetworkPolicy',
      { ingress: [{ icmp: { type: 8.5 } }] },
      ['spec', 'ingress', 0, 'icmp', 'type'],
      'spec.ingress.0.icmp.type must be a whole number',
    ],
    [
      'NetworkPolicy',
      { egress: [{ protocol: 6.5 }] },
      ['spec', 'egress', 0, 'protocol'],
      'spec.egress.0.protocol must be a whole number or text',
    ],
    [
      'NetworkPolicy',
      { egress: [{ destination: { ports: [80.5] } }] },
      ['spec', 'egress', 0, 'destination', 'ports'],
      'spec.egress.0.destination.ports must be a list of whole numbers or texts',
    ],
    ['GlobalNetworkPolicy', { doNotTrack: 'true' }, ['spec', 'doNotTrack'], 'spec.doNotTrack must be true or false'],
    [
      'StagedKubernetesNetworkPolicy',
      { podSelector: { matchLabels: { app: 1 } } },
      ['spec', 'podSelector', 'matchLabels'],
      'spec.podSelector.matchLabels must be a mapping of texts',
    ],
    [
      'HostEndpoint',
      { ports: [{ port: 65536 }] },
      ['spec', 'ports', 0, 'port'],
      'spec.ports.0.port must be a whole number from 0 to 65535',
    ],
  ] as const)('%s %j', (kind, spec, path, why) => {
    expect(find(kind, spec)).toEqual({ path, why });
  });
});
