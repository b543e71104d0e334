import { clusterProfile } from '../../main/engine/cluster/cluster-profile';
import type { WorkloadEndpoint } from '../../main/engine/cluster/endpoint';
import type { Policy } from '../../main/engine/compile/policy';
import { collectMentions } from '../../main/engine/evaluate/collect-mentions';
import { decideConnection } from '../../main/engine/evaluate/connection';
import type { Connection } from '../../main/engine/evaluate/connection-end';
import { peerOfEnd } from '../../main/engine/evaluate/connection-end';
import { decide } from '../../main/engine/evaluate/decide';
import { loadFiles } from '../../main/engine/load/load-files';
import { PROTOCOL } from '../../main/engine/model/traffic';
import { buildTrafficSpace } from '../../main/engine/net/traffic-space';
import type { EngineInput } from '../../main/engine/pipeline';
import { connectWorlds } from '../../main/engine/rehearse/connect-worlds';
import { listEnds } from '../../main/engine/rehearse/pairs';
import { listParties } from '../../main/engine/rehearse/parties';
import { createSignatures } from '../../main/engine/rehearse/signatures';
import type { Rollout } from '../../main/engine/rehearse/worlds';
import { allPolicies, buildRollout } from '../../main/engine/rehearse/worlds';
import { compileSelector } from '../../main/engine/selector/compile-selector';
import { median } from './figure';
import { createSeededRandom } from './seeded-random';

const RUNS = 5;
const CONNECTIONS = 20_000;

/** Single decisions of one world, by the second; and what the set of one pair of classes costs on average, in microseconds. */
export function measureDecisions(input: EngineInput): Readonly<Record<string, number>> {
  const { resources } = loadFiles(input.files, input.skipped);
  const build = () => buildRollout(resources, clusterProfile(resources, input.workspace.cluster));
  const rollout = build();
  const connections = chooseConnections(rollout.worlds.final.cluster.workloads);
  return {
    connections: perSecond(connections.length, tracePaths(rollout, connections)),
    checkpoints: perSecond(connections.length, traceCheckpoints(rollout, connections)),
    selectors: measureSelectors(rollout),
    pair: median(Array.from({ length: RUNS }, () => measurePairs(build()))),
  };
}

/** The median of some runs after one that warms up. */
function perSecond(count: number, run: () => void): number {
  run();
  const rates = Array.from({ length: RUNS }, () => {
    const started = performance.now();
    run();
    return (count * 1000) / (performance.now() - started);
  });
  return median(rates);
}

/** Pods to the ports that other pods declare. */
function chooseConnections(workloads: readonly WorkloadEndpoint[]): readonly Connection[] {
  const random = createSeededRandom(7);
  const serving = workloads.filter(({ ports }) => ports.length > 0);
  return Array.from({ length: CONNECTIONS }, (): Connection => {
    const to = random.pick(serving);
    return {
      from: { tag: 'pod', workload: random.pick(workloads) },
      to: { tag: 'pod', workload: to },
      family: 4,
      protocol: PROTOCOL.tcp,
      port: random.pick(to.ports).port,
      icmpType: -1,
      icmpCode: -1,
      via: null,
    };
  });
}

/** Every checkpoint of the path: both pods, and the nodes between them. */
function tracePaths(rollout: Rollout, connections: readonly Connection[]): () => void {
  const { path } = rollout.worlds.final;
  return () => {
    for (const connection of connections) decideConnection(connection, path);
  };
}

/** Ingress of the destination alone. */
function traceCheckpoints(rollout: Rollout, connections: readonly Connection[]): () => void {
  const { programs, peers, matcher } = rollout.worlds.final.evaluation;
  const asked = connections.flatMap(({ from, to, protocol, port }) => {
    if (to.tag !== 'pod') return [];
    const packet = {
      family: 4,
      protocol,
      source: peerOfEnd(from, 4, peers),
      destination: peerOfEnd(to, 4, peers),
      sourcePort: 40_000,
      destinationPort: port,
      icmpType: -1,
      icmpCode: -1,
    } as const;
    return [{ program: programs.programOf(to.workload), packet }];
  });
  return () => {
    for (const { program, packet } of asked) decide(program, 'normal', 'ingress', packet, matcher);
  };
}

/** Every selector of the rollout against the labels of every class of pods, nothing remembered. */
function measureSelectors(rollout: Rollout): number {
  const matchers = [...new Set(allPolicies(rollout).flatMap(selectorsOf))].map(({ selector }) =>
    compileSelector(selector),
  );
  const labels = [...new Set(rollout.worlds.final.cluster.workloads.map((workload) => workload.labels.labels))];
  return perSecond(matchers.length * labels.length, () => {
    for (const matches of matchers) for (const set of labels) matches(set);
  });
}

function selectorsOf(policy: Policy) {
  const entities = [...policy.inbound, ...policy.outbound].flatMap(({ source, destination }) => [source, destination]);
  const named = entities.flatMap(({ positive, negative }) => [positive, negative]);
  return [policy.selector, ...named.filter((selector) => selector !== null)];
}

/** All pairs of classes of workloads, from nothing known to all known: microseconds per pair, for all five worlds together. */
function measurePairs(rollout: Rollout): number {
  const { cluster } = rollout.worlds.final;
  const policies = allPolicies(rollout);
  const signatures = createSignatures(policies, [cluster], rollout.hostsPoliceForwarding);
  const space = buildTrafficSpace(collectMentions(policies, [cluster]));
  const ends = listEnds(
    listParties(cluster, cluster, [], [], signatures).filter(({ party }) => party.kind === 'workload'),
  );
  const started = performance.now();
  const connectivity = connectWorlds(rollout, space);
  connectivity.amongEnds(ends, () => undefined);
  return ((performance.now() - started) * 1000) / ends.length ** 2;
}
