import { describe, expect, it } from 'vitest';
import { globalPolicy, namespace, networkPolicy, pod } from '../../evaluate/manifests';
import { cloudNode, nodeRunning } from '../cluster-objects';
import { HOSTS, TWO_NODES, hostPod, resolveRow, verdictsOf } from '../resolve-row';

const NO_NODE = 'not checked: the snapshot has no Node; fetch them: kubectl get nodes -o yaml';

describe('L27 and L28, who a machine is', () => {
  it('is told to nodes of a cloud at 169.254.169.254', () => {
    expect(resolveRow('L27', [...TWO_NODES, cloudNode('cloud', '192.168.0.5', 'aws:///eu-west-1a/i-0abc')])).toEqual([
      'cloud → 169.254.169.254 tcp 80: cloud 192.168.0.5 → 169.254.169.254',
    ]);
    expect(resolveRow('L27', TWO_NODES)).toEqual([
      'not checked: no Node of the snapshot names a cloud as its provider',
    ]);
    expect(resolveRow('L27', [namespace('prod')])).toEqual([NO_NODE]);
  });

  it('is told to pods by the agent of their own node, at its own address or the node’s', () => {
    expect(resolveRow('L28', [...TWO_NODES, hostPod('kube-system/pia', 'worker', 'eks-pod-identity-agent')])).toEqual([
      'pods of prod → eks-pod-identity-agent on their node tcp 80: web → worker 169.254.170.23',
    ]);
    expect(resolveRow('L28', [...TWO_NODES, hostPod('kube-system/kiam', 'worker', 'kiam')])).toEqual([
      'pods of prod → kiam on their node tcp 8181: web → worker 192.168.0.2',
    ]);
    expect(resolveRow('L28', TWO_NODES)).toEqual([
      'not checked: no identity agent is in the snapshot; where pods need 169.254.169.254, add a row of your own',
    ]);
  });

  it('is closed to pods whose egress names other addresses', () => {
    const some = networkPolicy('prod/some', {
      selector: 'all()',
      order: 5,
      types: ['Egress'],
      egress: [{ action: 'Allow', destination: { nets: ['10.0.0.0/8'] } }],
    });
    const objects = [...TWO_NODES, hostPod('kube-system/pia', 'worker', 'eks-pod-identity-agent'), some];
    expect(verdictsOf('L28', objects)[0]).toContain('blocked by some');
  });
});

describe('L38, ports of the distribution', () => {
  const on = (info: object, labels = {}) =>
    resolveRow('L38', [...TWO_NODES, nodeRunning('n', '192.168.0.6', { ...info }, labels)]).map(
      (line) => line.split(': ')[0],
    );

  it('are those of the system that Nodes tell of', () => {
    expect(on({ kubeletVersion: 'v1.30.1+rke2r1' })).toEqual(['every node → cp tcp 9345']);
    expect(on({ osImage: 'Talos (v1.7.0)' })).toEqual([
      '10.9.0.0/24 → every node tcp 50000',
      '10.9.0.0/24 → every node tcp 50001',
    ]);
    expect(on({ osImage: 'Red Hat Enterprise Linux CoreOS 415' })).toEqual(['every node → cp tcp 22623']);
    expect(on({}, { 'microk8s.io/cluster': 'true' })).toEqual([
      'every node → cp tcp 25000',
      'every node → cp tcp 19001',
    ]);
  });

  it('are not checked on another one', () => {
    expect(resolveRow('L38', TWO_NODES)).toEqual([
      'not checked: no Node of the snapshot says that it is RKE2, Talos, OpenShift or MicroK8s',
    ]);
    expect(resolveRow('L38', [namespace('prod')])).toEqual([NO_NODE]);
  });

  it('are closed by a host deny: no failsafe port covers them', () => {
    const lock = globalPolicy('lock', { selector: 'has(host)', order: 10, types: ['Ingress'] });
    const rke = nodeRunning('n', '192.168.0.6', { kubeletVersion: 'v1.30.1+rke2r1' });
    expect(verdictsOf('L38', [...TWO_NODES, rke, ...HOSTS, lock])[0]).toContain('blocked by lock');
  });
});

describe('L39, management agents', () => {
  it('are known by their pods', () => {
    expect(resolveRow('L39', [...TWO_NODES, hostPod('kube-system/ts', 'worker', 'tailscale')])).toEqual([
      'tailscale → its servers, wherever they are tcp 443: worker 192.168.0.2 → 203.0.113.77',
      'tailscale → its servers, wherever they are udp 41641: worker 192.168.0.2 → 203.0.113.77',
    ]);
    expect(resolveRow('L39', TWO_NODES)).toEqual([
      'not checked: agents of the host itself stand in no snapshot; if there is one, add a row of your own',
    ]);
  });
});

describe('L41, Calico’s own pods', () => {
  const named = (name: string, address: string) =>
    pod(`kube-system/${name}`, address, { node: 'worker', labels: { 'k8s-app': name } });
  const own = [
    named('goldmane', '10.0.0.12'),
    named('whisker', '10.0.0.13'),
    named('calico-kube-controllers', '10.0.0.14'),
  ];

  it('are dialled by nodes and by each other', () => {
    expect(resolveRow('L41', [...TWO_NODES, ...own])).toEqual([
      'every node → Goldmane tcp 7443: cp 192.168.0.1 → goldmane, worker 192.168.0.2 → goldmane',
      'Whisker → Goldmane tcp 7443: whisker → goldmane',
      'calico-kube-controllers → cp tcp 6443: calico-kube-controllers → cp 192.168.0.1',
    ]);
  });

  it('lose each other to a default deny that reaches their namespace', () => {
    const deny = networkPolicy('kube-system/deny', { selector: 'all()', order: 5, types: ['Ingress', 'Egress'] });
    expect(verdictsOf('L41', [...TWO_NODES, ...own, deny]).join('\n')).toMatch(
      /Whisker → Goldmane tcp 7443: blocked by deny.*\n.*calico-kube-controllers → cp tcp 6443: blocked by deny/,
    );
  });

  it('are not checked where none is in the snapshot', () => {
    expect(resolveRow('L41', TWO_NODES, { complete: false })).toEqual([
      'not checked: no pod of Calico’s own is in the snapshot; fetch it: kubectl get pods -n calico-system -o yaml',
    ]);
  });
});
