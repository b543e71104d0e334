import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../main/engine/model/json';
import type { Rehearsal } from '../../main/engine/model/rehearsal';
import type { WorldName } from '../../main/engine/model/world';
import type { Change } from '../../main/engine/rehearse/change';
import { decideIn } from '../../main/engine/rehearse/decide-in';
import { sampleConnection } from '../../main/engine/rehearse/sample-connection';
import { policyKey, promotePolicies } from '../../main/engine/rehearse/promote';
import { globalPolicy } from '../main/engine/evaluate/manifests';
import { fileOf, filesOf, rehearse } from './open-objects';
import { ADDRESSES, randomCluster, rewrite } from './random-cluster';
import { enforcedPolicy } from './random-policies';
import type { AskedRollout } from './rollout-of';
import { membersOf, rolloutOf } from './rollout-of';

const PLAIN = { hosts: true, hooks: false, declared: true, eitherFamily: false } as const;

/** What the operator is shown, without what the files themselves are; texts of findings may cite selectors. */
function answers({ edges, pairs, steps, protectedPaths, findings, parties }: Rehearsal) {
  const found = findings.map(({ code, severity, evidence }) => [code, severity, evidence.length]);
  return { edges, pairs, steps, protectedPaths, parties, found };
}

/** Connections between pods, nodes and outside that two worlds decide differently. */
function differences(asked: AskedRollout, one: WorldName, other: WorldName): readonly unknown[] {
  const { worlds } = asked.rollout;
  const members = membersOf(asked, ADDRESSES.slice(0, 2));
  return members
    .flatMap((from) => members.flatMap((to) => asked.space.map((atom) => sampleConnection(from, to, 4, atom))))
    .map((connection) => [
      connection,
      decideIn(worlds[one], connection).verdict,
      decideIn(worlds[other], connection).verdict,
    ])
    .filter(([, left, right]) => left !== right);
}

describe('a rollout', () => {
  it('decides the staged world as the world with the net, verdict for verdict', { timeout: 60_000 }, () => {
    const options = { ...PLAIN, hooks: true };
    const changes = fc.array(enforcedPolicy(options), { maxLength: 1 });
    fc.assert(
      fc.property(randomCluster(options), changes, fc.boolean(), (cluster, enforced, complete) => {
        const asked = rolloutOf({ ...cluster, changes: [...cluster.changes, ...enforced] }, { complete });
        expect(differences(asked, 'net', 'staged')).toEqual([]);
      }),
      { numRuns: 20 },
    );
  });

  it('comes back to where it was when every promotion is undone', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(randomCluster(PLAIN), (cluster) => {
        const { enforced, changes } = rolloutOf(cluster).rollout;
        const undo = changes
          .filter((change) => change.action === 'Set' || change.action === 'Delete')
          .map((change): Change => {
            const twin = enforced.find((policy) => policyKey(policy) === policyKey(change.resource)) ?? null;
            return { ...change, action: twin === null ? 'Delete' : 'Set', promoted: twin };
          });
        const undone = promotePolicies(promotePolicies(enforced, changes), undo);
        expect(new Set(undone)).toEqual(new Set(enforced));
        expect(undone.length).toBe(enforced.length);
      }),
      { numRuns: 60 },
    );
  });
});

describe('nothing changes', () => {
  it('when a policy is added that selects nobody', { timeout: 60_000 }, () => {
    const idle = globalPolicy('idle', {
      tier: 'early',
      order: 1,
      selector: "key-a == 'nobody'",
      types: ['Ingress', 'Egress'],
      ingress: [{ action: 'Deny' }],
      egress: [{ action: 'Deny' }],
    });
    fc.assert(
      fc.property(randomCluster(PLAIN), (cluster) => {
        const after = rehearse([...filesOf(cluster), fileOf('snapshot', 'idle.yaml', [idle])]);
        // A finding may speak of the policy itself.
        const verdicts = (rehearsal: Rehearsal) => ({ ...answers(rehearsal), found: [] });
        expect(verdicts(after)).toEqual(verdicts(rehearse(filesOf(cluster))));
      }),
      { numRuns: 20 },
    );
  });

  it('when labels are renamed alike in endpoints, namespaces and selectors', { timeout: 60_000 }, () => {
    // As long as the old ones, so that columns stay; sorted otherwise, so that canonical texts do not.
    const renamed = new Map([
      ['key-a', 'xrole'],
      ['key-b', 'azone'],
      ['key-c', 'm-app'],
      ['value-a', 'zsecond'],
      ['value-b', 'a-first'],
    ]);
    const rename = (objects: readonly JsonObject[]) =>
      rewrite(objects, (text) => text.replaceAll(/key-[abc]|value-[ab]/g, (token) => renamed.get(token) ?? token));
    fc.assert(
      fc.property(randomCluster(PLAIN), fc.boolean(), ({ snapshot, changes }, complete) => {
        const after = rehearse(filesOf({ snapshot: rename(snapshot), changes: rename(changes) }), complete);
        expect(answers(after)).toEqual(answers(rehearse(filesOf({ snapshot, changes }), complete)));
      }),
      { numRuns: 20 },
    );
  });

  it('when the same files are rehearsed again, to the byte', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(randomCluster(PLAIN), (cluster) => {
        const files = filesOf(cluster);
        expect(JSON.stringify(rehearse(files))).toBe(JSON.stringify(rehearse(files)));
      }),
      { numRuns: 10 },
    );
  });

  it('when the files come in another order, to the byte', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(randomCluster(PLAIN), (cluster) => {
        // One object in two files: which of them counts does not hang on the order either.
        const twice = (action: string) => globalPolicy('twice', { order: 1, selector: 'all()', ingress: [{ action }] });
        const files = [
          ...filesOf(cluster),
          fileOf('snapshot', 'y.yaml', [twice('Deny')]),
          fileOf('snapshot', 'z.yaml', [twice('Allow')]),
        ];
        expect(JSON.stringify(rehearse(files.toReversed()))).toBe(JSON.stringify(rehearse(files)));
      }),
      { numRuns: 20 },
    );
  });

  it('but lines, when the documents of a file come in another order', { timeout: 60_000 }, () => {
    const shuffled = randomCluster(PLAIN).chain(({ snapshot, changes }) =>
      fc.record({
        cluster: fc.constant({ snapshot, changes }),
        snapshot: fc.shuffledSubarray([...snapshot], { minLength: snapshot.length }),
        changes: fc.shuffledSubarray([...changes], { minLength: changes.length }),
      }),
    );
    const bytes = (snapshot: readonly JsonObject[], changes: readonly JsonObject[]) => {
      const { accounting: _, ...rehearsal } = rehearse([
        fileOf('snapshot', 'a.yaml', snapshot),
        fileOf('changes', 'c.yaml', changes),
      ]);
      return JSON.stringify(rehearsal).replaceAll(/"line":\d+|yaml:\d+/g, 'line');
    };
    fc.assert(
      fc.property(shuffled, ({ cluster, snapshot, changes }) => {
        expect(bytes(snapshot, changes)).toBe(bytes(cluster.snapshot, cluster.changes));
      }),
      { numRuns: 20 },
    );
  });
});
