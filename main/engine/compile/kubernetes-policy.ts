import { readIntOrText, readList, readNumber, readObject, readText, readTextList } from '../load/fields';
import type { JsonObject } from '../model/json';
import { isJsonObject } from '../model/json';
import { formatPrefix, parsePrefix } from '../net/prefix';
import type {
  ConversionFailure,
  ConvertedPolicy,
  ConvertedRule,
  PeerFields,
  PortsByProtocol,
} from './converted-policy';
import { addPorts, expandRules } from './converted-policy';
import { namespaceSelectorText, podSelectorText } from './label-selector';
import type { WrittenPort } from './simplify-ports';
import { writtenPort } from './simplify-ports';

/** Order and tier of every Kubernetes NetworkPolicy (calico: K8S conversion.go K8sNetworkPolicyToCalico). */
export const KUBERNETES_POLICY_ORDER = 1000;

/**
 * A Kubernetes NetworkPolicy (or the spec of a staged one) as Calico converts it. `policyTypes` are taken as they are: an empty list is
 * Ingress only, as Calico's converter has it; `writtenKubernetesTypes` does what the API server does before.
 */
export function convertKubernetesPolicy(spec: JsonObject): ConvertedPolicy {
  const failures: ConversionFailure[] = [];
  return {
    tier: 'default',
    order: KUBERNETES_POLICY_ORDER,
    types: policyTypes(spec),
    selector: podSelectorText(readObject(spec, 'podSelector')),
    namespaceSelector: '',
    ingress: convertRules(spec, 'ingress', failures),
    egress: convertRules(spec, 'egress', failures),
    failures,
  };
}

/** The spec with `policyTypes` as kube-apiserver fills them in (kubernetes: pkg/apis/networking/v1/defaults.go). */
export function writtenKubernetesTypes(spec: JsonObject): JsonObject {
  if ((readList(spec, 'policyTypes') ?? []).length > 0) return spec;
  const egress = (readList(spec, 'egress') ?? []).length > 0;
  return { ...spec, policyTypes: egress ? ['Ingress', 'Egress'] : ['Ingress'] };
}

function policyTypes(spec: JsonObject): readonly ('Ingress' | 'Egress')[] {
  const written = readTextList(spec, 'policyTypes') ?? [];
  const types = (['Ingress', 'Egress'] as const).filter((type) => written.includes(type));
  return types.length === 0 ? ['Ingress'] : types;
}

function convertRules(
  spec: JsonObject,
  direction: 'ingress' | 'egress',
  failures: ConversionFailure[],
): readonly ConvertedRule[] {
  return (readList(spec, direction) ?? []).flatMap((rule, index) => {
    const path = ['spec', direction, index];
    const written = isJsonObject(rule) ? rule : {};
    const ports = readPorts(written);
    if (ports.tag === 'error') {
      failures.push({ path: [...path, 'ports'], why: ports.why, instead: 'dropped' });
      return [];
    }
    const peers = (readList(written, direction === 'ingress' ? 'from' : 'to') ?? []).map((peer) =>
      peerFields(isJsonObject(peer) ? peer : {}),
    );
    const rules = expandRules('Allow', {}, ports.ports, peers.length === 0 ? [{}] : peers, direction);
    return rules.map((converted) => ({ rule: converted, path }));
  });
}

function readPorts(
  rule: JsonObject,
): { readonly tag: 'ports'; readonly ports: PortsByProtocol } | { readonly tag: 'error'; readonly why: string } {
  const ports = new Map<string, readonly WrittenPort[] | null>();
  const entries = readList(rule, 'ports') ?? [];
  if (entries.length === 0) ports.set('', null);
  for (const item of entries) {
    const entry = isJsonObject(item) ? item : {};
    const protocol = protocolName(readText(entry, 'protocol') ?? 'TCP');
    const port = readIntOrText(entry, 'port');
    if (port === undefined) {
      addPorts(ports, protocol, null);
      continue;
    }
    const end = readNumber(entry, 'endPort');
    const text = end === undefined ? String(port) : `${port}:${end}`;
    const parsed = writtenPort(text);
    if (parsed.tag === 'error') return { tag: 'error', why: `port ${text} cannot be read` };
    addPorts(ports, protocol, [parsed.port]);
  }
  return { tag: 'ports', ports };
}

const PROTOCOL_NAMES: ReadonlyMap<string, string> = new Map(
  ['UDP', 'TCP', 'ICMP', 'ICMPv6', 'SCTP', 'UDPLite', 'any'].map((name) => [name.toLowerCase(), name]),
);

/** As Calico spells it, so that ports of one protocol make one rule (calico: api/pkg/lib/numorstring/protocol.go ProtocolFromString). */
function protocolName(written: string): string {
  return PROTOCOL_NAMES.get(written.toLowerCase()) ?? written;
}

/** A CIDR that does not parse leaves the peer empty, which is anyone; a bad `except` entry drops itself and those after it. */
function peerFields(peer: JsonObject): PeerFields {
  const block = readObject(peer, 'ipBlock');
  if (block !== undefined) {
    const net = parseCidr(readText(block, 'cidr') ?? '');
    if (net === undefined) return {};
    const excepted: string[] = [];
    for (const item of readList(block, 'except') ?? []) {
      const except = typeof item === 'string' ? parseCidr(item) : undefined;
      if (except === undefined) break;
      excepted.push(except);
    }
    return { nets: [net], ...(excepted.length === 0 ? {} : { notNets: excepted }) };
  }
  const namespaces = readObject(peer, 'namespaceSelector');
  return {
    selector: podSelectorText(readObject(peer, 'podSelector')),
    ...(namespaces === undefined ? {} : { namespaceSelector: namespaceSelectorText(namespaces) }),
  };
}

/** Only with a mask, printed masked; `undefined` where it does not parse. */
export function parseCidr(text: string): string | undefined {
  const prefix = text.includes('/') ? parsePrefix(text) : undefined;
  return prefix === undefined ? undefined : formatPrefix(prefix);
}
