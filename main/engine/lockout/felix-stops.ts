import type { Cluster } from '../cluster/cluster';
import type { FailsafeList } from '../cluster/failsafe';
import { felixSettings } from '../cluster/felix-settings';
import { nodeName } from '../evaluate/connection-end';
import type { Connection } from '../evaluate/connection-end';
import type { Locate } from '../evaluate/explain-connection';
import type { Finding } from '../model/finding';
import type { Resource } from '../model/resource';
import type { FieldPath, Position } from '../model/source';
import type { FelixStop } from './path-draft';

/** The object that a list comes from, by the name that the settings give it, and the field; `null` for the built-in lists. */
export function sourceOfList(
  { resources }: Cluster,
  { from }: FailsafeList,
  direction: 'Inbound' | 'Outbound',
): { readonly resource: Resource; readonly path: FieldPath } | null {
  const environment = from === 'environment of calico-node';
  const resource = resources.find(({ kind, name }) =>
    environment
      ? kind === 'DaemonSet' && name === 'calico-node'
      : kind === 'FelixConfiguration' && from === `FelixConfiguration ${name}`,
  );
  if (resource === undefined) return null;
  const field = `failsafe${direction}HostPorts`;
  return { resource, path: environment ? ['spec', 'template', 'spec', 'containers'] : ['spec', field] };
}

/** Why Felix on a node takes up nothing any more: a failsafe entry that it cannot read. */
export interface StoppedNode {
  readonly by: string;
  readonly position: Position | null;
}

const STOPPED = new WeakMap<Cluster, Map<string, StoppedNode | null>>();

/** The first end of a connection that stands on a node where Felix is stopped (calico: felix/config, a fatal configuration error). */
export function stoppedEnd(cluster: Cluster, { from, to }: Connection, locate: Locate): StoppedNode | null {
  for (const end of [from, to]) {
    const stopped = end.tag === 'outside' ? null : stoppedNode(cluster, nodeName(end), locate);
    if (stopped !== null) return stopped;
  }
  return null;
}

function stoppedNode(cluster: Cluster, node: string, locate: Locate): StoppedNode | null {
  const known = STOPPED.get(cluster) ?? new Map<string, StoppedNode | null>();
  STOPPED.set(cluster, known);
  const found = known.get(node);
  if (found !== undefined) return found;
  const stopped = findStop(cluster, node, locate);
  known.set(node, stopped);
  return stopped;
}

function findStop(cluster: Cluster, node: string, locate: Locate): StoppedNode | null {
  const { failsafeInbound, failsafeOutbound } = felixSettings(cluster.felix, node);
  const lists = [
    { list: failsafeInbound, direction: 'Inbound' },
    { list: failsafeOutbound, direction: 'Outbound' },
  ] as const;
  for (const { list, direction } of lists) {
    const [why] = list.fatal;
    if (why === undefined) continue;
    const source = sourceOfList(cluster, list, direction);
    const where = node === '' ? '' : ` on ${node}`;
    return {
      by: `Felix${where} is stopped by a failsafe entry (${list.from}): ${why}`,
      position: source === null ? null : locate(source.resource, source.path),
    };
  }
  return null;
}

/** Findings about objects that stop Felix; those of configuration act as soon as they are applied, those of policies when they are promoted. */
const STOPPING: Readonly<Record<string, 'configuration' | 'policy'>> = {
  H19: 'policy',
  H20: 'configuration',
  H21: 'configuration',
  H22: 'configuration',
  R22: 'policy',
};

/** What keeps Felix from taking up changes, as the findings tell it. */
export function felixStops(findings: readonly Finding[]): readonly FelixStop[] {
  return findings.flatMap(({ code, title, evidence }): readonly FelixStop[] => {
    const what = STOPPING[code];
    if (what === undefined) return [];
    return evidence.map((line): FelixStop => {
      const position = line.tag === 'verdicts' ? null : line.position;
      const isNew = position?.file.startsWith('changes/') === true;
      const told = line.tag === 'verdicts' ? title : line.text;
      return {
        why: `${code}: ${told}`,
        position,
        from: !isNew ? 'now' : what === 'configuration' ? 'staged' : 'promoted',
      };
    });
  });
}
