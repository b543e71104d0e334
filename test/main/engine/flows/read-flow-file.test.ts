import { describe, expect, it } from 'vitest';
import type { FlowRecord } from '../../../../main/engine/flows/flow-record';
import { readFlowFile } from '../../../../main/engine/flows/read-flow-file';
import { sampleFile, sampleNames } from './read-samples';

function readSample(place: string) {
  return readFlowFile(sampleFile(place));
}

describe('a file of recorded flows', () => {
  it.each([
    ['calico-node-flows-cli.txt', 'calico-node-flows', 4],
    ['goldmane-emitter.ndjson', 'goldmane', 7],
    ['goldmane-grpcurl-list.json', 'goldmane', 4],
    ['goldmane-stream-tool.txt', 'goldmane', 3],
    ['whisker-list-odd.json', 'whisker-list', 4],
    ['whisker-list-with-safety-net.json', 'whisker-list', 3],
    ['whisker-list.json', 'whisker-list', 12],
    ['whisker-stream.sse', 'whisker-stream', 4],
  ])('is known by its content: %s', (name, format, records) => {
    const { groups, windows, ...reading } = readSample(`flows/${name}`);
    expect(reading).toEqual({ format, records, rejected: [], rejectedCount: 0 });
    expect(groups.length).toBe(records);
    expect([...windows].every(([start, end]) => start <= end)).toBe(true);
  });

  it('of a format that is not read is named, in one sentence', () => {
    const told = sampleNames('not-read').map((name) => [name, readSample(`not-read/${name}`)] as const);
    expect(told.every(([, { format, records }]) => format === null && records === 0)).toBe(true);
    expect(
      Object.fromEntries(told.map(([name, { rejected }]) => [name, rejected.map(({ why }) => why).join()])),
    ).toEqual({
      'aws-vpc-flow.txt': 'VPC flow logs are not read yet.',
      'bpf-trace-log.txt': 'Log lines of the eBPF dataplane are not read yet.',
      'enterprise-es-search.json': 'Answers of Elasticsearch are not read yet.',
      'enterprise-felix-syslog.txt': 'Syslog lines of Calico Enterprise are not read yet.',
      'enterprise-flows.log': 'Flow logs of Calico Enterprise and Calico Cloud are not read yet.',
      'felix-policy-strings.txt': 'These are policy strings without the flows they belong to.',
      'hubble.ndjson': 'Hubble records are not read yet.',
      'iptables-log.txt': 'Log lines of the kernel are not read yet, and they carry no verdict.',
      'nftables-log.txt': 'Log lines of the kernel are not read yet, and they carry no verdict.',
    });
  });

  it.each([
    ['', 'The file is empty.'],
    [' \n\n', 'The file is empty.'],
    ['\u001F\uFFFD\b', 'The file is compressed: unpack it first.'],
    ['hello', 'This is no format of recorded flows that is known here.'],
    ['{"apiVersion":"v1","kind":"List","items":[]}', 'These are Kubernetes objects, not recorded flows.'],
  ])('that is none says so: %j', (text, why) => {
    expect(readFlowFile({ path: 'x', text })).toEqual({
      format: null,
      groups: [],
      windows: new Map(),
      records: 0,
      rejected: [{ line: 1, why }],
      rejectedCount: 1,
    });
  });

  it('may hold no flow at all', () => {
    const empty = { groups: [], windows: new Map(), records: 0, rejected: [], rejectedCount: 0 };
    expect(readFlowFile({ path: 'x', text: '{"total":{"totalPages":0},"items":[]}' })).toEqual({
      format: 'whisker-list',
      ...empty,
    });
    expect(readFlowFile({ path: 'x', text: '{"meta":{}}' }).format).toBe('goldmane');
  });
});

describe('a record', () => {
  const WEB = { class: 'wep', namespace: 'shop-web', name: 'web-6c9f7d8b54-*' } as const;
  const DNS = {
    kind: 'GlobalNetworkPolicy',
    namespace: '',
    name: 'allow-dns',
    tier: 'platform',
    action: 'pass',
    rule: 2,
    trigger: undefined,
  } as const;
  const TO_INTERNET: FlowRecord = {
    start: Date.parse('2026-08-22T12:00:00Z'),
    end: Date.parse('2026-08-22T12:05:00Z'),
    reporter: 'src',
    action: 'allow',
    protocol: 6,
    port: 443,
    source: { ...WEB, labels: ['app=web', 'pod-template-hash=6c9f7d8b54'] },
    destination: { class: 'net', namespace: undefined, name: 'pub', labels: undefined },
    service: undefined,
    enforced: [
      DNS,
      {
        kind: 'Profile',
        namespace: '',
        name: 'kns.shop-web',
        tier: '',
        action: 'allow',
        rule: 0,
        trigger: undefined,
      },
    ],
    pending: [
      DNS,
      {
        kind: 'EndOfTier',
        namespace: '',
        name: '',
        tier: 'default',
        action: 'deny',
        rule: -1,
        trigger: { kind: 'StagedGlobalNetworkPolicy', namespace: '', name: 'shop-egress-lockdown' },
      },
    ],
    idle: false,
    connections: 2,
  };
  const recordTo = (place: string) => {
    const found = readSample(place).groups.find(
      ({ record }) => record.port === 443 && record.destination.name === 'pub',
    );
    return found?.record;
  };

  it('has its normal form, whichever dialect of Goldmane it is written in', () => {
    expect(recordTo('flows/goldmane-emitter.ndjson')).toEqual(TO_INTERNET);
    expect(recordTo('flows/goldmane-grpcurl-list.json')).toEqual(TO_INTERNET);
    expect(recordTo('flows/goldmane-stream-tool.txt')).toEqual(TO_INTERNET);
  });

  it('of Whisker tells neither the class of a network, nor connections, and is of a window of its own', () => {
    const fromWhisker: FlowRecord = {
      ...TO_INTERNET,
      end: Date.parse('2026-08-22T12:00:15Z'),
      destination: { ...TO_INTERNET.destination, class: undefined },
      connections: undefined,
    };
    expect(recordTo('flows/whisker-list.json')).toEqual(fromWhisker);
    expect(recordTo('flows/whisker-stream.sse')).toEqual({
      ...fromWhisker,
      start: Date.parse('2026-08-22T12:00:30Z'),
      end: Date.parse('2026-08-22T12:00:45Z'),
    });
  });

  it('of calico-node tells one time and no labels', () => {
    expect(recordTo('flows/calico-node-flows-cli.txt')).toEqual({
      ...TO_INTERNET,
      end: TO_INTERNET.start,
      source: { ...WEB, labels: undefined },
    });
  });

  it('names the service that was dialled where it is told', () => {
    const services = (place: string) => readSample(place).groups.flatMap(({ record }) => record.service ?? []);
    expect(services('flows/goldmane-emitter.ndjson')).toEqual(['shop-api/api', 'default/kubernetes']);
    expect(services('flows/calico-node-flows-cli.txt')).toEqual(['shop-api/api']);
  });

  it('of a protocol without ports has none', () => {
    const pings = readSample('flows/whisker-list.json').groups.filter(({ record }) => record.protocol === 1);
    expect(pings.map(({ record }) => record.port)).toEqual([undefined]);
  });

  it('that is read again and again is one group with its count, its connections and its window', () => {
    const { text } = sampleFile('flows/goldmane-emitter.ndjson');
    const later = text.replaceAll(
      '"start_time":1787400000,"end_time":1787400300',
      '"start_time":1787400300,"end_time":1787400600',
    );
    const reading = readFlowFile({ path: 'x', text: text + later });
    const [first] = reading.groups;
    expect([reading.records, reading.groups.length]).toEqual([14, 7]);
    expect([first?.records, first?.connections, first?.line]).toEqual([2, 10, 1]);
    expect([first?.start, first?.end]).toEqual([1_787_400_000_000, 1_787_400_600_000]);
  });
});
