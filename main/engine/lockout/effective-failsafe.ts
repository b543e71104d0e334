import type { Cluster } from '../cluster/cluster';
import type { FailsafeList, FailsafePort } from '../cluster/failsafe';
import { DEFAULT_FAILSAFE_INBOUND, DEFAULT_FAILSAFE_OUTBOUND } from '../cluster/failsafe';
import { felixSettings } from '../cluster/felix-settings';
import type { Locate } from '../evaluate/explain-connection';
import type { EffectiveFailsafe } from '../model/protected-path';
import type { Position } from '../model/source';
import { formatPrefix } from '../net/prefix';
import { formatProtocol } from '../net/protocol';
import type { RolloutWorld } from '../rehearse/worlds';
import { sourceOfList } from './felix-stops';

const DIRECTIONS = [
  { direction: 'inbound', field: 'Inbound', usual: DEFAULT_FAILSAFE_INBOUND },
  { direction: 'outbound', field: 'Outbound', usual: DEFAULT_FAILSAFE_OUTBOUND },
] as const;

/** The failsafe lists that nodes have in a world, those with the same list together: inbound first, the list of most nodes first. */
export function effectiveFailsafe({ cluster }: RolloutWorld, locate: Locate): readonly EffectiveFailsafe[] {
  return DIRECTIONS.flatMap(({ direction, field, usual }) => {
    const usualPorts = usual.ports.map(formatEntry);
    const groups = new Map<string, { readonly list: FailsafeList; readonly nodes: string[] }>();
    for (const node of cluster.nodes.length === 0 ? [''] : cluster.nodes.map(({ name }) => name)) {
      const list = felixSettings(cluster.felix, node)[`failsafe${field}`];
      const key = JSON.stringify([list.from, list.ports.map(formatEntry), list.fatal, list.doubt]);
      const group = groups.get(key) ?? { list, nodes: [] };
      groups.set(key, group);
      if (node !== '') group.nodes.push(node);
    }
    return [...groups.values()]
      .toSorted((left, right) => right.nodes.length - left.nodes.length)
      .map(({ list, nodes }): EffectiveFailsafe => {
        const ports = list.ports.map(formatEntry);
        const known = list.doubt === null;
        return {
          direction,
          nodes,
          ports,
          from: list.from,
          position: placeOfList(cluster, list, field, locate),
          lacks: known ? usualPorts.filter((port) => !ports.includes(port)) : [],
          adds: known ? ports.filter((port) => !usualPorts.includes(port)) : [],
          fatal: list.fatal,
          doubt: list.doubt,
        };
      });
  });
}

/** Where a list is written; `null` for the built-in ones. */
export function placeOfList(
  cluster: Cluster,
  list: FailsafeList,
  field: 'Inbound' | 'Outbound',
  locate: Locate,
): Position | null {
  const source = sourceOfList(cluster, list, field);
  return source === null ? null : locate(source.resource, source.path);
}

/** e.g. `tcp 22`, `tcp 6443 (10.0.0.0/8)`. */
export function formatEntry({ protocol, port, net }: FailsafePort): string {
  return `${formatProtocol(protocol)} ${port}${net === null ? '' : ` (${formatPrefix(net)})`}`;
}
