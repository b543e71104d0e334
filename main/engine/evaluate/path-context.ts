import type { FelixSettings } from '../cluster/felix-settings';
import type { Evaluation } from './evaluation';
import type { HostInterfaces } from './host-interfaces';
import type { PathNetwork } from './path-network';

/** The node's own firewall beside Calico. */
export interface HostFirewall {
  forward(node: string): 'accept' | 'drop' | 'unknown';
  input(node: string): 'accept' | 'drop' | 'unknown';
}

/** What a path needs beside the policies. */
export interface PathContext {
  readonly evaluation: Evaluation;
  readonly interfaces: HostInterfaces;
  readonly network: PathNetwork;
  readonly firewall: HostFirewall;
  /** What Felix on a node is configured to do. */
  readonly settings: (node: string) => FelixSettings;
}
