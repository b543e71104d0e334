import type { Connection, ConnectionEnd } from '../evaluate/connection-end';
import { nodeName } from '../evaluate/connection-end';
import { PROTOCOL } from '../model/traffic';
import type { Address } from '../net/address';
import { addressKey } from '../net/address';
import type { EndClasses } from './end-classes';
import type { PathConnection } from './path-draft';

/** One way to dial a destination. */
export interface Target {
  readonly end: ConnectionEnd;
  readonly via: DialledAddress | null;
}

/** What is dialled before it is rewritten; `node`: whose address it is, `''` for a service. */
export interface DialledAddress {
  readonly address: Address;
  readonly port: number;
  readonly node: string;
}

/** What is sent. `port` is −1 where the protocol has none; ICMP without a type is an echo request. */
export interface Sent {
  readonly protocol: number;
  readonly port: number;
  readonly icmpType?: number;
}

/** Every way from a source to a target that some world can tell from the others, those on one node among them. */
export function connectEnds(
  classes: EndClasses,
  sources: readonly ConnectionEnd[],
  targets: readonly Target[],
  sent: Sent,
): readonly PathConnection[] {
  return pairGroups(classes, sources, targets, sent, (pair) => [pair.apart, pair.together]);
}

/** The same, between different nodes only. */
export function connectAcross(
  classes: EndClasses,
  sources: readonly ConnectionEnd[],
  targets: readonly Target[],
  sent: Sent,
): readonly PathConnection[] {
  return pairGroups(classes, sources, targets, sent, (pair) => [pair.apart]);
}

/** On every node from its sources to its own targets. */
export function connectWithin(
  classes: EndClasses,
  sources: readonly ConnectionEnd[],
  targets: readonly Target[],
  sent: Sent,
): readonly PathConnection[] {
  return pairGroups(classes, sources, targets, sent, (pair) => [pair.together]);
}

/** Members of one class by node: any of them stands for the others, but for what stands on its own node. */
interface Group<T> {
  readonly key: string;
  readonly byNode: ReadonlyMap<string, T>;
}

type Ends = readonly [ConnectionEnd, Target] | null;

interface Pair {
  readonly apart: Ends;
  readonly together: Ends;
}

function pairGroups(
  classes: EndClasses,
  sources: readonly ConnectionEnd[],
  targets: readonly Target[],
  sent: Sent,
  choose: (pair: Pair) => readonly Ends[],
): readonly PathConnection[] {
  if (sources.length === 0 || targets.length === 0) return [];
  const froms = groupByClass(sources, (end) => classes.ofEnd(end), nodeName);
  const tos = groupByClass(
    targets,
    (target) => targetKey(classes, target),
    ({ end }) => nodeName(end),
  );
  return froms.flatMap((from) =>
    tos.flatMap((to) => {
      const pair = { apart: findApart(from, to), together: findTogether(from, to) };
      return choose(pair).flatMap((ends) => {
        if (ends === null) return [];
        const relation = ends === pair.together ? '=' : '/';
        return connectionsBetween(ends[0], ends[1], sent, `${from.key}${relation}${to.key}`);
      });
    }),
  );
}

function targetKey(classes: EndClasses, { end, via }: Target): string {
  const own = classes.ofEnd(end);
  if (via === null) return own;
  if (via.node === '') return `${own} by ${addressKey(via.address)} ${via.port}`;
  const entry = via.node === nodeName(end) ? 'its own node' : classes.ofNode(via.node);
  return `${own} by ${entry} ${via.port}`;
}

function groupByClass<T>(
  members: readonly T[],
  keyOf: (member: T) => string,
  nodeOf: (member: T) => string,
): readonly Group<T>[] {
  const groups = new Map<string, Map<string, T>>();
  for (const member of members) {
    const key = keyOf(member);
    const byNode = groups.get(key) ?? new Map<string, T>();
    groups.set(key, byNode);
    const node = nodeOf(member);
    if (!byNode.has(node)) byNode.set(node, member);
  }
  return [...groups].map(([key, byNode]) => ({ key, byNode }));
}

/** Two members on different nodes; ends without a node are on none that the other could be on. */
function findApart(from: Group<ConnectionEnd>, to: Group<Target>): Ends {
  for (const [node, source] of from.byNode) {
    for (const [other, target] of to.byNode) {
      if ((node === '' || node !== other) && !isSame(source, target.end)) return [source, target];
    }
  }
  return null;
}

function findTogether(from: Group<ConnectionEnd>, to: Group<Target>): Ends {
  for (const [node, source] of from.byNode) {
    const target = node === '' ? undefined : to.byNode.get(node);
    if (target !== undefined && !isSame(source, target.end)) return [source, target];
  }
  return null;
}

function isSame(from: ConnectionEnd, to: ConnectionEnd): boolean {
  if (from.tag === 'pod' && to.tag === 'pod') return from.workload === to.workload;
  return from.tag === 'outside' && to.tag === 'outside' && addressKey(from.address) === addressKey(to.address);
}

/** One per address family that both ends have. */
function connectionsBetween(
  from: ConnectionEnd,
  { end, via }: Target,
  sent: Sent,
  key: string,
): readonly PathConnection[] {
  const { protocol, port } = sent;
  const icmp = icmpOf(sent);
  const dialled: Connection['via'] = via === null ? null : { address: via.address, port: via.port };
  return familiesOf(from)
    .filter((family) => familiesOf(end).includes(family) && (via === null || via.address.family === family))
    .filter((family) => !isOfOtherFamily(protocol, family))
    .map((family) => ({
      from,
      to: end,
      family,
      protocol,
      port,
      ...icmp,
      via: dialled,
      key: `${key} ${family} ${protocol} ${port} ${icmp.icmpType}`,
    }));
}

function familiesOf(end: ConnectionEnd): readonly (4 | 6)[] {
  if (end.tag !== 'pod') return [end.address.family];
  const { addresses } = end.workload;
  return addresses.length === 0 ? [4] : [...new Set(addresses.map((address) => address.family))];
}

function isOfOtherFamily(protocol: number, family: 4 | 6): boolean {
  return (protocol === PROTOCOL.icmp && family === 6) || (protocol === PROTOCOL.icmpv6 && family === 4);
}

function icmpOf({ protocol, icmpType }: Sent): Pick<Connection, 'icmpType' | 'icmpCode'> {
  if (protocol === PROTOCOL.icmp) return { icmpType: icmpType ?? 8, icmpCode: 0 };
  if (protocol === PROTOCOL.icmpv6) return { icmpType: icmpType ?? 128, icmpCode: 0 };
  return { icmpType: -1, icmpCode: -1 };
}
