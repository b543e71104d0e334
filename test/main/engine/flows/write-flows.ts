import type { EndClass, FlowRecord, RecordedEnd, RecordedHit } from '../../../../main/engine/flows/flow-record';
import { HIT_KINDS } from '../../../../main/engine/flows/policy-hit';
import { formatProtocol } from '../../../../main/engine/net/protocol';

/**
 * The other side of the readers: records as Whisker, Goldmane and calico-node write them, by hand from their sources, not from the
 * readers (calico: goldmane/proto/api.proto, whisker-backend/.../protoconvert.go, node/pkg/flowlogs/flowlogs.go).
 */
const KIND_NAMES = new Map<RecordedHit['kind'], string>([...HIT_KINDS, ['EndOfTier', 'EndOfTier']]);
/** The enumeration PolicyKind of the message, from 0 on. */
const KIND_NUMBERS = (
  'KindUnspecified CalicoNetworkPolicy GlobalNetworkPolicy StagedNetworkPolicy StagedGlobalNetworkPolicy ' +
  'StagedKubernetesNetworkPolicy NetworkPolicy AdminNetworkPolicy BaselineAdminNetworkPolicy Profile EndOfTier ClusterNetworkPolicy'
).split(' ');
const ACTIONS = { allow: 'Allow', deny: 'Deny', pass: 'Pass' } as const;
const CLASS_NAMES: Record<EndClass, string> = {
  wep: 'WorkloadEndpoint',
  hep: 'HostEndpoint',
  ns: 'NetworkSet',
  net: 'Network',
};

type Zeroless = Record<string, unknown>;

/** Both JSON dialects of the message leave zero values out. */
function withoutZeros(fields: Zeroless): Zeroless {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== 0 && value !== '0' && value !== '' && value !== undefined),
  );
}

function camel(name: string): string {
  return name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** A dialect of the message: how it spells names, numbers and enumerations. */
interface Dialect {
  readonly name: (snake: string) => string;
  readonly number: (value: number) => unknown;
  readonly word: (words: readonly string[], word: string) => unknown;
}

const PROTOBUF: Dialect = { name: camel, number: (value) => `${value}`, word: (_, word) => word };
const GO: Dialect = { name: (name) => name, number: (value) => value, word: (words, word) => words.indexOf(word) };

function message(record: FlowRecord, { name, number, word }: Dialect): unknown {
  const { source, destination, service } = record;
  const [serviceNamespace = '-', serviceName = '-'] = service?.split('/') ?? [];
  const spell = (fields: Zeroless) =>
    withoutZeros(Object.fromEntries(Object.entries(fields).map(([key, value]) => [name(key), value])));
  const hits = (list: readonly RecordedHit[]) =>
    list.map((hit, index) =>
      spell({
        kind: word(KIND_NUMBERS, KIND_NAMES.get(hit.kind) ?? ''),
        namespace: hit.namespace,
        name: writtenName(hit),
        tier: hit.tier,
        action: word(['', 'Allow', 'Deny', 'Pass'], ACTIONS[hit.action]),
        policy_index: number(index),
        rule_index: number(hit.rule),
        trigger:
          hit.trigger === undefined
            ? undefined
            : spell({
                kind: word(KIND_NUMBERS, KIND_NAMES.get(hit.trigger.kind) ?? ''),
                namespace: hit.trigger.namespace,
                name: hit.trigger.name,
                tier: hit.tier,
              }),
      }),
    );
  const classOf = ({ class: known }: RecordedEnd) =>
    word(['', ...Object.values(CLASS_NAMES)], known === undefined ? '' : CLASS_NAMES[known]);
  return {
    Key: spell({
      source_name: source.name,
      source_namespace: source.namespace ?? '-',
      source_type: classOf(source),
      dest_name: destination.name,
      dest_namespace: destination.namespace ?? '-',
      dest_type: classOf(destination),
      dest_port: number(record.port ?? 0),
      dest_service_name: serviceName,
      dest_service_namespace: serviceNamespace,
      proto: formatProtocol(record.protocol),
      reporter: word(['', 'Src', 'Dst'], record.reporter === 'src' ? 'Src' : 'Dst'),
      action: word(['', 'Allow', 'Deny', 'Pass'], ACTIONS[record.action]),
      policies: spell({ enforced_policies: hits(record.enforced), pending_policies: hits(record.pending) }),
    }),
    ...spell({
      start_time: number(record.start / 1000),
      end_time: number(record.end / 1000),
      source_labels: source.labels,
      dest_labels: destination.labels,
      packets_in: number(record.idle ? 0 : 7),
      num_connections_started: number(record.connections ?? 0),
    }),
  };
}

/** 3.32 keeps the tier in front of the name of a policy that has it there. */
function writtenName({ kind, tier, name }: RecordedHit): string {
  return kind === 'GlobalNetworkPolicy' || kind === 'NetworkPolicy' ? `${tier}.${name}` : name;
}

export function writeGrpcurl(records: readonly FlowRecord[]): string {
  const flows = records.map((record, index) => ({ id: `${index}`, flow: message(record, PROTOBUF) }));
  return JSON.stringify({ meta: { totalPages: '1' }, flows }, null, 2);
}

export function writeEmitter(records: readonly FlowRecord[]): string {
  return records.map((record) => `${JSON.stringify(message(record, GO))}\n`).join('');
}

export function writeStreamTool(records: readonly FlowRecord[]): string {
  return records.map((record, id) => `${JSON.stringify({ id, flow: message(record, GO) }, null, 2)}\n`).join('');
}

function whiskerRecord(record: FlowRecord): unknown {
  const shown = (name: string) => (name === 'pub' ? 'PUBLIC NETWORK' : name === 'pvt' ? 'PRIVATE NETWORK' : name);
  const hits = (list: readonly RecordedHit[]) =>
    list.length === 0
      ? null
      : list.map((hit, index) => ({
          kind: KIND_NAMES.get(hit.kind),
          namespace: hit.namespace,
          name: writtenName(hit),
          tier: hit.tier,
          action: ACTIONS[hit.action],
          policy_index: index,
          rule_index: hit.rule,
          trigger:
            hit.trigger === undefined
              ? null
              : { ...hit.trigger, kind: KIND_NAMES.get(hit.trigger.kind), tier: hit.tier, action: 'ActionUnspecified' },
        }));
  return {
    start_time: new Date(record.start).toISOString(),
    end_time: new Date(record.end).toISOString(),
    action: ACTIONS[record.action],
    source_name: shown(record.source.name),
    source_namespace: record.source.namespace ?? '-',
    source_labels: record.source.labels?.join(' | ') ?? '',
    dest_name: shown(record.destination.name),
    dest_namespace: record.destination.namespace ?? '-',
    dest_labels: record.destination.labels?.join(' | ') ?? '',
    protocol: formatProtocol(record.protocol),
    dest_port: record.port ?? 0,
    reporter: record.reporter === 'src' ? 'Src' : 'Dst',
    policies: { enforced: hits(record.enforced), pending: hits(record.pending) },
    packets_in: record.idle ? 0 : 7,
    packets_out: 0,
    bytes_in: 0,
    bytes_out: 0,
  };
}

export function writeWhiskerList(records: readonly FlowRecord[]): string {
  return JSON.stringify({ total: { totalPages: 1 }, items: records.map(whiskerRecord) });
}

export function writeWhiskerStream(records: readonly FlowRecord[]): string {
  return records.map((record) => `data: ${JSON.stringify(whiskerRecord(record))}\n\n`).join('');
}

/** `blank`: what Go puts between fields, one blank or two. */
export function writeNodeText(records: readonly FlowRecord[], blank: string): string {
  return records.map((record) => nodeBlock(record, blank)).join('');
}

function nodeBlock(record: FlowRecord, blank: string): string {
  const end = ({ class: known, namespace, name }: RecordedEnd) => `${known}(${namespace ?? '-'}/${name})`;
  const time = new Date(record.start).toISOString().replace('T', ' ').replace('.000Z', '');
  const hits = (list: readonly RecordedHit[]) =>
    list.length === 0 ? '' : `${list.map((hit, index) => `  - ${hitText(hit, index, blank)}`).join('')}\n`;
  const started = record.connections ?? 0;
  return [
    `- Time=${time} +0000 UTC Reporter=${record.reporter === 'src' ? 'Src' : 'Dst'} Action=${ACTIONS[record.action]}\n`,
    `  Src={${end(record.source)}} Dst={${end(record.destination)} Svc:${record.service ?? '-/-'}} Proto={${formatProtocol(record.protocol)}(${record.port ?? 0}) Svc:-/0}\n`,
    `  Counts={Ingress: ${record.idle ? 0 : 7}Pkts/0Bytes Egress:0Pkts/0Bytes} Connections={Started:${started} Completed:0 Live:0}\n`,
    `  Enforced:\n${hits(record.enforced)}  Pending:\n${hits(record.pending)}`,
  ].join('');
}

function hitText(hit: RecordedHit, index: number, blank: string): string {
  const policy = (kind: string, namespace: string, name: string, tier: string) => [
    `kind:${kind}`,
    ...(namespace === '' ? [] : [`namespace:${JSON.stringify(namespace)}`]),
    ...(name === '' ? [] : [`name:${JSON.stringify(name)}`]),
    ...(tier === '' ? [] : [`tier:${JSON.stringify(tier)}`]),
  ];
  const { kind, namespace, tier, action, rule, trigger } = hit;
  return [
    ...policy(KIND_NAMES.get(kind) ?? '', namespace, writtenName(hit), tier),
    `action:${ACTIONS[action]}`,
    ...(index === 0 ? [] : [`policy_index:${index}`]),
    ...(rule === 0 ? [] : [`rule_index:${rule}`]),
    ...(trigger === undefined
      ? []
      : [`trigger:{${policy(KIND_NAMES.get(trigger.kind) ?? '', trigger.namespace, trigger.name, tier).join(blank)}}`]),
  ].join(blank);
}
