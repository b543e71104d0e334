import { readIntOrText, readList, readNumber, readObject, readText } from '../load/fields';
import type { Json, JsonObject } from '../model/json';
import { isJsonObject } from '../model/json';
import type { FieldPath } from '../model/source';
import { isPortName, parsePort } from '../net/port-set';
import { parsePrefix } from '../net/prefix';
import type { Prefix } from '../net/prefix';
import { parseProtocol } from '../net/protocol';
import { PORT_PROTOCOLS } from '../net/traffic-space';
import { foldSelectors } from './entity-selector';
import type { EntityMatch, IcmpMatch, IndexedSelector, PortMatch, ProtocolMatch, Rule, RuleAction } from './policy';
import type { SelectorInterner } from './selector-interner';

/** Something in a rule that Calico does not do as written. */
export interface RuleProblem {
  /**
   * `ignored`: Felix's own filter then treats the whole policy as absent; `dropped`: only this criterion is gone, the rule is wider;
   * `unreadable`: nothing of this kind can be read any more; `panic`: Felix crashes as soon as it computes with it; `unrenderable`: it
   * crashes where the policy applies to somebody.
   */
  readonly tag: 'ignored' | 'dropped' | 'unreadable' | 'panic' | 'unrenderable';
  readonly path: FieldPath;
  readonly why: string;
}

/** Collects what is wrong while a rule is read. */
export type ReportProblem = (problem: RuleProblem) => void;

const ACTIONS: ReadonlyMap<string, RuleAction> = new Map([
  ['allow', 'allow'],
  ['', 'allow'],
  ['deny', 'deny'],
  ['pass', 'pass'],
  ['next-tier', 'pass'],
  ['log', 'log'],
]);

/** What Go makes of `null` in a list of ports. */
const NO_PORT = 0;

/**
 * Reads one v3 rule into what Felix matches (calico: updateprocessors/rules.go RuleAPIV3ToBackend, felix/calc/rule_scanner.go
 * ruleToParsedRule, typha/pkg/validator/v1/validator.go validateBackendRule).
 */
export function readRule(
  rule: JsonObject,
  index: number,
  path: FieldPath,
  namespace: string,
  interner: SelectorInterner,
  report: ReportProblem,
): Rule {
  const protocol = readProtocol(rule, 'protocol', path, report);
  const source = readEntity(rule, 'source', path, namespace, interner, report);
  const destination = readEntity(rule, 'destination', path, namespace, interner, report);
  checkPortsNeedProtocol(protocol, source, destination, path, report);
  return {
    index,
    action: readAction(rule, path, report),
    ipVersion: readIpVersion(rule, path, report),
    protocol,
    notProtocol: readProtocol(rule, 'notProtocol', path, report),
    icmp: readIcmp(rule, 'icmp', path, report),
    notIcmp: readIcmp(rule, 'notICMP', path, report),
    source,
    destination,
    http: readObject(rule, 'http') !== undefined,
    path,
  };
}

function readAction(rule: JsonObject, path: FieldPath, report: ReportProblem): RuleAction {
  const written = readText(rule, 'action') ?? '';
  const action = ACTIONS.get(written.toLowerCase());
  if (action !== undefined) return action;
  report({
    tag: 'unrenderable',
    path: [...path, 'action'],
    why: `action "${written}" is unknown: Felix cannot render it`,
  });
  return 'deny';
}

function readIpVersion(rule: JsonObject, path: FieldPath, report: ReportProblem): 4 | 6 | null {
  const version = readNumber(rule, 'ipVersion');
  if (version === undefined) return null;
  if (version === 4 || version === 6) return version;
  report({ tag: 'ignored', path: [...path, 'ipVersion'], why: `ipVersion ${version} is neither 4 nor 6` });
  return null;
}

function readProtocol(
  rule: JsonObject,
  field: 'protocol' | 'notProtocol',
  path: FieldPath,
  report: ReportProblem,
): ProtocolMatch | null {
  const written = readIntOrText(rule, field);
  if (written === undefined) return null;
  const parsed = parseProtocol(written);
  if (parsed.tag === 'protocol') {
    if (parsed.number === 0) report({ tag: 'ignored', path: [...path, field], why: 'protocol 0 is not a protocol' });
    return { number: parsed.number, named: parsed.named };
  }
  report({ tag: typeof written === 'number' ? 'unreadable' : 'ignored', path: [...path, field], why: parsed.message });
  return null;
}

function readIcmp(
  rule: JsonObject,
  field: 'icmp' | 'notICMP',
  path: FieldPath,
  report: ReportProblem,
): IcmpMatch | null {
  const icmp = readObject(rule, field);
  if (icmp === undefined) return null;
  const type = readNumber(icmp, 'type');
  const code = readNumber(icmp, 'code');
  if (type !== undefined && (type < 0 || type > 254)) {
    report({ tag: 'ignored', path: [...path, field, 'type'], why: `ICMP type ${type} is not between 0 and 254` });
  }
  if (code !== undefined && (code < 0 || code > 255)) {
    report({ tag: 'ignored', path: [...path, field, 'code'], why: `ICMP code ${code} is not between 0 and 255` });
  }
  if (type === undefined) {
    if (code !== undefined) {
      report({ tag: 'dropped', path: [...path, field, 'code'], why: 'an ICMP code without a type constrains nothing' });
    }
    return null;
  }
  return { type, code: code ?? null };
}

function readEntity(
  rule: JsonObject,
  side: 'source' | 'destination',
  rulePath: FieldPath,
  namespace: string,
  interner: SelectorInterner,
  report: ReportProblem,
): EntityMatch {
  const entity = readObject(rule, side) ?? {};
  const path = [...rulePath, side];
  const selectors = readSelectors(entity, path, namespace, interner, report);
  return {
    positive: selectors.positive,
    negative: selectors.negative,
    nets: readNets(entity, 'nets', side, path, report),
    notNets: readNets(entity, 'notNets', side, path, report),
    ports: readPorts(entity, 'ports', path, report),
    notPorts: readPorts(entity, 'notPorts', path, report),
    service: readService(entity, path, report),
  };
}

function readSelectors(
  entity: JsonObject,
  path: FieldPath,
  namespace: string,
  interner: SelectorInterner,
  report: ReportProblem,
): { readonly positive: IndexedSelector | null; readonly negative: IndexedSelector | null } {
  const folded = foldSelectors(entity, namespace);
  switch (folded.tag) {
    case 'ignored':
      report({ tag: 'ignored', path: [...path, ...folded.path], why: 'the selector does not parse' });
      return { positive: null, negative: null };
    case 'panic':
      report({
        tag: 'panic',
        path: [...path, 'notSelector'],
        why: 'a blank notSelector beside another selector crashes Felix',
      });
      return { positive: null, negative: null };
    case 'selectors':
      return {
        positive: folded.positive === '' ? null : interner.intern(folded.positive),
        negative: folded.negative === '' ? null : interner.intern(folded.negative),
      };
  }
}

/**
 * A net that cannot be read is dropped; a list that becomes empty is no criterion any more (updateprocessors/rules.go ConvertStringsToNets).
 * The empty text is a net that is none: as a source it crashes Felix (calico: libcalico-go/lib/packedmap/packedmap.go).
 */
function readNets(
  entity: JsonObject,
  field: 'nets' | 'notNets',
  side: 'source' | 'destination',
  path: FieldPath,
  report: ReportProblem,
): readonly Prefix[] | null {
  const nets: Prefix[] = [];
  for (const [index, item] of (readList(entity, field) ?? []).entries()) {
    const at = [...path, field, index];
    const text = item ?? '';
    const prefix = typeof text === 'string' ? parsePrefix(text) : undefined;
    if (prefix !== undefined) nets.push(prefix);
    else if (text === '' && side === 'source') {
      report({ tag: 'panic', path: at, why: 'an empty text among the nets of a source crashes Felix' });
    } else report({ tag: 'dropped', path: at, why: `${JSON.stringify(item)} is not a CIDR and is left out` });
  }
  return nets.length === 0 ? null : nets;
}

function readPorts(
  entity: JsonObject,
  field: 'ports' | 'notPorts',
  path: FieldPath,
  report: ReportProblem,
): PortMatch | null {
  const written: readonly Json[] = readList(entity, field) ?? [];
  if (written.length === 0) return null;
  const ranges: { first: number; last: number }[] = [];
  const names: string[] = [];
  for (const [index, item] of written.entries()) {
    const at = [...path, field, index];
    const port = parsePort(typeof item === 'number' || typeof item === 'string' ? item : NO_PORT);
    switch (port.tag) {
      case 'number':
        if (port.first === 0) report({ tag: 'ignored', path: at, why: 'port 0 is not a port' });
        ranges.push({ first: port.first, last: port.last });
        break;
      case 'name':
        if (!isPortName(port.name)) {
          report({ tag: 'ignored', path: at, why: `"${port.name}" is not a valid port name` });
        }
        names.push(port.name);
        break;
      case 'error':
        report({ tag: 'unreadable', path: at, why: port.message });
    }
  }
  return { ranges, names };
}

/**
 * The namespace is copied as it is: left out, the key is `/name`, which no slice has. Without a name nothing is asked for, whatever the
 * namespace (calico: felix/calc/rule_scanner.go ruleToParsedRule).
 */
function readService(entity: JsonObject, path: FieldPath, report: ReportProblem): string | null {
  const services = readObject(entity, 'services');
  if (services === undefined) return null;
  const name = readText(services, 'name') ?? '';
  if (name !== '') return `${readText(services, 'namespace') ?? ''}/${name}`;
  report({ tag: 'dropped', path: [...path, 'services'], why: 'a service without a name asks for nothing' });
  return null;
}

function checkPortsNeedProtocol(
  protocol: ProtocolMatch | null,
  source: EntityMatch,
  destination: EntityMatch,
  path: FieldPath,
  report: ReportProblem,
): void {
  const lists = [source.ports, source.notPorts, destination.ports, destination.notPorts].filter(
    (list) => list !== null,
  );
  if (lists.length === 0) return;
  if (protocol === null) {
    if (lists.some((list) => list.ranges.length > 0)) {
      report({ tag: 'ignored', path, why: 'numeric ports need protocol TCP, UDP or SCTP' });
    }
  } else if (!PORT_PROTOCOLS.includes(protocol.number)) {
    report({ tag: 'ignored', path, why: 'ports need protocol TCP, UDP or SCTP' });
  }
}

/** The rules of one direction. Go decodes `null` as a rule without fields. */
export function readRules(
  spec: JsonObject,
  field: 'ingress' | 'egress',
  namespace: string,
  interner: SelectorInterner,
  report: ReportProblem,
): readonly Rule[] {
  const rules: Rule[] = [];
  for (const [place, rule] of (readList(spec, field) ?? []).entries()) {
    const fields = isJsonObject(rule) ? rule : {};
    rules.push(readRule(fields, place, ['spec', field, place], namespace, interner, report));
  }
  return rules;
}
