/** The workspace file (`*.rehearsal.json`): paths relative to the file, with `/`. Version 1. */
export interface Workspace {
  readonly version: 1;
  readonly name: string;
  readonly snapshot: readonly string[];
  readonly changes: readonly string[];
  /** Where operators come from; each is checked for SSH and the API server. */
  readonly adminCidrs: readonly string[];
  /** What the user knows better than the snapshot; absent fields are read from the snapshot. */
  readonly cluster?: {
    readonly version?: string;
    readonly dataplane?: 'iptables' | 'nftables' | 'ebpf';
    readonly complete?: boolean;
  };
}
