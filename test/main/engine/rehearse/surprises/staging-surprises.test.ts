import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../../main/engine/model/json';
import {
  hostEndpoint,
  networkPolicy,
  stagedGlobalPolicy,
  stagedKubernetesPolicy,
  stagedPolicy,
  tier,
} from '../../evaluate/manifests';
import { told } from './find-surprises';

const HOST = hostEndpoint(
  'node1-eth0',
  { node: 'node1', interfaceName: 'eth0', expectedIPs: ['10.9.0.1'], profiles: ['projectcalico-default-allow'] },
  { role: 'node' },
);
const ALLOW_WEB = {
  action: 'Allow',
  protocol: 'TCP',
  source: { selector: "app == 'web'" },
  destination: { ports: [5432] },
};

describe('staging', () => {
  it('S4: what a change does to nodes is in no flow log', () => {
    const changes = [
      stagedGlobalPolicy('nodes', { selector: "role == 'node'", types: ['Ingress'], ingress: [{ action: 'Allow' }] }),
    ];
    expect(told('S4', { snapshot: [HOST], changes })).toEqual([
      'informs S4: What nodes does to nodes cannot be observed: flow logs show no host endpoint.',
      '- StagedGlobalNetworkPolicy nodes selects 1 host endpoint: node1-eth0 @ spec.selector',
      'For nodes only what is computed here counts: look at the protected paths before promoting.',
    ]);
    expect(told('S4', { changes })).toEqual([]);
    const ignored = [
      stagedGlobalPolicy('nodes', { stagedAction: 'Ignore', selector: "role == 'node'", types: ['Ingress'] }),
    ];
    expect(told('S4', { snapshot: [HOST], changes: ignored })).toEqual([]);
  });

  it('S5: the first policy of a tier brings its end with it', () => {
    const team = tier('team', { order: 50 });
    const changes = [
      stagedPolicy('prod/db', { tier: 'team', selector: "app == 'db'", types: ['Ingress'], ingress: [ALLOW_WEB] }),
    ];
    expect(told('S5', { snapshot: [team], changes })).toEqual([
      'warns S5: The first policy of tier team brings its default Deny to life: 5 paths close at the end of the tier.',
      '- internet → prod/db tcp 5432: now allow (no policy), final deny (db · end of tier team)',
      '- other/job → prod/db tcp 5432: now allow (no policy), final deny (db · end of tier team)',
      '- internet → prod/db other traffic: now allow (no policy), final deny (db · end of tier team)',
      '- other/job → prod/db other traffic: now allow (no policy), final deny (db · end of tier team)',
      '- prod/web → prod/db other traffic: now allow (no policy), final deny (db · end of tier team)',
      'Set the tier’s defaultAction to Pass, or end the policies with a Pass rule, if what they do not mention is to go on.',
    ]);
    expect(told('S5', { snapshot: [tier('team', { order: 50, defaultAction: 'Pass' })], changes })).toEqual([]);
    const awake = networkPolicy('other/job', { tier: 'team', types: ['Egress'], egress: [{ action: 'Allow' }] });
    expect(told('S5', { snapshot: [team, awake], changes })).toEqual([]);
  });

  it('S6: one change denies what another allows', () => {
    const allow = stagedPolicy('prod/allow-web', {
      order: 10,
      selector: "app == 'db'",
      types: ['Ingress'],
      ingress: [ALLOW_WEB],
    });
    const deny = (order: number) =>
      stagedPolicy('prod/deny', { order, selector: "app == 'db'", types: ['Ingress'], ingress: [{ action: 'Deny' }] });
    expect(told('S6', { changes: [allow, deny(20)] })).toEqual([
      'warns S6: The order of promotion matters: 1 pair of changes where one denies what the other allows.',
      '- prod/web → prod/db tcp 5432: allowed by allow-web, denied by StagedNetworkPolicy prod/deny ingress rule 0 without it @ spec.ingress.0',
      'Previews take all staged policies together. Promote the policy that allows first: the net does not catch the Deny of the other.',
    ]);
    expect(told('S6', { changes: [allow, deny(200_000)] })).toEqual([]);
    expect(told('S6', { changes: [allow] })).toEqual([]);
  });

  it('S8: a staged applyOnForward policy leaves forwarded traffic to the node', () => {
    const forward = (spec: JsonObject) => [
      stagedGlobalPolicy('forward', {
        selector: "role == 'node'",
        types: ['Ingress', 'Egress'],
        ingress: [{ action: 'Allow' }],
        egress: [{ action: 'Allow' }],
        ...spec,
      }),
    ];
    const input = { snapshot: [HOST], forward: 'drop' } as const;
    expect(told('S8', { ...input, changes: forward({ applyOnForward: true }) })).toEqual([
      'blocks S8: Staging forward is not observe-only: with it Calico leaves forwarded traffic to the node’s own FORWARD rules.',
      '- StagedGlobalNetworkPolicy forward is staged with applyOnForward @ spec.applyOnForward',
      '- other/job → internet all traffic: net allow (zzz-final-allow-everything), staged deny (answers that do not come back)',
      '- other/job → prod/db tcp 5432: net allow (zzz-final-allow-everything), staged deny (answers that do not come back)',
      '- prod/web → internet all traffic: net allow (zzz-final-allow-everything), staged deny (answers that do not come back)',
      '- prod/web → prod/db tcp 5432: net allow (zzz-final-allow-everything), staged deny (answers that do not come back)',
      '- other/job → prod/db other traffic: net allow (zzz-final-allow-everything), staged deny (answers that do not come back)',
      '- prod/web → prod/db other traffic: net allow (zzz-final-allow-everything), staged deny (answers that do not come back)',
      'Where those drop by default, staging an applyOnForward policy closes what hosts forward: stage it without applyOnForward, or allow in FORWARD first.',
    ]);
    expect(told('S8', { ...input, changes: forward({}) })).toEqual([]);
    expect(told('S8', { ...input, forward: 'accept', changes: forward({ applyOnForward: true }) })).toEqual([]);
  });

  it('S11: up to v3.31 promotion moves a policy among equals', () => {
    const allow = networkPolicy('prod/default.open', { order: 10, types: ['Ingress'], ingress: [{ action: 'Allow' }] });
    const changes = [
      stagedPolicy('prod/default.door', {
        order: 10,
        selector: "app == 'db'",
        types: ['Ingress'],
        ingress: [{ action: 'Deny' }],
      }),
    ];
    const input = { snapshot: [allow, networkPolicy('prod/default.zoo', { order: 20, types: ['Ingress'] })], changes };
    expect(told('S11', { ...input, naming: 'tier-prefixed' })).toEqual([
      'warns S11: Promotion changes the order: up to Calico v3.31 staged names are compared with their prefix.',
      '- StagedNetworkPolicy prod/default.door moves in front of default.open when it is promoted @ spec',
      'Give policies that meet different orders; among equal ones the preview is not what promotion does.',
    ]);
    expect(told('S11', input)).toEqual([]);
    const apart = [
      networkPolicy('prod/default.open', { order: 11, types: ['Ingress'], ingress: [{ action: 'Allow' }] }),
    ];
    expect(told('S11', { snapshot: apart, changes, naming: 'tier-prefixed' })).toEqual([]);
  });

  it('R27: one bad port hides a staged Kubernetes policy as a whole', () => {
    const changes = [
      stagedKubernetesPolicy('prod/db', {
        podSelector: { matchLabels: { app: 'db' } },
        policyTypes: ['Ingress'],
        ingress: [{ ports: [{ port: 70_000 }] }, { ports: [{ port: 5432 }] }],
      }),
    ];
    expect(told('R27', { changes })).toEqual([
      'warns R27: db has no preview: one rule that cannot be converted hides the staged policy as a whole.',
      '- StagedKubernetesNetworkPolicy prod/db: port 70000 cannot be read: the rule is dropped @ spec.ingress.0.ports',
      'Promoted, it loses that rule alone and the rest takes effect: correct the rule before observing.',
    ]);
  });

  it('R27: without policyTypes it previews ingress alone', () => {
    const egress = [{ to: [{ podSelector: {} }] }];
    const changes = [stagedKubernetesPolicy('prod/db', { podSelector: { matchLabels: { app: 'db' } }, egress })];
    expect(told('R27', { changes })).toEqual([
      'warns R27: db previews ingress only, and isolates egress too once promoted.',
      '- StagedKubernetesNetworkPolicy prod/db has egress rules and no policyTypes @ spec.egress',
      'Write policyTypes: the API server adds Egress to a NetworkPolicy with egress rules, and to its staged form nobody does.',
    ]);
    const typed = [
      stagedKubernetesPolicy('prod/db', {
        podSelector: { matchLabels: { app: 'db' } },
        policyTypes: ['Ingress', 'Egress'],
        egress,
      }),
    ];
    expect(told('R27', { changes: typed })).toEqual([]);
  });

  it('S8: where nobody tells what FORWARD does, staging is only in doubt', () => {
    const changes = [
      stagedGlobalPolicy('forward', { selector: "role == 'node'", applyOnForward: true, types: ['Ingress', 'Egress'] }),
    ];
    expect(told('S8', { snapshot: [HOST], changes, forward: 'unknown' })[0]).toBe(
      'warns S8: Staging forward is not observe-only: with it Calico leaves forwarded traffic to the node’s own FORWARD rules.',
    );
    expect(told('S8', { snapshot: [HOST], changes, forward: 'drop', dataplane: 'ebpf' })).toEqual([]);
  });

  it('S11: what meets nobody, or is deleted, moves in front of nothing', () => {
    const allow = networkPolicy('prod/default.open', { order: 10, types: ['Ingress'], ingress: [{ action: 'Allow' }] });
    const out = stagedPolicy('prod/default.door', { order: 10, types: ['Egress'], egress: [{ action: 'Deny' }] });
    const gone = stagedPolicy('prod/default.open', { order: 10, stagedAction: 'Delete' });
    expect(told('S11', { snapshot: [allow], changes: [out], naming: 'tier-prefixed' })).toEqual([]);
    expect(told('S11', { snapshot: [allow], changes: [gone], naming: 'tier-prefixed' })).toEqual([]);
  });
});
