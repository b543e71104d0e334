import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../../main/engine/model/json';
import {
  DEFAULT_TIER,
  globalPolicy,
  hostEndpoint,
  networkPolicy,
  stagedGlobalPolicy,
  stagedPolicy,
  tier,
} from '../../evaluate/manifests';
import { CLUSTER, told } from './find-surprises';

const DENY = { action: 'Deny' };
const ALLOW = { action: 'Allow' };
const OPEN_PROFILE = ['projectcalico-default-allow'];
const closed = (name: string, spec: JsonObject) =>
  globalPolicy(name, { selector: "app == 'db'", types: ['Ingress'], ingress: [DENY], ...spec });
const open = (name: string, spec: JsonObject) =>
  globalPolicy(name, { types: ['Ingress', 'Egress'], ingress: [ALLOW], egress: [ALLOW], ...spec });
const HOST = hostEndpoint(
  'node1-eth0',
  { node: 'node1', interfaceName: 'eth0', expectedIPs: ['10.9.0.1'], profiles: OPEN_PROFILE },
  { role: 'node' },
);
const FIRST = tier('first', { order: 10, defaultAction: 'Deny' });

describe('what the net does not catch', () => {
  it('N6: a tier in front of it', () => {
    expect(told('N6', { snapshot: [FIRST], changes: [closed('shut', { tier: 'first' })] })).toEqual([
      'warns N6: Promotion closes 6 paths although the net is there: a tier in front of the net’s denies them (shut).',
      '- internet → prod/db tcp 5432: now allow (no policy), promoted deny (shut)',
      '- other/job → prod/db tcp 5432: now allow (no policy), promoted deny (shut)',
      '- prod/web → prod/db tcp 5432: now allow (no policy), promoted deny (shut)',
      '- internet → prod/db other traffic: now allow (no policy), promoted deny (shut)',
      '- other/job → prod/db other traffic: now allow (no policy), promoted deny (shut)',
      '- prod/web → prod/db other traffic: now allow (no policy), promoted deny (shut)',
      'A net catches nothing that an earlier tier denies, its end included: give these paths a rule there, or a net in that tier.',
    ]);
  });

  it('N8: a Deny with a lower order', () => {
    expect(told('N8', { changes: [closed('shut', { order: 10 })] })).toEqual([
      'warns N8: Promotion closes 6 paths although the net is there: a policy with a lower order decides before the net (shut).',
      '- internet → prod/db tcp 5432: now allow (no policy), promoted deny (shut)',
      '- other/job → prod/db tcp 5432: now allow (no policy), promoted deny (shut)',
      '- prod/web → prod/db tcp 5432: now allow (no policy), promoted deny (shut)',
      '- internet → prod/db other traffic: now allow (no policy), promoted deny (shut)',
      '- other/job → prod/db other traffic: now allow (no policy), promoted deny (shut)',
      '- prod/web → prod/db other traffic: now allow (no policy), promoted deny (shut)',
      'An explicit Deny, or a Pass, in front of the net is not caught by it: give these paths a rule before it.',
    ]);
  });

  it('N6, N8: what the net keeps open, and what was closed before, is no surprise', () => {
    const later = closed('shut', { order: 200_000 });
    expect(told('N8', { changes: [later] })).toEqual([]);
    expect(told('N8', { snapshot: [closed('shut', { order: 10 })], changes: [later] })).toEqual([]);
    expect(told('N6', { snapshot: [FIRST, closed('shut', { tier: 'first' })], changes: [later] })).toEqual([]);
  });

  it('N9: hooks that the net is not in', () => {
    const changes = [
      globalPolicy('front', {
        selector: "role == 'node'",
        order: 5,
        preDNAT: true,
        applyOnForward: true,
        types: ['Ingress'],
        ingress: [{ action: 'Deny', protocol: 'TCP', destination: { ports: [80] } }],
      }),
    ];
    expect(told('N9', { snapshot: [HOST], changes })).toEqual([
      'warns N9: Promotion closes 4 paths although the net is there: the net is not in the lists for untracked, preDNAT and forwarded traffic (front).',
      '- internet → other/job tcp 80: now allow (no policy), promoted deny (front)',
      '- internet → prod/web tcp 80: now allow (no policy), promoted deny (front)',
      '- prod/db → other/job tcp 80: now allow (no policy), promoted deny (front)',
      '- prod/db → prod/web tcp 80: now allow (no policy), promoted deny (front)',
      'Add Allow rules to policies of the same hook: a net without applyOnForward, preDNAT or doNotTrack never sees this traffic.',
    ]);
  });

  it('N9: a policy of such a hook that denies nothing is harmless', () => {
    const changes = [
      globalPolicy('front', {
        selector: "role == 'node'",
        order: 5,
        preDNAT: true,
        applyOnForward: true,
        types: ['Ingress'],
        ingress: [ALLOW],
      }),
    ];
    expect(told('N9', { snapshot: [HOST], changes })).toEqual([]);
  });

  it('N12: a net of one direction', () => {
    const net = globalPolicy('zzz-final-allow-everything', { order: 100_000, types: ['Ingress'], ingress: [ALLOW] });
    const changes = [networkPolicy('prod/out', { selector: "app == 'web'", types: ['Egress'] })];
    expect(told('N12', { snapshot: [net], changes })).toEqual([
      'warns N12: The safety net governs Ingress only: for egress there is no net at all.',
      '- GlobalNetworkPolicy zzz-final-allow-everything governs Ingress alone @ spec.types',
      '- prod/web → internet all traffic: now allow (no policy), promoted deny (out · end of tier default)',
      '- prod/web → other/job all traffic: now allow (zzz-final-allow-everything), promoted deny (out · end of tier default)',
      '- prod/web → prod/db tcp 5432: now allow (zzz-final-allow-everything), promoted deny (out · end of tier default)',
      '- prod/web → prod/db other traffic: now allow (zzz-final-allow-everything), promoted deny (out · end of tier default)',
      'Let the net have both types, Ingress and Egress, with a rule for each.',
    ]);
  });

  it('N12: a net of both directions is whole', () => {
    expect(told('N12', { snapshot: [open('zzz-final-allow-everything', { order: 100_000 })] })).toEqual([]);
  });

  it('N7: a tier behind that of the net', () => {
    expect(told('N7', { snapshot: [tier('team')], changes: [closed('late', { tier: 'team' })] })).toEqual([
      'warns N7: Tiers behind the net’s are not reached while it is there: team.',
      '- GlobalNetworkPolicy late: tier team, order 1000000, after tier default @ spec',
      'What these policies do is seen only when the net is gone; give the tier an order below that of tier default if it is to run before.',
    ]);
  });

  it('N7: a tier in front of it is reached', () => {
    expect(told('N7', { snapshot: [FIRST], changes: [closed('early', { tier: 'first' })] })).toEqual([]);
  });

  it('N10: it opens nodes that are closed today', () => {
    const bare = hostEndpoint('node2-eth0', { node: 'node2', interfaceName: 'eth0', expectedIPs: ['10.9.0.2'] });
    expect(told('N10', { snapshot: [bare] })).toEqual([
      'warns N10: The net opens the nodes too: node2-eth0 is closed today but for failsafe ports.',
      '- internet → node2-eth0 tcp 10250: now deny (no policy and no profile allowing it), net allow (zzz-final-allow-everything)',
      '- node2-eth0 → internet tcp 10250: now deny (no policy and no profile allowing it), net allow (zzz-final-allow-everything)',
      'A policy without selector selects host endpoints as well. Give the net namespaceSelector all() to leave the nodes as they are, or keep the time with the net short.',
    ]);
  });

  it('N10: nodes with an open profile stay as they are', () => {
    expect(told('N10', { snapshot: [HOST] })).toEqual([]);
  });

  it('N8: a policy that allows everything, behind one that denies everything', () => {
    const changes = [closed('shut', { order: 10 }), open('wide', { order: 20 })];
    expect(told('N8', { changes })).toEqual([
      'warns N8: Promotion closes 6 paths although the net is there: a policy with a lower order decides before the net (shut).',
      '- internet → prod/db tcp 5432: now allow (no policy), promoted deny (shut)',
      '- other/job → prod/db tcp 5432: now allow (no policy), promoted deny (shut)',
      '- prod/web → prod/db tcp 5432: now allow (no policy), promoted deny (shut)',
      '- internet → prod/db other traffic: now allow (no policy), promoted deny (shut)',
      '- other/job → prod/db other traffic: now allow (no policy), promoted deny (shut)',
      '- prod/web → prod/db other traffic: now allow (no policy), promoted deny (shut)',
      'An explicit Deny, or a Pass, in front of the net is not caught by it: give these paths a rule before it.',
      'warns N8: A policy that allows everything stands behind one that denies everything: it opens nothing there.',
      '- GlobalNetworkPolicy wide ingress is not reached on prod/db: rule 0 of GlobalNetworkPolicy shut denies everything before it @ spec.ingress.0',
      'The lower order decides. Put the Allow before the Deny, or remove it: it is no net.',
    ]);
  });

  it('N8: a Deny that an Allow of everything keeps from being reached denies nothing before it', () => {
    const changes = [open('first', { order: 5 }), closed('shut', { order: 10 }), open('wide', { order: 20 })];
    expect(told('N8', { changes })).toEqual([]);
  });

  it('N8: the net on a node, behind a promoted Deny', () => {
    const shut = globalPolicy('shut-nodes', {
      selector: "role == 'node'",
      order: 99_900,
      types: ['Ingress'],
      ingress: [DENY],
    });
    expect(told('N8', { snapshot: [HOST], changes: [shut] })).toEqual([
      'warns N8: The net opens nothing on node1-eth0: shut-nodes denies everything before it.',
      '- GlobalNetworkPolicy shut-nodes ingress rule 0 (tier default, order 99900) stands before zzz-final-allow-everything (tier default, order 100000) on node1-eth0 @ spec.ingress.0',
      'On these nodes there is no net from the moment of promotion: only explicit Allow rules before the Deny, and failsafe ports, keep paths open.',
    ]);
  });

  it('N8: a Pass, or a Deny of some traffic, in front of it lets traffic get there', () => {
    const some = closed('some', { order: 200_000, ingress: [{ action: 'Deny', protocol: 'TCP' }] });
    expect(told('N8', { changes: [some, open('wide', { order: 300_000 })] })).toEqual([]);
    const passing = closed('some', { order: 200_000, ingress: [{ action: 'Pass', protocol: 'TCP' }, DENY] });
    expect(told('N8', { changes: [passing, open('wide', { order: 300_000 })] })).toEqual([]);
  });

  it('N15: a staged policy that allows everything', () => {
    const changes = [
      stagedGlobalPolicy('all', { order: 9999, types: ['Ingress', 'Egress'], ingress: [ALLOW], egress: [ALLOW] }),
    ];
    expect(told('N15', { changes })).toEqual([
      'informs N15: A staged policy is no net: all holds nothing open until it is promoted.',
      '- StagedGlobalNetworkPolicy all allows everything, but is staged @ kind',
      'Staged policies are not in force. A net has to be an enforced GlobalNetworkPolicy.',
    ]);
  });

  it('N15: an enforced one, or a staged one that allows something, is no such net', () => {
    expect(
      told('N15', { changes: [open('all', {}), stagedPolicy('prod/web', { types: ['Ingress'], ingress: [ALLOW] })] }),
    ).toEqual([]);
  });

  it('N6: the net on a node, behind a Deny of an earlier tier', () => {
    const shut = globalPolicy('shut-nodes', {
      tier: 'first',
      selector: "role == 'node'",
      order: 1,
      types: ['Egress'],
      egress: [DENY],
    });
    expect(told('N6', { snapshot: [FIRST, HOST], changes: [shut] })).toEqual([
      'warns N6: The net opens nothing on node1-eth0: shut-nodes denies everything before it.',
      '- GlobalNetworkPolicy shut-nodes egress rule 0 (tier first, order 1) stands before zzz-final-allow-everything (tier default, order 100000) on node1-eth0 @ spec.egress.0',
      'On these nodes there is no net from the moment of promotion: only explicit Allow rules before the Deny, and failsafe ports, keep paths open.',
    ]);
  });

  it('N7: a tier that does not exist stands behind all', () => {
    expect(told('N7', { changes: [closed('late', { tier: 'gone' })] })[1]).toBe(
      '- GlobalNetworkPolicy late: tier gone, which does not exist and so comes last @ spec',
    );
  });

  it('N7: where the files hold no tier at all nobody knows where the tier stands', () => {
    const changes = [closed('late', { tier: 'gone' })];
    const withoutTiers = CLUSTER.filter((object) => object !== DEFAULT_TIER);
    expect(told('N7', { cluster: withoutTiers, changes, complete: false })).toEqual([]);
  });

  it('N12: a net of egress alone', () => {
    const net = globalPolicy('zzz-final-allow-everything', { order: 100_000, types: ['Egress'], egress: [ALLOW] });
    expect(told('N12', { snapshot: [net] })).toEqual([
      'warns N12: The safety net governs Egress only: for ingress there is no net at all.',
      '- GlobalNetworkPolicy zzz-final-allow-everything governs Egress alone @ spec.types',
      'Let the net have both types, Ingress and Egress, with a rule for each.',
    ]);
  });

  it('N15: a staged one of a namespace says so', () => {
    const changes = [stagedPolicy('prod/all', { types: ['Ingress', 'Egress'], ingress: [ALLOW], egress: [ALLOW] })];
    expect(told('N15', { changes })[1]).toBe(
      '- StagedNetworkPolicy prod/all allows everything in its namespace, but is staged @ kind',
    );
  });

  it('N8: a Pass in front of it hands traffic to a later tier, whose end denies', () => {
    const zone = tier('zone', { order: 2_000_000 });
    const passing = closed('by', { order: 10, ingress: [{ action: 'Pass', protocol: 'UDP' }] });
    const last = closed('last', { tier: 'zone', ingress: [{ action: 'Allow', protocol: 'TCP' }] });
    expect(told('N8', { snapshot: [zone], changes: [passing, last] }).slice(0, 2)).toEqual([
      'warns N8: Promotion closes 3 paths although the net is there: a policy with a lower order decides before the net (last).',
      '- internet → prod/db udp: now allow (no policy), promoted deny (last · end of tier zone)',
    ]);
  });

  it('N8: a node behind a Deny without order is named like a pod', () => {
    const shut = globalPolicy('shut', { selector: "role == 'node'", types: ['Egress'], egress: [DENY] });
    const wide = open('wide', { selector: "role == 'node'" });
    const [title, line] = told('N8', { snapshot: [HOST], changes: [shut, wide] });
    expect([title, line]).toEqual([
      'warns N8: A policy that allows everything stands behind one that denies everything: it opens nothing there.',
      '- GlobalNetworkPolicy wide egress is not reached on node1-eth0: rule 0 of GlobalNetworkPolicy shut denies everything before it @ spec.egress.0',
    ]);
  });

  it('N6: a Deny without order says so', () => {
    const shut = globalPolicy('shut', { tier: 'first', selector: "role == 'node'", types: ['Egress'], egress: [DENY] });
    expect(told('N6', { snapshot: [FIRST, HOST], changes: [shut] })[1]).toBe(
      '- GlobalNetworkPolicy shut egress rule 0 (tier first, no order) stands before zzz-final-allow-everything (tier default, order 100000) on node1-eth0 @ spec.egress.0',
    );
  });
});
