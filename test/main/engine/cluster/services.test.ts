import { describe, expect, it } from 'vitest';
import { readServices as read, tripleKey } from '../../../../main/engine/cluster/services';
import type { JsonObject } from '../../../../main/engine/model/json';
import { parseAddress } from '../../../../main/engine/net/address';
import { resourcesOf } from './resource-of';

function slice(name: string, labels: JsonObject, backends: JsonObject[], ports: JsonObject[]): JsonObject {
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: { namespace: 'prod', name, labels },
    endpoints: backends,
    ports,
  };
}

function endpoints(name: string, subsets: JsonObject[]): JsonObject {
  return { apiVersion: 'v1', kind: 'Endpoints', metadata: { namespace: 'prod', name }, subsets };
}

const WEB = { 'kubernetes.io/service-name': 'web' };
const address = (text: string) => parseAddress(text);
const readServices = (objects: Parameters<typeof read>[0]) => read(objects, false);

describe('the members of a service', () => {
  it('every address of a slice with every port, ready or not', () => {
    const objects = resourcesOf(
      slice(
        'web-1',
        WEB,
        [{ addresses: ['10.0.0.1'], conditions: { ready: false } }, { addresses: ['10.0.0.2'] }],
        [{ port: 8080 }, { port: 53, protocol: 'UDP' }],
      ),
    );
    expect(readServices(objects)).toEqual(
      new Map([
        [
          'prod/web',
          {
            members: [
              { address: address('10.0.0.1'), protocol: 6, port: 8080 },
              { address: address('10.0.0.2'), protocol: 6, port: 8080 },
              { address: address('10.0.0.1'), protocol: 17, port: 53 },
              { address: address('10.0.0.2'), protocol: 17, port: 53 },
            ],
            triples: new Set(['10.0.0.1 6 8080', '10.0.0.2 6 8080', '10.0.0.1 17 53', '10.0.0.2 17 53']),
            addresses: new Set(['10.0.0.1', '10.0.0.2']),
          },
        ],
      ]),
    );
  });

  it('slices of one service add up', () => {
    const services = readServices(
      resourcesOf(
        slice('web-1', WEB, [{ addresses: ['10.0.0.1'] }], [{ port: 80 }]),
        slice('web-2', WEB, [{ addresses: ['fd00::1'] }], [{ port: 81 }]),
      ),
    );
    expect(services.get('prod/web')?.triples).toEqual(new Set(['10.0.0.1 6 80', 'fd00::1 6 81']));
    expect(services.get('prod/web')?.addresses).toEqual(new Set(['10.0.0.1', 'fd00::1']));
  });

  it('a protocol that nobody knows is TCP', () => {
    const services = readServices(
      resourcesOf(
        slice(
          'web-1',
          WEB,
          [{ addresses: ['10.0.0.1'] }],
          [
            { port: 80, protocol: 'X' },
            { port: 81, protocol: 'udp' },
            { port: 82, protocol: 'SCTP' },
          ],
        ),
      ),
    );
    expect([...(services.get('prod/web')?.triples ?? [])]).toEqual([
      '10.0.0.1 6 80',
      '10.0.0.1 6 81',
      '10.0.0.1 132 82',
    ]);
  });

  it('a port without a number makes no destination, and its addresses are sources all the same', () => {
    const services = readServices(resourcesOf(slice('web-1', WEB, [{ addresses: ['10.0.0.1'] }], [{ name: 'any' }])));
    expect(services).toEqual(
      new Map([['prod/web', { members: [], triples: new Set(), addresses: new Set(['10.0.0.1']) }]]),
    );
  });

  it('host names and endpoints without addresses are skipped', () => {
    const services = readServices(
      resourcesOf(slice('web-1', WEB, [{ addresses: ['db.example.com', '10.0.0.1'] }, {}], [{ port: 80 }])),
    );
    expect(services.get('prod/web')?.triples).toEqual(new Set(['10.0.0.1 6 80']));
  });

  it('a slice without the label of a service belongs to none', () => {
    const objects = resourcesOf(
      slice('web-1', {}, [{ addresses: ['10.0.0.1'] }], [{ port: 80 }]),
      slice('web-2', { 'kubernetes.io/service-name': '' }, [{ addresses: ['10.0.0.1'] }], [{ port: 80 }]),
    );
    expect(readServices(objects)).toEqual(new Map());
  });

  it('an empty slice is a service without members', () => {
    const bare = { apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice' };
    const objects = resourcesOf({ ...bare, metadata: { namespace: 'prod', name: 'web-1', labels: WEB } });
    expect(readServices(objects)).toEqual(
      new Map([['prod/web', { members: [], triples: new Set(), addresses: new Set() }]]),
    );
  });
});

describe('Endpoints objects', () => {
  const subsets = [
    { addresses: [{ ip: '10.0.0.1' }], notReadyAddresses: [{ ip: '10.0.0.2' }, {}], ports: [{ port: 80 }] },
    { ports: [{ port: 81 }] },
    { addresses: [{ ip: '10.0.0.3' }] },
  ];

  it('stand in for a service without a slice, ready or not', () => {
    const services = readServices(resourcesOf(endpoints('web', subsets), endpoints('bare', [])));
    expect(services).toEqual(
      new Map([
        [
          'prod/web',
          {
            members: [
              { address: address('10.0.0.1'), protocol: 6, port: 80 },
              { address: address('10.0.0.2'), protocol: 6, port: 80 },
            ],
            triples: new Set(['10.0.0.1 6 80', '10.0.0.2 6 80']),
            addresses: new Set(['10.0.0.1', '10.0.0.2', '10.0.0.3']),
          },
        ],
      ]),
    );
  });

  it('do not count beside a slice, wherever it stands', () => {
    const objects = resourcesOf(
      endpoints('web', subsets),
      slice('web-1', WEB, [{ addresses: ['10.0.0.9'] }], [{ port: 90 }]),
    );
    expect(readServices(objects).get('prod/web')?.triples).toEqual(new Set(['10.0.0.9 6 90']));
  });

  it('give nothing where the files are known to be complete: Felix reads slices alone', () => {
    expect(read(resourcesOf(endpoints('web', subsets)), true)).toEqual(new Map());
  });

  it('without subsets give nothing', () => {
    const objects = resourcesOf({ apiVersion: 'v1', kind: 'Endpoints', metadata: { namespace: 'prod', name: 'web' } });
    expect(readServices(objects)).toEqual(new Map());
  });
});

it('a destination is known by address, protocol and port', () => {
  expect(tripleKey('fd00::1', 6, 443)).toBe('fd00::1 6 443');
});
