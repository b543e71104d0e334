import { describe, expect, it } from 'vitest';
import { DEFAULT_TIER, globalPolicy, kubernetesPolicy, networkPolicy, tier } from '../../evaluate/manifests';
import { CLUSTER, told } from './find-surprises';

const DB = { selector: "app == 'db'", types: ['Ingress'] };
const DENY = [{ action: 'Deny' }];
const ALLOW = [{ action: 'Allow' }];

describe('order', () => {
  it('R1: a tier without order stands beside tier default', () => {
    const changes = [networkPolicy('prod/db', { ...DB, tier: 'team', ingress: ALLOW })];
    expect(told('R1', { snapshot: [tier('team')], changes })).toEqual([
      'warns R1: Tier team has no order: its name decides whether it runs before tier default.',
      '- Tier team counts as order 1000000 and runs after default, by name @ spec',
      'A missing order counts as 1,000,000, that of tier default. Write an order.',
    ]);
    expect(told('R1', { snapshot: [tier('team', { order: 1 })], changes })).toEqual([]);
    expect(told('R1', { snapshot: [tier('team')] })).toEqual([]);
  });

  it('R2: a Kubernetes policy allows first', () => {
    const kubernetes = kubernetesPolicy('prod/db', {
      podSelector: { matchLabels: { app: 'db' } },
      policyTypes: ['Ingress'],
      ingress: [{ from: [{ podSelector: { matchLabels: { app: 'web' } } }] }],
    });
    const deny = (order?: number) => [
      globalPolicy('no-web', {
        ...DB,
        ...(order === undefined ? {} : { order }),
        ingress: [{ action: 'Deny', source: { selector: "app == 'web'" } }],
      }),
    ];
    expect(told('R2', { snapshot: [kubernetes], changes: deny() })).toEqual([
      'warns R2: Kubernetes policies allow what a Calico policy behind them denies: the Deny has no effect there.',
      '- prod/web → prod/db tcp 5432: allowed by NetworkPolicy prod/db (order 1000), never denied by GlobalNetworkPolicy no-web ingress rule 0 @ spec.ingress.0',
      'Kubernetes policies have order 1000 in tier default. Give the Deny a lower order, or put it into an earlier tier.',
    ]);
    expect(told('R2', { snapshot: [kubernetes], changes: deny(10) })).toEqual([]);
    expect(
      told('R2', {
        snapshot: [kubernetes],
        changes: [
          globalPolicy('no-job', { ...DB, ingress: [{ action: 'Deny', source: { selector: "app == 'job'" } }] }),
        ],
      }),
    ).toEqual([]);
  });

  it('R3: Pass in the last tier lands on the profile', () => {
    const changes = [
      networkPolicy('prod/db', {
        ...DB,
        ingress: [{ action: 'Pass', protocol: 'TCP', destination: { ports: [5432] } }],
      }),
    ];
    expect(told('R3', { changes })).toEqual([
      'warns R3: Pass in the last tier lands on the profile, which allows: 3 paths by db.',
      '- NetworkPolicy prod/db: Pass in tier default @ spec.ingress.0',
      '- internet → prod/db tcp 5432: now allow (no policy), final allow (no policy)',
      '- other/job → prod/db tcp 5432: now allow (no policy), final allow (no policy)',
      '- prod/web → prod/db tcp 5432: now allow (no policy), final allow (no policy)',
      'No tier comes after it: write Allow if that is meant, or leave the rule out and let the tier end.',
    ]);
    const later = [
      tier('zone', { order: 2_000_000 }),
      networkPolicy('prod/zone', { ...DB, tier: 'zone', ingress: ALLOW }),
    ];
    expect(told('R3', { snapshot: later, changes })).toEqual([]);
    expect(told('R3', { changes: [networkPolicy('prod/db', { ...DB, ingress: ALLOW })] })).toEqual([]);
  });

  it('R13: the longer of two names comes first', () => {
    const changes = [
      networkPolicy('prod/app', { ...DB, order: 5, ingress: DENY }),
      networkPolicy('prod/app-1', { ...DB, order: 5, ingress: ALLOW }),
    ];
    expect(told('R13', { changes })).toEqual([
      'informs R13: Policies with equal order that contradict each other run in the order of their names, the longer one first.',
      '- NetworkPolicy prod/app-1 runs before NetworkPolicy prod/app: both have order 5 @ spec',
      'Names are compared with a slash behind them, and a hyphen sorts before it: give them different orders.',
    ]);
    const apart = [
      networkPolicy('prod/app', { ...DB, order: 5, ingress: DENY }),
      networkPolicy('prod/app-1', { ...DB, order: 6, ingress: ALLOW }),
    ];
    expect(told('R13', { changes: apart })).toEqual([]);
    const agreeing = [
      networkPolicy('prod/app', { ...DB, ingress: ALLOW }),
      networkPolicy('prod/app-1', { ...DB, ingress: ALLOW }),
    ];
    expect(told('R13', { changes: agreeing })).toEqual([]);
    const strangers = [
      networkPolicy('prod/app', { ...DB, ingress: DENY }),
      networkPolicy('prod/app-1', { ...DB, selector: "app == 'web'", ingress: ALLOW }),
    ];
    expect(told('R13', { changes: strangers })).toEqual([]);
  });

  it('R18: a policy that only logs closes what it selects', () => {
    const changes = [networkPolicy('prod/log', { ...DB, ingress: [{ action: 'Log' }] })];
    expect(told('R18', { changes })).toEqual([
      'warns R18: log only logs, and still closes 6 paths: the end of its tier denies.',
      '- NetworkPolicy prod/log has Log rules alone @ spec',
      '- internet → prod/db tcp 5432: now allow (no policy), final deny (log · end of tier default)',
      '- other/job → prod/db tcp 5432: now allow (no policy), final deny (log · end of tier default)',
      '- prod/web → prod/db tcp 5432: now allow (no policy), final deny (log · end of tier default)',
      '- internet → prod/db other traffic: now allow (no policy), final deny (log · end of tier default)',
      '- other/job → prod/db other traffic: now allow (no policy), final deny (log · end of tier default)',
      '- prod/web → prod/db other traffic: now allow (no policy), final deny (log · end of tier default)',
      'A policy with Log rules alone counts like any other for the end of the tier: end it with a Pass or an Allow.',
    ]);
    expect(
      told('R18', {
        changes: [networkPolicy('prod/log', { ...DB, ingress: [{ action: 'Log' }, { action: 'Allow' }] })],
      }),
    ).toEqual([]);
    expect(told('R18', { changes: [networkPolicy('prod/isolate', DB)] })).toEqual([]);
  });

  it('R19: policies of a tier that does not exist stay in force', () => {
    const changes = [networkPolicy('prod/db', { ...DB, tier: 'gone', ingress: ALLOW })];
    expect(told('R19', { changes })).toEqual([
      'warns R19: Tier gone does not exist: its policies stay in force, after all tiers, and end in Deny.',
      '- NetworkPolicy prod/db: tier gone @ spec.tier',
      'Create the tier, or move the policies: deleting a tier does not switch them off.',
    ]);
    expect(told('R19', { snapshot: [tier('gone', { order: 3 })], changes })).toEqual([]);
  });

  it('R1: the name decides whether the tier runs before tier default', () => {
    const changes = [networkPolicy('prod/db', { ...DB, tier: 'alpha', ingress: ALLOW })];
    expect(told('R1', { snapshot: [tier('alpha')], changes })[1]).toBe(
      '- Tier alpha counts as order 1000000 and runs before default, by name @ spec',
    );
  });

  it('R13: without an order, for egress, and with the Deny first it is the same', () => {
    const out = (name: string, egress: readonly { readonly action: string }[]) =>
      networkPolicy(`prod/${name}`, { selector: "app == 'db'", types: ['Egress'], egress });
    expect(told('R13', { changes: [out('app', ALLOW), out('app-1', DENY)] })[1]).toBe(
      '- NetworkPolicy prod/app-1 runs before NetworkPolicy prod/app: both have no order @ spec',
    );
    expect(told('R13', { changes: [out('app', DENY), out('app-1', DENY)] })).toEqual([]);
    expect(
      told('R13', { changes: [out('app', DENY), networkPolicy('prod/app-1', { ...DB, ingress: ALLOW })] }),
    ).toEqual([]);
  });

  it('R19: where the files hold no tier at all nobody knows which ones exist', () => {
    const changes = [networkPolicy('prod/db', { ...DB, tier: 'gone', ingress: ALLOW })];
    const withoutTiers = CLUSTER.filter((object) => object !== DEFAULT_TIER);
    expect(told('R19', { cluster: withoutTiers, changes, complete: false })).toEqual([]);
    expect(told('R19', { changes, complete: false })[1]).toBe('- NetworkPolicy prod/db: tier gone @ spec.tier');
  });

  it('R3: the Pass that decides is the one that is shown', () => {
    const nobody = { action: 'Pass', source: { selector: "app == 'nobody'" } };
    const anybody = { action: 'Pass', protocol: 'TCP', destination: { ports: [5432] } };
    const changes = [networkPolicy('prod/db', { ...DB, ingress: [nobody, anybody] })];
    expect(told('R3', { changes }).slice(1, 3)).toEqual([
      '- NetworkPolicy prod/db: Pass in tier default @ spec.ingress.1',
      '- internet → prod/db tcp 5432: now allow (no policy), final allow (no policy)',
    ]);
  });
});
