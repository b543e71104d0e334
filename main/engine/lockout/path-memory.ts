import type { Cluster } from '../cluster/cluster';
import type { HostEndpoint, WorkloadEndpoint } from '../cluster/endpoint';
import type { Program, ProgramTier } from '../compile/program';
import type { Connection } from '../evaluate/connection-end';
import { nodeName } from '../evaluate/connection-end';
import { addressKey } from '../net/address';
import { podIn } from '../rehearse/end-in';
import type { RolloutWorld } from '../rehearse/worlds';
import type { Decided } from './path-answer';
import { decideAfresh } from './path-answer';

/**
 * What is known of the connections of one listing. Worlds share every answer that the policies they differ in cannot reach: that is what
 * makes worlds between two others cheap.
 */
export interface PathMemory {
  /** What a world says of all connections of this key: asked once of all worlds that have the same programs for all endpoints on the way. */
  readonly decide: (connection: Connection & { readonly key: string }, world: RolloutWorld) => Decided;
}

export function createPathMemory(): PathMemory {
  const known = new Map<string, Decided>();
  /** The same objects are asked about again, as what a path is today and as what it is without the net. */
  const byObject = new WeakMap<RolloutWorld, Map<Connection, Decided>>();
  const fingerprintOf = createFingerprints();
  return {
    decide(connection, world) {
      const ofWorld = byObject.get(world) ?? new Map<Connection, Decided>();
      const found = ofWorld.get(connection);
      if (found !== undefined) return found;
      const key = `${connection.key}|${fingerprintOf(world, connection)}`;
      const decided = known.get(key) ?? decideAfresh(connection, world);
      known.set(key, decided);
      byObject.set(world, ofWorld.set(connection, decided));
      return decided;
    },
  };
}

/** Numbers for objects, in the order in which they are met. */
function createNumbers(): (key: unknown) => number {
  const known = new Map<unknown, number>();
  return (key) => {
    const number = known.get(key) ?? known.size;
    known.set(key, number);
    return number;
  };
}

/** What a world can say of a connection, as a text: its cluster, and the programs of all endpoints on the way. */
function createFingerprints(): (world: RolloutWorld, connection: Connection) => string {
  const clusterNumber = createNumbers();
  const policyNumber = createNumbers();
  const programs = new WeakMap<Program, number>();
  const textNumber = createNumbers();
  const worlds = new WeakMap<RolloutWorld, WorldFacts>();
  const known = new Map<Cluster, Places>();

  const describeList = (list: readonly ProgramTier[]): string => {
    let text = '';
    for (const { tier, policies } of list) {
      text += `${tier.name} ${tier.defaultAction}`;
      for (const { policy, certain } of policies)
        text += certain ? ` ${policyNumber(policy)}` : ` ${policyNumber(policy)}?`;
      text += ';';
    }
    return text;
  };
  const describe = ({ tiers, forwardPresent, profiles }: Program): string => {
    let text = '';
    for (const { ingress, egress } of [tiers.untracked, tiers.preDNAT, tiers.forward, tiers.normal]) {
      text += `${describeList(ingress)}/${describeList(egress)}/`;
    }
    return `${text}${forwardPresent}/${profiles.map(({ name }) => name).join('/')}`;
  };
  const programNumber = (program: Program): number => {
    const number = programs.get(program) ?? textNumber(describe(program));
    programs.set(program, number);
    return number;
  };
  const placesOf = (cluster: Cluster): Places => {
    const found = known.get(cluster) ?? readPlaces(cluster);
    known.set(cluster, found);
    return found;
  };
  const factsOf = (world: RolloutWorld): WorldFacts => {
    const found = worlds.get(world) ?? {
      cluster: clusterNumber(world.cluster),
      places: placesOf(world.cluster),
      nodes: new Map(),
      pods: new Map(),
    };
    worlds.set(world, found);
    return found;
  };
  const ofNode = (world: RolloutWorld, { nodes, places }: WorldFacts, node: string): string => {
    const asked = nodes.get(node);
    if (asked !== undefined) return asked;
    const hosts = places.hosts.get(node) ?? [];
    const found = hosts.map((host) => programNumber(world.evaluation.programs.programOf(host))).join(',');
    nodes.set(node, found);
    return found;
  };
  const ofEnd = (world: RolloutWorld, { pods }: WorldFacts, end: Connection['from']): number | '' => {
    if (end.tag !== 'pod') return '';
    const asked = pods.get(end.workload);
    if (asked !== undefined) return asked;
    const found = programNumber(world.evaluation.programs.programOf(podIn(world.cluster, end.workload)));
    pods.set(end.workload, found);
    return found;
  };
  return (world, { from, to, via }) => {
    const facts = factsOf(world);
    const entry = via === null ? '' : (facts.places.owners.get(addressKey(via.address)) ?? '');
    const pods = `${ofEnd(world, facts, from)} ${ofEnd(world, facts, to)}`;
    const [left, right] = [ofNode(world, facts, nodeName(from)), ofNode(world, facts, nodeName(to))];
    return `${facts.cluster} ${pods} ${left} ${right} ${ofNode(world, facts, entry)}`;
  };
}

/** What is known of one world: texts and numbers that stand for programs. */
interface WorldFacts {
  readonly cluster: number;
  readonly places: Places;
  readonly nodes: Map<string, string>;
  readonly pods: Map<WorkloadEndpoint, number>;
}

interface Places {
  readonly hosts: ReadonlyMap<string, readonly HostEndpoint[]>;
  /** Nodes by address. */
  readonly owners: ReadonlyMap<string, string>;
}

function readPlaces(cluster: Cluster): Places {
  const hosts = new Map<string, HostEndpoint[]>();
  for (const host of cluster.hosts) hosts.set(host.node, [...(hosts.get(host.node) ?? []), host]);
  const owners = cluster.nodes.flatMap(({ name, addresses }) =>
    addresses.map((address) => [addressKey(address), name] as const),
  );
  return { hosts, owners: new Map(owners) };
}
