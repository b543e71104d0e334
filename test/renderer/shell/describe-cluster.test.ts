import { describe, expect, it } from 'vitest';
import { describeChanges, describeCluster, describeSnapshot } from '../../../renderer/shell/describe-cluster';
import { lineOfStop } from '../../../renderer/shell/step-lines';
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
  it('is the step’s own, and for today how much is open', () => {
    expect([lineOfStop(INVENTED_REHEARSAL, 'stage'), lineOfStop(INVENTED_REHEARSAL, 'now')]).toEqual([
      '0 of 84 verdicts change',
      '10 of 12 pairs open',
    ]);
  });
});
