import { readList, readNumber, readObject, readText, readTextList } from '../load/fields';
import type { JsonObject } from '../model/json';
import { isJsonObject } from '../model/json';
import type {
  ConversionFailure,
  ConvertedPolicy,
  ConvertedRule,
  PeerFields,
  PortsByProtocol,
} from './converted-policy';
import { addPorts, expandRules } from './converted-policy';
import { parseCidr } from './kubernetes-policy';
import { namespaceSelectorText, podSelectorText } from './label-selector';
import type { WrittenPort } from './simplify-ports';
import { writtenPort, writtenRange } from './simplify-ports';

const TIERS: ReadonlyMap<string, string> = new Map([
  ['Admin', 'kube-admin'],
  ['Baseline', 'kube-baseline'],
]);

/** What the kinds of the network policy API write differently. */
export interface RuleDialect {
  /** Their actions as Calico's; one that is not here fails the rule. */
  readonly actions: ReadonlyMap<string, string>;
  /** Actions whose rule becomes an unconditional Deny when it cannot be converted. */
  readonly failClosed: readonly string[];
  readonly readPorts: (rule: JsonObject) => Conversion<PortsByProtocol>;
}

const DIALECT: RuleDialect = {
  actions: new Map([
    ['Accept', 'Allow'],
    ['Deny', 'Deny'],
    ['Pass', 'Pass'],
  ]),
  failClosed: ['Deny', 'Pass'],
  readPorts: (rule) => convertProtocols(readItems(rule, 'protocols')),
};

/** A part of a rule, or why it cannot be converted. */
export type Conversion<T> =
  { readonly tag: 'converted'; readonly value: T } | { readonly tag: 'failed'; readonly why: string };

/**
 * A ClusterNetworkPolicy v1alpha2 as Calico converts it; `null` where Calico skips it as a whole (unknown tier, no subject)
 * (calico: libcalico-go/lib/backend/k8s/conversion/clusternetworkpolicy.go).
 */
export function convertClusterNetworkPolicy(spec: JsonObject): ConvertedPolicy | null {
  const tier = TIERS.get(readText(spec, 'tier') ?? '');
  return tier === undefined ? null : convertAdminSpec(spec, tier, readNumber(spec, 'priority') ?? 0, DIALECT);
}

/** What all kinds of the network policy API have in common; `null` without a subject. */
export function convertAdminSpec(
  spec: JsonObject,
  tier: string,
  order: number,
  dialect: RuleDialect,
): ConvertedPolicy | null {
  const subject = convertSubject(readObject(spec, 'subject') ?? {});
  if (subject === null) return null;
  const failures: ConversionFailure[] = [];
  const ingress = convertRules(spec, 'ingress', dialect, failures);
  const egress = convertRules(spec, 'egress', dialect, failures);
  return {
    tier,
    order,
    types: [...(ingress.length > 0 ? (['Ingress'] as const) : []), ...(egress.length > 0 ? (['Egress'] as const) : [])],
    ...subject,
    ingress,
    egress,
    failures,
  };
}

function convertSubject(subject: JsonObject): { readonly selector: string; readonly namespaceSelector: string } | null {
  const namespaces = readObject(subject, 'namespaces');
  if (namespaces !== undefined) {
    return { selector: podSelectorText(undefined), namespaceSelector: namespaceSelectorText(namespaces) };
  }
  const pods = readObject(subject, 'pods');
  return pods === undefined ? null : convertPods(pods);
}

function convertPods(pods: JsonObject): { readonly selector: string; readonly namespaceSelector: string } {
  return {
    selector: podSelectorText(readObject(pods, 'podSelector')),
    namespaceSelector: namespaceSelectorText(readObject(pods, 'namespaceSelector') ?? {}),
  };
}

/** Go decodes `null` as an item without fields. */
function readItems(object: JsonObject, key: string): readonly JsonObject[] {
  return (readList(object, key) ?? []).map((item) => (isJsonObject(item) ? item : {}));
}

/** A rule that fails as a whole: one that allows is dropped, others become an unconditional Deny. */
function convertRules(
  spec: JsonObject,
  direction: 'ingress' | 'egress',
  dialect: RuleDialect,
  failures: ConversionFailure[],
): readonly ConvertedRule[] {
  return readItems(spec, direction).flatMap((rule, index) => {
    const path = ['spec', direction, index];
    const written = readText(rule, 'action') ?? '';
    const converted = convertRule(rule, direction, written, dialect);
    if (converted.tag === 'converted') return converted.value.map((value) => ({ rule: value, path }));
    const closed = dialect.failClosed.includes(written);
    failures.push({ path, why: converted.why, instead: closed ? 'deny' : 'dropped' });
    return closed ? [{ rule: { action: 'Deny' }, path }] : [];
  });
}

function convertRule(
  rule: JsonObject,
  direction: 'ingress' | 'egress',
  written: string,
  dialect: RuleDialect,
): Conversion<readonly JsonObject[]> {
  const action = dialect.actions.get(written);
  if (action === undefined) return { tag: 'failed', why: `action "${written}" is unknown` };
  const ports = dialect.readPorts(rule);
  if (ports.tag === 'failed') return ports;
  const peers: PeerFields[] = [];
  for (const peer of readItems(rule, direction === 'ingress' ? 'from' : 'to')) {
    const fields = convertPeer(peer, direction);
    if (fields.tag === 'failed') return fields;
    peers.push(fields.value);
  }
  const name = readText(rule, 'name') ?? '';
  const metadata: JsonObject = name === '' ? {} : { metadata: { annotations: { name } } };
  return { tag: 'converted', value: expandRules(action, metadata, ports.value, peers, direction) };
}

function convertPeer(peer: JsonObject, direction: 'ingress' | 'egress'): Conversion<PeerFields> {
  const namespaces = readObject(peer, 'namespaces');
  const pods = readObject(peer, 'pods');
  const networks = direction === 'egress' ? (readTextList(peer, 'networks') ?? []) : [];
  if (namespaces === undefined && pods === undefined && networks.length === 0) {
    return { tag: 'failed', why: 'the peer has none of the fields that Calico supports' };
  }
  const nets: string[] = [];
  for (const network of networks) {
    const net = parseCidr(network);
    if (net === undefined) return { tag: 'failed', why: `network "${network}" is not a CIDR` };
    nets.push(net);
  }
  return {
    tag: 'converted',
    value: {
      ...(namespaces === undefined ? {} : { namespaceSelector: namespaceSelectorText(namespaces) }),
      ...(pods === undefined ? {} : convertPods(pods)),
      ...(nets.length === 0 ? {} : { nets }),
    },
  };
}

function convertProtocols(protocols: readonly JsonObject[]): Conversion<PortsByProtocol> {
  const ports = new Map<string, readonly WrittenPort[] | null>();
  const any: PortsByProtocol = new Map([['', null]]);
  if (protocols.length === 0) return { tag: 'converted', value: any };
  for (const entry of protocols) {
    const named = readText(entry, 'destinationNamedPort') ?? '';
    const listed = (['tcp', 'udp', 'sctp'] as const).find((protocol) => readObject(entry, protocol) !== undefined);
    if (listed !== undefined) {
      const port = convertPort(readObject(readObject(entry, listed) ?? {}, 'destinationPort'));
      if (port.tag === 'failed') return port;
      addPorts(ports, listed.toUpperCase(), port.value);
    } else if (named !== '') {
      if (writtenPort(named).tag === 'error') return { tag: 'failed', why: `"${named}" is not the name of a port` };
      addPorts(ports, '', [named]);
    } else {
      return { tag: 'converted', value: any };
    }
  }
  return { tag: 'converted', value: ports };
}

/** Numbers are cut to 16 bits, as the conversion's `uint16` does. */
function convertPort(port: JsonObject | undefined): Conversion<readonly WrittenPort[] | null> {
  if (port === undefined) return { tag: 'converted', value: null };
  const number = readNumber(port, 'number') ?? 0;
  if (number !== 0) return { tag: 'converted', value: [number & 0xffff] };
  const range = readObject(port, 'range');
  if (range !== undefined) {
    const first = (readNumber(range, 'start') ?? 0) & 0xffff;
    const last = (readNumber(range, 'end') ?? 0) & 0xffff;
    if (first > last) return { tag: 'failed', why: `port range ${first}-${last} ends before it starts` };
    return { tag: 'converted', value: [writtenRange({ first, last })] };
  }
  return { tag: 'converted', value: null };
}
