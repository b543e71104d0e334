import type { Connection, ConnectionEnd } from '../../main/engine/evaluate/connection-end';
import type { PathContext } from '../../main/engine/evaluate/path-context';
import { felixSettings } from '../../main/engine/cluster/felix-settings';
import { decideConnection } from '../../main/engine/evaluate/connection';
import { establishedFate } from '../../main/engine/evaluate/established';
import { createHostInterfaces } from '../../main/engine/evaluate/host-interfaces';
import { readPathNetwork } from '../../main/engine/evaluate/path-network';
import { PROTOCOL } from '../../main/engine/model/traffic';
import { parseAddress } from '../../main/engine/net/address';
import type { Address } from '../../main/engine/net/address';
import { parseProtocol } from '../../main/engine/net/protocol';
import { findEndpoint } from './ask-checkpoint';
import type { Case, ConnectionQuestion, Reply } from './case';
import { NOT_ASKED, compareAnswers } from './case';
import type { CaseWorld } from './case-world';

/** The interfaces of every node of the path cases, as their README has it. */
const INTERFACES = { uplink: 'eth0', tunnel: 'vxlan.calico' } as const;

/** The node whose own firewall a case may set to DROP. */
const FIREWALLED_NODE = 'node1';

const contexts = new WeakMap<CaseWorld, PathContext>();

function contextOf(asked: Case, world: CaseWorld): PathContext {
  const known = contexts.get(world);
  if (known !== undefined) return known;
  const policy = (node: string, written: string | undefined) =>
    node === FIREWALLED_NODE && written === 'DROP' ? 'drop' : 'accept';
  const { cluster } = world;
  const context: PathContext = {
    evaluation: world.enforced,
    interfaces: createHostInterfaces(cluster, () => INTERFACES),
    network: readPathNetwork(cluster),
    settings: (node) => felixSettings(cluster.felix, node),
    firewall: {
      forward: (node) => policy(node, asked.hostForwardPolicy),
      input: (node) => policy(node, asked.hostInputPolicy),
    },
  };
  contexts.set(world, context);
  return context;
}

/** The answer of one dataplane against what was measured for it. */
export function askConnection(question: ConnectionQuestion, asked: Case, world: CaseWorld, answer: string): Reply {
  const context = contextOf(asked, world);
  const connection = readConnection(question, context);
  if (connection === null) return NOT_ASKED;
  const { verdict, passages } = decideConnection(connection, context);
  const ours = verdict === 'undecided' ? verdict : verdict === 'allow' ? 'open' : 'closed';
  const reply = compareAnswers(ours, answer);
  const seen = question['seenSource'];
  // A pod on the other end is always asked, by the address that it sees.
  if (reply.tag !== 'agree' || typeof seen !== 'string' || connection.to.tag !== 'pod') return reply;
  const pod = passages[0]?.stages.findLast(
    ({ endpoint, direction }) => endpoint?.tag === 'workload' && direction === 'ingress',
  );
  return pod === undefined ? reply : compareAnswers(`from ${pod.packet.source.key}`, `from ${seen}`);
}

/**
 * What was done beside the changes stands in the case's `note` alone, as text: a flush of the connection tracking table makes every
 * connection a new one. It describes an action, not an answer; nothing else of a `note` is read.
 */
const FLUSHED = /connection tracking table is flushed|conntrack -F/;

/** An open connection after the changes. */
export function askEstablishedConnection(
  question: ConnectionQuestion,
  asked: Case,
  world: CaseWorld,
  answer: string,
): Reply {
  const context = contextOf(asked, world);
  const connection = readConnection(question, context);
  if (connection === null) return NOT_ASKED;
  if (!FLUSHED.test(asked.note ?? '')) return compareAnswers(establishedFate(connection, context), answer);
  const { verdict } = decideConnection(connection, context);
  const ours = verdict === 'undecided' ? verdict : verdict === 'allow' ? 'survives' : 'cut';
  return compareAnswers(ours, answer);
}

/** In the family that both ends have, IPv4 first. */
function readConnection(question: ConnectionQuestion, context: PathContext): Connection | null {
  const protocol = parseProtocol(question.protocol);
  if (protocol.tag === 'error') return null;
  const via = question['via'] as { readonly destinationIP: string; readonly destinationPort: number } | undefined;
  for (const family of [4, 6] as const) {
    const from = readEnd(question.from, question.from, family, context);
    const to = readEnd(question.to, question.from, family, context);
    if (from === null || to === null) continue;
    const [echo, icmp] = family === 4 ? [8, PROTOCOL.icmp] : [128, PROTOCOL.icmpv6];
    return {
      from,
      to,
      family,
      protocol: protocol.number,
      port: question.port ?? -1,
      icmpType: protocol.number === icmp ? echo : -1,
      icmpCode: protocol.number === icmp ? 0 : -1,
      via: via === undefined ? null : { address: addressOf(via.destinationIP), port: via.destinationPort },
    };
  }
  return null;
}

function addressOf(text: string): Address {
  const address = parseAddress(text);
  if (address === undefined) throw new Error(`"${text}" is not an address`);
  return address;
}

/** 127.0.0.1 is the node that asks for it. */
function readEnd(text: string, asker: string, family: 4 | 6, context: PathContext): ConnectionEnd | null {
  const { evaluation } = context;
  const separator = text.indexOf(':');
  const [kind, name] = [text.slice(0, separator), text.slice(separator + 1)];
  if (kind === 'node') return nodeEnd(name, undefined, family, context);
  if (kind === 'ip') {
    const address = addressOf(name);
    if (address.family !== family) return null;
    if (name.startsWith('127.') && asker.startsWith('node:')) {
      return nodeEnd(asker.slice('node:'.length), address, family, context);
    }
    return { tag: 'outside', address };
  }
  const endpoint = findEndpoint(evaluation, text);
  if (endpoint?.tag === 'host') return nodeEnd(endpoint.node, undefined, family, context);
  const isReached = endpoint?.addresses.some((address) => address.family === family) === true;
  return endpoint !== undefined && isReached ? { tag: 'pod', workload: endpoint } : null;
}

function nodeEnd(
  name: string,
  address: Address | undefined,
  family: 4 | 6,
  context: PathContext,
): ConnectionEnd | null {
  const node = context.evaluation.cluster.nodes.find((candidate) => candidate.name === name);
  const own = address ?? node?.addresses.find((candidate) => candidate.family === family);
  return node === undefined || own === undefined ? null : { tag: 'node', node, address: own };
}
