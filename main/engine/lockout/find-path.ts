import type { ConnectionEnd } from '../evaluate/connection-end';
import { formatProtocol } from '../net/protocol';
import type { Sent, Target } from './connect-ends';
import { connectAcross, connectEnds, connectWithin } from './connect-ends';
import type { EndGroup, LockoutFacts } from './lockout-facts';
import type { PathConnection } from './path-draft';
import type { FoundPath } from './protected-row';

/** From every end of a group to every end of another, those on one node among them. */
export const pathTo = findBy(connectEnds);

/** Between different nodes only. */
export const pathAcross = findBy(connectAcross);

/** On every node from its own to its own. */
export const pathWithin = findBy(connectWithin);

function findBy(connect: typeof connectEnds) {
  return (facts: LockoutFacts, from: EndGroup, to: EndGroup, sent: Sent): FoundPath =>
    foundPath(from.label, to.label, formatSent(sent), connect(facts.classes, from.ends, direct(to.ends), sent));
}

/** To a destination that is somewhere among several addresses. */
export function pathSomewhere(facts: LockoutFacts, from: EndGroup, to: EndGroup, sent: Sent): FoundPath {
  return { ...pathTo(facts, from, to, sent), somewhere: 'to' };
}

/** From a source that is somewhere among several addresses. */
export function pathFromSomewhere(facts: LockoutFacts, from: EndGroup, to: EndGroup, sent: Sent): FoundPath {
  return { ...pathTo(facts, from, to, sent), somewhere: 'from' };
}

export function foundPath(
  from: string,
  to: string,
  traffic: string,
  connections: readonly PathConnection[],
): FoundPath {
  const absent = connections.length === 0 ? 'source and destination share no address family' : '';
  return { from, to, traffic, connections, absent, somewhere: null, severity: null };
}

/** A path that is known to be there, without anything to ask about it. */
export function unaskedPath(from: string, to: string, traffic: string, absent: string): FoundPath {
  return { from, to, traffic, connections: [], absent, somewhere: null, severity: null };
}

function direct(ends: readonly ConnectionEnd[]): readonly Target[] {
  return ends.map((end) => ({ end, via: null }));
}

/** e.g. `tcp 22`, `icmp6 135`; `protocol 112` for protocols without ports and names. */
export function formatSent({ protocol, port, icmpType }: Sent): string {
  const name = formatProtocol(protocol);
  if (port >= 0) return `${name} ${port}`;
  const known = name === `${protocol}` ? `protocol ${name}` : name;
  return icmpType === undefined ? known : `${known} ${icmpType}`;
}

/** e.g. `tcp 443 → 6443` where the port is rewritten on the way. */
export function formatDialled({ protocol, port }: Sent, dialled: number): string {
  return dialled === port ? formatSent({ protocol, port }) : `${formatProtocol(protocol)} ${dialled} → ${port}`;
}
