import { readList, readNumber, readObject, readObjectList, readText, readTextList } from '../load/fields';
import { findUndecodable } from '../load/undecodable';
import type { JsonObject } from '../model/json';
import { isJsonObject } from '../model/json';
import type { Labels, Resource } from '../model/resource';
import type { FieldPath } from '../model/source';
import { PROTOCOL } from '../model/traffic';
import { parseAddress } from '../net/address';
import { parsePrefix } from '../net/prefix';
import { parseProtocol } from '../net/protocol';
import { effectiveLabels } from './effective-labels';
import type { ClusterNode, HostEndpoint, NamedPort, NetworkSet } from './endpoint';
import type { LabelSetInterner } from './label-set';
import type { Profiles } from './profile-source';
import { namespaceProfileName } from './profile-source';
import { parseAddresses } from './read-addresses';

const INTERFACE_NAME = /^(\*|[a-zA-Z0-9_.-]{1,15})$/;
const PORT_NAME = /^[a-zA-Z0-9_.-]{1,128}$/;
const PROFILE_NAME = /^[a-zA-Z0-9_.-]{1,128}$/;
const PORT_PROTOCOLS: ReadonlyMap<string, number> = new Map([
  ['tcp', PROTOCOL.tcp],
  ['udp', PROTOCOL.udp],
  ['sctp', PROTOCOL.sctp],
]);

/** What Calico does otherwise than an endpoint or a set says. */
export interface ObjectProblem {
  /**
   * `ignored`: Felix's own filter then treats the object as absent; `undecodable`: a field holds the wrong type, and the object is absent;
   * `unreadable`: nothing of this kind can be read any more; `panic`: Felix crashes.
   */
  readonly tag: 'ignored' | 'undecodable' | 'unreadable' | 'panic';
  readonly path: FieldPath;
  readonly why: string;
}

/** A problem where the object is absent for Felix (typha: pkg/validator/v1/validator.go; calico: UP hostendpointprocessor.go). */
export type HostEndpointReading = { readonly tag: 'host'; readonly host: HostEndpoint } | ObjectProblem;

export function readHostEndpoint(
  resource: Resource,
  profiles: Profiles,
  interner: LabelSetInterner,
): HostEndpointReading {
  const undecodable = findUndecodable(resource);
  if (undecodable !== null) return { tag: 'undecodable', ...undecodable };
  const spec = readObject(resource.body, 'spec') ?? {};
  const node = readText(spec, 'node') ?? '';
  const interfaceName = readText(spec, 'interfaceName') ?? '';
  const profileNames = (readList(spec, 'profiles') ?? []).map((name) => (typeof name === 'string' ? name : ''));
  const written = (readList(spec, 'ports') ?? []).map((port) => (isJsonObject(port) ? port : {}));
  for (const [index, port] of written.entries()) {
    const protocol = readNumber(port, 'protocol') ?? 0;
    if (parseProtocol(protocol).tag === 'protocol') continue;
    const path = ['spec', 'ports', index, 'protocol'];
    return { tag: 'unreadable', path, why: `protocol ${protocol} is not a number from 0 to 255` };
  }
  if (node === '') return ignored(['spec', 'node'], 'a HostEndpoint without a node is not delivered to Felix');
  if (interfaceName !== '' && !INTERFACE_NAME.test(interfaceName)) {
    return ignored(['spec', 'interfaceName'], `"${interfaceName}" is not an interface name`);
  }
  const badProfile = profileNames.findIndex((name) => !PROFILE_NAME.test(name));
  if (badProfile >= 0) return ignored(['spec', 'profiles', badProfile], 'a profile name cannot be read');
  const ports: NamedPort[] = [];
  for (const [index, port] of written.entries()) {
    const read = readPort(port);
    if (read === null) return ignored(['spec', 'ports', index], 'a port of the HostEndpoint cannot be read');
    ports.push(read);
  }
  return {
    tag: 'host',
    host: {
      tag: 'host',
      name: resource.name,
      node,
      interfaceName,
      labels: effectiveLabels(resource.labels, profileNames, profiles, interner),
      profiles: profileNames,
      addresses: (readTextList(spec, 'expectedIPs') ?? []).flatMap((text) => parseAddress(text) ?? []),
      ports,
      resource,
    },
  };
}

function ignored(path: FieldPath, why: string): ObjectProblem {
  return { tag: 'ignored', path, why: `${why}: Felix drops the whole object` };
}

/** What keeps a NetworkSet or GlobalNetworkSet from being read: the empty text is a net that is none and crashes Felix (calico: felix/ip/ip_addr.go). */
export function findSetProblem(resource: Resource): ObjectProblem | null {
  const undecodable = findUndecodable(resource);
  if (undecodable !== null) return { tag: 'undecodable', ...undecodable };
  const nets = readList(readObject(resource.body, 'spec') ?? {}, 'nets') ?? [];
  const empty = nets.findIndex((net) => net === '' || net === null);
  if (empty < 0) return null;
  return { tag: 'panic', path: ['spec', 'nets', empty], why: 'an empty text among the nets crashes Felix' };
}

function readPort(port: JsonObject): NamedPort | null {
  const name = readText(port, 'name') ?? '';
  const protocol = PORT_PROTOCOLS.get((readText(port, 'protocol') ?? '').toLowerCase());
  const number = readNumber(port, 'port') ?? 0;
  if (!PORT_NAME.test(name) || protocol === undefined || number < 1 || number > 65535) return null;
  return { name, protocol, port: number };
}

/** The namespace label of a NetworkSet is forced (calico: UP networksetprocessor.go, globalnetworksetprocessor.go). */
export function readNetworkSet(resource: Resource, profiles: Profiles, interner: LabelSetInterner): NetworkSet {
  const global = resource.kind === 'GlobalNetworkSet';
  const own: Labels = global
    ? resource.labels
    : { ...resource.labels, 'projectcalico.org/namespace': resource.namespace };
  const nets = (readList(readObject(resource.body, 'spec') ?? {}, 'nets') ?? []).flatMap((net) => {
    const prefix = typeof net === 'string' ? parsePrefix(net) : undefined;
    return prefix === undefined ? [] : [prefix];
  });
  return {
    tag: 'network-set',
    namespace: global ? '' : resource.namespace,
    name: resource.name,
    labels: effectiveLabels(own, global ? [] : [namespaceProfileName(resource.namespace)], profiles, interner),
    nets,
    resource,
  };
}

const TUNNEL_ANNOTATIONS = [
  'projectcalico.org/IPv4IPIPTunnelAddr',
  'projectcalico.org/IPv4VXLANTunnelAddr',
  'projectcalico.org/IPv6VXLANTunnelAddr',
  'projectcalico.org/IPv4WireguardInterfaceAddr',
  'projectcalico.org/IPv6WireguardInterfaceAddr',
] as const;

const CONTROL_PLANE_LABELS = ['node-role.kubernetes.io/control-plane', 'node-role.kubernetes.io/master'] as const;

export function readNode(resource: Resource): ClusterNode {
  const status = readObject(resource.body, 'status') ?? {};
  const internal = (readObjectList(status, 'addresses') ?? [])
    .filter((entry) => readText(entry, 'type') === 'InternalIP')
    .map((entry) => readText(entry, 'address') ?? '');
  return {
    name: resource.name,
    addresses: parseAddresses(internal),
    tunnelAddresses: parseAddresses(TUNNEL_ANNOTATIONS.map((key) => resource.annotations[key] ?? '')),
    labels: resource.labels,
    controlPlane: CONTROL_PLANE_LABELS.some((label) => Object.hasOwn(resource.labels, label)),
    resource,
  };
}
