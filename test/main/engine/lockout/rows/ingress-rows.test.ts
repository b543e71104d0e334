import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../../main/engine/model/json';
import { clusterNode, endpointSlice, globalPolicy, namespace, networkPolicy, pod } from '../../evaluate/manifests';
import { ingress, serviceWith } from '../cluster-objects';
import { HOSTS, TWO_NODES, hostPod, resolveRow, seenOf, verdictsOf } from '../resolve-row';

const PORT = { port: 80, protocol: 'TCP', targetPort: 8080, nodePort: 30_080 };
const CONTROLLER = pod('prod/ingress', '10.0.0.8', { node: 'worker', labels: { app: 'ingress-nginx' } });

function web(spec: JsonObject): JsonObject {
  return serviceWith('prod/web', '10.96.0.20', { ports: [PORT], selector: { app: 'web' }, ...spec });
}

describe('L31, node ports', () => {
  it('are dialled at any node, and seen at the pod from the node that took the packet in', () => {
    const objects = [...TWO_NODES, web({ type: 'NodePort' })];
    expect(resolveRow('L31', objects)).toEqual([
      'clients, wherever they are → prod/web by its node port tcp 30080 → 8080: 203.0.113.77 → web by 192.168.0.1:30080, 203.0.113.77 → web by 192.168.0.2:30080',
    ]);
    expect(seenOf('L31', objects)).toEqual(['192.168.0.1 → 10.0.0.1:8080']);
  });

  it('of a load balancer come with its health checks, from whom it names, at the node of the pod where it is local', () => {
    const balanced = web({
      type: 'LoadBalancer',
      externalTrafficPolicy: 'Local',
      healthCheckNodePort: 32_100,
      loadBalancerSourceRanges: ['198.51.100.0/24'],
    });
    expect(resolveRow('L31', [...TWO_NODES, balanced])).toEqual([
      '198.51.100.0/24 → prod/web by its node port tcp 30080 → 8080: 198.51.100.0 → web by 192.168.0.2:30080',
      'health checkers, wherever they are → kube-proxy of every node tcp 10256: 203.0.113.77 → cp 192.168.0.1',
      'health checkers, wherever they are → health check of prod/web tcp 32100: 203.0.113.77 → cp 192.168.0.1',
    ]);
  });

  it('lead where EndpointSlices say, to processes of nodes and past the cluster, too', () => {
    const listed = endpointSlice('prod/web', ['192.168.0.2', '203.0.113.9'], ['tcp/8080']);
    const local = web({ type: 'NodePort', externalTrafficPolicy: 'Local' });
    expect(resolveRow('L31', [...TWO_NODES, local, listed])).toEqual([
      'clients, wherever they are → prod/web by its node port tcp 30080 → 8080: 203.0.113.77 → worker 192.168.0.2 by 192.168.0.2:30080, 203.0.113.77 → 203.0.113.9 by 192.168.0.1:30080',
    ]);
    const unreachable = web({ type: 'LoadBalancer', loadBalancerSourceRanges: ['fd00::/64'] });
    const portless = web({ type: 'LoadBalancer', ports: [{ port: 80, targetPort: 8080 }] });
    for (const service of [unreachable, portless]) {
      expect(resolveRow('L31', [...TWO_NODES, service])).toEqual([
        'health checkers, wherever they are → kube-proxy of every node tcp 10256: 203.0.113.77 → cp 192.168.0.1',
      ]);
    }
  });

  it('are closed by a preDNAT deny of the node port, which the pod never hears of', () => {
    const predna = globalPolicy('predna', {
      selector: 'has(host)',
      order: 10,
      preDNAT: true,
      applyOnForward: true,
      ingress: [{ action: 'Deny', protocol: 'TCP', destination: { ports: [30_080] } }],
    });
    expect(verdictsOf('L31', [...TWO_NODES, ...HOSTS, web({ type: 'NodePort' }), predna])).toEqual([
      'clients, wherever they are → prod/web by its node port tcp 30080 → 8080: blocked by predna',
    ]);
  });

  it('are not checked where no service has one', () => {
    expect(resolveRow('L31', [...TWO_NODES, web({})], { complete: false })).toEqual([
      'not checked: no NodePort or LoadBalancer service is in the snapshot; fetch it: kubectl get services,endpointslices -A -o yaml',
    ]);
    expect(resolveRow('L31', [namespace('prod')])).toEqual([
      'not checked: the snapshot has no Node; fetch them: kubectl get nodes -o yaml',
    ]);
  });
});

describe('L32, clients of the ingress controller', () => {
  it('dial a process of the host, a host port, or a node port', () => {
    expect(resolveRow('L32', [...TWO_NODES, hostPod('prod/ingress', 'worker', 'ingress-nginx', [80, 443])])).toEqual([
      'clients, wherever they are → prod/ingress on worker tcp 80: 203.0.113.77 → worker 192.168.0.2',
      'clients, wherever they are → prod/ingress on worker tcp 443: 203.0.113.77 → worker 192.168.0.2',
    ]);
    expect(resolveRow('L32', [...TWO_NODES, hostPod('prod/silent', 'worker', 'ingress-nginx')])).toEqual([
      'clients, wherever they are → prod/silent on worker tcp 80: 203.0.113.77 → worker 192.168.0.2',
      'clients, wherever they are → prod/silent on worker tcp 443: 203.0.113.77 → worker 192.168.0.2',
    ]);
    const ports = [{ containerPort: 8080, hostPort: 80, protocol: 'TCP' }];
    const gateway = pod('prod/gateway', '10.0.0.6', { node: 'worker' });
    const onHostPort = { ...gateway, spec: { nodeName: 'worker', containers: [{ name: 'main', ports }] } };
    expect(resolveRow('L32', [...TWO_NODES, onHostPort])).toEqual([
      'clients, wherever they are → prod/gateway by its host port tcp 80 → 8080: 203.0.113.77 → gateway by 192.168.0.2:80',
    ]);
    const nodeless = TWO_NODES.filter(({ kind }) => kind !== 'Node');
    expect(resolveRow('L32', [...nodeless, clusterNode('cp', '192.168.0.1'), onHostPort])[0]).toMatch(/^not checked/);
    const service = serviceWith('prod/ingress', '10.96.0.30', {
      type: 'NodePort',
      ports: [{ port: 443, protocol: 'TCP', targetPort: 8443, nodePort: 30_443 }],
      selector: { app: 'ingress-nginx' },
    });
    expect(resolveRow('L32', [...TWO_NODES, CONTROLLER, service])).toEqual([
      'clients, wherever they are → prod/ingress by its node port tcp 30443 → 8443: 203.0.113.77 → ingress by 192.168.0.1:30443, 203.0.113.77 → ingress by 192.168.0.2:30443',
    ]);
    expect(resolveRow('L31', [...TWO_NODES, CONTROLLER, service])[0]).toMatch(/^not checked/);
  });

  it('are cut off where a deny reaches the node', () => {
    const lock = globalPolicy('lock', { selector: 'has(host)', order: 10, types: ['Ingress'] });
    const objects = [...TWO_NODES, ...HOSTS, hostPod('prod/ingress', 'worker', 'ingress-nginx', [443]), lock];
    expect(verdictsOf('L32', objects)[0]).toContain('blocked by lock · end of tier default');
  });

  it('are not checked where no controller is open to the outside', () => {
    expect(resolveRow('L32', TWO_NODES)).toEqual([
      'not checked, nor needed: the snapshot is complete and has no ingress controller that is open to the outside',
    ]);
    expect(resolveRow('L32', TWO_NODES, { complete: false })).toEqual([
      'not checked: no ingress controller that is open to the outside is in the snapshot; fetch it: kubectl get services,endpointslices -A -o yaml',
    ]);
  });
});

describe('L33, the ingress controller to applications', () => {
  const objects = [...TWO_NODES, CONTROLLER, web({}), ingress('prod/web', 'web', 80)];

  it('goes straight to the pods of every service that an Ingress names', () => {
    expect(resolveRow('L33', objects)).toEqual(['ingress controller → prod/web tcp 8080: ingress → web']);
  });

  it('goes to the port that an Ingress names by its name, or by default, and to none that the service lacks', () => {
    const ports = [
      { name: 'web', port: 80, targetPort: 8080 },
      { name: 'admin', port: 81, targetPort: 9090 },
    ];
    const backend = (port: JsonObject): JsonObject => ({ service: { name: 'web', port } });
    const asked = (spec: JsonObject) =>
      resolveRow('L33', [...TWO_NODES, CONTROLLER, web({ ports }), { ...ingress('prod/web', 'web', 80), spec }]);
    const admin = ['ingress controller → prod/web tcp 9090: ingress → web'];
    expect(asked({ rules: [{ http: { paths: [{ backend: backend({ name: 'admin' }) }] } }] })).toEqual(admin);
    expect(asked({ defaultBackend: backend({ number: 81 }) })).toEqual(admin);
    const none = 'not checked, nor needed: the snapshot is complete and has no Ingress';
    expect(asked({ rules: [{}, { http: {} }], defaultBackend: backend({ number: 82 }) })).toEqual([none]);
    expect(asked({ defaultBackend: { service: { name: 'gone', port: { number: 80 } } } })).toEqual([none]);
  });

  it('is closed where the application lets nobody in', () => {
    const shut = networkPolicy('prod/shut', { selector: "app == 'web'", order: 5, types: ['Ingress'] });
    expect(verdictsOf('L33', [...objects, shut])[0]).toContain('blocked by shut · end of tier default');
  });

  it('is not checked without a controller or an Ingress', () => {
    expect(resolveRow('L33', TWO_NODES)).toEqual([
      'not checked, nor needed: the snapshot is complete and has no ingress controller',
    ]);
    expect(resolveRow('L33', [...TWO_NODES, CONTROLLER], { complete: false })).toEqual([
      'not checked: no Ingress is in the snapshot; fetch it: kubectl get ingresses -A -o yaml',
    ]);
  });
});
