import type { Connection, ConnectionEnd } from '../../../../main/engine/evaluate/connection-end';
import type { Locate } from '../../../../main/engine/evaluate/explain-connection';
import { askPaths } from '../../../../main/engine/lockout/ask-paths';
import type { AskedPath } from '../../../../main/engine/lockout/asked-path';
import { listProtectedPaths } from '../../../../main/engine/lockout/list-paths';
import type { JsonObject } from '../../../../main/engine/model/json';
import type { ProtectedVerdict } from '../../../../main/engine/model/protected-path';
import type { OwnPath } from '../../../../main/engine/model/workspace';
import { WORLDS } from '../../../../main/engine/model/world';
import { formatAddress } from '../../../../main/engine/net/address';
import { DEFAULT_TIER, clusterNode, controlPlane, felix, hostEndpoint, namespace, pod } from '../evaluate/manifests';
import { rolloutOn } from '../rehearse/rehearse-objects';

export const ADMIN = '10.9.0.0/24';

/** A control plane `cp`, a `worker`, and one pod on it. */
export const TWO_NODES: readonly JsonObject[] = [
  namespace('prod'),
  namespace('kube-system'),
  DEFAULT_TIER,
  felix({ defaultEndpointToHostAction: 'Accept' }),
  controlPlane('cp', '192.168.0.1'),
  clusterNode('worker', '192.168.0.2'),
  pod('prod/web', '10.0.0.1', { node: 'worker', labels: { app: 'web' } }),
];

/** Host endpoints of every interface of both nodes, open until a policy selects them. */
export const HOSTS = ['cp', 'worker'].map((node) =>
  hostEndpoint(`${node}-hep`, { node, interfaceName: '*', profiles: ['projectcalico-default-allow'] }, { host: node }),
);

/** A pod in the network of its node, `place` is `namespace/name`. */
export function hostPod(place: string, node: string, app: string, ports: readonly number[] = []): JsonObject {
  const [namespaceName = '', name = ''] = place.split('/');
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { namespace: namespaceName, name, labels: { 'k8s-app': app } },
    spec: {
      nodeName: node,
      hostNetwork: true,
      containers: [{ name: 'main', ports: ports.map((containerPort) => ({ containerPort, protocol: 'TCP' })) }],
    },
    status: { phase: 'Running' },
  };
}

interface Asked {
  readonly changes?: readonly JsonObject[];
  readonly adminCidrs?: readonly string[];
  readonly ownPaths?: readonly OwnPath[];
  /** False: what is not in the snapshot may be in the cluster. */
  readonly complete?: boolean;
}

const NOWHERE: Locate = () => null;

function askRow(row: string, objects: readonly JsonObject[], asked: Asked): readonly AskedPath[] {
  const { changes = [], adminCidrs = [ADMIN], ownPaths = [], complete = true } = asked;
  const rollout = rolloutOn(objects, changes, { profile: { complete, dataplane: 'iptables' } });
  const drafts = listProtectedPaths(rollout, { adminCidrs, ownPaths });
  return askPaths(drafts, rollout, NOWHERE).filter(({ draft }) => draft.row === row);
}

/** Each path that stands for a row, with every connection that does: `from → to tcp 22: a → b, c → d`. */
export function resolveRow(row: string, objects: readonly JsonObject[], asked: Asked = {}): readonly string[] {
  return askRow(row, objects, asked).map(({ draft }) => {
    const { from, to, traffic, connections, absent } = draft;
    const name = from === '' ? '' : `${from} → ${to} ${traffic}: `;
    if (absent === null) return name + connections.map(describeConnection).join(', ');
    return `${name}not checked${absent.needless ? ', nor needed' : ''}: ${absent.why}`;
  });
}

/** What the deciders see of each path that stands for a row. */
export function seenOf(row: string, objects: readonly JsonObject[], asked: Asked = {}): readonly string[] {
  return askRow(row, objects, asked).map(({ path }) => path.addresses.join(', '));
}

/** Each path that stands for a row with its words by world, one where they are the same everywhere. */
export function verdictsOf(row: string, objects: readonly JsonObject[], asked: Asked = {}): readonly string[] {
  return askRow(row, objects, asked).map(({ path }) => {
    const words = WORLDS.map((world) => wordOf(path.verdicts[world]));
    const name = path.from === '' ? '' : `${path.from} → ${path.to} ${path.traffic}: `;
    return name + (new Set(words).size === 1 ? words.slice(0, 1) : words).join(' | ');
  });
}

export function wordOf(verdict: ProtectedVerdict): string {
  switch (verdict.tag) {
    case 'rule':
      return `rule ${verdict.policy}`;
    case 'blocked':
      return `blocked by ${verdict.by}`;
    case 'undecided':
    case 'absent':
      return `${verdict.tag}: ${verdict.why}`;
    default:
      return verdict.tag;
  }
}

function describeConnection({ from, to, via }: Connection): string {
  const by = via === null ? '' : ` by ${formatAddress(via.address)}:${via.port}`;
  return `${describeEnd(from)} → ${describeEnd(to)}${by}`;
}

function describeEnd(end: ConnectionEnd): string {
  switch (end.tag) {
    case 'pod':
      return end.workload.name;
    case 'node':
      return `${end.node.name} ${formatAddress(end.address)}`;
    case 'outside':
      return formatAddress(end.address);
  }
}
