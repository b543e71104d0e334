import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { reportFlows } from '../../../../main/engine/flows/report-flows';
import { loadFiles } from '../../../../main/engine/load/load-files';
import type { FlowReport, RecordedFlow } from '../../../../main/engine/model/flow-report';
import { buildRollout } from '../../../../main/engine/rehearse/worlds';
import { profileOf } from '../evaluate/small-cluster';
import { factsOf } from './flow-records';
import { SAMPLES, sampleFile, sampleNames } from './read-samples';

/** Verdicts that an independent script computed (test/corpus/recorded-flows/half-flows.json). */
interface HalfFlow {
  readonly id: string;
  readonly recordedAction: string;
  readonly enforcedVerdict: string;
  readonly pendingVerdict: string | null;
}

const HALF_FLOWS = JSON.parse(readFileSync(path.join(SAMPLES, 'half-flows.json'), 'utf8')) as readonly HalfFlow[];

/** The half-flows of the samples, as the report calls them. */
const IDS: Readonly<Record<string, string>> = {
  F1s: 'src shop-web/web-6c9f7d8b54-* > shop-api/api-7d5bf66c8-* tcp 8443',
  F1d: 'dst shop-web/web-6c9f7d8b54-* > shop-api/api-7d5bf66c8-* tcp 8443',
  F2d: 'dst shop-web/debug > shop-api/api-7d5bf66c8-* tcp 8443',
  F3s: 'src shop-web/web-6c9f7d8b54-* > public network tcp 443',
  F4d: 'dst shop-api/api-7d5bf66c8-* > shop-db/postgres-* tcp 5432',
  F5d: 'dst shop-web/web-6c9f7d8b54-* > shop-db/postgres-* tcp 5432',
  F6s: 'src shop-api/api-7d5bf66c8-* > node cp-1 tcp 6443',
  F7d: 'dst node wk-1 > shop-db/postgres-* tcp 9187',
  F8s: 'src shop-api/api-7d5bf66c8-* > set partner-payments tcp 443',
  F9s: 'src shop-web/web-6c9f7d8b54-* > kube-system/coredns-5d78c9869d-* udp 53',
  F10d: 'dst private network > shop-web/web-6c9f7d8b54-* tcp 8080',
  F12s: 'src shop-web/web-6c9f7d8b54-* > shop-api/api-7d5bf66c8-* icmp',
  'F3s+net': 'src shop-web/web-6c9f7d8b54-* > public network tcp 443',
  'F2d+net': 'dst shop-web/debug > shop-api/api-7d5bf66c8-* tcp 8443',
  'F5d+net': 'dst shop-web/web-6c9f7d8b54-* > shop-db/postgres-* tcp 5432',
  'Z1-zombie': 'dst shop-web/web-6c9f7d8b54-* > shop-db/postgres-* tcp 5432',
  'Z2-nopending': 'dst shop-api/api-7d5bf66c8-* > shop-db/postgres-* tcp 5432',
  'Z3-stagedverdict': 'dst shop-web/web-6c9f7d8b54-* > shop-api/api-7d5bf66c8-* tcp 8443',
  'Z4-oldrs': 'dst shop-web/web-58d9c7fb6d-* > shop-api/api-7d5bf66c8-* tcp 8443',
};

const { resources } = loadFiles(
  [{ role: 'snapshot', path: 'snapshot.yaml', text: sampleFile('snapshot/snapshot.yaml').text }],
  [],
);
const facts = factsOf(buildRollout(resources, profileOf()));

function report(...names: readonly string[]): FlowReport {
  return reportFlows(
    names.map((name) => sampleFile(`flows/${name}`)),
    facts,
  );
}

/** The flow with the answers that half-flows.json has for it. */
function answersTo({ recordedAction, enforced, pending }: RecordedFlow) {
  return { recordedAction, enforcedVerdict: enforced, pendingVerdict: pending };
}

function expected(id: string) {
  const found = HALF_FLOWS.find((half) => half.id === id);
  if (found === undefined) throw new Error(`there is no half-flow ${id}`);
  const { recordedAction, enforcedVerdict, pendingVerdict } = found;
  return { recordedAction, enforcedVerdict, pendingVerdict };
}

function flowOf(id: string, { flows }: FlowReport): RecordedFlow {
  const found = flows.find((flow) => flow.id === IDS[id]);
  if (found === undefined) throw new Error(`${id} was not recorded`);
  return found;
}

const PLAIN = HALF_FLOWS.map(({ id }) => id).filter((id) => id.startsWith('F') && !id.includes('+'));
const WITH_NET = HALF_FLOWS.map(({ id }) => id).filter((id) => id.includes('+net'));

describe('the recorded samples', () => {
  it('are fifteen half-flows', () => {
    expect([PLAIN.length, WITH_NET.length]).toEqual([12, 3]);
  });

  it.each(PLAIN)('%s is decided as expected, enforced and previewed', (id) => {
    expect(answersTo(flowOf(id, report('whisker-list.json')))).toEqual(expected(id));
  });

  it.each(WITH_NET)('%s is decided as expected while the net is there', (id) => {
    expect(answersTo(flowOf(id, report('whisker-list-with-safety-net.json')))).toEqual(expected(id));
  });

  it.each(sampleNames('flows').filter((name) => !name.includes('odd') && !name.includes('net')))(
    'agree with the engine in the format of %s, and with each other',
    (name) => {
      const { flows, counts } = report(name);
      expect(counts.agree).toBe(counts.records);
      const ids = new Map(PLAIN.map((id) => [IDS[id], id]));
      expect(flows.map((flow) => [flow.id, answersTo(flow)])).toEqual(
        flows.map((flow) => [flow.id, expected(ids.get(flow.id) ?? '')]),
      );
      expect(new Set(flows.map(({ result }) => result.tag))).toEqual(
        new Set(flows.map(({ id }) => (id === IDS['F6s'] || id === IDS['F7d'] ? 'match-set' : 'match'))),
      );
    },
  );

  it('tell in which world they were recorded', () => {
    const worlds = report('whisker-list.json', 'whisker-list-with-safety-net.json').files.map(
      (file) => file.recordedIn,
    );
    expect(worlds).toEqual([
      { net: false, changes: true },
      { net: true, changes: true },
    ]);
  });

  it('show the address that a pod really saw: of the node’s two the recorded deny picks the one of its tunnel', () => {
    const flow = flowOf('F7d', report('whisker-list.json'));
    expect([flow.now, flow.final, flow.outcome]).toEqual(['deny', 'deny', 'stays']);
    expect(flow.pieces).toEqual([
      {
        what: 'node wk-1 (10.244.1.0) → shop-db/postgres-0',
        enforced: 'deny',
        pending: 'deny',
        final: 'deny',
        asRecorded: true,
      },
      {
        what: 'node wk-1 (10.20.0.21) → shop-db/postgres-0',
        enforced: 'allow',
        pending: 'allow',
        final: 'allow',
        asRecorded: false,
      },
    ]);
  });

  it('that the change breaks come first', () => {
    const { flows, counts } = report('whisker-list.json');
    expect(flows.map(({ outcome }) => outcome).slice(0, 5)).toEqual(['breaks', 'breaks', 'breaks', 'breaks', 'stays']);
    expect(new Set(flows.slice(0, 4).map(({ id }) => id))).toEqual(
      new Set(['F2d', 'F3s', 'F8s', 'F12s'].map((id) => IDS[id])),
    );
    expect(counts.wouldBreak).toBe(4);
  });

  it('with the net say nothing of what will break: the net is in their preview, too', () => {
    const withNet = report('whisker-list-with-safety-net.json');
    const told = (id: string) => {
      const { recordedPending, outcome, unannounced } = flowOf(id, withNet);
      return [recordedPending, outcome, unannounced?.reason];
    };
    expect(told('F2d')).toEqual(['allow', 'breaks', 'safety-net']);
    expect(told('F3s')).toEqual(['allow', 'breaks', 'safety-net']);
    expect(told('F5d')).toEqual(['allow', 'only-by-net', 'safety-net']);
    expect(withNet.counts).toMatchObject({ wouldBreak: 2, onlyByNet: 1, unannounced: 3 });
  });

  it('that need care are compared as far as they go', () => {
    const odd = report('whisker-list-odd.json');
    const told = (id: string) => {
      const { result, confidence, recordedAction, recordedPending } = flowOf(id, odd);
      return [recordedAction, recordedPending, confidence, result];
    };
    expect(told('Z1-zombie')).toEqual([
      'deny',
      'deny',
      'exact',
      { tag: 'not-comparable', why: 'all counters are zero: an old record that is exported again (D14)' },
    ]);
    expect(told('Z2-nopending')).toEqual([
      'allow',
      null,
      'exact',
      { tag: 'not-comparable', why: 'no pending policies were recorded: nothing was previewed' },
    ]);
    expect(told('Z3-stagedverdict')).toEqual([
      'deny',
      'deny',
      'exact',
      {
        tag: 'not-comparable',
        why: 'a staged policy stands among the enforced ones: Felix once took previews for verdicts (D14)',
      },
    ]);
    expect(told('Z4-oldrs')).toEqual(['allow', 'allow', 'approximate', { tag: 'match' }]);
    expect(odd.agreement).toBe('1 of 1 comparable records agree; 0 explained; 0 unexplained; 3 not comparable');
  });

  it('have their window, and name the workloads that are in no record', () => {
    const { window, coverage } = report('whisker-list-with-safety-net.json');
    expect(window).toEqual({ from: '2026-08-22T12:15:00Z', to: '2026-08-22T12:15:15Z', minutes: 1 });
    expect(coverage.silentWorkloads).toEqual(['workload:kube-system/coredns-5d78c9869d-4wmbz']);
  });

  it('in all files together are one report, the same again and again', () => {
    const all = () => report(...sampleNames('flows'));
    expect(all().agreement).toBe('38 of 38 comparable records agree; 0 explained; 0 unexplained; 3 not comparable');
    expect(JSON.stringify(all())).toBe(JSON.stringify(all()));
    const ids = all().flows.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});
