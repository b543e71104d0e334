import type { GateSettings, SeenInputs, WizardEvent } from './wizard';

/** A protected path of the user's own. Ends are addresses, CIDRs, nodes, `namespace/workload`, or names of sets. */
export interface OwnPath {
  readonly title: string;
  readonly from: string;
  readonly to: string;
  /** `tcp`, `udp`, `sctp`, `icmp`, `icmpv6` or a number. */
  readonly protocol: string;
  /** `null` for protocols without ports. */
  readonly port: number | null;
  readonly severity: 'blocks' | 'warns';
  readonly expect: 'open' | 'closed';
}

/** The workspace file (`*.rehearsal.json`): paths relative to the file, with `/`. Version 1. */
export interface Workspace {
  readonly version: 1;
  readonly name: string;
  readonly snapshot: readonly string[];
  readonly changes: readonly string[];
  /** Where operators come from; each is checked for SSH and the API server. */
  readonly adminCidrs: readonly string[];
  /** Files of recorded flows. */
  readonly flows?: readonly string[];
  readonly ownPaths?: readonly OwnPath[];
  readonly gates?: GateSettings;
  /** What was done in the wizard, oldest first, and for which inputs. */
  readonly events?: readonly WizardEvent[];
  readonly seenInputs?: SeenInputs;
  /** What the user knows better than the snapshot; absent fields are read from the snapshot. */
  readonly cluster?: {
    readonly version?: string;
    readonly dataplane?: 'iptables' | 'nftables' | 'ebpf';
    readonly complete?: boolean;
  };
}
