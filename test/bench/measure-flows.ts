import { clusterProfile } from '../../main/engine/cluster/cluster-profile';
import type { ConnectionEnd } from '../../main/engine/evaluate/connection-end';
import type { RecordedEvaluations } from '../../main/engine/flows/flow-facts';
import { createHalfAsker, halfOf } from '../../main/engine/flows/ask-half';
import type { HalfAnswer, TrafficPiece } from '../../main/engine/flows/ask-half';
import { readFlowFile } from '../../main/engine/flows/read-flow-file';
import { reportFlows } from '../../main/engine/flows/report-flows';
import { loadFiles } from '../../main/engine/load/load-files';
import { PROTOCOL } from '../../main/engine/model/traffic';
import { parseAddress } from '../../main/engine/net/address';
import type { EngineInput } from '../../main/engine/pipeline';
import { factsForFlows } from '../../main/engine/rehearse/facts-for-flows';
import { listParties } from '../../main/engine/rehearse/parties';
import { createSignatures } from '../../main/engine/rehearse/signatures';
import type { Rollout } from '../../main/engine/rehearse/worlds';
import { allPolicies, buildRollout } from '../../main/engine/rehearse/worlds';
import type { SeededRandom } from './seeded-random';
import { createSeededRandom } from './seeded-random';

const RECORDS = 100_000;
/** What Whisker lists of an hour: every window of fifteen seconds has the same flows again. */
const DISTINCT = 20_000;

/**
 * Seconds to read and reconcile recorded flows of a cluster that is open already: every second one between pods, the others to and from
 * addresses that nobody owns.
 */
export function measureFlows(input: EngineInput): Readonly<Record<string, number>> {
  const { resources } = loadFiles(input.files, input.skipped);
  const rollout = buildRollout(resources, clusterProfile(resources, input.workspace.cluster));
  const text = writeRecording(rollout, createSeededRandom(11));
  const [before, after] = [rollout.worlds.now.cluster, rollout.worlds.final.cluster];
  const signatures = createSignatures(allPolicies(rollout), [before, after], rollout.hostsPoliceForwarding);
  const parties = listParties(before, after, [], [], signatures);
  const file = { path: 'flows.json', text };
  const started = performance.now();
  const facts = factsForFlows({ rollout, parties, signatures, edges: [], paths: [], locate: () => null });
  const report = reportFlows([file], facts);
  const ended = performance.now();
  readFlowFile(file);
  const { records, agree, comparable } = report.counts;
  if (records !== RECORDS || agree !== comparable) throw new Error(`not what was recorded: ${report.agreement}`);
  return {
    reconcile: (ended - started) / 1000,
    read: (performance.now() - ended) / 1000,
    megabytes: text.length / 1e6,
    rows: report.flows.length,
  };
}

interface Written {
  readonly reporter: 'src' | 'dst';
  readonly source: string;
  readonly sourceNamespace: string;
  readonly destination: string;
  readonly destinationNamespace: string;
  readonly port: number;
  readonly enforced: HalfAnswer;
  readonly pending: HalfAnswer;
}

/** A list of Whisker, with the policies that the world of the step Observe has for each flow. */
function writeRecording(rollout: Rollout, random: SeededRandom): string {
  const evaluations = staged(rollout);
  const [enforced, pending] = [createHalfAsker(evaluations.enforced), createHalfAsker(evaluations.pending)];
  const { workloads } = rollout.worlds.staged.cluster;
  const outside = parseAddress('203.0.113.77');
  if (outside === undefined) throw new Error('not an address');
  const flows = Array.from({ length: DISTINCT }, (_, index): Written => {
    const [from, to] = [random.pick(workloads), random.pick(workloads)];
    const reporter = index % 2 === 0 ? 'src' : 'dst';
    const external = index % 4 < 2;
    const outsider: ConnectionEnd = { tag: 'outside', address: outside };
    const traffic: TrafficPiece = {
      from: external && reporter === 'dst' ? outsider : { tag: 'pod', workload: from },
      to: external && reporter === 'src' ? outsider : { tag: 'pod', workload: to },
      family: 4,
      protocol: PROTOCOL.tcp,
      port: external && reporter === 'src' ? 443 : (to.ports[0]?.port ?? 8080),
      sourcePort: 40_000,
      icmpType: -1,
      icmpCode: -1,
    };
    const question = halfOf(traffic, reporter);
    if (question === null) throw new Error('a reporter that is no pod');
    const [now, later] = [enforced.ask(question), pending.ask(question)];
    const [source, destination] = [nameOf(question.from), nameOf(question.to)];
    return {
      reporter,
      source: source.name,
      sourceNamespace: source.namespace,
      destination: destination.name,
      destinationNamespace: destination.namespace,
      port: question.port,
      enforced: now,
      pending: later,
    };
  });
  const items = Array.from({ length: RECORDS }, (_, index) => {
    const flow = flows[index % flows.length];
    if (flow === undefined) throw new Error('no flow');
    return writeItem(flow, Math.floor(index / flows.length));
  });
  return JSON.stringify({ total: { totalPages: 1 }, items });
}

function staged(rollout: Rollout): RecordedEvaluations {
  const signatures = createSignatures([], [rollout.worlds.staged.cluster], false);
  const facts = factsForFlows({ rollout, parties: [], signatures, edges: [], paths: [], locate: () => null });
  const [world] = facts.worlds;
  if (world === undefined) throw new Error('no world to record in');
  return world.evaluations();
}

function nameOf(end: ConnectionEnd) {
  if (end.tag !== 'pod') return { namespace: '-', name: 'PUBLIC NETWORK' };
  return { namespace: end.workload.namespace, name: end.workload.name };
}

function writeItem(flow: Written, window: number): unknown {
  const start = 1_787_400_000_000 + window * 15_000;
  return {
    start_time: new Date(start).toISOString(),
    end_time: new Date(start + 15_000).toISOString(),
    action: flow.enforced.verdict === 'allow' ? 'Allow' : 'Deny',
    source_name: flow.source,
    source_namespace: flow.sourceNamespace,
    source_labels: 'app=bench',
    dest_name: flow.destination,
    dest_namespace: flow.destinationNamespace,
    dest_labels: 'app=bench',
    protocol: 'tcp',
    dest_port: flow.port,
    reporter: flow.reporter === 'src' ? 'Src' : 'Dst',
    policies: { enforced: [writeHit(flow.enforced)], pending: [writeHit(flow.pending)] },
    packets_in: 10,
    packets_out: 10,
    bytes_in: 1000,
    bytes_out: 1000,
  };
}

const KINDS: Readonly<Record<string, string>> = {
  NetworkPolicy: 'CalicoNetworkPolicy',
  KubernetesNetworkPolicy: 'NetworkPolicy',
};
const ACTIONS = { allow: 'Allow', deny: 'Deny', pass: 'Pass' } as const;

function writeHit({ decider }: HalfAnswer): unknown {
  if (decider === null) throw new Error('an undecided half');
  const { kind, namespace, name, tier, rule, action } = decider;
  const place = { action: ACTIONS[action], policy_index: 0, rule_index: rule, trigger: null };
  if (kind === 'Profile') return { kind, name, namespace: '', tier: '', ...place };
  if (rule === -1) return { kind: 'EndOfTier', name: '', namespace: '', tier, ...place };
  return { kind: KINDS[kind] ?? kind, name, namespace, tier, ...place };
}
