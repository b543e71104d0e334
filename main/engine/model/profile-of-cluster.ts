/** The dataplane that enforces: the few differences are in `evaluate/dataplane.ts`. */
export type Dataplane = 'iptables' | 'nftables' | 'ebpf';

/** Calico's minor version as far as it decides differently: the naming and tie-break rules changed with 3.32. */
export type PolicyNaming = 'tier-prefixed' | 'plain';

/** What the snapshot says of the cluster, or the user did. */
export interface ClusterProfile {
  /** e.g. `v3.34`; `''` when nothing says it. */
  readonly version: string;
  readonly naming: PolicyNaming;
  /** `unknown`: the answer must hold for iptables and nftables. */
  readonly dataplane: Dataplane | 'unknown';
  /** A snapshot known to be complete (our own capture, a conformance case): what is not there does not exist. */
  readonly complete: boolean;
  /** The default policy of the node's own firewall in FORWARD and INPUT. */
  readonly hostForwardPolicy: 'accept' | 'drop' | 'unknown';
  readonly hostInputPolicy: 'accept' | 'drop' | 'unknown';
}
