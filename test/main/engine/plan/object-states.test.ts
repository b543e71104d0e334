import { describe, expect, it } from 'vitest';
import { manifestOf, objectKey } from '../../../../main/engine/plan/manifest';
import type { StepOperations } from '../../../../main/engine/plan/object-states';
import { createObjectStates } from '../../../../main/engine/plan/object-states';
import { namespace, networkPolicy } from '../evaluate/manifests';
import { rolloutOn } from '../rehearse/rehearse-objects';
import { CLUSTER } from './checks/checks-of';
import { LOCK } from './checks/policies';

const SNAPSHOT = rolloutOn([...CLUSTER, LOCK], []).worlds.now.cluster.resources;

function policyOf(spec: Parameters<typeof networkPolicy>[1]) {
  const [policy] = rolloutOn(CLUSTER, [networkPolicy('prod/lock', spec)]).changes;
  if (policy === undefined) throw new Error('no policy');
  return manifestOf(policy.resource, 'written');
}

function verbs({ forward, backward }: StepOperations): readonly (readonly string[])[] {
  return [forward, backward].map((list) => list.map(({ verb }) => verb));
}

describe('the objects of a cluster', () => {
  const other = policyOf({ selector: 'all()', order: 10, types: ['Ingress'] });
  const key = objectKey(other);

  it('are replaced where they stand, and put back as they were', () => {
    const states = createObjectStates(SNAPSHOT, 'written');
    const replaced = states.change([{ tag: 'put', manifest: other }]);
    expect(verbs(replaced)).toEqual([['replace'], ['replace']]);
    expect(replaced.backward[0]?.manifest.object).toEqual({ ...LOCK });
    expect(verbs(states.change([{ tag: 'put', manifest: other }]))).toEqual([[], []]);
  });

  it('are created where nothing stands, and deleted by name to take that back', () => {
    const states = createObjectStates([], 'written');
    const created = states.change([{ tag: 'put', manifest: other }]);
    expect(verbs(created)).toEqual([['apply'], ['delete']]);
    expect(created.backward[0]?.manifest.object).toEqual({
      apiVersion: 'projectcalico.org/v3',
      kind: 'NetworkPolicy',
      metadata: { name: 'lock', namespace: 'prod' },
    });
  });

  it('stay where they are namespaces that are new: to delete one takes along whatever is in it', () => {
    const [created] = rolloutOn([], [namespace('new')]).worlds.staged.cluster.resources;
    if (created === undefined) throw new Error('no namespace');
    const put = createObjectStates([], 'written').change([{ tag: 'put', manifest: manifestOf(created, 'written') }]);
    expect(verbs(put)).toEqual([['apply'], []]);
  });

  it('are deleted once: what is gone already needs nothing', () => {
    const states = createObjectStates(SNAPSHOT, 'written');
    expect(verbs(states.change([{ tag: 'remove', key }]))).toEqual([['delete'], ['apply']]);
    expect(verbs(states.change([{ tag: 'remove', key }]))).toEqual([[], []]);
  });

  it('are taken back in the other direction, the last one first', () => {
    const states = createObjectStates(SNAPSHOT, 'written');
    const steps = states.change([
      { tag: 'put', manifest: other },
      { tag: 'remove', key },
    ]);
    expect(verbs(steps)).toEqual([
      ['replace', 'delete'],
      ['apply', 'replace'],
    ]);
  });
});
