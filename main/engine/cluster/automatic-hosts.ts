import { readList, readObject, readObjectList, readText, readTextList } from '../load/fields';
import type { Json, JsonObject } from '../model/json';
import { isJsonObject } from '../model/json';
import type { Labels, Resource } from '../model/resource';
import { NO_ORIGIN } from '../model/source';
import { formatAddress, parseAddress } from '../net/address';
import type { Prefix } from '../net/prefix';
import { containsAddress, parsePrefix } from '../net/prefix';
import { matchSelector } from '../selector/match-selector';
import { parseSelector } from '../selector/parse-selector';
import { calicoLabels } from './felix-configurations';
import { DEFAULT_ALLOW_PROFILE } from './profile-source';

const CREATED_BY = ['projectcalico.org/created-by', 'calico-kube-controllers'] as const;

/** What calico-kube-controllers is told about host endpoints. */
interface Automation {
  readonly enabled: boolean;
  /** The object that says it. */
  readonly from: Resource;
  readonly createsDefault: boolean;
  readonly templates: readonly JsonObject[];
}

/**
 * The objects with the host endpoints that calico-kube-controllers makes and removes by itself. What the files hold stays as it is where
 * the snapshot is complete; a change of the setting is followed as kube-controllers will (calico:
 * kube-controllers/pkg/controllers/node/hostendpoints.go, kube-controllers/pkg/config/runconfig.go mergeAutoHostEndpoints).
 */
export function withAutomaticHosts(resources: readonly Resource[], complete: boolean): readonly Resource[] {
  const automation = readAutomation(resources);
  if (automation === null) return resources;
  const changed = automation.from.role === 'changes';
  if (!automation.enabled) return changed ? resources.filter((resource) => !isAutomatic(resource)) : resources;
  if (complete && !changed) return resources;
  const hosts = resources.filter(({ kind }) => kind === 'HostEndpoint');
  const covered = new Set(hosts.filter(isAutomatic).map(({ body }) => readText(specOf(body), 'node')));
  const made = resources
    .filter(({ kind, name }) => kind === 'Node' && (changed || !covered.has(name)))
    .flatMap((node) => automaticHosts(node, automation));
  // What stands in the files under the name of a node knows its addresses best; what is of no use any more goes.
  const names = new Set(made.map(({ name }) => name));
  const stays = (resource: Resource) => !changed || !isAutomatic(resource) || names.has(resource.name);
  const kept = resources.filter(stays);
  const taken = new Set(hosts.filter(stays).map(({ name }) => name));
  return [...kept, ...made.filter(({ name }) => !taken.has(name))];
}

function isAutomatic({ kind, labels }: Resource): boolean {
  return kind === 'HostEndpoint' && labels[CREATED_BY[0]] === CREATED_BY[1];
}

/** The environment of calico-kube-controllers wins, and knows no templates. */
function readAutomation(resources: readonly Resource[]): Automation | null {
  const deployment = resources.find(({ kind, name }) => kind === 'Deployment' && name === 'calico-kube-controllers');
  const word = deployment === undefined ? '' : environmentWord(deployment);
  if (deployment !== undefined && (word === 'enabled' || word === 'disabled')) {
    return { enabled: word === 'enabled', from: deployment, createsDefault: true, templates: [] };
  }
  const from = resources.find(({ kind, name }) => kind === 'KubeControllersConfiguration' && name === 'default');
  if (from === undefined) return null;
  const node = readObject(readObject(specOf(from.body), 'controllers') ?? {}, 'node') ?? {};
  const hosts = readObject(node, 'hostEndpoint') ?? {};
  const setting = readText(hosts, 'autoCreate') ?? '';
  if (setting === '') return null;
  return {
    enabled: setting === 'Enabled',
    from,
    createsDefault: readText(hosts, 'createDefaultHostEndpoint') !== 'Disabled',
    templates: readObjectList(hosts, 'templates') ?? [],
  };
}

function environmentWord({ body }: Resource): string {
  const pod = readObject(readObject(specOf(body), 'template') ?? {}, 'spec') ?? {};
  const variables = (readObjectList(pod, 'containers') ?? []).flatMap((one) => readObjectList(one, 'env') ?? []);
  const found = variables.find((variable) => readText(variable, 'name') === 'AUTO_HOST_ENDPOINTS');
  return (found === undefined ? '' : (readText(found, 'value') ?? '')).toLowerCase();
}

function specOf(body: JsonObject): JsonObject {
  return readObject(body, 'spec') ?? {};
}

function automaticHosts(node: Resource, automation: Automation): readonly Resource[] {
  const labels = calicoLabels(node);
  const addresses = nodeAddresses(node);
  return [
    ...(automation.createsDefault
      ? [hostEndpoint(node.name, `${node.name}-auto-hep`, '*', addresses, labels, automation)]
      : []),
    ...automation.templates.flatMap((template) => fromTemplate(node, template, labels, addresses, automation)),
  ];
}

/** One for the addresses within the template's networks, or one for every interface that its pattern finds. */
function fromTemplate(
  node: Resource,
  template: JsonObject,
  nodeLabels: Labels,
  addresses: readonly string[],
  automation: Automation,
): readonly Resource[] {
  const selector = parseSelector(readText(template, 'nodeSelector') ?? '');
  if (selector.tag === 'error' || !matchSelector(selector.selector, nodeLabels)) return [];
  const labels = { ...nodeLabels, ...textsOf(readObject(template, 'labels') ?? {}) };
  const networks = (readTextList(template, 'interfaceCIDRs') ?? []).flatMap((text) => parsePrefix(text) ?? []);
  const within = addresses.filter((text) => isWithin(networks, text));
  const prefix = `${node.name}-${readText(template, 'generateName') ?? ''}`;
  const pattern = readPattern(template);
  if (pattern === null) {
    if (within.length === 0) return [];
    return [hostEndpoint(node.name, `${prefix}-auto-hep`, '', within, labels, automation)];
  }
  return interfacesOf(node)
    .filter(({ name }) => name.length <= 15 && pattern.test(name))
    .map((one) => {
      const expected = [...new Set([...within, ...one.addresses])];
      return hostEndpoint(node.name, `${prefix}-${one.name}-auto-hep`, one.name, expected, labels, automation);
    });
}

/** A pattern that could take for ever, or that is none, finds nothing. */
function readPattern(template: JsonObject): RegExp | null {
  const text = readText(template, 'interfacePattern') ?? '';
  if (text === '') return null;
  const nothing = /(?!)/;
  if (text.length > 100 || /[)][*+{]/.test(text)) return nothing;
  try {
    return new RegExp(text, 'u');
  } catch {
    return nothing;
  }
}

function isWithin(networks: readonly Prefix[], text: string): boolean {
  const address = parseAddress(text);
  return address !== undefined && networks.some((network) => containsAddress(network, address));
}

function hostEndpoint(
  node: string,
  name: string,
  interfaceName: string,
  expectedIPs: readonly string[],
  nodeLabels: Labels,
  { from }: Automation,
): Resource {
  const labels = { ...nodeLabels, [CREATED_BY[0]]: CREATED_BY[1] };
  const apiVersion = 'projectcalico.org/v3';
  const spec = {
    node,
    ...(interfaceName === '' ? {} : { interfaceName }),
    expectedIPs: [...expectedIPs],
    profiles: [DEFAULT_ALLOW_PROFILE],
  };
  return {
    kind: 'HostEndpoint',
    apiVersion,
    name,
    namespace: '',
    labels,
    annotations: {},
    body: { apiVersion, kind: 'HostEndpoint', metadata: { name, labels: { ...labels } }, spec },
    role: from.role,
    origin: NO_ORIGIN,
  };
}

const ADDRESS_ANNOTATIONS = [
  'IPv4Address',
  'IPv6Address',
  'IPv4IPIPTunnelAddr',
  'IPv4VXLANTunnelAddr',
  'IPv6VXLANTunnelAddr',
  'IPv4WireguardInterfaceAddr',
  'IPv6WireguardInterfaceAddr',
] as const;

/** BGP, tunnel, internal and interface addresses, in kube-controllers' order and each once. */
function nodeAddresses(node: Resource): readonly string[] {
  const annotated = ADDRESS_ANNOTATIONS.map((key) => node.annotations[`projectcalico.org/${key}`] ?? '');
  const status = readObject(node.body, 'status') ?? {};
  const internal = (readObjectList(status, 'addresses') ?? [])
    .filter((entry) => readText(entry, 'type') === 'InternalIP')
    .map((entry) => readText(entry, 'address') ?? '');
  const own = interfacesOf(node).flatMap(({ addresses }) => addresses);
  return [...new Set([...annotated, ...internal, ...own].flatMap(addressText))];
}

/** Without its length, if it has one. */
function addressText(text: string): readonly string[] {
  const address = parseAddress(text.split('/')[0] ?? '');
  return address === undefined ? [] : [formatAddress(address)];
}

interface NodeInterface {
  readonly name: string;
  readonly addresses: readonly string[];
}

/** What Calico's node agent says of a node's interfaces. */
function interfacesOf(node: Resource): readonly NodeInterface[] {
  const listed = readJson(node.annotations['projectcalico.org/Interfaces'] ?? '[]');
  return (readList({ listed }, 'listed') ?? []).filter(isJsonObject).map((one) => ({
    name: readText(one, 'name') ?? '',
    addresses: (readTextList(one, 'addresses') ?? []).flatMap(addressText),
  }));
}

function readJson(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return null;
  }
}

function textsOf(object: JsonObject): Labels {
  return Object.fromEntries(Object.keys(object).map((key) => [key, readText(object, key) ?? '']));
}
