import { readBoolean, readList, readNumber, readObject, readObjectList, readText } from '../load/fields';
import { findUndecodable } from '../load/undecodable';
import type { Json, JsonObject } from '../model/json';
import { isJsonObject } from '../model/json';
import type { ClusterProfile } from '../model/profile-of-cluster';
import type { Labels, Resource } from '../model/resource';
import { compareCodePoints } from '../selector/compare-code-points';
import { parseSelector } from '../selector/parse-selector';
import type { Selector } from '../selector/selector';
import type { ParameterName } from './parameters';
import { fieldOf, parameterNamed } from './parameters';

/** A FelixConfiguration of another name: it counts on the nodes that its `nodeSelector` selects, from v3.32 on. */
export interface SelectedConfiguration {
  readonly name: string;
  /** `null`: it is empty, and deciders differ about whom that selects. */
  readonly selector: Selector | null;
  /** RFC 3339; `''` where the file does not say it. */
  readonly created: string;
  readonly spec: JsonObject;
}

/** Where Felix's settings come from. An annotation `config.projectcalico.org/NAME` stands in place of the field, as text. */
export interface FelixConfigurations {
  readonly global: JsonObject;
  readonly byNode: ReadonlyMap<string, JsonObject>;
  /** Oldest first. */
  readonly selected: readonly SelectedConfiguration[];
  /** Calico's labels of the nodes in the files. */
  readonly nodeLabels: ReadonlyMap<string, Labels>;
  /** A node that is not in the files does not exist. */
  readonly nodesKnown: boolean;
  /** `FELIX_*` of the calico-node DaemonSet; empty when it is not in the snapshot. */
  readonly environment: ReadonlyMap<string, string>;
  /** `FELIX_*` whose value stands in another object (`valueFrom`). */
  readonly elsewhere: ReadonlySet<string>;
  /** False: the environment is not in the files, or only part of it, and it wins over every FelixConfiguration. */
  readonly environmentKnown: boolean;
  /** Namespace of calico-node, for commands. */
  readonly namespace: string;
}

export function readFelixConfigurations(
  resources: readonly Resource[],
  { complete, naming }: Pick<ClusterProfile, 'complete' | 'naming'>,
): FelixConfigurations {
  let global: JsonObject = {};
  const byNode = new Map<string, JsonObject>();
  const selected: SelectedConfiguration[] = [];
  for (const resource of resources) {
    if (resource.kind !== 'FelixConfiguration' || findUndecodable(resource) !== null) continue;
    const spec = withOverrides(resource);
    if (resource.name === 'default') global = spec;
    else if (resource.name.startsWith('node.')) byNode.set(resource.name.slice('node.'.length), spec);
    else if (naming === 'plain') selected.push(...readSelected(resource, spec));
  }
  const nodes = resources.filter((resource) => resource.kind === 'Node');
  const daemonSet = resources.find((resource) => resource.kind === 'DaemonSet' && resource.name === 'calico-node');
  const container = daemonSet === undefined ? {} : calicoNodeContainer(daemonSet);
  const variables = (readObjectList(container, 'env') ?? [])
    .map((entry) => ({ entry, name: (readText(entry, 'name') ?? '').toUpperCase() }))
    .filter(({ name }) => name.startsWith('FELIX_'));
  return {
    global,
    byNode,
    selected: selected.toSorted(compareAge),
    nodeLabels: new Map(nodes.map((node) => [node.name, calicoLabels(node)])),
    nodesKnown: complete,
    environment: new Map(
      variables.flatMap(({ entry, name }) => (isElsewhere(entry) ? [] : [[name, readText(entry, 'value') ?? '']])),
    ),
    elsewhere: new Set(variables.flatMap(({ entry, name }) => (isElsewhere(entry) ? [name] : []))),
    environmentKnown: daemonSet === undefined ? complete : !takesEnvironmentFromElsewhere(container),
    namespace: daemonSet?.namespace ?? 'calico-system',
  };
}

const OVERRIDE = 'config.projectcalico.org/';

/** The key of the annotation that stands in place of a field (calico: UP configurationprocessor.go extractAnnotations). */
export function overridesOf(resource: Resource): ReadonlyMap<ParameterName, string> {
  const keys = Object.keys(resource.annotations).filter((key) => key.startsWith(OVERRIDE));
  return new Map(
    keys.flatMap((key) => {
      const name = parameterNamed(key.slice(OVERRIDE.length));
      return name === undefined ? [] : [[name, key] as const];
    }),
  );
}

/** The spec with what annotations say in place of its fields, as text. */
export function withOverrides(resource: Resource): JsonObject {
  const overrides = [...overridesOf(resource)].map(([name, key]): [string, Json] => [
    fieldOf(name),
    resource.annotations[key] ?? '',
  ]);
  return { ...readObject(resource.body, 'spec'), ...Object.fromEntries(overrides) };
}

/** Felix leaves out one whose selector does not parse (calico: felix/calc/config_batcher.go onFelixConfigResourceUpdate). */
function readSelected({ name, body }: Resource, spec: JsonObject): readonly SelectedConfiguration[] {
  const text = readText(spec, 'nodeSelector') ?? '';
  const parsed = parseSelector(text);
  if (parsed.tag === 'error') return [];
  const created = readText(readObject(body, 'metadata') ?? {}, 'creationTimestamp') ?? '';
  return [{ name, selector: text === '' ? null : parsed.selector, created, spec }];
}

/** calico: felix/calc/config_batcher.go MergeSelectorConfigs. */
function compareAge(left: SelectedConfiguration, right: SelectedConfiguration): number {
  return compareCodePoints(left.created, right.created) || compareCodePoints(left.name, right.name);
}

/** calico: libcalico-go/lib/backend/k8s/resources/node.go mergeCalicoAndK8sLabels. */
export function calicoLabels(node: Resource): Labels {
  const own = readJson(node.annotations['projectcalico.org/labels'] ?? '{}');
  return { ...Object.fromEntries(Object.keys(own).map((key) => [key, readText(own, key) ?? ''])), ...node.labels };
}

function readJson(text: string): JsonObject {
  try {
    const value = JSON.parse(text) as Json;
    return isJsonObject(value) ? value : {};
  } catch {
    return {};
  }
}

function calicoNodeContainer(daemonSet: Resource): JsonObject {
  const template = readObject(readObject(daemonSet.body, 'spec') ?? {}, 'template') ?? {};
  const containers = readObjectList(readObject(template, 'spec') ?? {}, 'containers') ?? [];
  return containers.find((container) => readText(container, 'name') === 'calico-node') ?? containers[0] ?? {};
}

function isElsewhere(entry: JsonObject): boolean {
  return readObject(entry, 'valueFrom') !== undefined;
}

/** Every shipped manifest names this one, which holds the address of the API server. */
const API_SERVER_ADDRESS = 'kubernetes-services-endpoint';

function takesEnvironmentFromElsewhere(container: JsonObject): boolean {
  const sources = readObjectList(container, 'envFrom') ?? [];
  return sources.some((source) => readText(readObject(source, 'configMapRef') ?? {}, 'name') !== API_SERVER_ADDRESS);
}

/** What a source says of a parameter: a text, or the list of a field. Empty texts count for nothing. */
export function writtenParameter(spec: JsonObject, name: ParameterName): string | readonly Json[] | null {
  const field = fieldOf(name);
  const text = readText(spec, field) ?? (readBoolean(spec, field) ?? readNumber(spec, field))?.toString();
  return text === undefined || text === '' ? (readList(spec, field) ?? null) : text;
}
