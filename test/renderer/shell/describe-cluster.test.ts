import { describe, expect, it } from 'vitest';
import { describeChanges, describeCluster, describeSnapshot } from '../../../renderer/shell/describe-cluster';
import { lineOfStop } from '../../../renderer/shell/step-lines';
import { INVENTED_PLAN } from '../invented-plan';
import { INVENTED_REHEARSAL } from '../invented-rehearsal';

describe('the header', () => {
  it('says what the snapshot, the change set and the cluster are', () => {
    const { counts, cluster } = INVENTED_REHEARSAL;
    expect([describeSnapshot(counts), describeChanges(counts), describeCluster(cluster)]).toEqual([
      '3 nodes, 9 pods, 1 policy',
      '1 policy',
      'Calico v3.32 · nftables',
    ]);
  });

  it('says what the snapshot does not tell', () => {
    expect(describeCluster({ ...INVENTED_REHEARSAL.cluster, version: '', dataplane: 'unknown' })).toBe(
      'Calico version not in the snapshot · iptables or nftables',
    );
  });
});

describe('the line of a stop', () => {
  it('counts what the step changes, and for today how much is open', () => {
    const rehearsal = { ...INVENTED_REHEARSAL, plan: INVENTED_PLAN };
    expect((['now', 'net', 'stage', 'observe'] as const).map((stop) => lineOfStop(rehearsal, stop))).toEqual([
      '10 of 12 pairs open',
      'opens 1 of 84 verdicts',
      'changes 0 of 84 verdicts',
      '3 of 84 verdicts will close',
    ]);
  });
});
