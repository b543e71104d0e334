import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../../main/engine/model/json';
import {
  felix,
  globalNetworkSet,
  globalPolicy,
  kubernetesPolicy,
  networkPolicy,
  stagedKubernetesPolicy,
  stagedPolicy,
} from '../../evaluate/manifests';
import { CLUSTER, found, stateOf } from './checks-of';
import { DENY, HOST, LOCK } from './policies';

const ADMIN_POLICY: JsonObject = {
  apiVersion: 'policy.networking.k8s.io/v1alpha1',
  kind: 'AdminNetworkPolicy',
  metadata: { name: 'anp' },
  spec: { priority: 5, subject: { namespaces: {} }, ingress: [] },
};

describe('staging', () => {
  it('is proved to change no verdict, and does where the change set holds more than policies', () => {
    const id = 'stage.equals-net';
    expect(stateOf(id, CLUSTER)).toBe('grey');
    expect(found(id, CLUSTER, [LOCK])).toEqual({
      state: 'green',
      detail: '0 of 10 verdicts change: world staged equals world net. Felix does not program staged policies.',
      evidence: [],
    });
    const ban = globalPolicy('ban', {
      order: 1,
      types: ['Ingress'],
      ingress: [{ action: 'Deny', source: { selector: "role == 'banned'" } }],
    });
    const banned = globalNetworkSet('banned', ['0.0.0.0/0'], { role: 'banned' });
    expect(found(id, [...CLUSTER, ban], [LOCK, banned])).toMatchObject({
      state: 'red',
      evidence: [
        'internet → prod/db tcp 5432: allow becomes deny (ban); open connections live on until they reconnect',
        'internet → prod/web tcp 80: allow becomes deny (ban); open connections live on until they reconnect',
        'banned → prod/db tcp 5432: allow becomes deny (ban); open connections live on until they reconnect',
      ],
    });
  });

  it('shows field for field what will be enforced, but where Calico reads the two forms otherwise', () => {
    expect(found('stage.conversion', CLUSTER, [LOCK])).toEqual({
      state: 'green',
      detail:
        '1 policy: name, namespace and spec are the same in 2-stage and 4-promote, but for kind and stagedAction.',
      evidence: [],
    });
    const untyped = stagedKubernetesPolicy('prod/k', { podSelector: {}, egress: [{}] });
    expect(found('stage.conversion', CLUSTER, [untyped])).toEqual({
      state: 'amber',
      detail: '1 policy of 1 will be enforced otherwise than previewed. Write the field into the change set.',
      evidence: ['StagedKubernetesNetworkPolicy prod/k: policyTypes differs'],
    });
    expect(stateOf('stage.conversion', CLUSTER)).toBe('grey');
  });

  it('keeps names, which up to v3.31 begin with the tier', () => {
    const id = 'stage.names';
    const [bare, prefixed] = ['lockdown', 'app.lockdown'].map((name) =>
      globalPolicy(name, { tier: 'app', order: 1, types: ['Ingress'] }),
    );
    if (bare === undefined || prefixed === undefined) throw new Error('two policies');
    const old = { cluster: { complete: true, dataplane: 'iptables', version: 'v3.30.1' } } as const;
    expect(stateOf(id, CLUSTER, [LOCK, prefixed], old)).toBe('green');
    expect(stateOf(id, CLUSTER, [LOCK, bare])).toBe('green');
    const ofKubernetes = kubernetesPolicy('prod/web.v1', { podSelector: {} });
    const untiered = networkPolicy('prod/default.web', {});
    expect(stateOf(id, CLUSTER, [ofKubernetes, untiered], old)).toBe('green');
    expect(found(id, CLUSTER, [LOCK, bare], old)).toEqual({
      state: 'amber',
      detail: '1 name will be refused: up to v3.31 a policy of another tier than default is called TIER.NAME.',
      evidence: ['GlobalNetworkPolicy lockdown is in tier app'],
    });
  });

  it('stops at names that Kubernetes or Calico refuses, whatever the version', () => {
    const id = 'stage.names';
    expect(stateOf(id, CLUSTER, [kubernetesPolicy('prod/a.b.c', { podSelector: {} })])).toBe('green');
    expect(found(id, CLUSTER, [LOCK, networkPolicy('prod/a.b.c', {}), globalPolicy('Bad_Name', {})])).toEqual({
      state: 'red',
      detail:
        '2 names will be refused: small letters, digits and hyphens, begun and ended by a letter or digit; a policy of Calico has at most one dot in its name.',
      evidence: ['GlobalNetworkPolicy Bad_Name', 'NetworkPolicy prod/a.b.c'],
    });
  });

  it('needs the tier of every policy', () => {
    const id = 'stage.tier-exists';
    const stray = globalPolicy('x.y', { tier: 'x', types: ['Ingress'] });
    expect(found(id, CLUSTER, [LOCK])).toMatchObject({ state: 'green', detail: 'Tiers used: default; all exist.' });
    expect(found(id, CLUSTER, [stray])).toEqual({
      state: 'amber',
      detail: 'x does not exist: such policies run behind all tiers, and the tier ends in Deny. Create the tier first.',
      evidence: ['GlobalNetworkPolicy x.y: tier x'],
    });
    const tierless = CLUSTER.filter(({ kind }) => kind !== 'Tier');
    expect(stateOf(id, tierless, [stray], { cluster: { complete: false, dataplane: 'iptables' } })).toBe('grey');
  });

  it('tells which policy has no order, and so comes after the net', () => {
    const late = networkPolicy('prod/late', { selector: 'all()', types: ['Ingress'] });
    expect(stateOf('stage.order-set', CLUSTER, [LOCK])).toBe('green');
    expect(found('stage.order-set', CLUSTER, [LOCK, late])).toMatchObject({
      state: 'amber',
      evidence: ['NetworkPolicy prod/late: no order in tier default'],
    });
  });

  it('tells which policy in force a change replaces', () => {
    const tightened = networkPolicy('prod/lock', { selector: "app == 'db'", order: 10, types: ['Ingress'] });
    expect(stateOf('stage.twins', [...CLUSTER, DENY], [LOCK])).toBe('green');
    expect(found('stage.twins', [...CLUSTER, LOCK], [tightened])).toMatchObject({
      state: 'amber',
      evidence: [
        'NetworkPolicy prod/lock replaces the policy in force',
        'prod/web → prod/db tcp 5432: staged allow (preview: lock), final deny (lock · end of tier default)',
        'prod/web → prod/db other traffic: staged allow (preview: lock), final deny (lock · end of tier default)',
      ],
    });
  });

  it('tells what Delete, Learn and Ignore do that no flow log previews', () => {
    const id = 'stage.staged-action';
    const learn = stagedPolicy('prod/learn', { selector: 'all()', stagedAction: 'Learn' });
    expect(stateOf(id, CLUSTER, [LOCK])).toBe('green');
    expect(found(id, [...CLUSTER, LOCK, DENY], [stagedPolicy('prod/lock', { stagedAction: 'Delete' }), learn])).toEqual(
      {
        state: 'amber',
        detail:
          'Delete of lock: Felix is not told, no flow log previews it (D2); promotion deletes the policy in force. Learn or Ignore of learn: flow logs preview it like any other (D3); promotion leaves it out, and it stays staged.',
        evidence: [
          'StagedNetworkPolicy prod/learn has stagedAction Learn',
          'StagedNetworkPolicy prod/lock has stagedAction Delete',
        ],
      },
    );
  });

  it('tells a Delete that deletes nothing, and an action that Calico refuses', () => {
    const gone = stagedPolicy('prod/gone', { stagedAction: 'Delete' });
    const misspelt = stagedPolicy('prod/misspelt', { selector: 'all()', order: 1, stagedAction: 'set' });
    expect(found('stage.staged-action', CLUSTER, [gone, misspelt])).toEqual({
      state: 'amber',
      detail:
        'Delete of gone deletes nothing: no policy in force has the kind and name; look for a typing error. Calico refuses the stagedAction of misspelt: it is Set, Delete, Learn or Ignore. Here it counts as Set, and the files say so.',
      evidence: [
        'StagedNetworkPolicy prod/gone has stagedAction Delete',
        'StagedNetworkPolicy prod/misspelt has stagedAction set',
      ],
    });
  });

  it('shows the types that Calico infers, and asks where it infers them otherwise', () => {
    const id = 'stage.types';
    const untyped = networkPolicy('prod/x', { selector: 'all()', order: 1, egress: [{ action: 'Allow' }] });
    expect(found(id, CLUSTER, [LOCK])).toMatchObject({ state: 'green', evidence: [] });
    expect(found(id, CLUSTER, [untyped])).toEqual({
      state: 'green',
      detail:
        'Every way of applying the change set gives its policies the same directions. 1 policy of it has no types: the change files write them out as Calico infers them.',
      evidence: ['NetworkPolicy prod/x has no types: Egress'],
    });
    const stored = { ...untyped, apiVersion: 'crd.projectcalico.org/v1' };
    expect(found(id, CLUSTER, [stored])).toMatchObject({
      state: 'amber',
      evidence: [
        'NetworkPolicy prod/x has no types: calicoctl makes them Egress, applied to crd.projectcalico.org as it stands, Ingress and Egress',
        'NetworkPolicy prod/x has no types: Egress',
      ],
    });
    expect(stateOf(id, CLUSTER, [ADMIN_POLICY])).toBe('green');
  });

  it('skips what has no staged form, stops where Calico has no staged kinds, and applies what is no policy at once', () => {
    expect(stateOf('stage.skipped', CLUSTER, [LOCK])).toBe('green');
    expect(found('stage.skipped', CLUSTER, [LOCK, ADMIN_POLICY])).toMatchObject({
      state: 'amber',
      evidence: ['AdminNetworkPolicy anp has no staged form'],
    });
    const old = { cluster: { complete: true, dataplane: 'iptables', version: 'v3.29.3' } } as const;
    expect(found('stage.skipped', CLUSTER, [LOCK], old)).toEqual({
      state: 'red',
      detail:
        'Calico v3.29.3 has no staged kinds: they came with v3.30. The API server refuses the files of this step, and nothing can be observed. Upgrade first, or promote without a preview.',
      evidence: [],
    });
    const staged = stagedPolicy('prod/there', { selector: 'all()', order: 1 });
    expect(stateOf('stage.skipped', [...CLUSTER, staged], [LOCK], old)).toBe('green');
    expect(stateOf('stage.other-objects', CLUSTER, [LOCK])).toBe('green');
    expect(found('stage.other-objects', CLUSTER, [LOCK, globalNetworkSet('s', ['10.9.0.0/24'])])).toEqual({
      state: 'amber',
      detail:
        '1 object beside policies cannot be staged: they are applied first in this step, and take effect at once.',
      evidence: ['GlobalNetworkSet s takes effect at once'],
    });
    const offices = globalNetworkSet('s', ['10.9.0.0/24']);
    expect(found('stage.other-objects', [...CLUSTER, offices], [LOCK, offices])).toEqual({
      state: 'green',
      detail: '1 object beside policies is in the snapshot as it is.',
      evidence: [],
    });
    expect(found('stage.other-objects', [...CLUSTER, offices], [globalNetworkSet('s', ['10.8.0.0/24'])])).toEqual({
      state: 'amber',
      detail:
        '1 object beside policies cannot be staged: they are applied first in this step, and take effect at once. 1 object of these is replaced as a whole: fields, labels and annotations that the file leaves out go.',
      evidence: ['GlobalNetworkSet s replaces what is there at once'],
    });
  });

  it('says what flow logs will show with the net in place', () => {
    const id = 'stage.visibility';
    expect(stateOf(id, CLUSTER)).toBe('grey');
    expect(found(id, CLUSTER, [DENY])).toEqual({
      state: 'green',
      detail:
        'While the net is there flow logs show explicit staged Deny rules alone (deny); what is denied by omission ends in the net’s Allow.',
      evidence: [],
    });
    expect(found(id, CLUSTER, [LOCK])).toMatchObject({
      state: 'amber',
      evidence: [
        'internet → prod/db tcp 5432: staged allow (preview: zzz-final-allow-everything), final deny (lock · end of tier default)',
        'internet → prod/db other traffic: staged allow (preview: zzz-final-allow-everything), final deny (lock · end of tier default)',
      ],
    });
  });

  it('asks for an answer to every other finding, and stops where one stops Felix', () => {
    expect(stateOf('stage.findings', CLUSTER, [LOCK])).toBe('green');
    const wide = globalPolicy('wide', { order: 1, types: ['Ingress'] });
    expect(found('stage.findings', [...CLUSTER, HOST], [wide])).toMatchObject({
      state: 'amber',
      evidence: [
        'H1: wide selects the nodes too: what no rule allows is closed on them.',
        'GlobalNetworkPolicy wide (all()) selects 1 host endpoint: node1-all',
        'internet → node1-all tcp 10250: now allow (no policy), final deny (wide · end of tier default)',
      ],
    });
    const fatal = felix({ failsafeInboundHostPorts: [{ port: 22 }] });
    expect(['net', 'stage', 'promote'].map((step) => stateOf(`${step}.felix-follows`, CLUSTER, [LOCK, fatal]))).toEqual(
      ['green', 'red', 'red'],
    );
  });
});
