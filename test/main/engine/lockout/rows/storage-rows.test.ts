import { describe, expect, it } from 'vitest';
import { globalPolicy, namespace, networkPolicy, pod } from '../../evaluate/manifests';
import { persistentVolume } from '../cluster-objects';
import { HOSTS, TWO_NODES, resolveRow, verdictsOf } from '../resolve-row';

const NFS = persistentVolume('nfs', { nfs: { server: '198.51.100.20', path: '/exports' } });

describe('L35, storage', () => {
  it('stands where volumes say, on the port that they say', () => {
    const volumes = [
      NFS,
      persistentVolume('again', { csi: { driver: 'nfs.csi.k8s.io', volumeAttributes: { server: '198.51.100.20' } } }),
      persistentVolume('iscsi', { iscsi: { targetPortal: '198.51.100.21:3261', iqn: 'iqn.x', lun: 0 } }),
      persistentVolume('cephfs', { cephfs: { monitors: ['198.51.100.22', '[fd00::5]:6790', 'fd00::6'] } }),
    ];
    expect(new Set(resolveRow('L35', [...TWO_NODES, ...volumes]))).toEqual(
      new Set([
        'every node → 198.51.100.20 tcp 2049: cp 192.168.0.1 → 198.51.100.20',
        'every node → 198.51.100.21 tcp 3261: cp 192.168.0.1 → 198.51.100.21',
        'every node → 198.51.100.22 tcp 6789: cp 192.168.0.1 → 198.51.100.22',
        'every node → fd00::6 tcp 6789: not checked: source and destination share no address family',
        'every node → fd00::5 tcp 6790: not checked: source and destination share no address family',
      ]),
    );
  });

  it('may stand in pods of the cluster', () => {
    const monitor = pod('kube-system/mon', '10.0.0.2', { node: 'worker', labels: { app: 'rook-ceph-mon' } });
    expect(resolveRow('L35', [...TWO_NODES, monitor])).toEqual([
      'every node → Ceph monitors tcp 3300: cp 192.168.0.1 → mon, worker 192.168.0.2 → mon',
      'every node → Ceph monitors tcp 6789: cp 192.168.0.1 → mon, worker 192.168.0.2 → mon',
    ]);
    const shut = networkPolicy('kube-system/shut', {
      selector: "app == 'rook-ceph-mon'",
      order: 5,
      types: ['Ingress'],
    });
    expect(verdictsOf('L35', [...TWO_NODES, monitor, shut])[1]).toContain(
      'where it is closed today tcp 3300: blocked by shut',
    );
  });

  it('is closed by a deny of what leaves nodes', () => {
    const mute = globalPolicy('mute', { selector: 'has(host)', order: 10, types: ['Egress'] });
    expect(verdictsOf('L35', [...TWO_NODES, ...HOSTS, NFS, mute])[0]).toContain('blocked by mute');
  });

  it('is not checked where a volume has a name for its server, or none has one', () => {
    const named = persistentVolume('named', { nfs: { server: 'nas.example.org', path: '/exports' } });
    expect(resolveRow('L35', [...TWO_NODES, named])).toEqual([
      'every node → nas.example.org tcp 2049: not checked: the files do not tell the address of nas.example.org',
    ]);
    expect(resolveRow('L35', TWO_NODES, { complete: false })).toEqual([
      'not checked: no volume with a server is in the snapshot; fetch it: kubectl get persistentvolumes -o yaml',
    ]);
    expect(resolveRow('L35', [namespace('prod')])).toEqual([
      'not checked: the snapshot has no Node; fetch them: kubectl get nodes -o yaml',
    ]);
  });
});
