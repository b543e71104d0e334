import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../../main/engine/model/json';
import { calicoNode } from '../../cluster/felix-objects';
import { clusterNode, felix, globalPolicy, hostEndpoint, networkPolicy, pool } from '../../evaluate/manifests';
import { told } from './find-surprises';

const OPEN_PROFILE = ['projectcalico-default-allow'];
const wildcard = (node: string, address: string) =>
  hostEndpoint(
    `${node}-auto-hep`,
    { node, interfaceName: '*', expectedIPs: [address], profiles: OPEN_PROFILE },
    { role: 'node' },
  );
const named = (node: string, address: string) =>
  hostEndpoint(
    `${node}-eth0`,
    { node, interfaceName: 'eth0', expectedIPs: [address], profiles: OPEN_PROFILE },
    { role: 'node' },
  );
const AUTO = [wildcard('node1', '10.9.0.1'), wildcard('node2', '10.9.0.2')];
const NAMED = [named('node1', '10.9.0.1'), named('node2', '10.9.0.2')];
const nodes = (spec: JsonObject) => globalPolicy('nodes', { selector: "role == 'node'", order: 10, ...spec });
const CLOSED = nodes({ types: ['Ingress', 'Egress'] });
const DENY = [{ action: 'Deny' }];
const KUBELET = { action: 'Allow', protocol: 'TCP', destination: { ports: [10250] } };
const raw = (rule: JsonObject, types: readonly string[]) =>
  nodes({
    doNotTrack: true,
    applyOnForward: true,
    types,
    ...(types.includes('Egress') ? { egress: [rule] } : {}),
    ...(types.includes('Ingress') ? { ingress: [rule] } : {}),
  });

describe('paths that hosts decide about', () => {
  it('H6, H7: a policy that closes nodes closes the kubelet and the loopback interface', () => {
    expect(told('H6', { snapshot: AUTO, changes: [CLOSED] })).toEqual([
      'warns H6: A wildcard host endpoint polices the loopback interface too: 2 nodes cannot reach themselves.',
      '- node1 → 127.0.0.1 tcp 10248: now allow (no policy), final deny (nodes · end of tier default)',
      '- node2 → 127.0.0.1 tcp 10248: now allow (no policy), final deny (nodes · end of tier default)',
      'Probes of components on 127.0.0.1 fail. Allow the node to itself, by 127.0.0.0/8 and by its own addresses, in both directions.',
    ]);
    expect(told('H7', { snapshot: AUTO, changes: [CLOSED] })).toEqual([
      'warns H7: The API server loses the kubelet of node2: no failsafe list covers tcp 10250 at both ends.',
      '- node1 → node2 tcp 10250: now allow (no policy), final deny (nodes · end of tier default)',
      'kubectl logs, exec and port-forward stop although the API server itself stays reachable: allow tcp 10250 from the control plane.',
    ]);
  });

  it('H6, H7: a named host endpoint has no loopback, and what a rule allows is open', () => {
    expect(told('H6', { snapshot: NAMED, changes: [CLOSED] })).toEqual([]);
    const kubelet = nodes({ types: ['Ingress', 'Egress'], ingress: [KUBELET], egress: [KUBELET] });
    expect(told('H7', { snapshot: NAMED, changes: [kubelet] })).toEqual([]);
    expect(told('H7', { snapshot: [...AUTO, CLOSED] })).toEqual([]);
  });

  it('H24: a rule for 127.0.0.0/8 does not open the own address', () => {
    const loopback = { action: 'Allow', destination: { nets: ['127.0.0.0/8'] } };
    const own = { action: 'Allow', destination: { nets: ['127.0.0.0/8', '10.9.0.0/24'] } };
    const policy = (rule: JsonObject) => nodes({ types: ['Ingress', 'Egress'], ingress: [rule], egress: [rule] });
    expect(told('H24', { snapshot: AUTO, changes: [policy(loopback)] })).toEqual([
      'warns H24: A node reaches itself by 127.0.0.1 but not by its own address: node1, node2.',
      '- node1 → node1, its own address tcp 10248: now allow (no policy), final deny (nodes · end of tier default)',
      '- node2 → node2, its own address tcp 10248: now allow (no policy), final deny (nodes · end of tier default)',
      'Traffic to the node’s own address passes the loopback interface too: add the node’s addresses to the rule for 127.0.0.0/8.',
    ]);
    expect(told('H6', { snapshot: AUTO, changes: [policy(loopback)] })).toEqual([]);
    expect(told('H24', { snapshot: AUTO, changes: [policy(own)] })).toEqual([]);
  });

  it('H18: a doNotTrack Allow breaks what the node forwards', () => {
    const allow = raw({ action: 'Allow', protocol: 'TCP', destination: { ports: [80] } }, ['Ingress']);
    expect(told('H18', { snapshot: NAMED, changes: [allow] })).toEqual([
      'warns H18: A doNotTrack Allow breaks 7 forwarded paths: the answers are dropped.',
      '- internet → other/job tcp 80: now allow (no policy), final deny (answers that do not come back)',
      '- internet → prod/web tcp 80: now allow (no policy), final deny (answers that do not come back)',
      '- prod/db → other/job tcp 80: now allow (no policy), final deny (answers that do not come back)',
      '- prod/db → prod/web tcp 80: now allow (no policy), final deny (answers that do not come back)',
      '- internet → prod/db tcp 80: now allow (no policy), final deny (answers that do not come back)',
      '- other/job → prod/db tcp 80: now allow (no policy), final deny (answers that do not come back)',
      '- prod/web → prod/db tcp 80: now allow (no policy), final deny (answers that do not come back)',
      'Limit the rule to the node’s own addresses and ports; untracked packets are never rewritten, and their answers belong to no connection.',
    ]);
  });

  it('H18: limited to the addresses of the nodes it breaks nothing', () => {
    const allow = raw({ action: 'Allow', protocol: 'TCP', destination: { nets: ['10.9.0.0/24'], ports: [80] } }, [
      'Ingress',
    ]);
    expect(told('H18', { snapshot: NAMED, changes: [allow] })).toEqual([]);
  });

  it('H23: a preDNAT Deny of the tunnel cuts pods of different nodes apart', () => {
    const early = (rule: JsonObject) =>
      nodes({ preDNAT: true, applyOnForward: true, types: ['Ingress'], ingress: [rule] });
    const tunnel = pool('10.0.0.0/16', { vxlanMode: 'Always' });
    const udp = { action: 'Deny', protocol: 'UDP', destination: { ports: [4789] } };
    expect(told('H23', { snapshot: [...NAMED, tunnel], changes: [early(udp)] })).toEqual([
      'warns H23: A preDNAT or doNotTrack Deny cuts the VXLAN tunnel between nodes: 7 paths between pods close.',
      '- other/job → prod/db tcp 5432: now allow (no policy), final deny (nodes)',
      '- prod/db → other/job all but udp 4789: now allow (no policy), final deny (nodes)',
      '- prod/db → prod/web tcp 80: now allow (no policy), final deny (nodes)',
      '- prod/web → prod/db tcp 5432: now allow (no policy), final deny (nodes)',
      '- other/job → prod/db all but tcp 5432; udp 4789: now allow (no policy), final deny (nodes)',
      '- prod/db → prod/web all but tcp 80; udp 4789: now allow (no policy), final deny (nodes)',
      '- prod/web → prod/db all but tcp 5432; udp 4789: now allow (no policy), final deny (nodes)',
      'Allow udp 4789 between the nodes in the same hook; a normal policy does not see the tunnel.',
    ]);
    expect(told('H23', { snapshot: NAMED, changes: [early(udp)] })).toEqual([]);
    expect(
      told('H23', { snapshot: [...NAMED, tunnel], changes: [nodes({ types: ['Ingress'], ingress: [udp] })] }),
    ).toEqual([]);
  });

  it('H13: a setting drops what pods send to their own node', () => {
    expect(told('H13', { snapshot: [felix({ defaultEndpointToHostAction: 'Drop' })] })).toEqual([
      'informs H13: Pods cannot reach their own node: defaultEndpointToHostAction is Drop.',
      '- other/job → node1 tcp 10250: now deny (defaultEndpointToHostAction is drop (FelixConfiguration default)), net deny (defaultEndpointToHostAction is drop (FelixConfiguration default))',
      '- prod/db → node2 tcp 10250: now deny (defaultEndpointToHostAction is drop (FelixConfiguration default)), net deny (defaultEndpointToHostAction is drop (FelixConfiguration default))',
      '- FelixConfiguration default @ spec.defaultEndpointToHostAction',
      'No policy overrides it, the net neither; operators and manifests set it to Accept in FelixConfiguration.',
    ]);
    expect(told('H13', { snapshot: [felix({ defaultEndpointToHostAction: 'Accept' })] })).toEqual([]);
    expect(told('H13', { complete: false })).toEqual([]);
  });

  it('H6, H7: a node without an IPv4 address is asked about nothing', () => {
    const snapshot = [...AUTO, clusterNode('node3', 'fd00::3'), wildcard('node3', 'fd00::3')];
    for (const code of ['H6', 'H7']) {
      expect(told(code, { snapshot, changes: [CLOSED] })).toEqual(told(code, { snapshot: AUTO, changes: [CLOSED] }));
    }
  });

  it('H13: where a policy of the pod denies it the setting is not what decides', () => {
    const silent = networkPolicy('prod/db', { selector: "app == 'db'", order: 1, types: ['Egress'], egress: DENY });
    expect(told('H13', { snapshot: [felix({ defaultEndpointToHostAction: 'Drop' }), silent] }).slice(1, -2)).toEqual([
      '- other/job → node1 tcp 10250: now deny (defaultEndpointToHostAction is drop (FelixConfiguration default)), net deny (defaultEndpointToHostAction is drop (FelixConfiguration default))',
    ]);
  });

  it('H13: what Felix does without the setting counts where the files are complete', () => {
    const daemonSet = calicoNode([]);
    expect(told('H13', { snapshot: [daemonSet] }).slice(1, -1)).toEqual([
      '- other/job → node1 tcp 10250: now deny (defaultEndpointToHostAction is drop (built-in default)), net deny (defaultEndpointToHostAction is drop (built-in default))',
      '- prod/db → node2 tcp 10250: now deny (defaultEndpointToHostAction is drop (built-in default)), net deny (defaultEndpointToHostAction is drop (built-in default))',
    ]);
    expect(told('H13', { snapshot: [daemonSet], complete: false })).toEqual([]);
  });
});
