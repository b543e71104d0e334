import { buildCluster } from '../../../../main/engine/cluster/cluster';
import type { Cluster } from '../../../../main/engine/cluster/cluster';
import type { PolicedEndpoint } from '../../../../main/engine/cluster/endpoint';
import { endpointName } from '../../../../main/engine/cluster/endpoint';
import { felixSettings } from '../../../../main/engine/cluster/felix-settings';
import { compilePolicies, compileTiers } from '../../../../main/engine/compile/compile-policies';
import type { Policy } from '../../../../main/engine/compile/policy';
import { isStagedKind } from '../../../../main/engine/compile/policy';
import type { HookName } from '../../../../main/engine/compile/program';
import { createSelectorInterner } from '../../../../main/engine/compile/selector-interner';
import { createSelectorMatches } from '../../../../main/engine/compile/selector-matches';
import { arrangeWorld } from '../../../../main/engine/compile/world';
import type { ConnectionResult } from '../../../../main/engine/evaluate/connection';
import type { PathContext } from '../../../../main/engine/evaluate/path-context';
import { decideConnection } from '../../../../main/engine/evaluate/connection';
import type { Connection, ConnectionEnd } from '../../../../main/engine/evaluate/connection-end';
import type { Decision } from '../../../../main/engine/evaluate/decide';
import { decide } from '../../../../main/engine/evaluate/decide';
import type { Evaluation } from '../../../../main/engine/evaluate/evaluation';
import { createEvaluation, createPendingEvaluation } from '../../../../main/engine/evaluate/evaluation';
import type { InterfaceNames } from '../../../../main/engine/evaluate/host-interfaces';
import { createHostInterfaces } from '../../../../main/engine/evaluate/host-interfaces';
import { packetOf } from '../../../../main/engine/evaluate/packet-of';
import { readPathNetwork } from '../../../../main/engine/evaluate/path-network';
import { resourcesOfObjects } from '../../../../main/engine/load/resources-of-objects';
import type { Json } from '../../../../main/engine/model/json';
import type { ClusterProfile, Dataplane } from '../../../../main/engine/model/profile-of-cluster';
import type { Direction, Flow } from '../../../../main/engine/model/traffic';
import type { Address } from '../../../../main/engine/net/address';
import { parseAddress } from '../../../../main/engine/net/address';
import { parseProtocol } from '../../../../main/engine/net/protocol';

export interface SmallClusterOptions {
  readonly dataplane?: Dataplane;
  /** What is not there does not exist; the default. */
  readonly complete?: boolean;
  readonly forward?: 'accept' | 'drop' | 'unknown';
  readonly input?: 'accept' | 'drop' | 'unknown';
  readonly interfaces?: InterfaceNames;
}

/** A few objects, ready to be asked: staged policies are not in force, and count in `pending`. */
export interface SmallCluster {
  readonly cluster: Cluster;
  readonly policies: readonly Policy[];
  readonly evaluation: Evaluation;
  readonly pending: Evaluation;
  readonly path: PathContext;
}

export function profileOf(options: SmallClusterOptions = {}): ClusterProfile {
  const { dataplane = 'iptables', complete = true, forward = 'accept', input = 'accept' } = options;
  return {
    version: 'v3.34',
    naming: 'plain',
    dataplane,
    complete,
    hostForwardPolicy: forward,
    hostInputPolicy: input,
  };
}

export function smallCluster(objects: readonly Json[], options: SmallClusterOptions = {}): SmallCluster {
  const { dataplane = 'iptables' } = options;
  const profile = profileOf(options);
  const { resources } = resourcesOfObjects(objects, 'snapshot');
  const shared = { interner: createSelectorInterner(), selectors: createSelectorMatches() };
  const cluster = buildCluster(resources, profile);
  const { policies } = compilePolicies(resources, profile, shared.interner);
  const present = policies.filter((policy) => policy.stagedAction !== 'Delete');
  const arrange = (live: (policy: Policy) => boolean) =>
    arrangeWorld(
      { live: present.filter(live), beside: present.filter((policy) => !live(policy)) },
      compileTiers(resources, profile),
      profile.naming,
    );
  const evaluation = createEvaluation(
    cluster,
    arrange((policy) => !isStagedKind(policy.kind)),
    dataplane,
    shared,
  );
  return {
    cluster,
    policies,
    evaluation,
    pending: createPendingEvaluation(
      cluster,
      arrange(() => true),
      dataplane,
      shared,
    ),
    path: {
      evaluation,
      interfaces:
        options.interfaces === undefined
          ? createHostInterfaces(cluster)
          : createHostInterfaces(cluster, options.interfaces),
      network: readPathNetwork(cluster),
      firewall: { forward: () => profile.hostForwardPolicy, input: () => profile.hostInputPolicy },
      settings: (name) => felixSettings(cluster.felix, name),
    },
  };
}

/** `pod:prod/web` or `host:node1-eth0`. */
function findEndpoint(cluster: Cluster, name: string): PolicedEndpoint {
  const found = [...cluster.workloads, ...cluster.hosts].find((endpoint) => endpointName(endpoint) === name);
  if (found === undefined) throw new Error(`no endpoint ${name}`);
  return found;
}

export function askCheckpoint(
  evaluation: Evaluation,
  endpoint: string,
  direction: Direction,
  flow: Flow,
  hook: HookName = 'normal',
): Decision {
  const program = evaluation.programs.programOf(findEndpoint(evaluation.cluster, endpoint));
  return decide(program, hook, direction, packetOf(flow, evaluation.peers), evaluation.matcher);
}

/** One word for what a checkpoint answered. */
export function verdictOf({ outcomes }: Decision): string {
  const words = (['allow', 'deny', 'continue'] as const).filter((word) => outcomes[word]);
  return words.join(' or ');
}

/** `tcp 8080`, `icmp`. */
export function flowOf(source: string, destination: string, traffic: string): Flow {
  const [protocolText = '', port] = traffic.split(' ');
  const protocol = protocolNumber(protocolText);
  const ends = { sourceIP: source, destinationIP: destination, protocol };
  if (protocol === 1 || protocol === 58) return { ...ends, icmpType: protocol === 1 ? 8 : 128, icmpCode: 0 };
  return port === undefined ? ends : { ...ends, sourcePort: 40_000, destinationPort: Number(port) };
}

function protocolNumber(text: string): number {
  const protocol = parseProtocol(text);
  if (protocol.tag === 'error') throw new Error(protocol.message);
  return protocol.number;
}

export function addressOf(text: string): Address {
  const address = parseAddress(text);
  if (address === undefined) throw new Error(`"${text}" is not an address`);
  return address;
}

/** `pod:prod/web`, `node:node1`, `node:node1@127.0.0.1`, `ip:198.51.100.7`. */
export function endOf(cluster: Cluster, text: string, family: 4 | 6 = 4): ConnectionEnd {
  const [kind, name] = [text.slice(0, text.indexOf(':')), text.slice(text.indexOf(':') + 1)];
  if (kind === 'ip') return { tag: 'outside', address: addressOf(name) };
  if (kind === 'pod') {
    const workload = cluster.workloads.find((candidate) => `${candidate.namespace}/${candidate.name}` === name);
    if (workload === undefined) throw new Error(`no pod ${name}`);
    return { tag: 'pod', workload };
  }
  const [nodeName = '', local] = name.split('@');
  const node = cluster.nodes.find((candidate) => candidate.name === nodeName);
  const address = local === undefined ? node?.addresses.find((own) => own.family === family) : addressOf(local);
  if (node === undefined || address === undefined) throw new Error(`no node ${name}`);
  return { tag: 'node', node, address };
}

export interface ConnectionFields {
  /** The service or node address that was dialled: `10.96.0.1 443`. */
  readonly via?: string;
  readonly family?: 4 | 6;
}

export function connectionOf(
  cluster: Cluster,
  from: string,
  to: string,
  traffic: string,
  { via, family = 4 }: ConnectionFields = {},
): Connection {
  const [protocolText = '', port] = traffic.split(' ');
  const protocol = protocolNumber(protocolText);
  const icmp = protocol === 1;
  const [dialled = '', dialledPort] = (via ?? '').split(' ');
  return {
    from: endOf(cluster, from, family),
    to: endOf(cluster, to, family),
    family,
    protocol,
    port: port === undefined ? -1 : Number(port),
    icmpType: icmp ? 8 : -1,
    icmpCode: icmp ? 0 : -1,
    via: via === undefined ? null : { address: addressOf(dialled), port: Number(dialledPort) },
  };
}

export function connect(
  small: SmallCluster,
  from: string,
  to: string,
  traffic: string,
  fields: ConnectionFields = {},
): ConnectionResult {
  return decideConnection(connectionOf(small.cluster, from, to, traffic, fields), small.path);
}
