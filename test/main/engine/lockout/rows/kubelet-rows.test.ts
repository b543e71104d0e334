import { describe, expect, it } from 'vitest';
import { clusterNode, endpointSlice, globalPolicy, namespace, pod } from '../../evaluate/manifests';
import { HOSTS, TWO_NODES, hostPod, resolveRow, seenOf, verdictsOf } from '../resolve-row';

const NO_NODE = 'not checked: the snapshot has no Node; fetch them: kubectl get nodes -o yaml';
const METRICS = pod('kube-system/metrics', '10.0.0.7', { node: 'worker', labels: { 'k8s-app': 'metrics-server' } });

describe('L09 and L10, the kubelet', () => {
  it('is asked by the API server on every node, its own among them', () => {
    expect(resolveRow('L09', TWO_NODES)).toEqual([
      'cp → kubelet of every node tcp 10250: cp 192.168.0.1 → worker 192.168.0.2, cp 192.168.0.1 → cp 192.168.0.1',
    ]);
    expect(seenOf('L09', TWO_NODES)).toEqual(['192.168.0.1 → 192.168.0.2:10250']);
  });

  it('is asked on the port that the Node tells', () => {
    const node = {
      ...clusterNode('odd', '192.168.0.8'),
      status: {
        addresses: [{ type: 'InternalIP', address: '192.168.0.8' }],
        daemonEndpoints: { kubeletEndpoint: { Port: 10_350 } },
      },
    };
    expect(resolveRow('L09', [...TWO_NODES, node])).toEqual([
      'cp → kubelet of 2 nodes tcp 10250: cp 192.168.0.1 → worker 192.168.0.2, cp 192.168.0.1 → cp 192.168.0.1',
      'cp → kubelet of odd tcp 10350: cp 192.168.0.1 → odd 192.168.0.8',
    ]);
  });

  it('is not asked where the API server is known and no Node is', () => {
    const outside = endpointSlice('default/kubernetes', ['203.0.113.9'], ['tcp/443']);
    expect(resolveRow('L09', [namespace('prod'), outside])).toEqual([NO_NODE]);
  });

  it('is asked by metrics-server too', () => {
    expect(resolveRow('L10', [...TWO_NODES, METRICS])).toEqual([
      'metrics-server → kubelet of every node tcp 10250: metrics → cp 192.168.0.1, metrics → worker 192.168.0.2',
    ]);
  });

  it('is closed where a deny reaches the nodes: no failsafe port covers it, and a pod still reaches its own node', () => {
    const lock = globalPolicy('lock', { selector: 'has(host)', order: 10, types: ['Ingress'] });
    const objects = [...TWO_NODES, METRICS, ...HOSTS, lock];
    const closed = /: blocked by lock · end of tier default \|/;
    expect(verdictsOf('L09', objects)).toEqual([expect.stringMatching(closed)]);
    const [own, others] = verdictsOf('L10', objects);
    expect(own).toMatch(/^metrics-server → kubelet of every node tcp 10250: no-policy \|/);
    expect(others).toMatch(
      /^metrics-server → kubelet of every node, where it is closed today tcp 10250: blocked by lock/,
    );
  });

  it('is not checked without nodes, an API server, or metrics-server', () => {
    expect(resolveRow('L09', [namespace('prod')])).toEqual([
      'not checked: neither endpoints of service default/kubernetes nor a control-plane Node; fetch them: kubectl get nodes,endpointslices -A -o yaml',
    ]);
    expect(resolveRow('L10', TWO_NODES, { complete: false })).toEqual([
      'not checked: no metrics-server pod is in the snapshot; fetch it: kubectl get pods -n kube-system -o yaml',
    ]);
    expect(resolveRow('L10', [namespace('kube-system'), METRICS])).toEqual([NO_NODE]);
  });
});

describe('L15, a node to itself', () => {
  it('is asked on loopback for each of its services, the DNS cache where there is one', () => {
    const own = (name: string, port: number) =>
      `every node → ${name} on its loopback tcp ${port}: cp 127.0.0.1 → cp 127.0.0.1`;
    const services = [own('kubelet', 10_248), own('Felix', 9099), own('kube-proxy', 10_249)];
    expect(resolveRow('L15', TWO_NODES)).toEqual(services);
    expect(resolveRow('L15', [...TWO_NODES, hostPod('kube-system/cache', 'worker', 'node-local-dns')])).toEqual([
      ...services,
      own('node-local-dns', 8080),
    ]);
    expect(resolveRow('L15', [namespace('prod')])).toEqual([NO_NODE]);
  });
});

describe('L30, probes of the kubelet', () => {
  const probes = 'every node → the pods of that node any port: worker 192.168.0.2 → web';

  it('go from each node to its own pods', () => {
    expect(resolveRow('L30', TWO_NODES)).toEqual([probes]);
    expect(seenOf('L30', TWO_NODES)).toEqual(['192.168.0.2 → 10.0.0.1:8080']);
  });

  it('stay open whatever policies say: nobody decides them', () => {
    const deny = globalPolicy('deny', { order: 1, types: ['Ingress', 'Egress'] });
    expect(verdictsOf('L30', [...TWO_NODES, ...HOSTS, deny])).toEqual([
      'every node → the pods of that node any port: no-policy',
    ]);
  });

  it('are not checked where no pod is on a node', () => {
    expect(resolveRow('L30', [namespace('prod')], { complete: false })).toEqual([
      'not checked: no pod on a node is in the snapshot; fetch it: kubectl get pods -A -o yaml',
    ]);
  });
});
