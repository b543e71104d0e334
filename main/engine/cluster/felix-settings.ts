import { readBoolean, readList, readObject, readObjectList, readText } from '../load/fields';
import { findUndecodable } from '../load/undecodable';
import type { JsonObject } from '../model/json';
import { isJsonObject } from '../model/json';
import type { Resource } from '../model/resource';
import type { FieldPath } from '../model/source';
import type { FailsafeList } from './failsafe';
import {
  DEFAULT_FAILSAFE_INBOUND,
  DEFAULT_FAILSAFE_OUTBOUND,
  parseFailsafeText,
  readEntry,
  readFailsafeField,
} from './failsafe';

/** What Felix on one node is configured to do, as far as it changes verdicts. */
export interface FelixSettings {
  readonly failsafeInbound: FailsafeList;
  readonly failsafeOutbound: FailsafeList;
  /** What happens to packets from pods to their own node after pod egress allowed them. */
  readonly endpointToHostAction: 'accept' | 'drop' | 'return' | 'unknown';
  /** Where that comes from. */
  readonly endpointToHostFrom: string;
  /** HTTP matches are enforced by Dikastes beside Felix. */
  readonly applicationLayer: boolean;
}

/** Felix's settings by node (calico: felix/config/config_params.go SourcesInDescendingOrder). */
export interface FelixConfigurations {
  readonly global: JsonObject;
  readonly byNode: ReadonlyMap<string, JsonObject>;
  /** `FELIX_*` of the calico-node DaemonSet; empty when it is not in the snapshot. */
  readonly environment: ReadonlyMap<string, string>;
  /** False: the DaemonSet is not in the files, and its environment wins over every FelixConfiguration. */
  readonly environmentKnown: boolean;
}

export function readFelixConfigurations(resources: readonly Resource[], complete: boolean): FelixConfigurations {
  let global: JsonObject = {};
  const byNode = new Map<string, JsonObject>();
  for (const resource of resources) {
    if (resource.kind !== 'FelixConfiguration' || findUndecodable(resource) !== null) continue;
    const spec = readObject(resource.body, 'spec') ?? {};
    if (resource.name === 'default') global = spec;
    else if (resource.name.startsWith('node.')) byNode.set(resource.name.slice('node.'.length), spec);
  }
  const daemonSet = resources.find((resource) => resource.kind === 'DaemonSet' && resource.name === 'calico-node');
  return {
    global,
    byNode,
    environment: daemonSet === undefined ? new Map() : readEnvironment(daemonSet),
    environmentKnown: daemonSet !== undefined || complete,
  };
}

function readEnvironment(daemonSet: Resource): ReadonlyMap<string, string> {
  const template = readObject(readObject(daemonSet.body, 'spec') ?? {}, 'template') ?? {};
  const containers = readObjectList(readObject(template, 'spec') ?? {}, 'containers') ?? [];
  const entries = containers
    .flatMap((container) => readObjectList(container, 'env') ?? [])
    .map((entry) => [(readText(entry, 'name') ?? '').toUpperCase(), readText(entry, 'value') ?? ''] as const);
  return new Map(entries.filter(([name]) => name.startsWith('FELIX_')));
}

/** What stops Felix, or keeps it from reading the object at all. */
export interface ConfigurationProblem {
  readonly tag: 'undecodable' | 'exit' | 'panic';
  readonly path: FieldPath;
  readonly why: string;
}

const FAILSAFE_FIELDS = ['failsafeInboundHostPorts', 'failsafeOutboundHostPorts'] as const;

/** In Felix's order: it decodes, converts the failsafe lists, then reads every parameter (calico: felix/config/config_params.go resolve). */
export function findConfigurationProblem(resource: Resource): ConfigurationProblem | null {
  const undecodable = findUndecodable(resource);
  if (undecodable !== null) return { tag: 'undecodable', ...undecodable };
  const spec = readObject(resource.body, 'spec') ?? {};
  const entries = FAILSAFE_FIELDS.flatMap((field) =>
    (readList(spec, field) ?? []).map((entry, index) => ({
      path: ['spec', field, index],
      read: readEntry(isJsonObject(entry) ? entry : {}),
    })),
  );
  for (const stops of ['panic', 'exit'] as const) {
    for (const { path, read } of entries) if (read.tag === stops) return { tag: stops, path, why: read.why };
  }
  const action = readText(spec, 'defaultEndpointToHostAction') ?? '';
  if (action === '' || hostAction(action) !== null) return null;
  const path = ['spec', 'defaultEndpointToHostAction'];
  return { tag: 'exit', path, why: `"${action}" is neither Accept, Drop nor Return` };
}

function hostAction(written: string): 'accept' | 'drop' | 'return' | null {
  const action = written.toLowerCase();
  return action === 'accept' || action === 'drop' || action === 'return' ? action : null;
}

/** What the settings of a node come to: environment over node over global over built-in. */
export function felixSettings(configurations: FelixConfigurations, node: string): FelixSettings {
  const layers: readonly (readonly [string, JsonObject])[] = [
    [`FelixConfiguration node.${node}`, configurations.byNode.get(node) ?? {}],
    ['FelixConfiguration default', configurations.global],
  ];
  const failsafe = (direction: 'Inbound' | 'Outbound', fallback: FailsafeList): FailsafeList => {
    const text = configurations.environment.get(`FELIX_FAILSAFE${direction.toUpperCase()}HOSTPORTS`);
    if (text !== undefined) return parseFailsafeText(text, 'environment of calico-node');
    for (const [from, spec] of layers) {
      const list = readFailsafeField(spec, `failsafe${direction}HostPorts`, from);
      if (list !== null) return list;
    }
    return fallback;
  };
  return {
    failsafeInbound: failsafe('Inbound', DEFAULT_FAILSAFE_INBOUND),
    failsafeOutbound: failsafe('Outbound', DEFAULT_FAILSAFE_OUTBOUND),
    ...endpointToHost(configurations, layers),
    applicationLayer: layers.some(([, spec]) => (readText(spec, 'policySyncPathPrefix') ?? '') !== ''),
  };
}

function endpointToHost(
  configurations: FelixConfigurations,
  layers: readonly (readonly [string, JsonObject])[],
): Pick<FelixSettings, 'endpointToHostAction' | 'endpointToHostFrom'> {
  const environment = configurations.environment.get('FELIX_DEFAULTENDPOINTTOHOSTACTION');
  const written: readonly (readonly [string, string | undefined])[] = [
    ['environment of calico-node', environment],
    ...layers.map(([from, spec]) => [from, readText(spec, 'defaultEndpointToHostAction')] as const),
  ];
  for (const [from, text] of written) {
    const action = hostAction(text ?? '');
    if (action !== null) {
      return { endpointToHostAction: action, endpointToHostFrom: from };
    }
  }
  // Every shipped manifest sets the environment to Accept, so the built-in default is no safe guess.
  return configurations.environmentKnown
    ? { endpointToHostAction: 'drop', endpointToHostFrom: 'built-in default' }
    : { endpointToHostAction: 'unknown', endpointToHostFrom: 'neither FelixConfiguration nor calico-node says it' };
}

/** The dataplane that the configuration chooses; `unknown` where it says nothing. */
export function configuredDataplane(configurations: FelixConfigurations): 'ebpf' | 'nftables' | 'iptables' | 'unknown' {
  if (readBoolean(configurations.global, 'bpfEnabled') === true) return 'ebpf';
  const mode = readText(configurations.global, 'nftablesMode')?.toLowerCase();
  if (mode === 'enabled') return 'nftables';
  return mode === 'disabled' ? 'iptables' : 'unknown';
}
