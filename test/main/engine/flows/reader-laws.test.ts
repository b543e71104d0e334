import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gatherFlows } from '../../../../main/engine/flows/flow-groups';
import type { FlowRecord, RecordedEnd, RecordedHit } from '../../../../main/engine/flows/flow-record';
import { readFlowFile } from '../../../../main/engine/flows/read-flow-file';
import {
  writeEmitter,
  writeGrpcurl,
  writeNodeText,
  writeStreamTool,
  writeWhiskerList,
  writeWhiskerStream,
} from './write-flows';

const name = fc.constantFrom('web', 'api-7d5bf66c8', 'a.b', 'x1');
const namespace = fc.constantFrom('shop', 'kube-system');
const labels = fc.option(
  fc.uniqueArray(fc.constantFrom('app=web', 'a/b=', 'tier=x y'), { minLength: 1 }).map((list) => list.toSorted()),
  {
    nil: undefined,
  },
);

const end: fc.Arbitrary<RecordedEnd> = fc.oneof(
  fc.record({ class: fc.constant('wep' as const), namespace, name: name.map((text) => `${text}-*`), labels }),
  fc.record({ class: fc.constant('hep' as const), namespace: fc.constant(undefined), name, labels }),
  fc.record({ class: fc.constant('ns' as const), namespace: fc.option(namespace, { nil: undefined }), name, labels }),
  fc.record({
    class: fc.constant('net' as const),
    namespace: fc.constant(undefined),
    name: fc.constantFrom('pub', 'pvt'),
    labels: fc.constant(undefined),
  }),
);

const action = fc.constantFrom('allow' as const, 'deny' as const, 'pass' as const);
const hit: fc.Arbitrary<RecordedHit> = fc.oneof(
  fc.record({
    kind: fc.constantFrom('GlobalNetworkPolicy' as const, 'StagedGlobalNetworkPolicy' as const),
    namespace: fc.constant(''),
    name,
    tier: fc.constantFrom('default', 'platform'),
    action,
    rule: fc.nat(12),
    trigger: fc.constant(undefined),
  }),
  fc.record({
    kind: fc.constantFrom('NetworkPolicy' as const, 'KubernetesNetworkPolicy' as const, 'StagedNetworkPolicy' as const),
    namespace,
    name,
    tier: fc.constant('default'),
    action,
    rule: fc.nat(12),
    trigger: fc.constant(undefined),
  }),
  fc.record({
    kind: fc.constant('Profile' as const),
    namespace: fc.constant(''),
    name: fc.constant('kns.shop'),
    tier: fc.constant(''),
    action,
    rule: fc.constant(0),
    trigger: fc.constant(undefined),
  }),
  fc.record({
    kind: fc.constant('EndOfTier' as const),
    namespace: fc.constant(''),
    name: fc.constant(''),
    tier: fc.constantFrom('default', 'platform'),
    action,
    rule: fc.constant(-1),
    trigger: fc.option(
      fc.record({ kind: fc.constantFrom('NetworkPolicy' as const, 'StagedNetworkPolicy' as const), namespace, name }),
      { nil: undefined },
    ),
  }),
);

const traffic = fc.oneof(
  fc.record({ protocol: fc.constantFrom(6, 17, 132), port: fc.integer({ min: 0, max: 65_535 }) }),
  fc.record({ protocol: fc.constantFrom(1, 58, 47), port: fc.constant(undefined) }),
);

const record: fc.Arbitrary<FlowRecord> = fc
  .tuple(
    traffic,
    fc.record({
      start: fc.integer({ min: 1_700_000_000, max: 1_900_000_000 }).map((seconds) => seconds * 1000),
      reporter: fc.constantFrom('src' as const, 'dst' as const),
      action: fc.constantFrom('allow' as const, 'deny' as const),
      source: end,
      destination: end,
      service: fc.option(fc.constant('shop/api'), { nil: undefined }),
      enforced: fc.array(hit, { maxLength: 3 }),
      pending: fc.array(hit, { maxLength: 3 }),
      connections: fc.nat(9),
    }),
    fc.boolean(),
  )
  .map(([carried, fields, idle]) => {
    const quiet = idle && fields.connections === 0;
    return { ...carried, ...fields, end: fields.start + 15_000, idle: quiet };
  });

function readRecords(text: string): readonly FlowRecord[] {
  const { groups, rejected } = readFlowFile({ path: 'x', text });
  expect(rejected).toEqual([]);
  return groups.map((group) => group.record);
}

/** Equal records are one group: the readers are compared on the distinct ones. */
function distinct(records: readonly FlowRecord[]): readonly FlowRecord[] {
  return gatherFlows((sink) => records.forEach((one, index) => sink.record(one, index + 1))).groups.map(
    (group) => group.record,
  );
}

/** What Whisker does not write. */
function seenByWhisker(told: FlowRecord): FlowRecord {
  const lessOf = (one: RecordedEnd): RecordedEnd => ({ ...one, class: one.class === 'wep' ? 'wep' : undefined });
  return {
    ...told,
    source: lessOf(told.source),
    destination: lessOf(told.destination),
    service: undefined,
    connections: undefined,
  };
}

/** What calico-node does not write. */
function seenByNode(told: FlowRecord): FlowRecord {
  return {
    ...told,
    end: told.start,
    source: { ...told.source, labels: undefined },
    destination: { ...told.destination, labels: undefined },
  };
}

const records = fc.array(record, { minLength: 1, maxLength: 6 });

describe('the same traffic has the same normal form', () => {
  it('in all dialects of Goldmane', () => {
    fc.assert(
      fc.property(records, (told) => {
        const expected = distinct(told);
        for (const write of [writeGrpcurl, writeEmitter, writeStreamTool])
          expect(readRecords(write(told))).toEqual(expected);
      }),
    );
  });

  it('in Whisker’s list and stream, as far as Whisker tells it', () => {
    fc.assert(
      fc.property(records, (told) => {
        const expected = distinct(told.map((one) => ({ ...seenByWhisker(one), idle: one.idle })));
        for (const write of [writeWhiskerList, writeWhiskerStream]) expect(readRecords(write(told))).toEqual(expected);
      }),
    );
  });

  it('in the text of calico-node, as far as it tells it, whatever blanks Go doubles', () => {
    fc.assert(
      fc.property(records, fc.constantFrom(' ', '  '), (told, blank) => {
        expect(readRecords(writeNodeText(told, blank))).toEqual(distinct(told.map(seenByNode)));
      }),
    );
  });
});
