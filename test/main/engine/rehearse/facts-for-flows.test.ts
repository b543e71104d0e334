import { describe, expect, it } from 'vitest';
import type { PolicyKind } from '../../../../main/engine/model/resource';
import { factsForFlows } from '../../../../main/engine/rehearse/facts-for-flows';
import { createSignatures } from '../../../../main/engine/rehearse/signatures';
import { allPolicies } from '../../../../main/engine/rehearse/worlds';
import { networkPolicy, stagedPolicy } from '../evaluate/manifests';
import { partiesOf } from './order-promotion';
import { rolloutOn } from './rehearse-objects';
import { CLUSTER, FROM_WEB } from './web-and-database';

const rollout = rolloutOn(
  [...CLUSTER, ...['kept', 'set', 'gone', 'seen'].map((name) => networkPolicy(`prod/${name}`, FROM_WEB))],
  [
    stagedPolicy('prod/set', FROM_WEB),
    stagedPolicy('prod/gone', { stagedAction: 'Delete' }),
    stagedPolicy('prod/seen', { ...FROM_WEB, stagedAction: 'Learn' }),
  ],
);
const clusters = [rollout.worlds.now.cluster, rollout.worlds.final.cluster];
const known = {
  rollout,
  signatures: createSignatures(allPolicies(rollout), clusters, rollout.hostsPoliceForwarding),
  edges: [],
  paths: [],
  locate: () => null,
};
const { fateOf } = factsForFlows({ ...known, parties: partiesOf(rollout) });

describe('what becomes of a policy that flow logs name', () => {
  it.each<[string, PolicyKind | 'Profile', string, string, string]>([
    ['a profile stays', 'Profile', '', 'kns.prod', 'stays'],
    ['the safety net goes', 'GlobalNetworkPolicy', '', 'zzz-final-allow-everything', 'safety-net'],
    ['what nobody changes stays', 'NetworkPolicy', 'prod', 'kept', 'stays'],
    ['what is staged to be set replaces its twin', 'NetworkPolicy', 'prod', 'set', 'replaced'],
    ['and stays itself', 'StagedNetworkPolicy', 'prod', 'set', 'stays'],
    ['what is staged to be deleted goes', 'NetworkPolicy', 'prod', 'gone', 'deleted'],
    ['what is only learned leaves its twin as it is', 'NetworkPolicy', 'prod', 'seen', 'stays'],
    ['and is never promoted', 'StagedNetworkPolicy', 'prod', 'seen', 'left-out'],
    ['nor is a staged policy that no change knows', 'StagedNetworkPolicy', 'prod', 'lost', 'left-out'],
  ])('%s', (_, kind, namespace, name, fate) => {
    expect(fateOf({ kind, namespace, name })).toBe(fate);
  });
});

describe('the party of a pod that flow logs name', () => {
  it('is that of its owner, and none where nobody is listed', () => {
    const [first] = rollout.worlds.staged.cluster.workloads;
    if (first === undefined) throw new Error('a cluster without pods');
    const partyOf = (parties: ReturnType<typeof partiesOf>) => factsForFlows({ ...known, parties }).partyOf(first);
    expect([partyOf(partiesOf(rollout)), partyOf([])]).toEqual([`workload:prod/${first.name}`, '']);
  });
});
