import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../main/engine/model/json';
import { explainConnection } from '../../../../main/engine/evaluate/explain-connection';
import { connect, smallCluster } from './small-cluster';
import { DEFAULT_TIER, endpointSlice, globalPolicy, namespace, networkPolicy, pod, tier } from './manifests';

import { DB, WEB } from './explained';

describe('a connection that the files cannot tell', () => {
  const objects = [
    DEFAULT_TIER,
    pod('prod/web', '10.0.0.1'),
    pod('prod/db', '10.0.0.2', { labels: { app: 'db' } }),
    networkPolicy('prod/db', {
      types: ['Ingress'],
      selector: "app == 'db'",
      ingress: [{ action: 'Allow', source: { namespaceSelector: "team == 'a'" } }],
    }),
  ];

  it('says why, and how to settle it', () => {
    const small = smallCluster(objects, { complete: false });
    const trace = explainConnection(
      connect(small, WEB, DB, 'tcp 80'),
      { from: 'a', to: 'b', traffic: 'tcp 80' },
      {
        path: small.path,
        locate: () => null,
        isSafetyNet: () => false,
      },
    );
    const doubts = [
      {
        why: 'whether db matches depends on what is not in the files',
        command: 'kubectl get namespaces,serviceaccounts,endpointslices.discovery.k8s.io -A -o yaml',
      },
    ];
    expect([trace.verdict, trace.sentence, trace.doubts]).toEqual([
      'undecided',
      'a → b tcp 80 cannot be told from the files.',
      doubts,
    ]);
    const last = trace.checkpoints.at(-1);
    expect(last?.tiers[0]?.policies[0]?.rules[0]?.matched).toBe('unknown');
  });

  it('leaves a tier undecided whose possible ends differ, and no other', () => {
    const rule = (action: string, team: string) => ({ action, source: { namespaceSelector: `team == '${team}'` } });
    const outcomeOf = (spec: JsonObject) => {
      const asked = networkPolicy('prod/db', { types: ['Ingress'], selector: "app == 'db'", order: 1, ...spec });
      const later = networkPolicy('prod/later', { types: ['Ingress'], order: 2 });
      const small = smallCluster([...objects.slice(0, 3), asked, later], { complete: false });
      const trace = explainConnection(
        connect(small, WEB, DB, 'tcp 80'),
        { from: 'a', to: 'b', traffic: 'tcp 80' },
        { path: small.path, locate: () => null, isSafetyNet: () => false },
      );
      const [shown] = trace.checkpoints.at(-1)?.tiers ?? [];
      return [trace.verdict, shown?.outcome, shown?.policies.map(({ name }) => name)];
    };
    const end = { tag: 'end-of-tier', action: 'deny', trigger: 'db' };
    expect([
      outcomeOf({ ingress: [rule('Allow', 'a')] }),
      outcomeOf({ ingress: [rule('Deny', 'a')] }),
      outcomeOf({ ingress: [rule('Deny', 'a'), { action: 'Allow' }] }),
      outcomeOf({ ingress: [rule('Allow', 'a'), { action: 'Allow' }] }),
      outcomeOf({ ingress: [rule('Log', 'a')] }),
    ]).toEqual([
      ['undecided', { tag: 'undecided' }, ['db', 'later']],
      ['deny', end, ['db', 'later']],
      ['undecided', { tag: 'undecided' }, ['db']],
      ['allow', { tag: 'rule', action: 'allow' }, ['db']],
      ['deny', end, ['db', 'later']],
    ]);
  });

  it('leaves a tier undecided where no policy of it is sure to apply', () => {
    const perhaps = globalPolicy('perhaps', { namespaceSelector: "team == 'a'", types: ['Ingress'] });
    const small = smallCluster([...objects.slice(0, 3), perhaps], { complete: false });
    const trace = explainConnection(
      connect(small, WEB, DB, 'tcp 80'),
      { from: 'a', to: 'b', traffic: 'tcp 80' },
      { path: small.path, locate: () => null, isSafetyNet: () => false },
    );
    expect([trace.verdict, trace.checkpoints.at(-1)?.tiers[0]?.outcome]).toEqual(['undecided', { tag: 'undecided' }]);
  });

  it('lets a tier end as its certain policies say, whatever else may apply', () => {
    const perhaps = globalPolicy('perhaps', { namespaceSelector: "team == 'a'", types: ['Ingress'], order: 1 });
    const sure = globalPolicy('sure', { types: ['Ingress'], order: 2 });
    const passing = tier('early', { order: 1, defaultAction: 'Pass' });
    const outcomeOf = (...more: readonly JsonObject[]) => {
      const small = smallCluster([...objects.slice(0, 3), ...more], { complete: false });
      const trace = explainConnection(
        connect(small, WEB, DB, 'tcp 80'),
        { from: 'a', to: 'b', traffic: 'tcp 80' },
        { path: small.path, locate: () => null, isSafetyNet: () => false },
      );
      return [trace.verdict, trace.checkpoints.at(-1)?.tiers[0]?.outcome];
    };
    const early = { ...perhaps, spec: { namespaceSelector: "team == 'a'", types: ['Ingress'], tier: 'early' } };
    expect(outcomeOf(perhaps, sure)).toEqual(['deny', { tag: 'end-of-tier', action: 'deny', trigger: 'perhaps' }]);
    expect(outcomeOf(passing, early)).toEqual(['allow', { tag: 'end-of-tier', action: 'pass', trigger: 'perhaps' }]);
  });

  it('asks for namespaces and accounts where every kind is there', () => {
    const more = [
      namespace('other'),
      { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { namespace: 'other', name: 'x' } },
      endpointSlice('other/s', [], []),
    ];
    const small = smallCluster([...objects, ...more], { complete: false });
    const trace = explainConnection(
      connect(small, WEB, DB, 'tcp 80'),
      { from: 'a', to: 'b', traffic: 'tcp 80' },
      {
        path: small.path,
        locate: () => null,
        isSafetyNet: () => false,
      },
    );
    expect(trace.doubts[0]?.command).toBe('kubectl get namespaces,serviceaccounts -A -o yaml');
  });
});
