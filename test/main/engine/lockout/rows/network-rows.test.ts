import { describe, expect, it } from 'vitest';
import { controlPlane, felix, globalPolicy, hostEndpoint, namespace, pool } from '../../evaluate/manifests';
import { bgpConfiguration, bgpPeer, clusterInformation } from '../cluster-objects';
import { HOSTS, TWO_NODES, hostPod, resolveRow, verdictsOf } from '../resolve-row';

const NO_NODE = 'not checked: the snapshot has no Node; fetch them: kubectl get nodes -o yaml';
const VXLAN = pool('10.0.0.0/16', { vxlanMode: 'Always' });

describe('L17, BGP', () => {
  it('joins the nodes in a mesh', () => {
    expect(resolveRow('L17', [...TWO_NODES, clusterInformation('typha,kdd,k8s,bgp')])).toEqual([
      'every node → every node tcp 179: cp 192.168.0.1 → worker 192.168.0.2',
    ]);
  });

  it('joins nodes and routers, from both sides, where there is no mesh', () => {
    const peers = [
      bgpConfiguration({ nodeToNodeMeshEnabled: false }),
      bgpPeer('rack', { peerIP: '192.168.0.254', asNumber: 64_512 }),
      bgpPeer('own', { peerIP: '192.168.0.253:1790', node: 'worker', asNumber: 64_512 }),
    ];
    expect(resolveRow('L17', [...TWO_NODES, ...peers])).toEqual([
      'worker → 192.168.0.253 tcp 1790: worker 192.168.0.2 → 192.168.0.253',
      '192.168.0.253 → worker tcp 179: 192.168.0.253 → worker 192.168.0.2',
      'every node → 192.168.0.254 tcp 179: cp 192.168.0.1 → 192.168.0.254',
      '192.168.0.254 → every node tcp 179: 192.168.0.254 → cp 192.168.0.1',
    ]);
  });

  it('joins a router by its bare IPv6 address, and none that is found by a selector or on a node that is not there', () => {
    const nodes = [controlPlane('cp', '192.168.0.1 fd00::1'), bgpConfiguration({ nodeToNodeMeshEnabled: false })];
    const peers = [
      bgpPeer('six', { peerIP: 'fd00::fe', asNumber: 64_512 }),
      bgpPeer('chosen', { peerSelector: 'has(rack)' }),
      bgpPeer('gone', { peerIP: '192.168.0.254', node: 'gone' }),
    ];
    expect(resolveRow('L17', [...nodes, ...peers, clusterInformation('')])).toEqual([
      'cp → fd00::fe tcp 179: cp fd00::1 → fd00::fe',
      'fd00::fe → cp tcp 179: fd00::fe → cp fd00::1',
    ]);
  });

  it('is not needed where all pools are VXLAN, and not checked where nothing tells', () => {
    expect(resolveRow('L17', [...TWO_NODES, VXLAN])).toEqual([
      'not checked, nor needed: every IP pool of the snapshot is VXLAN: BGP carries nothing',
    ]);
    expect(resolveRow('L17', [...TWO_NODES, { ...clusterInformation(''), spec: {} }])).toEqual([
      'not checked: the files do not tell whether BGP is used; fetch: kubectl get ippools.v3.projectcalico.org -o yaml',
    ]);
    const [alone] = resolveRow('L17', [controlPlane('cp', '192.168.0.1'), clusterInformation('bgp')]);
    expect(alone).toBe('not checked: one node, and no BGPPeer in the snapshot');
    expect(resolveRow('L17', [namespace('prod')])).toEqual([NO_NODE]);
  });
});

describe('L18, Calico’s tunnels', () => {
  it('are asked for each encapsulation that pools and Felix use', () => {
    expect(resolveRow('L18', [...TWO_NODES, VXLAN])).toEqual([
      'every node → every node udp 4789: cp 192.168.0.1 → worker 192.168.0.2',
    ]);
    const wireguard = felix({ wireguardEnabled: true, wireguardEnabledV6: true });
    const objects = [...TWO_NODES.filter(({ kind }) => kind !== 'FelixConfiguration'), wireguard];
    expect(resolveRow('L18', [...objects, pool('10.0.0.0/16', { ipipMode: 'CrossSubnet' })])).toEqual([
      'every node → every node protocol 4: cp 192.168.0.1 → worker 192.168.0.2',
      'every node → every node udp 51820: cp 192.168.0.1 → worker 192.168.0.2',
      'every node → every node udp 51821: cp 192.168.0.1 → worker 192.168.0.2',
    ]);
  });

  it('pass a normal Deny of all, and not one of a preDNAT list', () => {
    const deny = (fields: object) => globalPolicy('deny', { selector: 'has(host)', order: 10, ...fields });
    const normal = deny({ types: ['Ingress', 'Egress'] });
    expect(verdictsOf('L18', [...TWO_NODES, ...HOSTS, VXLAN, normal])).toEqual([
      'every node → every node udp 4789: no-policy',
    ]);
    const early = deny({ preDNAT: true, applyOnForward: true, ingress: [{ action: 'Deny', protocol: 'UDP' }] });
    const named = ['cp', 'worker'].map((node, index) =>
      hostEndpoint(
        `${node}-eth0`,
        {
          node,
          interfaceName: 'eth0',
          expectedIPs: [`192.168.0.${index + 1}`],
          profiles: ['projectcalico-default-allow'],
        },
        { host: node },
      ),
    );
    expect(verdictsOf('L18', [...TWO_NODES, ...named, VXLAN, early])).toEqual([
      'every node → every node udp 4789: blocked by deny',
    ]);
  });

  it('are not needed where no pool uses one, and not checked without pools or a second node', () => {
    expect(resolveRow('L18', [...TWO_NODES, pool('10.0.0.0/16')])).toEqual([
      'not checked, nor needed: no IP pool of the snapshot uses a tunnel',
    ]);
    expect(resolveRow('L18', TWO_NODES, { complete: false })).toEqual([
      'not checked: no IPPool is in the snapshot; fetch it: kubectl get ippools.v3.projectcalico.org -o yaml',
    ]);
    expect(resolveRow('L18', [controlPlane('cp', '192.168.0.1'), VXLAN])).toEqual([
      'not checked: there is but one node in the snapshot',
    ]);
    expect(resolveRow('L18', [namespace('prod')])).toEqual([NO_NODE]);
  });
});

describe('L19 and L36, what stands beside Calico', () => {
  it('are the ports of an overlay whose pods are there', () => {
    expect(resolveRow('L19', [...TWO_NODES, hostPod('kube-system/flannel', 'worker', 'flannel')])).toEqual([
      'every node → every node udp 8472: cp 192.168.0.1 → worker 192.168.0.2',
    ]);
    expect(resolveRow('L19', [...TWO_NODES, hostPod('kube-system/swan', 'worker', 'strongswan')])).toEqual([
      'every node → every node udp 500: cp 192.168.0.1 → worker 192.168.0.2',
      'every node → every node udp 4500: cp 192.168.0.1 → worker 192.168.0.2',
    ]);
    expect(resolveRow('L19', TWO_NODES)).toEqual([
      'not checked, nor needed: the snapshot is complete and has no overlay beside Calico’s',
    ]);
  });

  it('are VRRP between control planes and the proxy in front of them', () => {
    const keepers = [hostPod('kube-system/ka', 'cp', 'keepalived'), hostPod('kube-system/ha', 'cp', 'haproxy')];
    expect(resolveRow('L36', [...TWO_NODES, controlPlane('cp2', '192.168.0.3'), ...keepers])).toEqual([
      'control-plane nodes → control-plane nodes protocol 112: cp 192.168.0.1 → cp2 192.168.0.3',
      'every node → control-plane nodes tcp 8443: cp 192.168.0.1 → cp2 192.168.0.3, cp 192.168.0.1 → cp 192.168.0.1',
    ]);
    expect(resolveRow('L36', TWO_NODES, { complete: false })).toEqual([
      'not checked: no keepalived or haproxy pod is in the snapshot; fetch it: kubectl get pods -n kube-system -o yaml',
    ]);
  });
});
