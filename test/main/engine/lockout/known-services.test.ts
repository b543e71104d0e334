import { describe, expect, it } from 'vitest';
import { dialService } from '../../../../main/engine/lockout/known-services';
import type { KnownService } from '../../../../main/engine/lockout/known-services';
import { readLockoutFacts } from '../../../../main/engine/lockout/lockout-facts';
import { describeEnd } from '../../../../main/engine/lockout/path-answer';
import type { JsonObject } from '../../../../main/engine/model/json';
import { addressKey } from '../../../../main/engine/net/address';
import { deployment, endpointSlice, hostEndpoint, pod } from '../evaluate/manifests';
import { rolloutOn } from '../rehearse/rehearse-objects';
import { serviceWith } from './cluster-objects';
import { TWO_NODES, hostPod } from './resolve-row';

const WEB = { selector: { app: 'web' } };

function readService(spec: JsonObject, objects: readonly JsonObject[] = []): KnownService {
  const rollout = rolloutOn([...TWO_NODES, ...objects, serviceWith('prod/web', '10.96.0.20', spec)], []);
  const service = readLockoutFacts(rollout, { adminCidrs: [], ownPaths: [] }).service('prod', 'web');
  if (service === null) throw new Error('there is no service prod/web');
  return service;
}

/** Each port with its backends: `udp 53: prod/web 5353`. */
function backendsOf(spec: JsonObject, objects: readonly JsonObject[] = []): readonly string[] {
  return readService(spec, objects).ports.map(({ protocol, port, backends }) => {
    const ends = backends.map((backend) => `${describeEnd(backend.end)} ${backend.port}`);
    return `${protocol} ${port}: ${ends.join(', ')}`;
  });
}

describe('the backends of a service', () => {
  const slice = (...ports: readonly `${string}/${number}`[]) => endpointSlice('prod/web', ['10.0.0.1'], ports);

  it('are what its EndpointSlices list: pods, nodes, and addresses that nobody owns', () => {
    const listed = endpointSlice('prod/web', ['10.0.0.1', '192.168.0.2', '203.0.113.9'], ['tcp/8080']);
    expect(backendsOf({ ports: [{ port: 80 }] }, [listed])).toEqual([
      '6 80: prod/web 8080, worker 8080, 203.0.113.9 8080',
    ]);
  });

  it('of one port among several are those that listen on its target', () => {
    const ports = [
      { name: 'web', port: 80, targetPort: 'http' },
      { name: 'admin', port: 81, targetPort: 9090 },
      { name: 'dns', port: 53, protocol: 'UDP' },
    ];
    const named = pod('prod/web', '10.0.0.1', { node: 'worker', labels: { app: 'web' }, ports: ['http:tcp/8080'] });
    expect(backendsOf({ ...WEB, ports }, [named, slice('tcp/8080', 'tcp/9090', 'udp/53')])).toEqual([
      '6 80: prod/web 8080',
      '6 81: prod/web 9090',
      '17 53: prod/web 53',
    ]);
  });

  it('are the pods that it selects where no EndpointSlice is there; a name that a pod does not declare leads nowhere', () => {
    const ports = [{ port: 80, targetPort: 8080 }, { port: 81 }, { port: 82, targetPort: 'http' }];
    expect(backendsOf({ ...WEB, ports })).toEqual(['6 80: prod/web 8080', '6 81: prod/web 81', '6 82: ']);
    expect(backendsOf({ ports: [{ port: 80 }] })).toEqual(['6 80: ']);
    expect(backendsOf({ selector: { app: 7 }, ports: [{ port: 80 }] })).toEqual(['6 80: ']);
  });

  it('are asked of no port that Kubernetes would refuse', () => {
    expect(backendsOf({ ...WEB, ports: [{}, { port: 80, protocol: 'QUIC' }] })).toEqual([]);
    expect(backendsOf(WEB)).toEqual([]);
  });

  it('belong to nobody where a host endpoint is of a node that is not there', () => {
    const gone = hostEndpoint('gone', { node: 'gone', interfaceName: 'eth0', expectedIPs: ['192.168.0.9'] });
    const listed = endpointSlice('prod/web', ['192.168.0.9'], ['tcp/80']);
    expect(backendsOf({ ports: [{ port: 80 }] }, [gone, listed])).toEqual(['6 80: 192.168.0.9 80']);
  });
});

describe('a service that is dialled', () => {
  function dialled(spec: JsonObject, objects: readonly JsonObject[] = []): readonly string[] {
    const service = readService({ ports: [{ port: 80 }], ...WEB, ...spec }, objects);
    return service.ports.flatMap((entry) =>
      dialService(service, entry).map(({ target: { end, via }, port }) => {
        const by = via === null ? 'straight' : `by ${addressKey(via.address)} ${via.port}`;
        return `${describeEnd(end)} ${port} ${by}`;
      }),
    );
  }

  it('is dialled by its address of the family of the backend', () => {
    const both = { clusterIPs: ['10.96.0.20', 'fd00::20'] };
    expect(dialled(both)).toEqual(['prod/web 80 by 10.96.0.20 80']);
    const process = hostPod('prod/process', 'cp', 'process');
    expect(dialled({ ...both, selector: { 'k8s-app': 'process' } }, [process])).toEqual(['cp 80 by 10.96.0.20 80']);
  });

  it('is dialled by each of its addresses where only the controller of the backend is known', () => {
    const declared = deployment('prod/api', { labels: { app: 'api' } });
    expect(dialled({ clusterIPs: ['10.96.0.20', 'fd00::20'], selector: { app: 'api' } }, [declared])).toEqual([
      'prod/api 80 by 10.96.0.20 80',
      'prod/api 80 by fd00::20 80',
    ]);
  });

  it.each([
    ['headless', { clusterIP: 'None', clusterIPs: ['None'] }],
    ['without an address yet', { clusterIP: null, clusterIPs: null }],
    ['of another family', { clusterIP: 'fd00::20', clusterIPs: null }],
  ])('leads straight to its backends where it is %s', (_, spec) => {
    expect(dialled(spec)).toEqual(['prod/web 80 straight']);
  });

  it('is dialled by its one address where it does not list several', () => {
    expect(dialled({ clusterIPs: null })).toEqual(['prod/web 80 by 10.96.0.20 80']);
  });
});
