import type { Connection } from '../evaluate/connection-end';
import { nodeName } from '../evaluate/connection-end';

/** Paths through the checkpoints of hosts and pods (calico: felix/rules/static.go, endpoints.go, dispatch.go). */
export type PathLetter = 'A' | 'B' | 'C' | 'D' | 'E' | 'F' | 'G' | 'H';

/** In the order of the letters. */
const DECIDERS: Readonly<Record<PathLetter, string>> = {
  A: 'the host endpoint of the destination: untracked, preDNAT, normal ingress',
  B: 'the host endpoint of the source: untracked, normal egress',
  C: 'nobody by the address of the pod; through a service the host’s egress, in nftables mode',
  D: 'the host’s egress, the forward list of the pod’s node, the pod’s ingress',
  E: 'preDNAT of a * host endpoint, the pod’s egress, defaultEndpointToHostAction',
  F: 'the pod’s egress, forward lists, then the host endpoint of the destination',
  G: 'preDNAT and the forward list of the host endpoint, then the pod’s ingress',
  H: 'the pod’s egress, then the other pod’s ingress',
};

const RECORDS: Readonly<Record<PathLetter, { readonly seen: boolean; readonly why: string }>> = {
  A: { seen: false, why: 'flow logs say nothing about host endpoints' },
  B: { seen: false, why: 'flow logs say nothing about host endpoints' },
  C: { seen: false, why: 'flow logs leave out what a node sends to its own pods' },
  D: { seen: true, why: 'the pod’s half alone: what the host endpoints say is in no flow log' },
  E: { seen: false, why: 'a pod and its own node leave no record once the node has a host endpoint' },
  F: { seen: true, why: 'the pod’s half alone: what the host endpoints say is in no flow log' },
  G: { seen: true, why: 'the pod’s half alone: what the host endpoints say is in no flow log' },
  H: { seen: true, why: 'both ends are pods' },
};

/** Which way a connection takes; a process that dials another node meets the host endpoints of both. */
export function lettersOf({ from, to }: Connection): readonly PathLetter[] {
  const together = nodeName(from) !== '' && nodeName(from) === nodeName(to);
  switch (from.tag) {
    case 'outside':
      return to.tag === 'pod' ? ['G'] : ['A'];
    case 'node':
      if (to.tag === 'pod') return together ? ['C'] : ['D'];
      return to.tag === 'node' ? ['A', 'B'] : ['B'];
    case 'pod':
      if (to.tag === 'pod') return ['H'];
      return together ? ['E'] : ['F'];
  }
}

/** Who decides, in words. */
export function deciderOf(letters: readonly PathLetter[]): string {
  return sorted(letters)
    .map((letter) => DECIDERS[letter])
    .join('; or: ');
}

/** Whether flow logs show any of it, and why, or why not. */
export function observabilityOf(letters: readonly PathLetter[]): { readonly seen: boolean; readonly why: string } {
  const records = sorted(letters).map((letter) => RECORDS[letter]);
  const seen = records.filter((record) => record.seen);
  const told = seen.length > 0 ? seen : records;
  return { seen: seen.length > 0, why: [...new Set(told.map(({ why }) => why))].join('; ') };
}

function sorted(letters: readonly PathLetter[]): readonly PathLetter[] {
  return [...new Set(letters)].toSorted();
}
