import type { EntityMatch, IcmpMatch, Policy, PortMatch, ProtocolMatch, Rule } from '../../main/engine/compile/policy';
import { readList, readNumber, readObject, readText } from '../../main/engine/load/fields';
import type { Json, JsonObject } from '../../main/engine/model/json';
import { isJsonObject } from '../../main/engine/model/json';
import { parsePort } from '../../main/engine/net/port-set';
import type { Prefix } from '../../main/engine/net/prefix';
import { formatPrefix, parsePrefix } from '../../main/engine/net/prefix';
import { parseProtocol } from '../../main/engine/net/protocol';
import { formatSelector } from '../../main/engine/selector/format-selector';
import { parseSelector } from '../../main/engine/selector/parse-selector';

/**
 * Felix's own form of a policy and ours, brought to one: tier, order, flags, governed directions, the effective selector, and of every rule
 * what Felix matches. Texts of selectors count in canonical form; annotations, hints and the selectors as first written are left out.
 */
export function formOfPolicy(policy: Policy): Json {
  return {
    namespace: policy.namespace,
    tier: policy.tier,
    order: Number.isFinite(policy.order) ? policy.order : null,
    selector: policy.selector.text,
    governs: [policy.ingress, policy.egress],
    hook: policy.hook,
    applyOnForward: policy.applyOnForward,
    stagedAction: policy.stagedAction,
    inbound: policy.inbound.map(formOfRule),
    outbound: policy.outbound.map(formOfRule),
  };
}

function formOfRule(rule: Rule): Json {
  return {
    action: rule.action,
    ipVersion: rule.ipVersion,
    protocol: formOfProtocol(rule.protocol),
    notProtocol: formOfProtocol(rule.notProtocol),
    icmp: formOfIcmp(rule.icmp),
    notIcmp: formOfIcmp(rule.notIcmp),
    source: formOfEntity(rule.source),
    destination: formOfEntity(rule.destination),
    http: rule.http,
  };
}

function formOfProtocol(protocol: ProtocolMatch | null): Json {
  return protocol === null ? null : `${protocol.named ? 'named ' : ''}${protocol.number}`;
}

function formOfIcmp(icmp: IcmpMatch | null): Json {
  return icmp === null ? null : [icmp.type, icmp.code];
}

function formOfEntity(entity: EntityMatch): Json {
  return {
    positive: entity.positive?.text ?? null,
    negative: entity.negative?.text ?? null,
    nets: formOfNets(entity.nets),
    notNets: formOfNets(entity.notNets),
    ports: formOfPorts(entity.ports),
    notPorts: formOfPorts(entity.notPorts),
    service: entity.service,
  };
}

function formOfNets(nets: readonly Prefix[] | null): Json {
  return nets === null ? null : nets.map(formatPrefix);
}

function formOfPorts(ports: PortMatch | null): Json {
  if (ports === null) return null;
  return [...ports.ranges.map(({ first, last }) => `${first}-${last}`), ...ports.names];
}

/** Felix's form as the case has it. */
export function formOfConverted(converted: JsonObject): Json {
  const types = readList(converted, 'types') ?? [];
  const flag = (name: string) => converted[name] === true;
  const staged = readText(converted, 'staged_action') ?? '';
  const rules = (name: string) => (readList(converted, name) ?? []).filter(isJsonObject).map(formOfConvertedRule);
  return {
    namespace: readText(converted, 'namespace') ?? '',
    tier: readText(converted, 'tier') ?? '',
    order: readNumber(converted, 'order') ?? null,
    selector: canonical(readText(converted, 'selector') ?? ''),
    governs: ['ingress', 'egress'].map((type) => types.length === 0 || types.includes(type)),
    hook: flag('untracked') ? 'untracked' : flag('pre_dnat') ? 'preDNAT' : 'normal',
    applyOnForward: flag('apply_on_forward'),
    // Felix keeps the word and reads none but Delete, which it never gets.
    stagedAction: staged === 'Learn' || staged === 'Ignore' ? staged : 'Set',
    inbound: rules('inbound_rules'),
    outbound: rules('outbound_rules'),
  };
}

/** Felix carries an action that nobody knows until its renderer stops at it; we deny. */
function actionOf(written: string): string {
  if (written === '') return 'allow';
  if (written === 'next-tier') return 'pass';
  return ['allow', 'deny', 'pass', 'log'].includes(written) ? written : 'deny';
}

function formOfConvertedRule(rule: JsonObject): Json {
  return {
    action: actionOf(readText(rule, 'action') ?? ''),
    ipVersion: readNumber(rule, 'ip_version') ?? null,
    protocol: protocolOf(rule, 'protocol'),
    notProtocol: protocolOf(rule, '!protocol'),
    icmp: icmpOf(rule, ''),
    notIcmp: icmpOf(rule, '!'),
    source: convertedEntity(rule, 'src'),
    destination: convertedEntity(rule, 'dst'),
    http: readObject(rule, 'http') !== undefined,
  };
}

function protocolOf(rule: JsonObject, field: string): Json {
  const written = readNumber(rule, field) ?? readText(rule, field);
  if (written === undefined) return null;
  const parsed = parseProtocol(written);
  return parsed.tag === 'error' ? parsed.message : formOfProtocol(parsed);
}

/** A code without a type constrains nothing. */
function icmpOf(rule: JsonObject, sign: string): Json {
  const type = readNumber(rule, `${sign}icmp_type`);
  return type === undefined ? null : [type, readNumber(rule, `${sign}icmp_code`) ?? null];
}

function convertedEntity(rule: JsonObject, side: 'src' | 'dst'): Json {
  const positive = readText(rule, `${side}_selector`) ?? '';
  const negative = readText(rule, `!${side}_selector`) ?? '';
  const folded = positive !== '' && negative !== '';
  const name = readText(rule, `${side}_service`) ?? '';
  const namespace = readText(rule, `${side}_service_ns`) ?? '';
  return {
    positive: positive === '' ? null : canonical(folded ? `(${positive}) && (!(${negative}))` : positive),
    negative: negative === '' || folded ? null : canonical(negative),
    nets: netsOf(rule, `${side}_nets`),
    notNets: netsOf(rule, `!${side}_nets`),
    ports: portsOf(rule, `${side}_ports`),
    notPorts: portsOf(rule, `!${side}_ports`),
    service: name === '' ? null : `${namespace}/${name}`,
  };
}

function netsOf(rule: JsonObject, field: string): Json {
  const nets = readList(rule, field)?.flatMap((net) => (typeof net === 'string' ? (parsePrefix(net) ?? []) : []));
  return formOfNets(nets ?? null);
}

function portsOf(rule: JsonObject, field: string): Json {
  const ports = readList(rule, field)?.flatMap((port) =>
    typeof port === 'number' || typeof port === 'string' ? [parsePort(port)] : [],
  );
  if (ports === undefined) return null;
  return formOfPorts({
    ranges: ports.flatMap((port) => (port.tag === 'number' ? [port] : [])),
    names: ports.flatMap((port) => (port.tag === 'name' ? [port.name] : [])),
  });
}

function canonical(text: string): string {
  const parsed = parseSelector(text);
  return parsed.tag === 'error' ? 'error' : formatSelector(parsed.selector);
}
