import { describe, expect, it } from 'vitest';
import { globalPolicy, namespace, networkPolicy, pod } from '../../evaluate/manifests';
import { CLUSTER, found, stateOf } from './checks-of';
import { HOST, LOCK } from './policies';

const WIDE = globalPolicy('wide', { order: 1, types: ['Ingress'] });

describe('what the change set selects', () => {
  it('is counted per policy: nodes, pods of the system and others, or nobody', () => {
    const id = 'stage.selector-counts';
    expect(found(id, CLUSTER, [LOCK])).toEqual({
      state: 'green',
      detail: '1 policy; none selects a node or a pod of the cluster itself.',
      evidence: ['NetworkPolicy prod/lock selects 1 pod'],
    });
    const typo = networkPolicy('prod/typo', { selector: "app == 'dbb'", order: 1, types: ['Ingress'] });
    const system = [namespace('kube-system'), pod('kube-system/dns', '10.0.0.9')];
    expect(found(id, [...CLUSTER, HOST, ...system], [WIDE, typo])).toEqual({
      state: 'amber',
      detail:
        'Nodes are selected by wide: SSH, the kubelet and the API server are at stake, and no flow log shows them. Pods of the cluster itself (DNS, webhooks, Calico) are selected by wide. Nobody is selected by typo: look for a typing error in the selector.',
      evidence: [
        'GlobalNetworkPolicy wide selects 1 node, 1 system pod and 2 other pods',
        'NetworkPolicy prod/typo selects nobody',
      ],
    });
    expect(stateOf(id, CLUSTER)).toBe('grey');
  });

  it('is not known where the files do not tell the labels', () => {
    const nameless = CLUSTER.filter(({ kind }) => kind !== 'Namespace');
    const byNamespace = globalPolicy('by-namespace', {
      order: 1,
      types: ['Ingress'],
      namespaceSelector: "team == 'a'",
    });
    const cluster = { complete: false, dataplane: 'iptables' } as const;
    expect(found('stage.selector-counts', nameless, [byNamespace], { cluster })).toEqual({
      state: 'grey',
      detail: 'Of by-namespace the files do not tell all labels.',
      evidence: [
        'GlobalNetworkPolicy by-namespace selects nobody, and perhaps 2 more whose labels the files do not tell',
      ],
    });
  });

  it('is policed for the first time where no policy of today selects it in that direction', () => {
    const id = 'stage.first-policed';
    const egress = networkPolicy('prod/egress', { selector: "app == 'db'", order: 5, types: ['Egress'] });
    expect(stateOf(id, [...CLUSTER, LOCK], [LOCK])).toBe('green');
    expect(found(id, [...CLUSTER, LOCK], [LOCK, egress])).toEqual({
      state: 'amber',
      detail: 'Open to everybody today, and closed but for rules once the net is gone: egress of 1 pod.',
      evidence: ['pod prod/db: first policed for egress'],
    });
    expect(found(id, [...CLUSTER, HOST], [WIDE])).toEqual({
      state: 'amber',
      detail:
        'Open to everybody today, and closed but for rules once the net is gone: ingress of 2 pods and 1 host endpoint.',
      evidence: [
        'host endpoint node1-all: first policed for ingress',
        'pod prod/db: first policed for ingress',
        'pod prod/web: first policed for ingress',
      ],
    });
  });
});
