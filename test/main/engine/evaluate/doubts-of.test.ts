import { describe, expect, it } from 'vitest';
import { doubtsOf } from '../../../../main/engine/evaluate/doubts-of';
import type { JsonObject } from '../../../../main/engine/model/json';
import type { Doubt } from '../../../../main/engine/model/verdict';
import { SECRET, calicoNode } from '../cluster/felix-objects';
import {
  DEFAULT_TIER,
  deployment,
  felix,
  globalPolicy,
  hostEndpoint,
  namespace,
  networkPolicy,
  pod,
  pool,
} from './manifests';
import type { SmallClusterOptions } from './small-cluster';
import { connect, smallCluster } from './small-cluster';
import { OUTSIDE, ROUTED, cluster, hostPolicy, hosts } from './two-nodes';

function doubts(
  objects: readonly JsonObject[],
  from: string,
  to: string,
  options: SmallClusterOptions = {},
): readonly Doubt[] {
  const small = cluster(objects, options);
  return doubtsOf(connect(small, from, to, 'tcp 8080'), small.path);
}

/** Two that no creation time orders. */
const RIVALS = (['Drop', 'Accept'] as const).map((defaultEndpointToHostAction) =>
  felix({ nodeSelector: 'all()', defaultEndpointToHostAction }, defaultEndpointToHostAction.toLowerCase()),
);

describe('what would settle a connection that the files cannot tell', () => {
  it('is the firewall of the node that forwards it, asked on that node', () => {
    const pass = hostPolicy('pass', { applyOnForward: true, egress: [{ action: 'Pass' }] });
    const unmarked = [ROUTED, ...hosts('eth0'), pass];
    expect(doubts(unmarked, 'pod:a/one', OUTSIDE, { forward: 'accept' })).toEqual([]);
    expect(doubts(unmarked, 'pod:a/one', OUTSIDE, { forward: 'unknown' })).toEqual([
      {
        why: 'the FORWARD rules of node1 are not in the files, and Calico leaves this packet to them',
        command: 'kubectl debug node/node1 -it --image=busybox -- chroot /host iptables -S FORWARD',
      },
    ]);
  });

  it('is the firewall of the node that pods reach, where Felix returns to it', () => {
    const returns = felix({ defaultEndpointToHostAction: 'Return' });
    expect(doubts([returns], 'pod:a/one', 'node:node1', { input: 'unknown' })).toEqual([
      {
        why: 'the INPUT rules of node1 are not in the files',
        command: 'kubectl debug node/node1 -it --image=busybox -- chroot /host iptables -S INPUT',
      },
    ]);
    expect(doubts([returns], 'pod:a/one', 'node:node1', { input: 'drop' })).toEqual([]);
  });

  it('is the list of FelixConfigurations, where several may count on a node', () => {
    expect(doubts(RIVALS, 'pod:a/one', 'node:node1')).toEqual([
      {
        why: 'the files do not tell which FelixConfiguration counts on node1: accept, drop',
        command: 'kubectl get felixconfigurations.v3.projectcalico.org,nodes -o yaml',
      },
    ]);
  });

  it('are the FelixConfigurations and calico-node, where nobody says what becomes of packets from pods to their node', () => {
    expect(doubts([], 'pod:a/one', 'node:node1', { complete: false })).toEqual([
      {
        why: 'neither FelixConfiguration nor calico-node says defaultEndpointToHostAction',
        command:
          'kubectl get felixconfigurations.v3.projectcalico.org -o yaml; kubectl -n calico-system get daemonset calico-node -o yaml',
      },
    ]);
  });

  it('is the command that prints the setting, for whatever hangs on one', () => {
    const elsewhere = (parameter: string) => calicoNode([{ name: `FELIX_${parameter.toUpperCase()}`, ...SECRET }]);
    const seen = hostPolicy('seen', {
      types: ['Ingress'],
      ingress: [{ action: 'Allow', source: { nets: ['192.168.0.1/32'] } }],
    });
    const accept = felix({ defaultEndpointToHostAction: 'Accept' });
    const masked = (more: JsonObject) => [
      accept,
      pool('10.0.0.0/16', { natOutgoing: true }),
      ...hosts('eth0'),
      seen,
      more,
    ];
    const told = (parameter: string) => [
      {
        why: `the value of FELIX_${parameter.toUpperCase()} of calico-node stands in another object`,
        command: `kubectl -n kube-system exec daemonset/calico-node -c calico-node -- printenv FELIX_${parameter.toUpperCase()}`,
      },
    ];
    const ask = (objects: readonly JsonObject[], to: string, traffic: string) => {
      const small = cluster(objects);
      const shown = doubtsOf(connect(small, 'pod:a/one', to, traffic), small.path);
      return shown.map(({ why, command }) => ({ why, command }));
    };
    expect(ask(masked(elsewhere('natOutgoingExclusions')), 'node:node2', 'tcp 80')).toEqual(
      told('natOutgoingExclusions'),
    );
    expect(ask([elsewhere('allowVXLANPacketsFromWorkloads')], OUTSIDE, 'udp 4789')).toEqual(
      told('allowVXLANPacketsFromWorkloads'),
    );
    expect(ask([elsewhere('allowIPIPPacketsFromWorkloads')], OUTSIDE, '4')).toEqual(
      told('allowIPIPPacketsFromWorkloads'),
    );
  });

  it('is said of a word that ends Felix, too', () => {
    const [first] = doubts([felix({ defaultEndpointToHostAction: 'Open' })], 'pod:a/one', 'node:node1');
    expect(first?.why).toBe('defaultEndpointToHostAction is a word that ends Felix');
  });

  it('is so for a node of which nothing but its host endpoint is in the files', () => {
    const bare = hostEndpoint('far-eth0', { node: 'elsewhere', interfaceName: 'eth0', expectedIPs: ['203.0.113.9'] });
    const small = smallCluster([bare, ...RIVALS], { complete: false });
    const why = 'the files do not tell which FelixConfiguration counts on elsewhere: accept, drop';
    const settled = doubtsOf(
      { verdict: 'undecided', passages: [{ verdict: 'deny', stages: [], doubts: [why] }] },
      small.path,
    );
    expect(settled).toEqual([{ why, command: 'kubectl get felixconfigurations.v3.projectcalico.org,nodes -o yaml' }]);
  });

  it('are the objects that no file holds, pods among them', () => {
    const perhaps = networkPolicy('prod/perhaps', {
      types: ['Ingress'],
      ingress: [{ action: 'Allow', source: { selector: "app == 'web'" } }],
    });
    const small = smallCluster([deployment('prod/web'), deployment('prod/db'), perhaps], { complete: false });
    expect(doubtsOf(connect(small, 'pod:prod/web', 'pod:prod/db', 'tcp 80'), small.path)).toEqual([]);
    const unknown = globalPolicy('unknown', { namespaceSelector: "team == 'a'", types: ['Ingress'] });
    const asked = smallCluster([deployment('prod/web'), deployment('prod/db'), unknown], { complete: false });
    expect(doubtsOf(connect(asked, 'pod:prod/web', 'pod:prod/db', 'tcp 80'), asked.path)).toEqual([
      {
        why: 'whether unknown matches depends on what is not in the files',
        command: 'kubectl get pods,namespaces,serviceaccounts,endpointslices.discovery.k8s.io -A -o yaml',
      },
    ]);
  });

  it.each([
    ['iptables', 'iptables-save -t filter'],
    ['nftables', 'nft list ruleset'],
    ['ebpf', "sh -c 'for link in $(ls /sys/class/net); do calico-node -bpf policy dump $link all; done'"],
  ] as const)('is what %s prints of a rule that asks for an ICMP type and names no protocol', (dataplane, printed) => {
    const typed = globalPolicy('typed', { types: ['Ingress'], ingress: [{ action: 'Allow', notICMP: { type: 8 } }] });
    const pods = [namespace('prod'), pod('prod/web', '10.0.0.1'), pod('prod/db', '10.0.0.2')];
    const small = smallCluster([DEFAULT_TIER, ...pods, typed], { dataplane });
    expect(doubtsOf(connect(small, 'pod:prod/web', 'pod:prod/db', 'tcp 80'), small.path)).toEqual([
      {
        why: 'whether typed matches depends on the dataplane: it asks for an ICMP type and names no protocol',
        command: `kubectl -n calico-system exec daemonset/calico-node -c calico-node -- ${printed}`,
      },
    ]);
  });

  it('is nothing where the verdict is the same either way', () => {
    const deny = globalPolicy('deny', { types: ['Ingress', 'Egress'] });
    expect(doubts([...RIVALS, deny], 'pod:a/one', 'node:node1')).toEqual([]);
  });
});
