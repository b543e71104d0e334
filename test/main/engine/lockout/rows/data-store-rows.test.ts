import { describe, expect, it } from 'vitest';
import { clusterNode, endpointSlice, felix, globalPolicy, namespace, pod } from '../../evaluate/manifests';
import { clusterInformation } from '../cluster-objects';
import { HOSTS, TWO_NODES, hostPod, resolveRow, seenOf, verdictsOf } from '../resolve-row';

const NO_NODE = 'not checked: the snapshot has no Node; fetch them: kubectl get nodes -o yaml';
const WORKER_ONLY = [...TWO_NODES.filter(({ kind }) => kind !== 'Node'), clusterNode('worker', '192.168.0.2')];

describe('L13, etcd', () => {
  it('stands on the control plane, which dials it by its address and by 127.0.0.1', () => {
    expect(resolveRow('L13', TWO_NODES)).toEqual([
      'cp → etcd on cp tcp 2379: cp 192.168.0.1 → cp 192.168.0.1',
      'cp → etcd on cp tcp 2380: cp 192.168.0.1 → cp 192.168.0.1',
      'cp → etcd on 127.0.0.1 tcp 2379: cp 127.0.0.1 → cp 127.0.0.1',
    ]);
  });

  it('stands where its pods are, or where Nodes say so', () => {
    const elsewhere = [
      'cp → etcd on etcd-1 tcp 2379: cp 192.168.0.1 → etcd-1 192.168.0.7',
      'etcd-1 → etcd on etcd-1 tcp 2380: etcd-1 192.168.0.7 → etcd-1 192.168.0.7',
    ];
    const byPod = [clusterNode('etcd-1', '192.168.0.7'), hostPod('kube-system/etcd-1', 'etcd-1', 'etcd')];
    const byRole = clusterNode('etcd-1', '192.168.0.7', {}, { 'node-role.kubernetes.io/etcd': 'true' });
    expect(resolveRow('L13', [...TWO_NODES, ...byPod])).toEqual(elsewhere);
    const ofAnApplication = pod('prod/etcd', '10.0.0.8', { node: 'worker', labels: { app: 'etcd' } });
    expect(resolveRow('L13', [...TWO_NODES, ...byPod, ofAnApplication])).toEqual(elsewhere);
    expect(resolveRow('L13', [...TWO_NODES, byRole])).toEqual(elsewhere);
  });

  it('is not needed where a managed API server keeps it outside the nodes', () => {
    const managed = [...WORKER_ONLY, endpointSlice('default/kubernetes', ['203.0.113.9'], ['tcp/443'])];
    expect(resolveRow('L13', managed)).toEqual([
      'not checked, nor needed: the API server runs outside the nodes, and its etcd with it',
    ]);
    expect(resolveRow('L13', managed, { complete: false })[0]).toMatch(
      /^not checked: the files do not tell where etcd/,
    );
  });

  it('is not checked where nothing tells where it stands', () => {
    expect(resolveRow('L13', WORKER_ONLY)).toEqual([
      'not checked: the files do not tell where etcd runs: no etcd pod and no control-plane Node; fetch them: kubectl get nodes,pods -A -o yaml',
    ]);
    expect(resolveRow('L13', [namespace('prod')])).toEqual([NO_NODE]);
  });

  it('hangs on both failsafe lists where a deny reaches the nodes', () => {
    const lock = globalPolicy('lock', { selector: 'has(host)', order: 10, types: ['Ingress', 'Egress'] });
    const objects = [...TWO_NODES, ...HOSTS, lock];
    expect(verdictsOf('L13', objects)[2]).toContain('failsafe-only');
    const noOut = felix({ failsafeOutboundHostPorts: [] }, 'node.cp');
    expect(verdictsOf('L13', [...objects, noOut])[2]).toContain('blocked by lock');
  });
});

describe('L16, Typha', () => {
  it('is dialled by every node, its own among them, on the port that it declares', () => {
    const typha = (ports: readonly number[]) => [
      ...TWO_NODES,
      hostPod('calico-system/typha', 'worker', 'calico-typha', ports),
    ];
    expect(resolveRow('L16', typha([5473]))).toEqual([
      'every node → Typha tcp 5473: cp 192.168.0.1 → worker 192.168.0.2, worker 192.168.0.2 → worker 192.168.0.2',
    ]);
    expect(seenOf('L16', typha([]))).toEqual(['192.168.0.1 → 192.168.0.2:5473']);
  });

  it('is not checked where ClusterInformation names it and no pod of it is there', () => {
    expect(resolveRow('L16', [...TWO_NODES, clusterInformation('typha,kdd,k8s')])).toEqual([
      'not checked: ClusterInformation names Typha, and none of its pods is in the snapshot; fetch them: kubectl get pods -A -l k8s-app=calico-typha -o yaml',
    ]);
  });

  it('is not needed in a complete snapshot without it', () => {
    expect(resolveRow('L16', TWO_NODES)).toEqual([
      'not checked, nor needed: the snapshot is complete and has no Typha',
    ]);
    expect(resolveRow('L16', TWO_NODES, { complete: false })).toEqual([
      'not checked: no Typha is in the snapshot; fetch it: kubectl get pods -A -l k8s-app=calico-typha -o yaml',
    ]);
    expect(resolveRow('L16', [namespace('prod')])).toEqual([NO_NODE]);
  });
});
