import { describe, expect, it } from 'vitest';
import { felix, globalPolicy, hostEndpoint } from '../../evaluate/manifests';
import { told } from './find-surprises';

const OPEN_PROFILE = ['projectcalico-default-allow'];
const AUTO = hostEndpoint(
  'node1-auto-hep',
  { node: 'node1', interfaceName: '*', expectedIPs: ['10.9.0.1'], profiles: OPEN_PROFILE },
  { role: 'auto' },
);
const NAMED = hostEndpoint(
  'node2-eth0',
  { node: 'node2', interfaceName: 'eth0', expectedIPs: ['10.9.0.2'], profiles: OPEN_PROFILE },
  { role: 'named' },
);
const DENY = [{ action: 'Deny' }];

describe('policies and host endpoints', () => {
  it('H1: a selector that asks for nothing closes the nodes', () => {
    const changes = [globalPolicy('default-deny', { selector: 'all()', types: ['Ingress'] })];
    expect(told('H1', { snapshot: [AUTO], changes })).toEqual([
      'warns H1: default-deny selects the nodes too: what no rule allows is closed on them.',
      '- GlobalNetworkPolicy default-deny (all()) selects 1 host endpoint: node1-auto-hep @ spec.selector',
      '- internet → node1-auto-hep tcp 10250: now allow (no policy), final deny (default-deny · end of tier default)',
      'A selector that asks for no label selects host endpoints as well. Write namespaceSelector all() where pods are meant.',
    ]);
  });

  it('H1: pods alone, labels of nodes, and what is closed already are no surprise', () => {
    const pods = globalPolicy('default-deny', { namespaceSelector: 'all()', types: ['Ingress'] });
    const nodes = globalPolicy('nodes', { selector: "role == 'auto'", types: ['Ingress'] });
    expect(told('H1', { snapshot: [AUTO], changes: [pods, nodes] })).toEqual([]);
    expect(told('H1', { snapshot: [AUTO, globalPolicy('default-deny', { types: ['Ingress'] })] })).toEqual([]);
  });

  it('H1: hosts that have IPv6 alone are asked over IPv6', () => {
    const spec = { node: 'node6', interfaceName: '*', expectedIPs: ['fd00:9::1'], profiles: OPEN_PROFILE };
    const host = hostEndpoint('node6-auto-hep', spec, { role: 'auto' });
    const ingress = [{ action: 'Deny', ipVersion: 6 }, { action: 'Allow' }];
    const changes = [globalPolicy('no-ipv6', { selector: 'all()', types: ['Ingress'], ingress })];
    expect(told('H1', { snapshot: [host], changes })).toEqual([
      'warns H1: no-ipv6 selects the nodes too: what no rule allows is closed on them.',
      '- GlobalNetworkPolicy no-ipv6 (all()) selects 1 host endpoint: node6-auto-hep @ spec.selector',
      '- internet → node6-auto-hep tcp 10250: now allow (no policy), final deny (no-ipv6)',
      'A selector that asks for no label selects host endpoints as well. Write namespaceSelector all() where pods are meant.',
    ]);
    expect(told('H1', { snapshot: [AUTO], changes })).toEqual([]);
  });

  it('H2: so does a negated namespaceSelector alone', () => {
    const changes = [
      globalPolicy('apps', { namespaceSelector: "projectcalico.org/name not in {'kube-system'}", types: ['Egress'] }),
    ];
    expect(told('H2', { snapshot: [AUTO], changes })).toEqual([
      'warns H2: The negated namespaceSelector of apps selects the nodes too.',
      "- GlobalNetworkPolicy apps (namespace projectcalico.org/name not in {'kube-system'}) selects 1 host endpoint: node1-auto-hep @ spec.namespaceSelector",
      '- node1-auto-hep → internet tcp 10250: now allow (no policy), final deny (apps · end of tier default)',
      'Add has(projectcalico.org/name) && to the namespaceSelector: a host endpoint lacks every label of a namespace, so a negation is true for it.',
    ]);
  });

  it('H2: beside selector all(), or with has(), it does not', () => {
    const negated = "projectcalico.org/name not in {'kube-system'}";
    const changes = [
      globalPolicy('apps', { selector: 'all()', namespaceSelector: negated, types: ['Egress'] }),
      globalPolicy('others', { namespaceSelector: `has(projectcalico.org/name) && ${negated}`, types: ['Egress'] }),
    ];
    expect(told('H2', { snapshot: [AUTO], changes })).toEqual([]);
  });

  it('H3: a host endpoint with neither profile nor policy', () => {
    const bare = hostEndpoint('node1-eth0', { node: 'node1', interfaceName: 'eth0' });
    expect(told('H3', { changes: [bare] })).toEqual([
      'warns H3: node1-eth0 has neither profile nor policy: all but failsafe ports is denied.',
      '- HostEndpoint node1-eth0: no profiles, and no policy selects it @ spec',
      'Create the policy before the host endpoint, or give it the profile projectcalico-default-allow.',
    ]);
    expect(told('H3', { snapshot: [bare] })[0]).toBe(
      'informs H3: node1-eth0 has neither profile nor policy: all but failsafe ports is denied.',
    );
  });

  it('H3: with one of them it is not bare', () => {
    const bare = hostEndpoint('node1-eth0', { node: 'node1', interfaceName: 'eth0' }, { role: 'node' });
    const policy = globalPolicy('nodes', {
      selector: "role == 'node'",
      types: ['Ingress'],
      ingress: [{ action: 'Allow' }],
    });
    expect(told('H3', { snapshot: [bare], changes: [policy] })).toEqual([]);
    expect(told('H3', { snapshot: [AUTO] })).toEqual([]);
  });

  it('H10: a rule that means a host endpoint without addresses', () => {
    const unseen = hostEndpoint(
      'node1-eth0',
      { node: 'node1', interfaceName: 'eth0', profiles: OPEN_PROFILE },
      { role: 'bastion' },
    );
    const changes = [
      globalPolicy('in', {
        selector: "app == 'db'",
        types: ['Ingress'],
        ingress: [{ action: 'Allow', source: { selector: "role == 'bastion'" } }],
      }),
    ];
    expect(told('H10', { snapshot: [unseen], changes })).toEqual([
      'warns H10: Rules name host endpoints that have no expectedIPs: they match nothing of them.',
      '- GlobalNetworkPolicy in ingress rule 0: source means node1-eth0, without expectedIPs @ spec.ingress.0.source',
      'List the addresses of the interface in spec.expectedIPs; interfaceName alone is not seen by rules.',
    ]);
    const seen = hostEndpoint(
      'node1-eth0',
      { node: 'node1', interfaceName: 'eth0', expectedIPs: ['10.9.0.1'], profiles: OPEN_PROFILE },
      { role: 'bastion' },
    );
    expect(told('H10', { snapshot: [seen], changes })).toEqual([]);
  });

  it('H14: a host endpoint of its own leaves out what governs the rest of the node', () => {
    const own = hostEndpoint('node1-eth1', { node: 'node1', interfaceName: 'eth1', profiles: OPEN_PROFILE });
    const changes = [
      globalPolicy('nodes', { selector: "role == 'auto'", types: ['Ingress'], ingress: [{ action: 'Allow' }] }),
    ];
    expect(told('H14', { snapshot: [AUTO, own], changes })).toEqual([
      'warns H14: On 1 interface a host endpoint of its own leaves out policies that govern the rest of the node.',
      '- HostEndpoint node1-eth1 replaces node1-auto-hep on its interface; nodes does not select it @ metadata.labels',
      'Nothing is merged: give it the labels that those policies select, or repeat their rules.',
    ]);
    const labelled = hostEndpoint(
      'node1-eth1',
      { node: 'node1', interfaceName: 'eth1', profiles: OPEN_PROFILE },
      { role: 'auto' },
    );
    expect(told('H14', { snapshot: [AUTO, labelled], changes })).toEqual([]);
  });

  it('H15: doNotTrack on a wildcard host endpoint', () => {
    const changes = [
      globalPolicy('raw', {
        selector: 'has(role)',
        doNotTrack: true,
        applyOnForward: true,
        types: ['Ingress'],
        ingress: [{ action: 'Allow', protocol: 'UDP' }],
      }),
    ];
    expect(told('H15', { snapshot: [AUTO, NAMED], changes })).toEqual([
      'warns H15: doNotTrack policies have no effect on wildcard host endpoints.',
      '- GlobalNetworkPolicy raw selects node1-auto-hep, interfaceName "*" @ spec.doNotTrack',
      'Felix ignores them there with a warning in its log: give the interface a host endpoint of its own.',
    ]);
    expect(told('H15', { snapshot: [NAMED], changes })).toEqual([]);
  });

  it('N14: a doNotTrack Deny cuts what is established', () => {
    const raw = (selector: string) =>
      globalPolicy('raw', { selector, doNotTrack: true, applyOnForward: true, types: ['Ingress'], ingress: DENY });
    expect(told('N14', { snapshot: [NAMED], changes: [raw("role == 'named'")] })).toEqual([
      'warns N14: A doNotTrack Deny cuts established connections the moment it is promoted, your own session included.',
      '- GlobalNetworkPolicy raw ingress rule 0 denies on node2-eth0 @ spec.ingress.0',
      'Other policies let established connections live on: have another way into the node before promoting it.',
    ]);
    expect(
      told('N14', {
        snapshot: [NAMED],
        changes: [globalPolicy('tracked', { selector: "role == 'named'", types: ['Ingress'], ingress: DENY })],
      }),
    ).toEqual([]);
    expect(told('N14', { snapshot: [AUTO], changes: [raw("role == 'auto'")] })).toEqual([]);
  });

  it('R16: a preDNAT policy that selects pods', () => {
    const early = (selector: string) =>
      globalPolicy('early', { selector, preDNAT: true, applyOnForward: true, types: ['Ingress'], ingress: DENY });
    expect(told('R16', { snapshot: [AUTO], changes: [early("app == 'db'")] })).toEqual([
      'warns R16: A preDNAT or doNotTrack policy selects pods, on which it has no effect.',
      '- GlobalNetworkPolicy early is preDNAT and selects pods only: prod/db @ spec.preDNAT',
      'These hooks exist on host endpoints only; leave the flag out to police pods.',
    ]);
    expect(told('R16', { snapshot: [AUTO], changes: [early('all()')] })).toEqual([]);
  });

  it('H1: names a few of many, and asks about what no failsafe list has', () => {
    const snapshot = ['a', 'b', 'c', 'd'].map((name) =>
      hostEndpoint(`${name}-auto-hep`, { node: name, interfaceName: '*', profiles: OPEN_PROFILE }),
    );
    const usual = felix({
      failsafeInboundHostPorts: [{ protocol: 'TCP', port: 10250 }],
      failsafeOutboundHostPorts: [],
    });
    const changes = [globalPolicy('default-deny', { types: ['Ingress'] })];
    expect(told('H1', { snapshot: [...snapshot, usual], changes })).toEqual([
      'warns H1: default-deny selects the nodes too: what no rule allows is closed on them.',
      '- GlobalNetworkPolicy default-deny (all()) selects 4 host endpoints: a-auto-hep, b-auto-hep, c-auto-hep and 1 more @ spec.selector',
      '- internet → a-auto-hep icmp: now allow (no policy), final deny (default-deny · end of tier default)',
      '- internet → b-auto-hep icmp: now allow (no policy), final deny (default-deny · end of tier default)',
      '- internet → c-auto-hep icmp: now allow (no policy), final deny (default-deny · end of tier default)',
      '- internet → d-auto-hep icmp: now allow (no policy), final deny (default-deny · end of tier default)',
      'A selector that asks for no label selects host endpoints as well. Write namespaceSelector all() where pods are meant.',
    ]);
  });

  it('H1: what a changed failsafe list closes was let in by it', () => {
    const tcp = (port: number) => ({ protocol: 'TCP', port });
    const policy = globalPolicy('default-deny', { types: ['Ingress'] });
    const before = felix({ failsafeInboundHostPorts: [22, 10250].map(tcp) });
    const after = felix({ failsafeInboundHostPorts: [22].map(tcp) });
    expect(told('H1', { snapshot: [AUTO, before, policy], changes: [after, policy] })[2]).toBe(
      '- internet → node1-auto-hep tcp 10250: now allow (failsafe ports), final deny (default-deny · end of tier default)',
    );
  });

  it('H10: a rule that means others is none about the host endpoint without addresses', () => {
    const unseen = hostEndpoint('node1-eth0', { node: 'node1', interfaceName: 'eth0', profiles: OPEN_PROFILE });
    const changes = [
      globalPolicy('in', {
        selector: "app == 'db'",
        types: ['Ingress'],
        ingress: [{ action: 'Allow', source: { selector: "app == 'web'" } }],
      }),
    ];
    expect(told('H10', { snapshot: [unseen], changes })).toEqual([]);
  });

  it('R16: a doNotTrack policy that selects pods, and one that selects nobody', () => {
    const raw = (selector: string) =>
      globalPolicy('raw', { selector, doNotTrack: true, applyOnForward: true, types: ['Ingress'], ingress: DENY });
    expect(told('R16', { changes: [raw("app == 'db'")] })[1]).toBe(
      '- GlobalNetworkPolicy raw is doNotTrack and selects pods only: prod/db @ spec.doNotTrack',
    );
    expect(told('R16', { changes: [raw("app == 'nobody'")] })).toEqual([]);
  });

  it('H1: what nobody can tell is not told as closed', () => {
    const http = { action: 'Allow', http: { methods: ['GET'] } };
    const changes = [globalPolicy('default-deny', { types: ['Ingress'], ingress: [http] })];
    const proxy = felix({ policySyncPathPrefix: '/var/run/nodeagent' });
    expect(told('H1', { snapshot: [AUTO, proxy], changes })).toEqual([]);
    expect(told('H1', { snapshot: [AUTO], changes })).toEqual([]);
  });
});
