import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readEventStream } from '../../../../main/engine/flows/read-event-stream';
import { readJsonFlows } from '../../../../main/engine/flows/read-json-flows';
import { readNodeFlows } from '../../../../main/engine/flows/read-node-flows';
import { readFlowFile } from '../../../../main/engine/flows/read-flow-file';
import { goldmaneLine } from './flow-records';
import { sampleFile, sampleNames } from './read-samples';

const GOOD = goldmaneLine({ from: 'wep shop/web-*', to: 'wep shop/api-*' });
const WHISKER = {
  start_time: '2026-08-22T12:00:00Z',
  end_time: '2026-08-22T12:00:15Z',
  action: 'Allow',
  source_name: 'web-*',
  source_namespace: 'shop',
  source_labels: '',
  dest_name: 'api-*',
  dest_namespace: 'shop',
  dest_labels: '',
  protocol: 'tcp',
  dest_port: '8080',
  reporter: 'Dst',
  policies: { enforced: null, pending: null },
  packets_in: '3',
  packets_out: 0,
  bytes_in: 0,
  bytes_out: 0,
};
const HIT = { kind: 'Profile', name: 'kns.shop', namespace: '', tier: '', action: 'Allow', policy_index: 0 };

/** Why a record of Whisker with these fields is refused; `''`: it is read. */
function whyRefused(fields: Readonly<Record<string, unknown>>): string {
  const text = JSON.stringify({ items: [{ ...WHISKER, ...fields }] });
  return readFlowFile({ path: 'x', text })
    .rejected.map(({ why }) => why)
    .join();
}

describe('a record of Whisker', () => {
  it('may have ports and counters as texts', () => {
    expect(whyRefused({})).toBe('');
  });

  it.each([
    [{ start_time: 'yesterday' }, 'start_time is not a time'],
    [{ end_time: 7 }, 'end_time is not a text'],
    [{ action: 'Pass' }, 'the action is neither Allow nor Deny'],
    [{ action: { toString: 'Allow' } }, 'the action is neither Allow nor Deny'],
    [{ reporter: 'Both' }, 'the reporter is neither the source nor the destination'],
    [{ protocol: 'quic' }, 'the protocol is not known'],
    [{ dest_port: 65_536 }, 'port 65536 is not a port'],
    [{ dest_port: -1 }, 'port -1 is not a port'],
    [{ dest_port: 80.5 }, 'dest_port is not a whole number'],
    [{ dest_port: '8e3' }, 'dest_port is not a whole number'],
    [{ source_name: '' }, 'an end has no name'],
    [{ dest_name: null }, 'an end has no name'],
    [{ source_namespace: ['shop'] }, 'source_namespace is not a text'],
    [{ policies: 'none' }, 'policies is not an object'],
    [{ policies: { enforced: {} } }, 'enforced is not a list of objects'],
    [{ policies: { enforced: [null] } }, 'enforced is not a list of objects'],
    [{ policies: { pending: [{ ...HIT, kind: 'Oracle' }] } }, 'a policy hit has an unknown kind'],
    [{ policies: { pending: [{ ...HIT, kind: 99 }] } }, 'a policy hit has an unknown kind'],
    [{ policies: { pending: [{ ...HIT, action: 'Log' }] } }, 'a policy hit has an unknown action'],
    [{ policies: { pending: [{ ...HIT, rule_index: {} }] } }, 'rule_index is not a whole number'],
    [{ policies: { pending: [{ ...HIT, trigger: 7 }] } }, 'trigger is not an object'],
    [{ policies: { pending: Array.from({ length: 300 }, () => HIT) } }, 'pending has more than 256 hits'],
    [{ packets_in: true }, 'packets_in is not a whole number'],
  ])('is refused with %j', (fields, why) => {
    expect(whyRefused(fields)).toBe(why);
  });

  it('is read where the policy behind an end of tier is none that is known', () => {
    const end = { ...HIT, kind: 'EndOfTier', tier: 'default', rule_index: -1 };
    const pending = [
      { ...end, trigger: { kind: 'Oracle' } },
      { ...end, trigger: { kind: 'EndOfTier' } },
    ];
    const text = JSON.stringify({ items: [{ ...WHISKER, policies: { enforced: [], pending } }] });
    const hits = readFlowFile({ path: 'x', text }).groups.flatMap(({ record }) => record.pending);
    expect(hits.map(({ kind, trigger }) => [kind, trigger])).toEqual([
      ['EndOfTier', undefined],
      ['EndOfTier', undefined],
    ]);
  });

  it('does not inherit fields', () => {
    const text = '{"items":[{"__proto__":{"source_name":"web-*"},"dest_name":"api-*"}]}';
    const { rejected } = readFlowFile({ path: 'x', text });
    expect(rejected).toEqual([{ line: 1, why: 'it is not a record of Whisker or Goldmane' }]);
  });
});

describe('a record of Goldmane is refused', () => {
  it.each([
    ['"sourceType":"WorkloadEndpoint"', '"sourceType":"Planet"', 'sourceType is not a known type of endpoint'],
    ['"startTime":"1787400000"', '"startTime":"99999999999999999999"', 'it has no time'],
    ['"startTime":"1787400000"', '"startTime":"0"', 'startTime is not a time'],
    ['"startTime":', '"sourceLabels":"app=web","startTime":', 'sourceLabels is not a list of texts'],
    ['"startTime":', '"destLabels":["app=web",7],"startTime":', 'destLabels is not a list of texts'],
    [/"Key":\{.*?\}\},/.exec(GOOD)?.[0] ?? '', '"Key":null,', 'sourceType is not a known type of endpoint'],
    ['"packetsIn":"1"', '"packetsIn":"many"', 'packetsIn is not a whole number'],
  ])('with %s as %s', (written, wrong, why) => {
    expect(GOOD).toContain(written);
    const text = `${GOOD}\n${GOOD.replace(written, wrong)}\n${GOOD}`;
    const { records, rejected } = readFlowFile({ path: 'x', text });
    expect({ records, rejected }).toEqual({ records: 2, rejected: [{ line: 2, why }] });
  });

  it('never for the case of the letter that its key begins with', () => {
    const read = (text: string) => readFlowFile({ path: 'x', text }).groups;
    expect(read(GOOD.replace('"Key":', '"key":'))).toEqual(read(GOOD));
    expect(read(GOOD)).toHaveLength(1);
  });

  it('where its brackets match, but nothing else does', () => {
    const { records, rejected } = readFlowFile({ path: 'x', text: `${GOOD}\n{"Key":{oops}}\n${GOOD}` });
    expect({ records, rejected }).toEqual({ records: 2, rejected: [{ line: 2, why: 'it is not JSON' }] });
  });
});

describe('a stream of events', () => {
  const event = `data: ${JSON.stringify(WHISKER)}`;

  it('is read event by event; what it complains about, and what is no event, is told by its line', () => {
    const text = [event, '', ': a comment', 'event: flow', `${event}\r`, '\r', 'error: out of memory', '', 'hello', ''];
    const { records, rejected } = readFlowFile({ path: 'x', text: text.join('\n') });
    expect({ records, rejected }).toEqual({
      records: 2,
      rejected: [
        { line: 7, why: 'the stream complained: out of memory' },
        { line: 9, why: 'this is not a line of an event stream' },
      ],
    });
  });

  it('may break one record into several lines of data, and end without a blank line', () => {
    const [before, after] = [event.slice(0, 60), event.slice(60)];
    const cut = before.lastIndexOf(',') + 1;
    const text = `${before.slice(0, cut)}\ndata: ${before.slice(cut)}${after}`;
    expect(readFlowFile({ path: 'x', text }).records).toBe(1);
  });

  it('with a broken event tells the line of the event', () => {
    const { records, rejected } = readFlowFile({ path: 'x', text: `${event}\n\ndata: {"a":\n\n${event}\n\n` });
    expect({ records, rejected }).toEqual({ records: 2, rejected: [{ line: 3, why: 'it is cut off' }] });
  });
});

describe('a reader that has enough', () => {
  const event = `data: ${JSON.stringify(WHISKER)}`;
  const block = [
    '- Time=2026-08-22 12:00:00 +0000 UTC Reporter=Dst Action=Allow',
    '  Src={wep(shop/web)} Dst={wep(shop/api) Svc:-/-} Proto={tcp(80) Svc:-/0}',
    '  Counts={Ingress:1Pkts/1Bytes Egress:0Pkts/0Bytes} Connections={Started:1 Completed:0 Live:0}',
    '  Enforced:',
    '  Pending:',
  ].join('\n');

  it.each([
    ['lines', readJsonFlows, [GOOD, GOOD, GOOD]],
    ['a stream of events', readEventStream, [`${event}\n`, `${event}\n`, event]],
    ['the text of calico-node', readNodeFlows, [block, block, block]],
  ] as const)('reads no further: %s', (_, read, parts) => {
    for (const most of [1, 2, 3, 4]) {
      let records = 0;
      read(parts.join('\n'), {
        record: () => (records += 1),
        reject: (line, why) => expect.fail(`${line}: ${why}`),
        full: () => records >= most,
      });
      expect(records).toBe(Math.min(most, parts.length));
    }
  });
});

describe('whatever is in a file', () => {
  it('lists the first hundred lines that cannot be read, and counts the others', () => {
    const { rejected, rejectedCount } = readFlowFile({ path: 'x', text: `${GOOD}\n${'{"Key":{}}\n'.repeat(500)}` });
    expect([rejected.length, rejectedCount]).toEqual([100, 500]);
  });

  const samples = sampleNames('flows').map((name) => sampleFile(`flows/${name}`).text);

  it('nothing throws, when a sample is cut, doubled or overwritten anywhere', () => {
    const damage = fc.record({
      sample: fc.constantFrom(...samples),
      from: fc.double({ min: 0, max: 1, noNaN: true }),
      length: fc.nat(400),
      instead: fc.oneof(
        fc.constant(''),
        fc.constantFrom('{', '}', '"', '[', '\n', '\\', 'null', '- Time='),
        fc.string(),
      ),
    });
    fc.assert(
      fc.property(damage, ({ sample, from, length, instead }) => {
        const at = Math.floor(from * sample.length);
        const text = sample.slice(0, at) + instead + sample.slice(at + length);
        const { format, records, groups } = readFlowFile({ path: 'x', text });
        expect(groups.reduce((sum, group) => sum + group.records, 0)).toBe(records);
        expect(format === null ? groups : []).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });
});
