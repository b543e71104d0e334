import { countOf } from '../../main/engine/model/count-words';
import type { ClusterProfile } from '../../main/engine/model/profile-of-cluster';
import type { Rehearsal } from '../../main/engine/model/rehearsal';

/** `Calico v3.32 · nftables`; what the snapshot does not say is said so. */
export function describeCluster(cluster: ClusterProfile): string {
  const version = cluster.version === '' ? 'Calico version not in the snapshot' : `Calico ${cluster.version}`;
  const dataplane = cluster.dataplane === 'unknown' ? 'iptables or nftables' : DATAPLANE_WORDS[cluster.dataplane];
  return `${version} · ${dataplane}`;
}

const DATAPLANE_WORDS = { iptables: 'iptables', nftables: 'nftables', ebpf: 'eBPF' } as const;

/** `3 nodes, 9 pods, 2 policies`. */
export function describeSnapshot(counts: Rehearsal['counts']): string {
  return [
    countOf(counts.nodes, 'node'),
    countOf(counts.pods, 'pod'),
    countOf(counts.policies, 'policy', 'policies'),
  ].join(', ');
}

/** `1 policy`. */
export function describeChanges(counts: Rehearsal['counts']): string {
  return countOf(counts.changes, 'policy', 'policies');
}
