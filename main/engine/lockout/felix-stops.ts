import type { Cluster } from '../cluster/cluster';
import { describeBadVariable, findConfigurationProblems } from '../cluster/configuration-problem';
import type { FailsafeList } from '../cluster/failsafe';
import type { FelixConfigurations } from '../cluster/felix-configurations';
import { ENVIRONMENT, selectsNode } from '../cluster/felix-parameter';
import { felixSettings } from '../cluster/felix-settings';
import { findMarkShortages } from '../cluster/mark-bits';
import { parameterSource } from '../cluster/parameter-source';
import { nodeName } from '../evaluate/connection-end';
import type { Connection } from '../evaluate/connection-end';
import type { Locate } from '../evaluate/explain-connection';
import type { Finding } from '../model/finding';
import type { Resource } from '../model/resource';
import type { FieldPath, Position } from '../model/source';
import { oncePer } from '../model/once-per';
import { NO } from '../model/tri';
import type { FelixStop } from './path-draft';

/** The object that a failsafe list comes from, and the field; `null` for the built-in lists. */
export function sourceOfList(
  cluster: Cluster,
  { from }: FailsafeList,
  direction: 'Inbound' | 'Outbound',
): { readonly resource: Resource; readonly path: FieldPath } | null {
  return parameterSource(cluster, from, `failsafe${direction}HostPorts`);
}

/** Why Felix on a node takes up nothing any more: a setting that it cannot work with. */
export interface StoppedNode {
  readonly by: string;
  readonly position: Position | null;
}

/** What stops Felix on the nodes of one cluster. */
interface ClusterStops {
  /** Wrong on every node. */
  readonly variables: readonly FatalSetting[];
  /** Wrong in objects, whichever nodes read them. */
  readonly fields: readonly FatalField[];
  readonly byNode: Map<string, StoppedNode | null>;
}

/** The first end of a connection that stands on a node where Felix is stopped (calico: felix/config, a fatal configuration error). */
export function stoppedEnd(cluster: Cluster, { from, to }: Connection, locate: Locate): StoppedNode | null {
  for (const end of [from, to]) {
    const stopped = end.tag === 'outside' ? null : stoppedNode(cluster, nodeName(end), locate);
    if (stopped !== null) return stopped;
  }
  return null;
}

function stoppedNode(cluster: Cluster, node: string, locate: Locate): StoppedNode | null {
  const stops = stopsOf(cluster);
  const found = stops.byNode.get(node);
  if (found !== undefined) return found;
  const stopped = findStop(cluster, stops, node, locate);
  stops.byNode.set(node, stopped);
  return stopped;
}

function findStop(cluster: Cluster, stops: ClusterStops, node: string, locate: Locate): StoppedNode | null {
  const { failsafeInbound, failsafeOutbound } = felixSettings(cluster.felix, node);
  const lists = [
    { list: failsafeInbound, direction: 'Inbound' },
    { list: failsafeOutbound, direction: 'Outbound' },
  ] as const;
  for (const { list, direction } of lists) {
    const [why] = list.fatal;
    if (why === undefined) continue;
    const source = sourceOfList(cluster, list, direction);
    return {
      by: `Felix${onNode(node)} is stopped by a failsafe entry (${list.from}): ${why}`,
      position: source === null ? null : locate(source.resource, source.path),
    };
  }
  const [setting] = fatalSettings(cluster, stops, node);
  if (setting === undefined) return null;
  const { from, why, resource, path } = setting;
  return {
    by: `Felix${onNode(node)} is stopped by a setting (${from}): ${why}`,
    position: resource === undefined ? null : locate(resource, path),
  };
}

function onNode(node: string): string {
  return node === '' ? '' : ` on ${node}`;
}

interface FatalSetting {
  readonly from: string;
  readonly why: string;
  readonly resource: Resource | undefined;
  readonly path: FieldPath;
}

/** One whose selector does not parse is left out. */
function isConverted(felix: FelixConfigurations, { kind, name }: Resource): boolean {
  if (kind !== 'FelixConfiguration') return false;
  return name === 'default' || name.startsWith('node.') || felix.selected.some((one) => one.name === name);
}

/** A field of a FelixConfiguration. */
interface FatalField extends FatalSetting {
  readonly resource: Resource;
  /** Stops Felix wherever the object is converted, not only where it is read. */
  readonly whenConverted: boolean;
}

const stopsOf = oncePer(({ felix, resources }: Cluster): ClusterStops => {
  const daemonSet = resources.find(({ kind, name }) => kind === 'DaemonSet' && name === 'calico-node');
  const variables = [...felix.environment].flatMap(([variable, text]) => {
    const why = describeBadVariable(variable, text);
    const path = ['spec', 'template', 'spec', 'containers'];
    return why === null ? [] : [{ from: ENVIRONMENT, why, resource: daemonSet, path }];
  });
  const fields = resources
    .filter((resource) => isConverted(felix, resource))
    .flatMap((resource) =>
      findConfigurationProblems(resource)
        .filter(({ tag }) => tag !== 'undecodable')
        .map(({ tag, why, path }): FatalField => {
          const from = `FelixConfiguration ${resource.name}`;
          return { from, why, resource, path, whenConverted: tag === 'panic' };
        }),
    );
  return { variables, fields, byNode: new Map() };
});

/** Felix reads every source, whichever wins; FelixConfigurations of other nodes are converted, and no more (calico: felix/config resolve). */
function fatalSettings(cluster: Cluster, stops: ClusterStops, node: string): readonly FatalSetting[] {
  const { felix, profile } = cluster;
  const read = new Set([
    'default',
    `node.${node}`,
    ...felix.selected.filter((one) => selectsNode(felix, one, node) !== NO).map(({ name }) => name),
  ]);
  const marks = findMarkShortages(felix, node, profile)
    .filter(({ certain }) => certain)
    .map(({ from, why, name }) => {
      const source = parameterSource(cluster, from, name);
      return { from, why, resource: source?.resource, path: source?.path ?? [] };
    });
  return [
    ...stops.variables,
    ...stops.fields.filter(({ whenConverted, resource }) => whenConverted || read.has(resource.name)),
    ...marks,
  ];
}

/** Findings about objects that stop Felix: as soon as they are there, staged or not, or once their rules are rendered. */
export const FELIX_STOPS: Readonly<Record<string, 'there' | 'rendered'>> = {
  H19: 'rendered',
  H20: 'there',
  H21: 'there',
  H22: 'there',
  R22: 'there',
  R29: 'rendered',
};

/** What keeps Felix from taking up changes, as the findings tell it. */
export function felixStops(findings: readonly Finding[]): readonly FelixStop[] {
  return findings.flatMap(({ code, title, evidence }): readonly FelixStop[] => {
    const what = FELIX_STOPS[code];
    if (what === undefined) return [];
    return evidence.map((line): FelixStop => {
      const position = line.tag === 'verdicts' ? null : line.position;
      const isNew = position?.file.startsWith('changes/') === true;
      const told = line.tag === 'verdicts' ? title : line.text;
      return {
        why: `${code}: ${told}`,
        position,
        from: !isNew ? 'now' : what === 'there' ? 'staged' : 'promoted',
      };
    });
  });
}
