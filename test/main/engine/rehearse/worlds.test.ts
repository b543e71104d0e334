import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../main/engine/model/json';
import { WORLDS } from '../../../../main/engine/model/world';
import type { Rollout, RolloutWorld } from '../../../../main/engine/rehearse/worlds';
import { allPolicies } from '../../../../main/engine/rehearse/worlds';
import { askCheckpoint, flowOf, verdictOf } from '../evaluate/small-cluster';
import {
  DEFAULT_TIER,
  globalNetworkSet,
  globalPolicy,
  hostEndpoint,
  namespace,
  networkPolicy,
  pod,
  stagedGlobalPolicy,
  stagedPolicy,
  tier,
} from '../evaluate/manifests';
import { rolloutOn } from './rehearse-objects';

const CLUSTER: readonly JsonObject[] = [
  namespace('prod'),
  DEFAULT_TIER,
  pod('prod/web', '10.0.0.1', { labels: { app: 'web' } }),
];
const NET = 'zzz-final-allow-everything';
const SPEC = { selector: 'all()', types: ['Ingress'] };

/** Policies in Calico's order; staged ones, which only stand there, in brackets. */
function content(world: RolloutWorld | null): string | null {
  if (world === null) return null;
  return world.arranged.tiers
    .flatMap(({ policies }) => policies.map(({ policy, live }) => (live ? policy.name : `(${policy.name})`)))
    .join(' ');
}

function contents({ worlds }: Rollout) {
  return Object.fromEntries(WORLDS.map((name) => [name, content(worlds[name])]));
}

describe('the worlds of a rollout', () => {
  it('add the net, stage the changes, promote them and take the net away', () => {
    const rollout = rolloutOn(
      [...CLUSTER, networkPolicy('prod/a', { ...SPEC, order: 1 })],
      [stagedPolicy('prod/b', { ...SPEC, order: 2 })],
    );
    expect(contents(rollout)).toEqual({
      now: 'a',
      net: `a ${NET}`,
      staged: `a (b) ${NET}`,
      promoted: `a b ${NET}`,
      final: 'a b',
    });
    expect(rollout.netFound).toBe(false);
    expect(rollout.net.name).toBe(NET);
    expect(allPolicies(rollout).map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      'NetworkPolicy a',
      `GlobalNetworkPolicy ${NET}`,
      'StagedNetworkPolicy b',
      'NetworkPolicy b',
    ]);
  });

  it('put policies without an order behind the net', () => {
    const rollout = rolloutOn([...CLUSTER, networkPolicy('prod/a', SPEC)], [stagedPolicy('prod/b', SPEC)]);
    expect(contents(rollout)).toMatchObject({ net: `${NET} a`, staged: `${NET} a (b)`, promoted: `${NET} a b` });
  });

  it('keep a net that the snapshot has already, and know the world without it', () => {
    const net = globalPolicy(NET, { order: 7, types: ['Ingress'], ingress: [{ action: 'Allow' }] });
    const rollout = rolloutOn(
      [...CLUSTER, net, networkPolicy('prod/a', { ...SPEC, order: 1 })],
      [stagedPolicy('prod/b', { ...SPEC, order: 2 })],
    );
    expect(contents(rollout)).toEqual({
      now: `a ${NET}`,
      net: `a ${NET}`,
      staged: `a (b) ${NET}`,
      promoted: `a b ${NET}`,
      final: 'a b',
    });
    expect([rollout.netFound, rollout.net.order]).toEqual([true, 7]);
    const { now, net: withNet, staged, promoted, final } = rollout.withoutNet;
    expect([content(now), content(withNet), content(staged), promoted, final]).toEqual([
      'a',
      'a',
      'a',
      rollout.worlds.final,
      null,
    ]);
  });

  it('without a net in the snapshot the world without it is the one of today', () => {
    const { withoutNet, worlds } = rolloutOn(CLUSTER, []);
    expect(withoutNet).toEqual({ now: null, net: worlds.now, staged: worlds.now, promoted: worlds.final, final: null });
  });

  it('take staged policies of the snapshot for the change set where no other is given', () => {
    const rollout = rolloutOn([...CLUSTER, stagedPolicy('prod/b', SPEC)], []);
    expect(contents(rollout)).toEqual({
      now: '(b)',
      net: `${NET} (b)`,
      staged: `${NET} (b)`,
      promoted: `${NET} b`,
      final: 'b',
    });
    expect([rollout.changesFromSnapshot, rollout.changes.map(({ resource }) => resource.name)]).toEqual([true, ['b']]);
  });

  it('leave staged policies of the snapshot staged beside a change set of its own', () => {
    const rollout = rolloutOn([...CLUSTER, stagedPolicy('prod/b', SPEC)], [stagedPolicy('prod/c', SPEC)]);
    expect(contents(rollout)).toEqual({
      now: '(b)',
      net: `${NET} (b)`,
      staged: `${NET} (b) (c)`,
      promoted: `${NET} (b) c`,
      final: '(b) c',
    });
    expect([rollout.changesFromSnapshot, rollout.changes.map(({ resource }) => resource.name)]).toEqual([false, ['c']]);
  });

  it('bring objects beside policies in with the change set, in place of their namesakes', () => {
    const set = (net: string) => globalNetworkSet('offices', [net], {});
    const rollout = rolloutOn(
      [...CLUSTER, set('10.1.0.0/16')],
      [set('10.2.0.0/16'), stagedPolicy('prod/b', SPEC), tier('new', { order: 1 })],
    );
    const nets = (world: RolloutWorld) =>
      world.cluster.sets.flatMap((one) => one.nets.map(({ address, length }) => [address, length]));
    expect(nets(rollout.worlds.net)).not.toEqual(nets(rollout.worlds.staged));
    expect(rollout.worlds.staged.cluster.sets.length).toBe(1);
    expect([
      rollout.worlds.now.cluster === rollout.worlds.net.cluster,
      rollout.worlds.staged.cluster === rollout.worlds.final.cluster,
    ]).toEqual([true, true]);
    expect(rollout.worlds.final.arranged.tiers.map(({ tier: { name } }) => name)).toEqual(['new', 'default']);
  });

  it('leave what has stagedAction Learn or Ignore staged, to the end', () => {
    const rollout = rolloutOn(CLUSTER, [
      stagedPolicy('prod/b', { ...SPEC, stagedAction: 'Learn' }),
      stagedPolicy('prod/c', { ...SPEC, stagedAction: 'Ignore' }),
    ]);
    expect(contents(rollout)).toMatchObject({
      staged: `${NET} (b) (c)`,
      promoted: `${NET} (b) (c)`,
      final: '(b) (c)',
    });
  });

  it('replace a staged policy of the snapshot by the change of its name, whatever the change does', () => {
    const staged = stagedPolicy('prod/b', SPEC);
    const replaced = (change: JsonObject) =>
      contents(rolloutOn([...CLUSTER, staged], [stagedPolicy('prod/b', { ...SPEC, ...change })]));
    expect(replaced({ order: 3 })).toMatchObject({ now: '(b)', staged: `(b) ${NET}`, final: 'b' });
    expect(replaced({ stagedAction: 'Delete' })).toMatchObject({ now: '(b)', staged: NET, final: '' });
  });

  it('take the staged form of a policy that the change set has twice', () => {
    const rollout = rolloutOn(CLUSTER, [
      networkPolicy('prod/b', { ...SPEC, order: 1 }),
      stagedPolicy('prod/b', { ...SPEC, order: 2 }),
      networkPolicy('prod/c', SPEC),
    ]);
    expect(contents(rollout)).toMatchObject({ staged: `(b) ${NET} (c)`, final: 'b c' });
    expect(rollout.changes.map(({ resource }) => `${resource.kind} ${resource.name}`)).toEqual([
      'NetworkPolicy c',
      'StagedNetworkPolicy b',
    ]);
    expect(rollout.repeated.map(({ kind, name }) => `${kind} ${name}`)).toEqual(['NetworkPolicy b']);
  });

  it('never hold a deletion as a policy', () => {
    const deletion = stagedPolicy('prod/a', { stagedAction: 'Delete' });
    const rollout = rolloutOn([...CLUSTER, networkPolicy('prod/a', SPEC)], [deletion]);
    expect(contents(rollout)).toEqual({ now: 'a', net: `${NET} a`, staged: `${NET} a`, promoted: NET, final: '' });
    expect(contents(rolloutOn([...CLUSTER, networkPolicy('prod/a', SPEC), deletion], []))).toMatchObject({
      now: 'a',
      staged: `${NET} a`,
      final: '',
    });
  });

  it('are evaluated for both dataplanes where nothing tells which one runs', () => {
    const asked = (profile: { readonly dataplane: 'unknown' | 'ebpf' }) =>
      rolloutOn(CLUSTER, [], { profile }).worlds.now.paths.map(({ evaluation }) => evaluation.dataplane);
    expect([asked({ dataplane: 'unknown' }), asked({ dataplane: 'ebpf' })]).toEqual([
      ['iptables', 'nftables'],
      ['ebpf'],
    ]);
  });

  it('say that hosts police what they forward only where a policy does and a host endpoint is there', () => {
    const host = hostEndpoint('h', { node: 'node1', interfaceName: '*' });
    const forward = stagedGlobalPolicy('f', { ...SPEC, applyOnForward: true });
    const polices = (...objects: readonly JsonObject[]) =>
      rolloutOn([...CLUSTER, ...objects], [stagedPolicy('prod/c', SPEC)]).hostsPoliceForwarding;
    expect(rolloutOn([...CLUSTER, host], [forward]).hostsPoliceForwarding).toBe(true);
    expect(polices(host, globalPolicy('p', { ...SPEC, applyOnForward: true, preDNAT: true }))).toBe(true);
    expect(polices(host, globalPolicy('u', { ...SPEC, applyOnForward: true, doNotTrack: true }))).toBe(true);
    expect([
      polices(host, globalPolicy('n', SPEC)),
      polices(globalPolicy('f', { ...SPEC, applyOnForward: true })),
    ]).toEqual([false, false]);
  });

  it('tell what Calico does otherwise than a file says, of the snapshot and of the change set', () => {
    const broken = { ...SPEC, selector: 'all(' };
    const rollout = rolloutOn([...CLUSTER, networkPolicy('prod/a', broken)], [stagedPolicy('prod/b', broken)]);
    expect(rollout.policyProblems.map(({ resource }) => resource.name)).toEqual(['a', 'b']);
    expect(
      rolloutOn([...CLUSTER, stagedPolicy('prod/a', broken)], []).policyProblems.map(({ resource }) => resource.name),
    ).toEqual(['a']);
  });
});

describe('what flow logs preview', () => {
  const flow = flowOf('10.0.0.2', '10.0.0.1', 'tcp 80');
  const pending = (enforced: readonly JsonObject[], changes: readonly JsonObject[]) =>
    verdictOf(askCheckpoint(rolloutOn([...CLUSTER, ...enforced], changes).pending, 'pod:prod/web', 'ingress', flow));
  const ALLOW = { ...SPEC, order: 1, ingress: [{ action: 'Allow' }] };
  const DENY = { ...SPEC, order: 1, ingress: [{ action: 'Deny' }] };

  it('keeps the enforced twin in front of its staged copy', () => {
    expect(pending([networkPolicy('prod/a', ALLOW)], [stagedPolicy('prod/a', DENY)])).toBe('allow');
    expect(pending([networkPolicy('prod/b', ALLOW)], [stagedPolicy('prod/a', DENY)])).toBe('deny');
  });

  it('never sees a deletion, and counts Learn and Ignore', () => {
    expect(pending([networkPolicy('prod/a', DENY)], [stagedPolicy('prod/a', { stagedAction: 'Delete' })])).toBe('deny');
    for (const stagedAction of ['Learn', 'Ignore'])
      expect(pending([], [stagedPolicy('prod/a', { ...DENY, stagedAction })])).toBe('deny');
  });

  it('ends in the net where a staged policy denies by omission', () => {
    expect(pending([], [stagedPolicy('prod/a', { ...SPEC, order: 1 })])).toBe('allow');
  });
});
