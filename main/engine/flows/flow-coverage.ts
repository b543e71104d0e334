import type { ConnectionEnd } from '../evaluate/connection-end';
import type { Edge } from '../model/edge';
import type { FlowReport } from '../model/flow-report';
import type { FlowFacts, WatchedPath } from './flow-facts';
import type { FoundFlow } from './flow-rows';

/** What recordings have shown, and what they can never show: nothing is recorded of host endpoints. */
export function flowCoverage(found: readonly FoundFlow[], facts: FlowFacts): FlowReport['coverage'] {
  const seen = found.filter(({ group }) => !group.record.idle);
  const parties = new Set(seen.flatMap(({ ends }) => [...ends.source.parties, ...ends.destination.parties]));
  const observable = facts.paths.filter((path) => path.observable);
  const shown = new Set(pathsSeen(observable, seen, facts));
  return {
    edgesSeen: edgesSeen(facts.edges, seen),
    pathsSeen: observable.filter(({ id }) => shown.has(id)).map(({ id }) => id),
    pathsNotSeen: observable.filter(({ id }) => !shown.has(id)).map(({ id }) => id),
    pathsNeverSeen: facts.paths.filter((path) => !path.observable).map(({ id }) => id),
    silentWorkloads: facts.parties
      .filter(({ id, kind }) => kind === 'workload' && !parties.has(id))
      .map(({ id }) => id),
  };
}

function edgesSeen(edges: readonly Edge[], found: readonly FoundFlow[]): readonly string[] {
  const seen = new Set(found.flatMap((flow) => flow.edges.ids));
  return edges.map(({ id }) => id).filter((id) => seen.has(id));
}

/** A path is seen once a flow may have been one of its connections. */
function pathsSeen(
  paths: readonly WatchedPath[],
  found: readonly FoundFlow[],
  { partyOf, signatureOf }: FlowFacts,
): readonly string[] {
  const keyOf = (end: ConnectionEnd): string => {
    switch (end.tag) {
      case 'pod':
        return `pod ${partyOf(end.workload)}`;
      case 'node':
        return `node ${end.node.name}`;
      case 'outside':
        return `outside ${signatureOf(end.address)}`;
    }
  };
  const flows = new Set<string>();
  for (const { group, ends } of found) {
    const { protocol, port } = group.record;
    for (const from of new Set(ends.source.candidates.map(keyOf))) {
      for (const to of new Set(ends.destination.candidates.map(keyOf)))
        flows.add(`${from} > ${to} ${protocol} ${port ?? -1}`);
    }
  }
  return paths
    .filter(({ connections }) =>
      connections.some(({ from, to, protocol, port }) =>
        flows.has(`${keyOf(from)} > ${keyOf(to)} ${protocol} ${port}`),
      ),
    )
    .map(({ id }) => id);
}
