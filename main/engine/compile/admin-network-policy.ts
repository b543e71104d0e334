import { readNumber, readObject, readObjectList, readText } from '../load/fields';
import type { JsonObject } from '../model/json';
import type { Conversion, RuleDialect } from './cluster-network-policy';
import { convertAdminSpec } from './cluster-network-policy';
import type { ConvertedPolicy, PortsByProtocol } from './converted-policy';
import { addPorts } from './converted-policy';
import { KUBERNETES_POLICY_ORDER } from './kubernetes-policy';
import type { WrittenPort } from './simplify-ports';
import { writtenRange } from './simplify-ports';

const ADMIN: RuleDialect = {
  actions: new Map([
    ['Allow', 'Allow'],
    ['Deny', 'Deny'],
    ['Pass', 'Pass'],
  ]),
  failClosed: ['Deny', 'Pass'],
  readPorts,
};

const BASELINE: RuleDialect = {
  actions: new Map([
    ['Allow', 'Allow'],
    ['Deny', 'Deny'],
  ]),
  failClosed: ['Deny'],
  readPorts,
};

/**
 * An AdminNetworkPolicy v1alpha1 as Calico v3.29 to v3.31 converts it; later versions do not look at it. `null`: skipped as a whole
 * (calico v3.31: libcalico-go/lib/backend/k8s/conversion/conversion.go K8sAdminNetworkPolicyToCalico).
 */
export function convertAdminNetworkPolicy(spec: JsonObject): ConvertedPolicy | null {
  return convertAdminSpec(spec, 'adminnetworkpolicy', readNumber(spec, 'priority') ?? 0, ADMIN);
}

/** A BaselineAdminNetworkPolicy v1alpha1 as Calico v3.30 and v3.31 convert it (K8sBaselineAdminNetworkPolicyToCalico there). */
export function convertBaselineAdminNetworkPolicy(spec: JsonObject): ConvertedPolicy | null {
  return convertAdminSpec(spec, 'baselineadminnetworkpolicy', KUBERNETES_POLICY_ORDER, BASELINE);
}

/** A named port is not supported there: an entry that has nothing else stands for all traffic. */
function readPorts(rule: JsonObject): Conversion<PortsByProtocol> {
  const ports = new Map<string, readonly WrittenPort[] | null>();
  const any: PortsByProtocol = new Map([['', null]]);
  const entries = readObjectList(rule, 'ports') ?? [];
  if (entries.length === 0) return { tag: 'converted', value: any };
  for (const entry of entries) {
    const number = readObject(entry, 'portNumber');
    const range = readObject(entry, 'portRange');
    if (number === undefined && range === undefined) return { tag: 'converted', value: any };
    const protocol = readText(number ?? range ?? {}, 'protocol') ?? 'TCP';
    const first = readNumber(number ?? {}, 'port') ?? readNumber(range ?? {}, 'start') ?? 0;
    const last = number === undefined ? (readNumber(range ?? {}, 'end') ?? 0) : first;
    if (first > last) return { tag: 'failed', why: `port range ${first}-${last} ends before it starts` };
    addPorts(ports, protocol, [writtenRange({ first, last })]);
  }
  return { tag: 'converted', value: ports };
}
