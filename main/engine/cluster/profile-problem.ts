import {
  readIntOrText,
  readList,
  readNumber,
  readObject,
  readObjectList,
  readText,
  readTextList,
} from '../load/fields';
import type { Json, JsonObject } from '../model/json';
import { isJsonObject } from '../model/json';
import type { Labels, Resource } from '../model/resource';
import type { FieldPath } from '../model/source';
import { formatAddress, parseAddress } from '../net/address';
import { isPortName, parsePort } from '../net/port-set';
import type { Prefix } from '../net/prefix';
import { parsePrefix } from '../net/prefix';
import { parseProtocol } from '../net/protocol';
import { PORT_PROTOCOLS } from '../net/traffic-space';
import { parseSelector } from '../selector/parse-selector';
import { findBadLabel, isQualifiedName, isSubdomain } from './label-rules';

/** Why Felix has no labels of a profile. */
export interface ProfileProblem {
  readonly path: FieldPath;
  readonly why: string;
}

/**
 * Felix takes the labels of a profile from its v3 form, which it puts to the validator of calicoctl first: one bad field and the profile
 * gives no labels, whatever becomes of its rules. `null`: it gives them (calico: felix/calc/validation_filter.go OnUpdates,
 * libcalico-go/lib/validator/v3/validator.go, felix/labelindex/named_port_index.go OnUpdate).
 */
export function findProfileProblem({ name, labels, annotations, body }: Resource): ProfileProblem | null {
  const spec = readObject(body, 'spec') ?? {};
  const applied = readObject(spec, 'labelsToApply') ?? {};
  const texts = Object.fromEntries(Object.keys(applied).map((key) => [key, readText(applied, key) ?? '']));
  return (
    problemAt(['metadata', 'name'], isSubdomain(name) ? null : `"${name}" is no name of an object`) ??
    problemAt(['metadata', 'labels'], describeBadLabel(labels)) ??
    problemAt(['metadata', 'annotations'], describeBadAnnotation(annotations)) ??
    problemAt(['spec', 'labelsToApply'], describeBadLabel(texts)) ??
    findInRules(spec, 'ingress') ??
    findInRules(spec, 'egress')
  );
}

function problemAt(path: FieldPath, why: string | null): ProfileProblem | null {
  return why === null ? null : { path, why };
}

function describeBadLabel(labels: Labels): string | null {
  const bad = findBadLabel(labels);
  return bad === undefined ? null : `label ${bad}: "${labels[bad] ?? ''}" is none by Kubernetes' rules`;
}

/** Bytes of keys and values together. */
const ANNOTATION_LIMIT = 256 * 1024;

function describeBadAnnotation(annotations: Labels): string | null {
  const bad = Object.keys(annotations).find((key) => !isQualifiedName(key.toLowerCase()));
  if (bad !== undefined) return `annotation ${bad} is none by Kubernetes' rules`;
  const length = Object.entries(annotations).reduce((sum, [key, text]) => sum + key.length + text.length, 0);
  return length > ANNOTATION_LIMIT ? 'the annotations are longer than 256 KiB' : null;
}

function findInRules(spec: JsonObject, direction: 'ingress' | 'egress'): ProfileProblem | null {
  for (const [index, item] of (readList(spec, direction) ?? []).entries()) {
    const why = describeBadRule(isJsonObject(item) ? item : {});
    if (why !== null) return { path: ['spec', direction, index], why };
  }
  return null;
}

function describeBadRule(rule: JsonObject): string | null {
  const entities = (['source', 'destination'] as const).map((side) => readObject(rule, side) ?? {});
  return (
    describeBadProtocol(rule, 'protocol') ??
    describeBadProtocol(rule, 'notProtocol') ??
    describeBadIcmp(rule, 'icmp') ??
    describeBadIcmp(rule, 'notICMP') ??
    describeBadHttp(readObject(rule, 'http') ?? {}) ??
    describeBadAnnotation(annotationsOf(rule)) ??
    entities.map(describeBadSelectors).find((why) => why !== null) ??
    describeBadPorts(rule, entities) ??
    describeBadNets(readNumber(rule, 'ipVersion'), entities)
  );
}

function annotationsOf(rule: JsonObject): Labels {
  const annotations = readObject(readObject(rule, 'metadata') ?? {}, 'annotations') ?? {};
  return Object.fromEntries(Object.keys(annotations).map((key) => [key, readText(annotations, key) ?? '']));
}

function describeBadProtocol(rule: JsonObject, field: 'protocol' | 'notProtocol'): string | null {
  const written = readIntOrText(rule, field);
  if (written === undefined) return null;
  const parsed = parseProtocol(written);
  const isExact = /^(?:\d+|TCP|UDP|ICMP|ICMPv6|SCTP|UDPLite)$/.test(`${written}`);
  return parsed.tag === 'protocol' && parsed.number !== 0 && isExact ? null : `${field} ${written} is not one`;
}

function describeBadIcmp(rule: JsonObject, field: 'icmp' | 'notICMP'): string | null {
  const icmp = readObject(rule, field) ?? {};
  const isWithin = (value: number | undefined, last: number) => value === undefined || (value >= 0 && value <= last);
  const isGood = isWithin(readNumber(icmp, 'type'), 254) && isWithin(readNumber(icmp, 'code'), 255);
  return isGood ? null : `${field} has a type beyond 254 or a code beyond 255`;
}

function describeBadHttp(http: JsonObject): string | null {
  const methods = readTextList(http, 'methods') ?? [];
  if (new Set(methods).size < methods.length) return 'http names a method twice';
  return (readObjectList(http, 'paths') ?? []).every(isHttpPath) ? null : 'http has a path that is none';
}

function isHttpPath(path: JsonObject): boolean {
  const exact = readText(path, 'exact') ?? '';
  const prefix = readText(path, 'prefix') ?? '';
  return (exact === '' || prefix === '') && /^\/[^?# ]*$/.test(`${exact}${prefix}`);
}

function describeBadSelectors(entity: JsonObject): string | null {
  const namespaces = readText(entity, 'namespaceSelector') ?? '';
  const texts = [
    readText(entity, 'selector'),
    readText(entity, 'notSelector'),
    namespaces,
    readText(readObject(entity, 'serviceAccounts') ?? {}, 'selector'),
  ];
  if (texts.some((text = '') => parseSelector(text).tag === 'error')) return 'a selector does not parse';
  if (namespaces.includes('global(') && !/^[ \t]*global\([ \t]*\)[ \t]*$/.test(namespaces)) {
    return 'global() stands beside other selectors';
  }
  const services = readObject(entity, 'services') ?? {};
  const names = [readText(services, 'name') ?? '', readText(services, 'namespace') ?? ''];
  return names.every((name) => name === '' || isSubdomain(name)) ? null : 'a service has a name that is none';
}

function describeBadPorts(rule: JsonObject, entities: readonly JsonObject[]): string | null {
  const written = entities.flatMap((entity) => [
    ...(readList(entity, 'ports') ?? []),
    ...(readList(entity, 'notPorts') ?? []),
  ]);
  const ports = written.map((port: Json) => parsePort(typeof port === 'number' || typeof port === 'string' ? port : 0));
  const bad = ports.findIndex(
    (port) =>
      port.tag === 'error' ||
      (port.tag === 'number' && port.first === 0) ||
      (port.tag === 'name' && !isPortName(port.name)),
  );
  if (bad >= 0) return `${JSON.stringify(written[bad])} is no port`;
  const protocol = parseProtocol(readIntOrText(rule, 'protocol') ?? '');
  if (protocol.tag === 'error') {
    return ports.every(({ tag }) => tag === 'name') ? null : 'numeric ports need protocol TCP, UDP or SCTP';
  }
  return ports.length === 0 || PORT_PROTOCOLS.includes(protocol.number) ? null : 'ports need protocol TCP, UDP or SCTP';
}

/** Networks with a length and without host bits, of one family in all of a rule, and no negation of everything. */
function describeBadNets(version: number | undefined, entities: readonly JsonObject[]): string | null {
  const listed = (field: 'nets' | 'notNets') => entities.flatMap((entity) => readList(entity, field) ?? []);
  const written = [...listed('nets'), ...listed('notNets')];
  const prefixes = written.map((net) => (typeof net === 'string' ? strictPrefix(net) : undefined));
  const bad = prefixes.indexOf(undefined);
  if (bad >= 0) return `${JSON.stringify(written[bad])} is no CIDR without host bits`;
  const families = new Set(prefixes.map((prefix) => prefix?.family));
  if (families.size > 1) return 'CIDRs of IPv4 and IPv6 stand in one rule';
  if (version !== undefined && [...families].some((family) => family !== version)) {
    return `ipVersion ${version} does not fit the CIDRs`;
  }
  const everything = listed('notNets').find((net) => typeof net === 'string' && isNegatedEverything(net));
  return everything === undefined ? null : `notNets holds ${JSON.stringify(everything)}`;
}

function strictPrefix(text: string): Prefix | undefined {
  const prefix = text.includes('/') ? parsePrefix(text) : undefined;
  const written = parseAddress(text.slice(0, text.indexOf('/')));
  if (prefix === undefined || written === undefined) return undefined;
  return formatAddress(prefix.address) === formatAddress(written) ? prefix : undefined;
}

/** IPv4's in this spelling alone, IPv6's in any. */
function isNegatedEverything(text: string): boolean {
  const prefix = parsePrefix(text);
  return text === '0.0.0.0/0' || (prefix?.family === 6 && prefix.length === 0);
}
