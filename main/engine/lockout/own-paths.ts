import type { ConnectionEnd } from '../evaluate/connection-end';
import type { OwnPath } from '../model/workspace';
import { parseAddress } from '../net/address';
import { parsePrefix } from '../net/prefix';
import { parseProtocol } from '../net/protocol';
import type { Sent } from './connect-ends';
import { draftFound } from './draft-path';
import { formatSent, pathTo, unaskedPath } from './find-path';
import type { LockoutFacts } from './lockout-facts';
import { nodeEnds } from './lockout-facts';
import type { UnaskedDraft } from './path-draft';
import type { FoundPath } from './protected-row';

/** The user's own rows: each is one path, absent where nobody bears a name of it. */
export function draftOwnPaths(facts: LockoutFacts): readonly UnaskedDraft[] {
  return facts.ownPaths.map((own) => {
    const { title, severity, expect } = own;
    const must = expect === 'open' ? 'must stay open' : 'must stay closed';
    const head = {
      row: 'own',
      theme: 'own',
      title,
      protects: `A row of your own: it ${must}.`,
      severity,
      expect,
    } as const;
    return draftFound(head, findOwn(facts, own), ['A']);
  });
}

function findOwn(facts: LockoutFacts, { from, to, protocol, port }: OwnPath): FoundPath {
  const sent = readSent(protocol, port);
  if (sent === undefined) return unaskedPath(from, to, protocol, `"${protocol}" is not a protocol that Calico knows`);
  const [sources, targets] = [endsCalled(facts, from), endsCalled(facts, to)];
  const traffic = formatSent(sent);
  if (sources.length === 0) return unaskedPath(from, to, traffic, `nobody in the snapshot is called ${from}`);
  if (targets.length === 0) return unaskedPath(from, to, traffic, `nobody in the snapshot is called ${to}`);
  if ([...sources, ...targets].every((end) => end.tag === 'outside')) {
    return unaskedPath(from, to, traffic, 'neither end is in the cluster: Calico decides nothing here');
  }
  return pathTo(facts, { label: from, ends: sources }, { label: to, ends: targets }, sent);
}

function readSent(text: string, port: number | null): Sent | undefined {
  const protocol = parseProtocol(text);
  return protocol.tag === 'error' ? undefined : { protocol: protocol.number, port: port ?? -1 };
}

/** An address, a network, a node, a workload or pod, or a network set, in this order. */
function endsCalled(facts: LockoutFacts, name: string): readonly ConnectionEnd[] {
  const address = parseAddress(name);
  if (address !== undefined) return [facts.ownerOf(address)];
  const prefix = parsePrefix(name);
  if (prefix !== undefined) return facts.classes.network(prefix);
  const { nodes, workloads, sets } = facts.cluster;
  const node = nodes.find((candidate) => name === candidate.name || name === `node:${candidate.name}`);
  if (node !== undefined) return nodeEnds(node);
  const pods = workloads.filter(
    (workload) =>
      name === `${workload.namespace}/${workload.owner.name}` || name === `${workload.namespace}/${workload.name}`,
  );
  if (pods.length > 0) return pods.map((workload) => ({ tag: 'pod', workload }));
  const processes = facts.pods.filter(
    (pod) => name === `${pod.namespace}/${pod.owner}` || name === `${pod.namespace}/${pod.name}`,
  );
  if (processes.length > 0) return processes.flatMap(({ ends }) => ends);
  return sets
    .filter((set) => name === (set.namespace === '' ? set.name : `${set.namespace}/${set.name}`))
    .flatMap((set) => set.nets.flatMap((net) => facts.classes.network(net)));
}
